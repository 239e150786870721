notices-none = On ne vous a encore rien signalé.
notices-read = Je les ai lus
notices-new = nouveau
notices-settings = Comment vous êtes prévenu
notices-mail = Adresse de courriel
notices-mail-means = Vide : pas de courriel. Les courriels ne disent que dossiers, genres et heures ; l’urgent part aussitôt, le reste attend et vient d’un seul tenant par dossier.
notices-language = Langue des courriels
notices-what = Quoi
notices-in-desk = Ici
notices-by-mail = Par courriel
notices-unconfirmed = Un lien a été envoyé à cette adresse. Aucun avis n’y part avant que vous l’ayez suivi.
notices-confirm-again = Renvoyer le lien
notices-confirm = Cette adresse est-elle la vôtre ?
notices-confirm-means = Vous avez suivi le lien qui vous a été envoyé. Dorénavant vos avis partent à cette adresse.
notices-confirm-do = Confirmer l’adresse
notices-by-webhook = Par webhook
notices-webhook = Votre webhook
notices-webhook-means = Les avis partent en messages signés (Standard Webhooks) vers une adresse https à vous : quel genre, quel dossier, quand, et rien d’autre. Chacun arrive au moins une fois, une répétition sous le même identifiant.
notices-webhook-waiting = { $waiting ->
    [0] Rien n’attend.
    [one] Un avis attend.
   *[other] { $waiting } avis attendent.
}
notices-webhook-given-up = { $count ->
    [one] Un avis a été abandonné, l’adresse n’ayant rien pris pendant plus d’un jour.
   *[other] { $count } avis ont été abandonnés, l’adresse n’ayant rien pris pendant plus d’un jour.
}
notices-webhook-fault = La dernière tentative a échoué :
notices-webhook-again = Prochaine tentative :
notices-webhook-renew = Créer un nouveau secret
notices-webhook-remove = Retirer le webhook
notices-webhook-address = Adresse
notices-webhook-save = Enregistrer l’adresse et créer un secret
notices-webhook-secret = Le secret de votre webhook
notices-webhook-once = Votre récepteur vérifie les signatures avec lui. Il n’est plus montré ensuite ; un secret refait signe à côté du précédent pendant un jour.
notice-partner-added = le locataire de support du fournisseur a été ajouté à votre annuaire
notice-partner-removed = le locataire de support du fournisseur a été retiré de votre annuaire
notice-consent-asked = un consentement est demandé
notice-consent-given = un consentement a été donné
notice-consent-lapsing = un consentement prend bientôt fin
notice-consent-lapsed = un consentement est arrivé à son terme ; il peut être donné de nouveau
notice-consent-withdrawn = un consentement a pris fin avant son terme
notice-access-requested = une demande d’accès attend une réponse
notice-first-use = un consentement a servi pour la première fois
notice-unusual-use = plus de diagnostics s’exécutent que d’habitude
notice-run-finished = un diagnostic a livré des preuves
notice-evidence-deleted = des preuves ont été détruites
notice-locked = tous les accès ont été arrêtés
notice-unlocked = les accès ont repris
