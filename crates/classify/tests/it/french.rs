//! Accounts in French sentences: words that neither list nor letters show to be words (classification.md 4.2 `username`).

use crate::positions::{log, users};

#[test]
fn accounts_behind_french_prepositions() {
    users("Mot de passe réinitialisé pour tbrandvold par jdupont.", &["tbrandvold", "jdupont"]);
    users("Ouverture de session réussie pour mlopez", &["mlopez"]);
    users("Impression de « contrat.docx » demandée par pmartin sur l'imprimante", &["pmartin"]);
    users("Session de kdahl fermée", &["kdahl"]);
    users("Fichier paie.xlsx ouvert par kdahl.", &["kdahl"]);
}

#[test]
fn accounts_behind_french_nouns() {
    users("Le compte tbrandvold a été verrouillé", &["tbrandvold"]);
    users("utilisateur tbrandvold introuvable", &["tbrandvold"]);
}

#[test]
fn french_words_are_no_accounts() {
    for text in [
        "Certificat expiré pour cause de retard",
        "Session fermée par mesure de prudence",
        "Le compte courant sera arrêté par défaut",
        "Connexion refusée par antivirus",
        "Sauvegarde demandée par planification",
        "Ce compte utilise une authentification de niveau supérieur",
        "Le service est protégé par chiffrement, accès par jeton",
        "utilisateur connecté",
    ] {
        log(text, &[]);
    }
}
