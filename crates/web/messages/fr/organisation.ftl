partner = Dans votre annuaire
partner-is-there = { $vendor } figure dans vos paramètres d’accès inter-locataires comme fournisseur de services, parce qu’un consentement avancé est en vigueur. L’entrée disparaît d’elle-même avec le dernier.
partner-is-not-there = { $vendor } ne figure pas dans vos paramètres d’accès inter-locataires. L’entrée vient avec un consentement avancé et part avec le dernier.
partner-name = Organisation
partner-tenant = Locataire
partner-kind = Nature
partner-service-provider = fournisseur de services
partner-remove = Supprimer l’entrée
partner-remove-means = { $count ->
    [one] La supprimer retire { $count } consentement :
   *[other] La supprimer retire { $count } consentements :
}
keys = Clés de consentement
keys-none = Votre organisation n’a pas de clé de consentement : seul le guichet atteste qui a consenti. Créez-en une ci-dessous et épinglez-la sur vos exécuteurs.
keys-some = Un consentement ne compte que signé par l’une de ces clés ; vos exécuteurs le vérifient eux-mêmes.
keys-revoked = révoquée
keys-limit = Ce qu’une signature prouve : que le détenteur de la clé a signé exactement ces mots. Ce qu’elle ne peut pas prouver : qu’une page servie par un fournisseur malhonnête vous ait montré ces mots. La clé hors ligne montre elle-même ce qu’elle signe.
settings = Paramètres
settings-access-days = Jours avant la fin de l’accès, de 1 à 30
settings-per-case = Chaque dossier se termine de son côté, au lieu qu’un nouveau dossier prolonge les autres
settings-retention-days = Jours avant la destruction des preuves, de 1 à 28
settings-case-text-days = Jours avant l’effacement du texte d’un dossier clos
settings-lead-approval = Un chef d’équipe du fournisseur doit appuyer une demande avant que vous soyez sollicité
settings-save = Enregistrer
settings-mean = Les paramètres ne font que restreindre l’accès. Ce qu’ils raccourcissent se termine à l’instant.
audit-kind = Quoi
audit-all = tout
audit-case = Dossier
audit-person = Personne
audit-filter = Filtrer
audit-nothing-yet = Rien ne correspond parmi les événements regardés jusqu’ici.
audit-nothing = Rien ne correspond.
audit-number = Nº
audit-when = Quand
audit-who = Qui
audit-what = Quoi
audit-prove = Le prouver
audit-prove-how = Exportez tout le journal et vérifiez-le sur votre propre machine, hors ligne : que rien ne manque ni n’a changé, et que personne n’a regardé sans consentement.
audit-export = Exporter le journal
kind-consent = consentements et demandes
kind-looks = exécutions et lectures
kind-evidence = preuves
kind-partner = partenaire et arrêts
kind-people = personnes, clés et exécuteurs
kind-settings = paramètres
me = Vous
me-roles = Vous êtes { $roles }.
me-sessions = Sessions et jetons
me-this-session = cette session
me-until = jusqu’au
me-end = Y mettre fin
me-sign-out-everywhere = Se déconnecter partout
me-sign-out-everywhere-means = Met fin à toutes vos sessions et à tous vos jetons, celle-ci comprise. Il vous faudra un autre lien ou jeton.
me-new-token = Un jeton pour des programmes
me-token-label = À quoi il sert
me-token-days = Jours avant sa fin
me-token-make = Créer un jeton
me-token-made = Votre nouveau jeton
me-token-once = Il ne sera plus montré.
sign-out = Se déconnecter
link-made = Un lien à usage unique
link-once = Il fonctionne une fois, pour qui l’ouvre en premier. Il ne sera plus montré et prend fin le
people-roles = Rôles
people-teams = Équipes
people-save = Enregistrer
people-invite = Nouveau premier lien
people-remove = Retirer
people-add = Ajouter quelqu’un
people-name = Nom
people-upn = Nom d’utilisateur ou adresse de courriel
people-add-go = Ajouter et créer un premier lien
subscriptions = Abonnements
subscriptions-mean = Ce sur quoi un dossier peut porter. Les paramètres propres à un exécuteur disent quels dossiers, hôtes et bases de données chacun désigne.
subscriptions-name = Nom d’un abonnement
subscriptions-add = Ajouter
runners = Exécuteurs
runners-mean = Un exécuteur se tient près de vos données, vérifie lui-même chaque consentement et masque ce qui n’est pas couvert avant que cela parte.
runners-none = Il n’y en a pas encore : rien ne peut être collecté.
runner-connected = connecté
runner-away = non connecté
runner-invited = invité
runner-remove = Retirer
runner-invite = Inviter un exécuteur
runner-code = Un code pour un exécuteur
dry-runs = Essais à blanc
dry-runs-mean = Un essai à blanc compte, sur votre système réel, ce qu’un diagnostic transmettrait. Seuls les comptes quittent l’exécuteur.
dry-runs-what = Diagnostic
dry-runs-go = Compter
dry-runs-counted = { $items ->
    [one] { $items } élément, { $size }. Valeurs sensibles : { $spans }.
   *[other] { $items } éléments, { $size }. Valeurs sensibles : { $spans }.
}
audit-since = Du
audit-until = Au
keys-revoke = Révoquer
keys-new-passkey = Une clé d’accès qui signe les consentements
keys-label = À qui elle est, ou laquelle c’est
keys-make-passkey = Créer une clé d’accès
keys-first-means = Dès votre première clé, un consentement ne compte que signé. Ceux que personne n’a signés prennent fin.
keys-new-offline = Enregistrer une clé hors ligne, ou la clé d’accès de quelqu’un
keys-offline-how = Le choix le plus sûr : elle montre elle-même ce qu’elle signe. Créez-la sur une machine à vous et collez sa clé publique ici.
keys-public = Clé publique
keys-enrol = Enregistrer
keys-pin = Épinglez chaque clé sur vos exécuteurs avec « glasscase runner trust » ; ils ne croient aucun serveur au sujet de vos clés.
keys-made = Votre clé d’accès est créée. Donnez ces deux lignes à un propriétaire de votre organisation : elle comptera dès qu’il l’aura enregistrée.
keys-algorithm = Genre de clé
me-passkeys = Clés d’accès
me-passkeys-none = Vous n’en avez pas encore. Avec une, vous vous connectez sans jeton ; sans aucune, seul un nouveau lien d’un propriétaire vous laissera entrer une fois votre session terminée.
me-passkey-label = Laquelle c’est
settings-never-offered = Jamais proposées
settings-never-offered-means = Aucun consentement ni aucune demande ne les ouvre, quel que soit celui qui accepte. Ce qui est ouvert à ce titre prend fin aussitôt.
settings-approvers = Qui doit approuver
settings-approvers-mean = Seules les personnes cochées ici peuvent consentir, renouveler et approuver des demandes. Si personne n’est coché, toutes celles dont le rôle le permet le peuvent. Retirer, refuser et arrêter restent permis à qui le peut aujourd’hui, et un propriétaire peut toujours changer ceci.
settings-approvers-none = Personne n’a le rôle de responsable du consentement : donnez-le d’abord à quelqu’un sous Personnes.
settings-approver-lacks-role = désigné, mais sans le rôle de responsable du consentement : compte à nouveau avec ce rôle
people-approver = Compte parmi ceux qui doivent approuver.
people-last-approver = Personne d’autre parmi ceux qui sont désignés ne pourrait approuver. Pour le retirer ou lui ôter le rôle de responsable du consentement, désignez d’abord quelqu’un d’autre, ou personne, sous
audit-events = Événements
audit-stories = Par dossier
story-consents = { $count ->
    [0] Personne n’a consenti à quoi que ce soit.
    [one] Le consentement a été donné une fois.
   *[other] Le consentement a été donné { $count } fois.
}
story-nobody-looked = Personne n’a regardé.
story-looked = { $who } : { $runs ->
    [one] { $runs } exécution
   *[other] { $runs } exécutions
} ({ $what }), { $reads ->
    [one] { $reads } lecture
   *[other] { $reads } lectures
} de preuves.
story-refused = { $count ->
    [one] { $count } exécution a été refusée.
   *[other] { $count } exécutions ont été refusées.
}
story-kept = { $stored ->
    [one] { $stored } collecte a été conservée
   *[other] { $stored } collectes ont été conservées
} ; { $left ->
    [0] tout est détruit.
    [one] il en reste { $left }.
   *[other] il en reste { $left }.
}
story-whole = { $count ->
    [one] Toute l’histoire : { $count } événement
   *[other] Toute l’histoire : { $count } événements
}
runner-seen = vu pour la dernière fois { $ago }
story-cut = Sont racontés et comptés ici ses { $count } derniers événements.
story-all = Tous les événements
