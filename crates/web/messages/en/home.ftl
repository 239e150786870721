home = Who can see what
home-title = Who can see what, right now
home-nobody = Nobody at { $vendor } can look into your systems.
home-locked = You have stopped all access. Nobody can look into your systems until somebody of yours resumes it.
home-standard = { $engineers ->
    [0] Nobody of { $vendor } works on it yet; whoever does may run standard { $nature } diagnostics on { $subscriptions } until { $until }, because of the case “{ $case }”.
    [one] One engineer of { $vendor } may run standard { $nature } diagnostics on { $subscriptions } until { $until }, because of the case “{ $case }”.
   *[other] { $engineers } engineers of { $vendor } may run standard { $nature } diagnostics on { $subscriptions } until { $until }, because of the case “{ $case }”.
}
home-advanced = { $engineers ->
    [0] Nobody of { $vendor } works on it yet; whoever does may run { $nature } diagnostics, advanced ones too, on { $subscriptions } until { $until }, because of the case “{ $case }”.
    [one] One engineer of { $vendor } may run { $nature } diagnostics, advanced ones too, on { $subscriptions } until { $until }, because of the case “{ $case }”.
   *[other] { $engineers } engineers of { $vendor } may run { $nature } diagnostics, advanced ones too, on { $subscriptions } until { $until }, because of the case “{ $case }”.
}
home-see-case = See what they do
home-partner = { $vendor } stands in your directory as a service provider while this lasts.
home-partner-more = How your directory shows it
home-stopped-in = Stopped in { $ms } ms: from then on, every request was refused.
home-waiting = Waiting for you
home-waits-for-consent = nobody has consented; help can’t look yet
home-waits-for-answer = an engineer asks for more, and waits for your answer
home-picture = The last 30 days
home-picture-row = Opened { $opened }; { $least ->
    [yes] at least { $looks } looks
   *[no] { $looks ->
        [0] nobody looked
        [one] one look
       *[other] { $looks } looks
    }
}; { $consent ->
    [yes] consent is in force
   *[no] no consent in force
}.
home-no-case = There was no case in the last 30 days.
picture-case = case
picture-consent = consent in force
picture-look = somebody looked
lock = Stop all access
lock-means = Everything stops at once, runs in progress too. Nothing else changes, and you can resume when you wish.
unlock = Resume access
unlock-means = What has not ended in the meantime goes on as it was.
new-case = Open a case
all-cases = All cases
home-in-all = { $count } consents are in force in all.
home-from-first = Back to the first
