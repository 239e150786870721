skip = Aller au contenu
nav = Principal
other-language = English
footer = L’aide de { $vendor }, à un guichet aux murs de verre : qui regarde dans vos systèmes est vu.
place-home = Qui peut voir quoi
place-cases = Dossiers
place-access = Accès
place-audit = Journal d’audit
place-people = Personnes
place-notices = Avis
place-systems = Systèmes
place-queue = File d’attente
place-tenants = Clients
erased = (effacé)
moment = { $day ->
    [1] 1er
   *[other] { $day }
} { $month ->
    [1] janvier
    [2] février
    [3] mars
    [4] avril
    [5] mai
    [6] juin
    [7] juillet
    [8] août
    [9] septembre
    [10] octobre
    [11] novembre
   *[12] décembre
} { $year } à { $time } UTC
day = { $day ->
    [1] 1er
   *[other] { $day }
} { $month ->
    [1] janvier
    [2] février
    [3] mars
    [4] avril
    [5] mai
    [6] juin
    [7] juillet
    [8] août
    [9] septembre
    [10] octobre
    [11] novembre
   *[12] décembre
} { $year }
time-left = encore { $span }
ago = il y a { $span }
span-seconds = { $count ->
    [one] { $count } seconde
   *[other] { $count } secondes
}
span-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
span-hours = { $count ->
    [one] { $count } heure
   *[other] { $count } heures
}
span-days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
}
decimal-mark = ,
size-bytes = { $count } octets
size-kilobytes = { $count } ko
size-megabytes = { $count } Mo
size-gigabytes = { $count } Go
turned-not-allowed = Non autorisé
turned-not-found = Introuvable
turned-not-as-things-are = Impossible en l’état
turned-failed = Une erreur s’est produite
turned-makes-no-sense = Cela n’a pas de sens
turned-missing = Ce que personne n’a accordé : { $categories }.
turned-home = Retour à l’accueil
place-numbers = Chiffres
