"""JSON as an export has it: strictly read, written in one way (export-format.md, "JSON")."""

import json
import re

from . import moments

NUMBER_MAX = 2**53 - 1
CATEGORIES = ("support_data", "account_data", "system_metadata", "oii", "euii", "eupi")
ROLES = ("owner", "author", "consenter", "auditor", "engineer", "lead", "operator")
CUSTOMER_ROLES = frozenset(ROLES[:4])


class Bad(ValueError):
    """A value is not in its form."""


def _pairs(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Bad("a member stands twice")
    return found


def _no_constant(word):
    raise Bad(f"{word} is no JSON")


def _integer(digits):
    # Minus zero is no integer, and a longer number than any field takes is not even converted.
    if digits == "-0" or len(digits) > 20:
        raise Bad("a number that no field takes")
    return int(digits)


DECODER = json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=_no_constant, parse_int=_integer, strict=True)
SURROGATE = re.compile("[\ud800-\udfff]")


def read(text):
    """The value of a JSON text (RFC 8259): UTF-8, no member twice, no half of a surrogate pair."""
    try:
        if isinstance(text, (bytes, bytearray)):
            text = bytes(text).decode("utf-8")
        stripped = text.strip(" \t\n\r")
        value, end = DECODER.raw_decode(stripped)
    except (ValueError, RecursionError) as why:
        raise Bad(str(why)) from None
    if end != len(stripped):
        raise Bad("something follows the JSON")
    if "\\u" in text or "\\U" in text:
        _whole(value)
    return value


def _whole(value):
    if isinstance(value, str):
        if SURROGATE.search(value):
            raise Bad("half of a surrogate pair")
    elif isinstance(value, dict):
        for name, member in value.items():
            _whole(name)
            _whole(member)
    elif isinstance(value, list):
        for member in value:
            _whole(member)


def write(value):
    """JSON without white space, members in the order of the dictionary."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def canonical(value):
    """RFC 8785 for the values that documents hold: members sorted by UTF-16 units, integers only."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(write(name) + ":" + canonical(value[name]) for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    return write(value)


# What a field may hold. Each takes a JSON value and gives ours; `out` gives the JSON value back.


def text(value):
    if not isinstance(value, str):
        raise Bad("no text")
    return value


def ident(value):
    value = text(value)
    is_control = any(c < " " or "\x7f" <= c <= "\x9f" for c in value)
    if not 1 <= len(value.encode()) <= 128 or is_control:
        raise Bad("no id")
    return value


def integer(least, most):
    def check(value):
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise Bad("no such number")
        return value

    return check


u8, u16, u32, u64 = (integer(0, 2**bits - 1) for bits in (8, 16, 32, 64))
i64 = integer(-(2**63), 2**63 - 1)


def boolean(value):
    if not isinstance(value, bool):
        raise Bad("neither true nor false")
    return value


class Moment(int):
    """A moment, apart from other numbers, so that it is written as text."""


def moment(value):
    found = moments.parse(text(value))
    if found is None:
        raise Bad("no moment")
    return Moment(found)


def one_of(*words):
    def check(value):
        if text(value) not in words:
            raise Bad("an unknown word")
        return value

    return check


def listed(item):
    def check(value):
        if not isinstance(value, list):
            raise Bad("no list")
        return [item(one) for one in value]

    return check


class Ordered(frozenset):
    """A set that is written as a list in the order of `words`."""

    words = ()


class Named(frozenset):
    """Ids that are written as a list in the order of their bytes."""


class Categories(Ordered):
    words = CATEGORIES


class Roles(Ordered):
    words = ROLES


def categories(value):
    found = listed(one_of(*CATEGORIES))(value)
    if len(set(found)) != len(found):
        raise Bad("a category is listed twice")
    return Categories(found)


def roles(value):
    return Roles(listed(one_of(*ROLES))(value))


def mapping(item):
    """A map whose names are any texts; written in the order of their bytes."""

    def check(value):
        if not isinstance(value, dict):
            raise Bad("no map")
        return {name: item(value[name]) for name in sorted(value, key=str.encode)}

    return check


def struct(fields, strict=False, defaults=None, optional=()):
    """An object with these members; others are passed over, or refused where `strict`. Of `optional` ones those that say
    nothing are not written."""

    def check(value):
        if not isinstance(value, dict):
            raise Bad("no object")
        if strict and not value.keys() <= fields.keys():
            raise Bad("an unknown member")
        found = {}
        for name, item in fields.items():
            if name in optional:
                member = None if value.get(name) is None else item(value[name])
                if member is not None:
                    found[name] = member
            elif name in value:
                found[name] = item(value[name])
            elif defaults and name in defaults:
                found[name] = defaults[name]
            else:
                raise Bad(f"`{name}` is missing")
        return found

    return check


def tagged(tag, variants):
    """An object whose member `tag` says which other members it has."""

    def check(value):
        if not isinstance(value, dict) or not isinstance(value.get(tag), str) or value[tag] not in variants:
            raise Bad("an unknown kind")
        return {tag: value[tag], **struct(variants[value[tag]])(value)}

    return check


def named(value):
    """Ids that are left out where there are none."""
    return Named(listed(ident)(value)) or None


def withheld(value):
    """Categories that are left out where there are none."""
    found = categories(value)
    return found or None


def out(value):
    """The JSON value of one of ours."""
    if isinstance(value, Moment):
        return moments.text(value)
    if isinstance(value, Ordered):
        return [word for word in value.words if word in value]
    if isinstance(value, Named):
        return sorted(value, key=str.encode)
    if isinstance(value, dict):
        return {name: out(member) for name, member in value.items()}
    if isinstance(value, list):
        return [out(member) for member in value]
    return value
