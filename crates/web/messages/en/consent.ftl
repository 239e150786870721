consent-title = What help would see
consent-lead = This is what { $vendor } could look at because of the case “{ $case }”. Change it as you wish; nothing is open before you agree.
consent-level = Level
consent-categories = Data
consent-categories-mean = What you leave out is replaced by a pseudonym before anything leaves your systems. Credentials never leave them.
consent-look-again = Show what this opens
consent-then = Then
consent-until = { $count ->
    [one] Access ends when the case closes, and one day from now at the latest.
   *[other] Access ends when the case closes, and { $count } days from now at the latest.
}
consent-stop-anytime = You can withdraw it, or stop all access, at any time with one press. You see every look.
consent-go-on = Read what I would agree to
consent-ask = Ask somebody who may consent
consent-refuse = Do not agree
consent-refuse-means = Without consent the case stays open and you can talk; nobody can run diagnostics or read evidence.
consent-signed-by-key = Your organisation signs its consents: the next page asks for a signature by one of your keys.
consent-server-attested = Your organisation has no consent keys, so the desk alone attests that you agreed. With a key of yours, nobody could claim it without you.
consent-enabled = { $count ->
    [one] One diagnostic could run
   *[other] { $count } diagnostics could run
}
consent-enables-nothing = None: on these terms no diagnostic for this kind of problem can run.
consent-not-enabled = { $count ->
    [one] One diagnostic could not
   *[other] { $count } diagnostics could not
}
consent-lacks = It also reads: { $categories }.
reads = Reads: { $categories }
consent-in-force = in force
consent-none = no consent in force
consent-stopped = stopped
consent-stopped-means = All access is stopped. Until it is resumed, nobody can run diagnostics or read evidence.
consent-none-means = Nobody can run diagnostics or read evidence.
consent-covers = Covers
consent-ends = Ends
consent-rests-on = Rests on
consent-by-key = a signature by your key
consent-by-server = the desk’s word alone
consent-give = See what help would look at
consent-renew = Renew or change
consent-withdraw = Withdraw
consent-ask-customer = Ask the customer for consent
document-title = What you agree to
document-lead = These are the very words that are recorded. Read them; nothing else is agreed.
document-sign = Your signature
document-sign-offline = Sign on your own machine, where the key is. The command shows the words once more before it signs.
document-printed = What it printed
document-give = I agree
document-give-signed = Give the signed consent
document-bytes = The document as it is recorded
request-title = An engineer asks for more
request-asks = { $categories }, for { $span }.
request-what = Data
request-approve = Read what I would approve
request-deny = Refuse
request-endorse = Endorse: ask the customer
request-awaits-lead = A lead has to endorse it before the customer is asked.
request-others-approve = Your organisation names who may approve, and you are not among them. Denying is open to you.
request-awaits-customer = It waits for the customer.
request-more = Ask for more: { $categories }
request-hours = For how many hours
request-reason = Why you need it; the customer reads this
request-send = Ask
document-sign-passkey = Sign with one of your organisation’s passkeys: it signs the SHA-256 of exactly these words.
document-sign-passkey-go = Sign with a passkey
document-sign-otherwise = Sign with an offline key
passkey-failed = Nothing was signed: the browser gave no passkey for this page, or you cancelled. You can try again.
counted-means = A dry run counts, on your own system, what each would hand over on these terms. Only the counts leave it.
count-go = Count it on my system
count-again = Count again
counted-waits = { $subscription }: a runner is counting …
counted-not = { $subscription }: not counted. { $why }
counted = { $items ->
    [one] { $subscription }, { $ago }: one item, { $size }. Shown: { $shown }. Masked: { $masked }.
   *[other] { $subscription }, { $ago }: { $items } items, { $size }. Shown: { $shown }. Masked: { $masked }.
}
consent-withheld = your organisation never offers it
