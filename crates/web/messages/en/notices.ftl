notices-none = Nothing was told to you yet.
notices-read = I read these
notices-new = new
notices-settings = How you are told
notices-mail = Mail address
notices-mail-means = Empty: no mail. Mails name cases, kinds and times alone; what is urgent goes at once, the rest waits and comes together for each case.
notices-language = Language of mails
notices-what = What
notices-in-desk = Here
notices-by-mail = By mail
notices-unconfirmed = A link was mailed to this address. No notice goes there before you follow it.
notices-confirm-again = Mail the link again
notices-confirm = Is this your mail address?
notices-confirm-means = You followed the link that was mailed to you. From here on your notices go to that address.
notices-confirm-do = Confirm the address
notices-by-webhook = By webhook
notices-webhook = Your webhook
notices-webhook-means = Notices are sent as signed messages (Standard Webhooks) to an https address of your own: which kind, which case, when, and nothing else. Each comes at least once, a repeat under the same id.
notices-webhook-waiting = { $waiting ->
    [0] Nothing waits.
    [one] One notice waits.
   *[other] { $waiting } notices wait.
}
notices-webhook-given-up = { $count ->
    [one] One notice was given up, since the address took none for more than a day.
   *[other] { $count } notices were given up, since the address took none for more than a day.
}
notices-webhook-fault = The last attempt failed:
notices-webhook-again = Next attempt:
notices-webhook-renew = Make a new secret
notices-webhook-remove = Take the webhook back
notices-webhook-address = Address
notices-webhook-save = Save the address and make a secret
notices-webhook-secret = The secret of your webhook
notices-webhook-once = Your receiver checks signatures with it. It is not shown again; a secret made anew signs beside the one before for a day.
notice-partner-added = the vendor’s support tenant was added to your directory
notice-partner-removed = the vendor’s support tenant was removed from your directory
notice-consent-asked = consent is asked for
notice-consent-given = consent was given
notice-consent-lapsing = a consent ends soon
notice-consent-lapsed = a consent ended, its time is over; it can be given again
notice-consent-withdrawn = a consent was ended before its time
notice-access-requested = a request for more waits for an answer
notice-first-use = a consent was used for the first time
notice-unusual-use = more diagnostics run than usual
notice-run-finished = a diagnostic delivered evidence
notice-evidence-deleted = evidence was destroyed
notice-locked = all access was stopped
notice-unlocked = access resumed
