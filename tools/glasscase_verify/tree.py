"""The Merkle tree of a log (RFC 6962, 2.1), and what its checkpoints sign of it."""

import hashlib

from . import notes
from .form import Bad
from .lines import Fault

GAPS_MAX = 1_000


def leaf_hash(leaf):
    return hashlib.sha256(b"\0" + leaf).digest()


class Tree:
    """The roots of the complete subtrees of a growing tree, the largest first, with their sizes."""

    def __init__(self):
        self.size, self.peaks = 0, []

    def copy(self):
        other = Tree()
        other.size, other.peaks = self.size, list(self.peaks)
        return other

    def append(self, leaf):
        node, width = leaf, 1
        while self.peaks and self.peaks[-1][0] == width:
            node = hashlib.sha256(b"\1" + self.peaks.pop()[1] + node).digest()
            width *= 2
        self.peaks.append((width, node))
        self.size += 1

    def root(self):
        if not self.peaks:
            return hashlib.sha256(b"").digest()
        *left, (_, node) = self.peaks
        for _, peak in reversed(left):
            node = hashlib.sha256(b"\1" + peak + node).digest()
        return node


class Keys:
    """The keys that signed a log one after the other, and which of them count."""

    def __init__(self, given):
        self.given, self.named, self.rotations, self.trusted, self.latest = given, None, [], None, 0

    def rotate(self, whole):
        """Takes a statement that the key was changed; gives the code and words of what is wrong with it."""
        try:
            rotation = notes.Rotation(whole)
        except Bad as why:
            return "rotation", f"the statement that the log's key was changed cannot be believed: {why}"
        if self.named is None:
            return "rotation_order", "no key of the log stands before it"
        if rotation.installation != self.named.key.name.partition("/log/")[0]:
            return "rotation_order", "it is of another installation"
        if self.rotations and self.rotations[-1].new != rotation.old:
            return "rotation_order", "it does not begin with the key that the one before it ends with"
        self.rotations.append(rotation)
        return None

    def settle(self):
        """Decides which keys count, once; gives a fault and its line, or None."""
        if self.trusted is not None:
            return None
        chain, fault = self._chain()
        counts = self.given is None or self.given in chain
        if fault is None and self.named is not None and not counts:
            fault = ("other_key", f"the file's key is `{self.named.key.text}`, which is not the key you gave")
        self.trusted = chain if counts else [self.given]
        return fault and (self.named.line, *fault)

    def _chain(self):
        if self.named is None:
            return [], None
        name = self.named.key.name
        if not self.rotations:
            return [self.named.key], None
        if self.rotations[-1].new != self.named.key.public:
            return [self.named.key], ("rotation_order", "the last one does not end with the key that the file names")
        return [notes.Key(name, rotation.old) for rotation in self.rotations] + [self.named.key], None


class Audit:
    """All that can be checked without knowing what an event means: hashes, order, completeness, checkpoints."""

    def __init__(self, given_key):
        self.keys, self.header, self.faults = Keys(given_key), None, []
        self.next, self.gaps, self.held = 0, [], None
        self.written, self.computed = Tree(), None
        self.confirmed, self.state, self.unreported = 0, "whole", 0
        self.covered, self.checkpoints, self.last_seen, self.line = None, 0, None, 0

    def _fault(self, code, what, line=None, event="last"):
        last = self.next - 1 if self.next else None
        self.faults.append(Fault(line or self.line, last if event == "last" else event, code, what))

    # The lines.

    def take_header(self, header):
        self.line = header.line
        if header.origin.partition("/log/")[2] != header.tenant:
            self._fault("other_log", "the header's `origin` does not end in its `tenant`")
        self.header = self.header or header

    def take_key(self, line):
        self.line = line.line
        if self.header and self.header.origin != line.key.name:
            self._fault("other_log", "the key is not that of the header's `origin`")
        self.keys.named = self.keys.named or line

    def take_rotation(self, line):
        self.line = line.line
        found = self.keys.rotate(line.note)
        if found:
            self._fault(*found)

    def _settle_keys(self):
        found = self.keys.settle()
        if found:
            line, code, what = found
            self._fault(code, what, line)

    def take_event(self, event):
        """Takes an event; what stands out of turn is judged when the number of the next one is known."""
        self._settle_keys()
        self._settle_held(event.sequence)
        self.line = event.line
        pair = (event.written, leaf_hash(event.leaf))
        if pair[0] != pair[1]:
            what = f"the leaf of event {event.sequence} does not hash to the value written beside it"
            self._fault("leaf_hash", what, event=event.sequence)
        if event.sequence == self.next:
            self._accept(pair)
        else:
            self.held = (event.line, event.sequence, pair)

    def take_checkpoint(self, line):
        """Takes a checkpoint; gives it if it is signed and fits the events before it."""
        self._settle_keys()
        checkpoint, problem = self._open(line.note)
        self._settle_held(checkpoint.size if checkpoint else self.next)
        self.line = line.line
        problem = problem or self._check(checkpoint)
        if problem is None:
            self.checkpoints, self.covered = self.checkpoints + 1, checkpoint
            return checkpoint
        if problem != "told":
            self._fault(*problem)
        return None

    def finish(self):
        """Judges completeness."""
        self._settle_keys()
        promised = self.header.events if self.header else None
        self._settle_held(self.next if promised is None else promised)
        for first, last, instead, line in self.gaps:
            self._missing(first, last, f"event {instead} comes instead", line, instead)
        found = self.next
        if promised is not None and promised > found:
            self._miss_until(promised, f"the header promises {promised} events")
        elif promised is not None and promised < found:
            self._fault("event_count", f"the header promises {promised} events, and the file holds {found}")
        if self.unreported:
            what = f"what was found above keeps further checkpoints from fitting: {self.unreported} in number"
            self._fault("further_checkpoints", what)
        if self.covered is None or self.covered.size != found:
            self._fault("uncovered", "no checkpoint that holds covers the last events")
        return found

    # The order of events.

    def _accept(self, pair):
        written, computed = pair
        if self.computed is None and written != computed:
            self.computed = self.written.copy()
        if self.computed is not None:
            self.computed.append(computed)
        self.written.append(written)
        self.next += 1

    def _settle_held(self, after):
        if self.held is None:
            return
        (line, sequence, pair), self.held = self.held, None
        due = self.next
        if after == due + 1:
            self._accept(pair)
            what = f"event {sequence} stands where event {due} is due: its number was changed"
            self._fault("renumbered", what, line, sequence)
        elif sequence > due:
            self.gaps.append((due, sequence - 1, sequence, line))
            self.next = sequence + 1
            self._lose()
            if len(self.gaps) > GAPS_MAX:
                first, last, instead, at = self.gaps.pop(0)
                self._missing(first, last, f"event {instead} comes instead", at, instead)
        elif self._fill(sequence):
            what = f"event {sequence} is out of order: it stands after event {self.next - 1}"
            self._fault("out_of_order", what, line, sequence)
        else:
            self._fault("twice", f"event {sequence} appears twice", line, sequence)

    def _fill(self, sequence):
        """Takes a late event out of the gap that waited for it."""
        for place, (first, last, instead, line) in enumerate(self.gaps):
            if first <= sequence <= last:
                parts = []
                if first < sequence:
                    parts.append((first, sequence - 1, sequence, line))
                if sequence < last:
                    parts.append((sequence + 1, last, instead, line))
                self.gaps[place:place + 1] = parts
                return True
        return False

    def _missing(self, first, last, why, line=None, event="last"):
        what = f"event {first} is missing" if first == last else f"events {first} to {last} are missing"
        self._fault("missing", f"{what}: {why}", line, event)

    def _miss_until(self, size, why):
        self._missing(self.next, size - 1, why)
        self.next = size
        self._lose()

    def _lose(self):
        if self.state == "whole":
            self.state = "incomplete"

    # Checkpoints.

    def _open(self, whole):
        try:
            checkpoint = notes.Checkpoint(whole)
        except Bad as why:
            return None, ("checkpoint_malformed", f"the checkpoint is malformed: {why}")
        try:
            signer = checkpoint.check(self.keys.trusted)
        except notes.Unsigned:
            return None, ("checkpoint_unsigned", f"the checkpoint of size {checkpoint.size} is not signed by a trusted key")
        except notes.Forged:
            return None, ("checkpoint_forged", f"the checkpoint of size {checkpoint.size} was changed or forged")
        if len(self.keys.trusted) > 1:
            if signer < self.keys.latest:
                return None, ("retired_key", f"the checkpoint of size {checkpoint.size} is signed by a retired key")
            self.keys.latest = signer
        return checkpoint, None

    def _check(self, checkpoint):
        size = checkpoint.size
        if self.header and self.header.origin != checkpoint.origin:
            return "other_log", "the checkpoint is of another log than the header"
        before, self.last_seen = self.last_seen, (size, checkpoint.time)
        if before and (before[0] > size or before == (size, checkpoint.time)):
            return "checkpoint_order", f"the checkpoint of size {size} follows one of size {before[0]}"
        if size < self.next:
            return "checkpoint_place", f"the checkpoint of size {size} stands before event {self.next}"
        if size > self.next:
            self._miss_until(size, f"the checkpoint in their place covers {size} events")
        return self._compare(size, checkpoint.root)

    def _compare(self, size, root):
        if self.state == "incomplete":
            self.state = "lost"
            return "incomparable", f"the checkpoint of size {size} cannot be compared: events before it are missing"
        if self.state == "lost":
            self.unreported += 1
            return "told"
        computed, self.computed = self.computed, None
        if self.written.root() != root:
            # Where a leaf and the hash beside it disagree, either may be the true one.
            if computed is None or computed.root() != root:
                self.state = "lost"
                return "other_tree", f"the checkpoint of size {size} signs another tree: an event from {self.confirmed} on was changed"
            self.written = computed
        self.confirmed = size
        return None
