skip = Skip to the content
nav = Main
other-language = Français
footer = Help by { $vendor }, on a desk with glass walls: whoever looks into your systems is seen.
place-home = Who can see what
place-cases = Cases
place-access = Access
place-audit = Audit log
place-people = People
place-notices = Notices
place-systems = Systems
place-queue = Queue
place-tenants = Customers
erased = (erased)
moment = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }, { $time } UTC
day = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }
time-left = { $span } left
ago = { $span } ago
span-seconds = { $count ->
    [one] { $count } second
   *[other] { $count } seconds
}
span-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
span-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
span-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
decimal-mark = .
size-bytes = { $count } bytes
size-kilobytes = { $count } KB
size-megabytes = { $count } MB
size-gigabytes = { $count } GB
turned-not-allowed = Not allowed
turned-not-found = Not found
turned-not-as-things-are = Not as things are
turned-failed = Something failed
turned-makes-no-sense = That makes no sense
turned-missing = What nobody granted: { $categories }.
turned-home = Back to the start
place-numbers = Numbers
