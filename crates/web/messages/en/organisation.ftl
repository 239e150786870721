partner = In your directory
partner-is-there = { $vendor } stands in your cross-tenant access settings as a service provider, because an advanced consent is in force. It leaves by itself when the last one ends.
partner-is-not-there = { $vendor } does not stand in your cross-tenant access settings. It comes with an advanced consent, and leaves with the last one.
partner-name = Organisation
partner-tenant = Tenant
partner-kind = Kind
partner-service-provider = service provider
partner-remove = Delete the entry
partner-remove-means = { $count ->
    [one] Deleting it withdraws one consent:
   *[other] Deleting it withdraws { $count } consents:
}
keys = Consent keys
keys-none = Your organisation has no consent keys: the desk alone attests who consented. Make one below, and pin it on your runners.
keys-some = Consents count only with a signature by one of these keys; your runners check it themselves.
keys-revoked = revoked
keys-limit = What a signature proves: that the key’s holder signed exactly these words. What it cannot prove: that a page served by a dishonest vendor showed you these words. The offline key shows what it signs by itself.
settings = Settings
settings-access-days = Days until access ends, 1 to 30
settings-per-case = Each case ends on its own, instead of a new case prolonging the others
settings-retention-days = Days until evidence is destroyed, 1 to 28
settings-case-text-days = Days until the text of a closed case is erased
settings-lead-approval = A lead of the vendor’s must endorse a request for more before you are asked
settings-save = Save
settings-mean = Settings only make access stricter. What they make shorter ends at once.
audit-kind = What
audit-all = everything
audit-case = Case
audit-person = Person
audit-filter = Filter
audit-nothing-yet = Nothing fits among the events that were looked at so far.
audit-nothing = Nothing fits.
audit-number = No.
audit-when = When
audit-who = Who
audit-what = What
audit-prove = Prove it
audit-prove-how = Export the whole log and check it on your own machine, offline: that nothing is missing or changed, and that nobody looked without consent.
audit-export = Export the log
kind-consent = consent and requests
kind-looks = runs and reads
kind-evidence = evidence
kind-partner = partner and stops
kind-people = people, keys and runners
kind-settings = settings
me = You
me-roles = You are { $roles }.
me-sessions = Sessions and tokens
me-this-session = this session
me-until = until
me-end = End it
me-sign-out-everywhere = Sign out everywhere
me-sign-out-everywhere-means = Ends every session and every token of yours, this one too. You will need another link or token.
me-new-token = A token for programs
me-token-label = What it is for
me-token-days = Days until it ends
me-token-make = Make a token
me-token-made = Your new token
me-token-once = It is not shown again.
sign-out = Sign out
link-made = A one-time link
link-once = It works once, for whoever opens it first. It is not shown again, and ends on
people-roles = Roles
people-teams = Teams
people-save = Save
people-invite = New first link
people-remove = Remove
people-add = Add somebody
people-name = Name
people-upn = User name or e-mail address
people-add-go = Add and make a first link
subscriptions = Subscriptions
subscriptions-mean = What cases can be about. A runner’s own settings say which folders, hosts and databases each one stands for.
subscriptions-name = Name of a subscription
subscriptions-add = Add
runners = Runners
runners-mean = A runner stands beside your data, checks every consent by itself and masks what is not covered before it leaves.
runners-none = There is none yet: nothing can be collected.
runner-connected = connected
runner-away = not connected
runner-invited = invited
runner-remove = Remove
runner-invite = Invite a runner
runner-code = A code for a runner
dry-runs = Dry runs
dry-runs-mean = A dry run counts, on your real system, what a diagnostic would hand over. Only the counts leave the runner.
dry-runs-what = Diagnostic
dry-runs-go = Count
dry-runs-counted = { $items ->
    [one] One item, { $size }. Sensitive values: { $spans }.
   *[other] { $items } items, { $size }. Sensitive values: { $spans }.
}
audit-since = From
audit-until = To
keys-revoke = Revoke
keys-new-passkey = A passkey that signs consents
keys-label = Whose or which it is
keys-make-passkey = Make a passkey
keys-first-means = From your first key on, consents count only when signed. Consents that nobody signed end.
keys-new-offline = Enrol an offline key, or somebody’s passkey
keys-offline-how = The stronger choice: it shows by itself what it signs. Make it on a machine of yours, and paste its public key here.
keys-public = Public key
keys-enrol = Enrol
keys-pin = Pin each key on your runners with “glasscase runner trust”; they believe no server about your keys.
keys-made = Your passkey is made. Give these two lines to an owner of your organisation: it counts once they enrolled it.
keys-algorithm = Kind of key
me-passkeys = Passkeys
me-passkeys-none = You have none yet. With one you sign in without a token; without any, only a new link from an owner lets you in once your session ends.
me-passkey-label = Which it is
settings-never-offered = Never offered
settings-never-offered-means = No consent and no request opens these, whoever agrees. What is open under them ends at once.
settings-approvers = Who must approve
settings-approvers-mean = Only those ticked here may consent, renew and approve requests. With nobody ticked, everybody whose role allows it may. Withdrawing, denying and stopping stay with everybody who may today, and an owner can always change this.
settings-approvers-none = Nobody has the role consenter: give it to somebody under People first.
settings-approver-lacks-role = named, but without the role consenter: counts again with the role
people-approver = Named among those who must approve.
people-last-approver = Nobody else who is named to approve could. To remove them or to take the role consenter away, first name somebody else, or nobody, under
audit-events = Events
audit-stories = By case
story-consents = { $count ->
    [0] Nobody consented to anything.
    [one] Consent was given once.
   *[other] Consent was given { $count } times.
}
story-nobody-looked = Nobody looked.
story-looked = { $who } looked: { $runs ->
    [one] one run
   *[other] { $runs } runs
} ({ $what }), { $reads ->
    [one] one read
   *[other] { $reads } reads
} of evidence.
story-refused = { $count ->
    [one] One run was refused.
   *[other] { $count } runs were refused.
}
story-kept = { $stored ->
    [one] One collection was kept
   *[other] { $stored } collections were kept
}; { $left ->
    [0] all of it is destroyed.
    [one] one is left.
   *[other] { $left } are left.
}
story-whole = { $count ->
    [one] The whole story: one event
   *[other] The whole story: { $count } events
}
runner-seen = last seen { $ago }
story-cut = Told and counted here are its latest { $count } events.
story-all = All of them
