"""Whether a log extends an earlier export, or an earlier checkpoint, of it (export-format.md, "Earlier exports")."""

from . import lines, notes, tree
from .form import Bad


class Since:
    """An earlier export or a checkpoint's signed note, read beside the log."""

    def __init__(self, file, given_key):
        self.events, self.parted, self.problem = 0, None, None
        self.count, self.tree, self.root, self.given_key = 0, tree.Tree(), None, given_key
        start = file.peek(64)[:64]
        if start.startswith(lines.FORMAT.encode() + b"\n"):
            self.audit, self.entries, self.checkpoint = tree.Audit(given_key), iter(lines.Reader(file)), None
            self.exhausted = False
        else:
            self.audit = self.entries = None
            try:
                self.checkpoint = notes.Checkpoint(file.read(notes.NOTE_BYTES_MAX + 1).decode())
            except (Bad, UnicodeDecodeError):
                raise Bad("it is neither an export nor a checkpoint") from None

    def take_event(self, event):
        """Holds the log's next event against the earlier one."""
        leaf, self.count = tree.leaf_hash(event.leaf), self.count + 1
        if self.checkpoint:
            self.tree.append(leaf)
            if self.tree.size == self.checkpoint.size:
                self.root = self.tree.root()
                if self.root != self.checkpoint.root:
                    self._part(event.line, event.sequence, f"the checkpoint signs other events than the log's first {self.tree.size}")
            return
        before = self._next()
        if before and tree.leaf_hash(before.leaf) != leaf:
            self._part(event.line, event.sequence, f"the earlier export has another event {self.count - 1}")

    def _part(self, line, event, what):
        if self.parted is None:
            self.parted = (line, event, what)

    def _next(self):
        """The earlier export's next event, or None; what else comes is audited on the way."""
        for entry in self.entries:
            self._audit(entry)
            if isinstance(entry, lines.Event):
                self.events += 1
                return entry
        return None

    def _audit(self, entry):
        for kind, take in (
            (lines.Header, self.audit.take_header), (lines.KeyLine, self.audit.take_key),
            (lines.RotationLine, self.audit.take_rotation), (lines.Event, self.audit.take_event),
            (lines.CheckpointLine, self.audit.take_checkpoint), (lines.Fault, self.audit.faults.append),
        ):
            if isinstance(entry, kind):
                take(entry)

    def finish(self, audit, last_line):
        """What is wrong, as faults; line 0 stands for the earlier file."""
        if self.checkpoint:
            self._finish_checkpoint(audit, last_line)
        else:
            self._finish_export(audit, last_line)
        faults = []
        if self.problem:
            faults.append(lines.Fault(0, None, "since_unsound", self.problem))
        if self.parted:
            faults.append(lines.Fault(self.parted[0], self.parted[1], "parted", self.parted[2]))
        return faults

    def _finish_checkpoint(self, audit, last_line):
        self.events = self.checkpoint.size
        try:
            self.checkpoint.check(audit.keys.trusted)
        except (notes.Unsigned, notes.Forged):
            self.problem = "the earlier checkpoint is not signed by a key that counts"
        if audit.header and audit.header.origin != self.checkpoint.origin:
            self.problem = "the earlier checkpoint is of another log"
        if self.count < self.events:
            self._part(last_line, self.count, f"the checkpoint covers {self.events} events, and the log has {self.count}")

    def _finish_export(self, audit, last_line):
        held = self.count
        before = self._next()
        if before:
            self._part(last_line, held, f"the earlier export has an event {held}, and the log ends before it")
        while before:
            before = self._next()
        self.audit.finish()
        # A key that was changed since is linked to the log's own by the log's statements.
        ours = {key.text for key in audit.keys.trusted}
        changed = self.audit.keys.named and self.audit.keys.named.key.text in ours
        faults = [fault for fault in self.audit.faults if not (changed and fault.code == "other_key")]
        if faults:
            first = min(faults, key=lambda fault: fault.line)
            self.problem = f"the earlier export is not sound itself: its line {first.line}: {first.what}"
        if audit.header and self.audit.header and audit.header.origin != self.audit.header.origin:
            self.problem = "the earlier export is of another log"

    def report(self):
        return {
            "events": self.events,
            "agrees": self.parted is None and self.problem is None,
            "parted_at": None if self.parted is None else self.parted[1],
        }
