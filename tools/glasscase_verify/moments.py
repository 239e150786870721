"""Instants: whole microseconds since 1970, in the years 0 to 9999 (export-format.md, "Moments")."""

import re

SECOND = 1_000_000
HOUR = 3_600 * SECOND
DAY = 24 * HOUR
MIN = -62_167_219_200 * SECOND
MAX = 253_402_300_799 * SECOND + 999_999

# Anything may stand between date and time when a moment is read; there is one way to write it.
SHAPE = re.compile(
    rb"(\d{4})-(\d\d)-(\d\d)[\x00-\x7f](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:([Zz])|([+-])(\d\d):(\d\d))\Z",
    re.DOTALL,
)


def _days(year, month, day):
    """Days from 1970-01-01 in the proleptic Gregorian calendar."""
    year -= month <= 2
    era = year // 400
    of_era = year - era * 400
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468


def _date(days):
    days += 719_468
    era = days // 146_097
    of_era = days - era * 146_097
    year = (of_era - of_era // 1_460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year + year // 4 - year // 100)
    month = (5 * of_year + 2) // 153
    day = of_year - (153 * month + 2) // 5 + 1
    month += 3 if month < 10 else -9
    return year + era * 400 + (month <= 2), month, day


def parse(text):
    """The moment that an RFC 3339 text names, or None."""
    found = SHAPE.match(text.encode())
    if not found:
        return None
    year, month, day, hour, minute, second = (int(found[place]) for place in range(1, 7))
    if not 1 <= month <= 12 or day < 1 or hour > 23 or minute > 59 or second > 60:
        return None
    if _date(_days(year, month, day)) != (year, month, day):
        return None
    micros = int(((found[7] or b"") + b"000000")[:6])
    offset = 0
    if found[9]:
        if int(found[10]) > 23 or int(found[11]) > 59:
            return None
        offset = (int(found[10]) * 60 + int(found[11])) * (-1 if found[9] == b"-" else 1)
    minutes = _days(year, month, day) * 1_440 + hour * 60 + minute - offset
    if second == 60:
        # A leap second ends a month in UTC; it counts as the last instant before.
        if minutes % 1_440 != 1_439 or _date(minutes // 1_440 + 1)[2] != 1:
            return None
        second, micros = 59, 999_999
    moment = (minutes * 60 + second) * SECOND + micros
    return moment if MIN <= moment <= MAX else None


def text(moment):
    """The one text of a moment: `2026-01-31T12:00:00.000000Z`."""
    days, micros = divmod(moment, DAY)
    year, month, day = _date(days)
    seconds, fraction = divmod(micros, SECOND)
    hour, minute, second = seconds // 3_600, seconds // 60 % 60, seconds % 60
    return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{fraction:06}Z"


def plus(moment, span):
    return min(max(moment + span, MIN), MAX)


def hours(moment):
    return moment // HOUR


def begin_of_hour(hour):
    """When an hour since 1970 begins; the first or last moment for one outside the years."""
    begin = hour * HOUR
    if MIN <= begin <= MAX:
        return begin
    return MIN if hour < 0 else MAX
