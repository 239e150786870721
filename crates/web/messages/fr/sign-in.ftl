sign-in = Connexion
sign-in-how = Ici, personne n’a de mot de passe. Connectez-vous avec votre jeton ; il reste chez vous, et ce navigateur reçoit sa propre session, qui se termine après douze heures.
sign-in-token = Jeton
sign-in-go = Se connecter
sign-in-refused = Ce jeton n’est pas connu ici, ou son temps est écoulé. Demandez une autre invitation à un propriétaire de votre organisation.
sign-in-first = Première visite ? Ouvrez le lien que l’on vous a donné.
