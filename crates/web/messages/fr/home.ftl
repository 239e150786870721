home = Qui peut voir quoi
home-title = Qui peut voir quoi, en ce moment
home-nobody = Personne chez { $vendor } ne peut regarder dans vos systèmes.
home-locked = Vous avez arrêté tout accès. Personne ne peut regarder dans vos systèmes tant que l’un des vôtres ne le rétablit pas.
home-standard = { $engineers ->
    [0] Personne chez { $vendor } n’y travaille encore ; qui le fera pourra lancer des diagnostics standard ({ $nature }) sur { $subscriptions } jusqu’au { $until }, en raison du dossier « { $case } ».
    [one] Un ingénieur de { $vendor } peut lancer des diagnostics standard ({ $nature }) sur { $subscriptions } jusqu’au { $until }, en raison du dossier « { $case } ».
   *[other] { $engineers } ingénieurs de { $vendor } peuvent lancer des diagnostics standard ({ $nature }) sur { $subscriptions } jusqu’au { $until }, en raison du dossier « { $case } ».
}
home-advanced = { $engineers ->
    [0] Personne chez { $vendor } n’y travaille encore ; qui le fera pourra lancer des diagnostics ({ $nature }), même avancés, sur { $subscriptions } jusqu’au { $until }, en raison du dossier « { $case } ».
    [one] Un ingénieur de { $vendor } peut lancer des diagnostics ({ $nature }), même avancés, sur { $subscriptions } jusqu’au { $until }, en raison du dossier « { $case } ».
   *[other] { $engineers } ingénieurs de { $vendor } peuvent lancer des diagnostics ({ $nature }), même avancés, sur { $subscriptions } jusqu’au { $until }, en raison du dossier « { $case } ».
}
home-see-case = Voir ce qui est fait
home-partner = { $vendor } figure dans votre annuaire comme fournisseur de services tant que cela dure.
home-partner-more = Comment votre annuaire le montre
home-stopped-in = Arrêté en { $ms } ms : depuis cet instant, toute demande est refusée.
home-waiting = En attente de vous
home-waits-for-consent = personne n’a consenti ; l’aide ne peut pas encore regarder
home-waits-for-answer = un ingénieur demande davantage et attend votre réponse
home-picture = Les 30 derniers jours
home-picture-row = Ouvert le { $opened } ; { $least ->
    [yes] au moins { $looks } regards
   *[no] { $looks ->
        [0] personne n’a regardé
        [one] un regard
       *[other] { $looks } regards
    }
} ; { $consent ->
    [yes] un consentement est en vigueur
   *[no] aucun consentement en vigueur
}.
home-no-case = Il n’y a eu aucun dossier ces 30 derniers jours.
picture-case = dossier
picture-consent = consentement en vigueur
picture-look = quelqu’un a regardé
lock = Arrêter tout accès
lock-means = Tout s’arrête à l’instant, même les exécutions en cours. Rien d’autre ne change, et vous pouvez rétablir l’accès quand vous voulez.
unlock = Rétablir l’accès
unlock-means = Ce qui n’a pas pris fin entre-temps reprend comme avant.
new-case = Ouvrir un dossier
all-cases = Tous les dossiers
home-in-all = En tout, { $count } consentements sont en vigueur.
home-from-first = Revenir aux premiers
