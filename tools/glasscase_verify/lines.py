"""The lines of an export (export-format.md, "Lines"): read one by one, and on after whatever is wrong."""

import hashlib
from collections import namedtuple

from . import notes
from .form import Bad, read, write

FORMAT = "glasscase-export/1"
LINE_BYTES_MAX = 16 << 20

Header = namedtuple("Header", "line events origin tenant")
KeyLine = namedtuple("KeyLine", "line key")
RotationLine = namedtuple("RotationLine", "line note")
Event = namedtuple("Event", "line sequence written leaf parts")
Part = namedtuple("Part", "field salt value")
CheckpointLine = namedtuple("CheckpointLine", "line note")
End = namedtuple("End", "line lines digest")
Fault = namedtuple("Fault", "line event code what")
Format = namedtuple("Format", "line")

# What stands where: a line of a later place ends the earlier ones.
FORMAT_PLACE, HEADER_PLACE, KEY_PLACE, ROTATIONS, BODY, AFTER_END = range(6)
DUE = {
    FORMAT_PLACE: "an export begins with the line `glasscase-export/1`",
    HEADER_PLACE: "the second line is the header",
    KEY_PLACE: "the third line is the log's public key",
    ROTATIONS: "events, parts and checkpoints follow, then the `end` line",
    BODY: "events, parts and checkpoints follow, then the `end` line",
}


def parse(number, line):
    """What a line says, given without its newline. `Bad` if it is not written in the one form of its kind."""
    if line and min(line) < 0x20:
        raise Bad("it has a control character")
    if line == FORMAT.encode():
        return Format(number)
    kind, space, rest = line.partition(b" ")
    if not space:
        raise Bad("it is not one word and its content")
    if kind == b"event":
        return _event(number, rest)
    try:
        rest = rest.decode("utf-8")
    except UnicodeDecodeError:
        raise Bad("it is not UTF-8") from None
    if kind == b"header":
        return _header(number, rest)
    if kind == b"key":
        return KeyLine(number, notes.Key.parse(rest))
    if kind == b"rotation":
        return RotationLine(number, _string(rest))
    if kind == b"checkpoint":
        return CheckpointLine(number, _string(rest))
    if kind == b"part":
        return _part(rest)
    if kind == b"end":
        lines, _, digest = rest.partition(" ")
        return End(number, _number(lines), _hash(digest))
    raise Bad("it begins with a word that has no meaning here")


def _number(word):
    found = notes.number(word)
    if found is None:
        raise Bad("not a plain number")
    return found


def _hash(word):
    if not notes.HEX64.match(word):
        raise Bad("not 64 lower-case digits")
    return bytes.fromhex(word)


def _string(text):
    value = read(text)
    if not isinstance(value, str) or write(value) != text:
        raise Bad("not a plain JSON string")
    return value


def _header(number, text):
    value = read(text)
    is_it = isinstance(value, dict) and list(value) == ["events", "origin", "tenant"] and write(value) == text
    if not is_it or not all(isinstance(value[name], str) for name in ("origin", "tenant")):
        raise Bad("not canonical JSON with `events`, `origin` and `tenant`")
    events = value["events"]
    if isinstance(events, bool) or not isinstance(events, int) or not notes.is_origin(value["origin"]):
        raise Bad("not canonical JSON with `events`, `origin` and `tenant`")
    return Header(number, _number(str(events)), value["origin"], value["tenant"])


def _event(number, rest):
    sequence, _, rest = rest.partition(b" ")
    written, space, leaf = rest.partition(b" ")
    if not space:
        raise Bad("the event has no leaf")
    return Event(number, _number(sequence.decode("latin-1")), _hash(written.decode("latin-1")), leaf, [])


def _part(rest):
    field, _, rest = rest.partition(" ")
    salt, space, value = rest.partition(" ")
    if not space or not 1 <= len(field) <= 128 or not all("!" <= c <= "~" for c in field):
        raise Bad("not a field, a salt and a value")
    return Part(field, _hash(salt), _string(value))


class Reader:
    """Gives what an export holds, faults of its form among it, in order. One event is in memory at a time."""

    def __init__(self, file):
        self.file, self.number, self.digest = file, 0, hashlib.sha256()
        self.line, self.is_hashed = b"", True
        self.place, self.last_event, self.after_damage = FORMAT_PLACE, None, False

    def _fault(self, code, what):
        return Fault(self.number, self.last_event, code, what)

    def _hash_line(self):
        if not self.is_hashed:
            self.digest.update(self.line)
            self.is_hashed = True

    def _advance(self):
        """Goes to the next line: "whole", or what is wrong with it, or None at the end."""
        self._hash_line()
        self.line = self.file.readline(LINE_BYTES_MAX + 1)
        if not self.line:
            return None
        self.number, self.is_hashed = self.number + 1, False
        if self.line.endswith(b"\n"):
            return "whole"
        if len(self.line) <= LINE_BYTES_MAX:
            return "no newline ends it"
        while self.line and not self.line.endswith(b"\n"):
            self._hash_line()
            self.line, self.is_hashed = self.file.readline(LINE_BYTES_MAX + 1), False
        self._hash_line()
        return "it is longer than 16 MiB"

    def __iter__(self):
        state = self._advance()
        while state:
            if state != "whole":
                yield self._damaged(state)
                state = self._advance()
                continue
            try:
                record = parse(self.number, self.line[:-1])
            except Bad as why:
                yield self._damaged(str(why))
                state = self._advance()
                continue
            found = self._check_place(record)
            if not isinstance(record, Part):
                self.after_damage = False
            if isinstance(record, Event):
                self.last_event = record.sequence
                state = None
                faults = list(found)
                for state in self._parts(record, faults):
                    pass
                yield record
                yield from faults
                continue
            if isinstance(record, Part):
                if not self.after_damage:
                    found.append(self._fault("misplaced", "a part follows its event or another part"))
            elif isinstance(record, End):
                found += self._end(record)
                yield record
            elif not isinstance(record, Format):
                yield record
            yield from found
            state = self._advance()
        if self.place != AFTER_END:
            yield self._fault("cut", "the file was cut: its `end` line is missing")

    def _parts(self, event, faults):
        """Takes the parts that follow an event; gives the state of the line behind them."""
        while True:
            state = self._advance()
            if state != "whole" or not self.line.startswith(b"part "):
                yield state
                return
            try:
                part = parse(self.number, self.line[:-1])
            except Bad as why:
                faults.append(self._fault("malformed", f"the line is damaged: {why}"))
                continue
            if event.parts and event.parts[-1].field >= part.field:
                faults.append(self._fault("misplaced", "parts stand in the order of their fields, each once"))
            event.parts.append(part)

    def _misplaced(self):
        if self.place == AFTER_END:
            return self._fault("after_end", "something was added after the `end` line")
        return self._fault("misplaced", f"the line does not belong here: {DUE[self.place]}")

    def _check_place(self, record):
        """Whether a line of this kind may come now; and which may come next."""
        at, then = {
            Format: (FORMAT_PLACE, HEADER_PLACE), Header: (HEADER_PLACE, KEY_PLACE), KeyLine: (KEY_PLACE, ROTATIONS),
            RotationLine: (ROTATIONS, ROTATIONS), End: (BODY, AFTER_END),
        }.get(type(record), (BODY, BODY))
        fits = at == self.place or (at, self.place) == (BODY, ROTATIONS)
        found = [] if fits else [self._misplaced()]
        self.place = max(self.place, then)
        return found

    def _damaged(self, why):
        """A line that cannot be read counts as the one that is due."""
        if self.place in (ROTATIONS, BODY):
            found = self._fault("malformed", f"the line is damaged: {why}")
        else:
            found = self._misplaced()
        self.place = {FORMAT_PLACE: HEADER_PLACE, HEADER_PLACE: KEY_PLACE, KEY_PLACE: ROTATIONS}.get(
            self.place, self.place
        )
        self.after_damage = True
        return found

    def _end(self, end):
        if end.lines != self.number - 1:
            yield self._fault("line_count", f"the `end` line counts {end.lines}, and {self.number - 1} stand before it")
        if end.digest != self.digest.copy().digest():
            yield self._fault("digest", "a byte was changed: the digest in the `end` line is not that of the lines before it")
