consent-title = Ce que l’aide verrait
consent-lead = Voici ce que { $vendor } pourrait regarder en raison du dossier « { $case } ». Changez-le à votre gré ; rien n’est ouvert avant votre accord.
consent-level = Niveau
consent-categories = Données
consent-categories-mean = Ce que vous laissez de côté est remplacé par un pseudonyme avant que quoi que ce soit quitte vos systèmes. Les identifiants secrets ne les quittent jamais.
consent-look-again = Montrer ce que cela ouvre
consent-then = Ensuite
consent-until = { $count ->
    [one] L’accès prend fin à la clôture du dossier, et dans un jour au plus tard.
   *[other] L’accès prend fin à la clôture du dossier, et dans { $count } jours au plus tard.
}
consent-stop-anytime = Vous pouvez le retirer, ou arrêter tout accès, à tout moment et d’un seul geste. Vous voyez chaque regard.
consent-go-on = Lire ce que j’accepterais
consent-ask = Demander à qui peut consentir
consent-refuse = Ne pas accepter
consent-refuse-means = Sans consentement, le dossier reste ouvert et vous pouvez échanger ; personne ne peut lancer de diagnostics ni lire de preuves.
consent-signed-by-key = Votre organisation signe ses consentements : la page suivante demande une signature par l’une de vos clés.
consent-server-attested = Votre organisation n’a pas de clé de consentement : seul le guichet atteste de votre accord. Avec une clé à vous, personne ne pourrait le prétendre sans vous.
consent-enabled = { $count ->
    [one] { $count } diagnostic pourrait être lancé
   *[other] { $count } diagnostics pourraient être lancés
}
consent-enables-nothing = Aucun : à ces conditions, aucun diagnostic pour ce genre de problème ne peut être lancé.
consent-not-enabled = { $count ->
    [one] { $count } diagnostic ne le pourrait pas
   *[other] { $count } diagnostics ne le pourraient pas
}
consent-lacks = Il lit aussi : { $categories }.
reads = Lit : { $categories }
consent-in-force = en vigueur
consent-none = aucun consentement en vigueur
consent-stopped = arrêté
consent-stopped-means = Tout accès est arrêté. Tant qu’il n’est pas rétabli, personne ne peut lancer de diagnostics ni lire de preuves.
consent-none-means = Personne ne peut lancer de diagnostics ni lire de preuves.
consent-covers = Couvre
consent-ends = Fin
consent-rests-on = Repose sur
consent-by-key = une signature par votre clé
consent-by-server = la seule parole du guichet
consent-give = Voir ce que l’aide regarderait
consent-renew = Renouveler ou changer
consent-withdraw = Retirer
consent-ask-customer = Demander le consentement au client
document-title = Ce que vous acceptez
document-lead = Voici les mots mêmes qui sont enregistrés. Lisez-les ; rien d’autre n’est accepté.
document-sign = Votre signature
document-sign-offline = Signez sur votre propre machine, là où est la clé. La commande montre encore une fois les mots avant de signer.
document-printed = Ce qu’elle a affiché
document-give = J’accepte
document-give-signed = Donner le consentement signé
document-bytes = Le document tel qu’il est enregistré
request-title = Un ingénieur demande davantage
request-asks = { $categories }, pendant { $span }.
request-what = Données
request-approve = Lire ce que j’approuverais
request-deny = Refuser
request-endorse = Appuyer : demander au client
request-awaits-lead = Un chef d’équipe doit l’appuyer avant que le client soit sollicité.
request-others-approve = Votre organisation désigne qui peut approuver, et vous n’en êtes pas. Refuser vous reste permis.
request-awaits-customer = Elle attend le client.
request-more = Demander davantage : { $categories }
request-hours = Pendant combien d’heures
request-reason = Pourquoi vous en avez besoin ; le client le lit
request-send = Demander
document-sign-passkey = Signez avec l’une des clés d’accès de votre organisation : elle signe le SHA-256 de ces mots exactement.
document-sign-passkey-go = Signer avec une clé d’accès
document-sign-otherwise = Signer avec une clé hors ligne
passkey-failed = Rien n’a été signé : le navigateur n’a pas donné de clé d’accès pour cette page, ou vous avez annulé. Vous pouvez réessayer.
counted-means = Un essai à blanc compte, sur votre propre système, ce que chacun transmettrait à ces conditions. Seuls les comptes en sortent.
count-go = Compter sur mon système
count-again = Recompter
counted-waits = { $subscription } : un exécuteur compte…
counted-not = { $subscription } : pas compté. { $why }
counted = { $items ->
    [one] { $subscription }, { $ago } : { $items } élément, { $size }. Montré : { $shown }. Masqué : { $masked }.
   *[other] { $subscription }, { $ago } : { $items } éléments, { $size }. Montré : { $shown }. Masqué : { $masked }.
}
consent-withheld = votre organisation ne la propose jamais
