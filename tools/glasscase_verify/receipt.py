"""Receipts (C2SP tlog-proof): whether a log holds one event, by one text."""

import hashlib
import json

from . import notes, records, tree
from .form import Bad

FORMAT = "c2sp.org/tlog-proof@v1"
PROOF_LINES_MAX = 64


class Receipt:
    """A leaf, its place, the nodes beside its path to the root, and the checkpoint's signed note."""

    def __init__(self, text):
        head, separator, self.note = text.partition("\n\n")
        lines = head.split("\n")
        if not separator or len(lines) < 3 or lines[0] != FORMAT:
            raise Bad("its first lines are not those of a receipt")
        self.leaf, self.index = self._leaf(lines[1]), self._index(lines[2])
        self.nodes = [notes.unbase64(line) for line in lines[3:]]
        if any(node is None or len(node) != 32 for node in self.nodes):
            raise Bad("a line of its proof is no hash in base64")
        if len(self.nodes) > PROOF_LINES_MAX:
            raise Bad("its proof has more lines than any tree is high")

    @staticmethod
    def _leaf(line):
        leaf = notes.unbase64(line[6:]) if line.startswith("extra ") else None
        if leaf is None:
            raise Bad("its second line is not `extra` with the event in base64")
        return leaf

    @staticmethod
    def _index(line):
        index = notes.number(line[6:]) if line.startswith("index ") else None
        if index is None:
            raise Bad("its third line is not `index` and a number")
        return index


def is_included(nodes, size, root, index, leaf):
    """Whether these nodes lead from a leaf to the root (RFC 9162, 2.1.3.2)."""
    if index >= size:
        return False
    place, last, found = index, size - 1, leaf
    for node in nodes:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = hashlib.sha256(b"\1" + node + found).digest()
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            found = hashlib.sha256(b"\1" + found + node).digest()
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def linked(key, statements):
    """The keys that count for who trusts `key`: itself, and those that statements of a change lead to."""
    installation, found = key.name.partition("/log/")[0], [key]
    own = [
        (notes.Key(key.name, one.old), notes.Key(key.name, one.new))
        for one in statements
        if one.installation == installation
    ]
    while True:
        further = [new if old in found else old for old, new in own if (old in found) != (new in found)]
        if not further:
            return found
        found.append(further[0])


def verify(text, trusted, witnesses=()):
    """The report on a receipt, as JSON would have it. `trusted` are the log's keys that count."""
    told = {"verdict": "unsound", "witnesses": [], "faults": []}
    found = _open(text, trusted, told)
    if found:
        receipt, checkpoint = found
        told |= {"origin": checkpoint.origin, "size": checkpoint.size, "sealed_at": checkpoint.time}
        _read(receipt, told)
        for witness in witnesses:
            _cosigned(checkpoint.note, witness, told)
    if not told["faults"]:
        told["verdict"] = "sound"
    return told


def _fault(told, code, what):
    told["faults"].append({"code": code, "what": what})


def _open(text, trusted, told):
    """The receipt and its checkpoint, if the one is in the tree of the other and that is signed."""
    try:
        receipt = Receipt(text)
    except Bad as why:
        return _fault(told, "receipt_malformed", f"it is no receipt: {why}")
    try:
        checkpoint = notes.Checkpoint(receipt.note)
        checkpoint.check(trusted)
    except Bad as why:
        return _fault(told, "checkpoint_malformed", f"the checkpoint is malformed: {why}")
    except notes.Unsigned:
        return _fault(told, "checkpoint_unsigned", "the checkpoint is not signed by a trusted key")
    except notes.Forged:
        return _fault(told, "checkpoint_forged", "the checkpoint was changed or forged")
    leaf = tree.leaf_hash(receipt.leaf)
    if not is_included(receipt.nodes, checkpoint.size, checkpoint.root, receipt.index, leaf):
        what = f"the checkpoint of size {checkpoint.size} has another event {receipt.index} than this one"
        return _fault(told, "not_included", what)
    return receipt, checkpoint


def _read(receipt, told):
    try:
        record = records.parse(receipt.leaf)
    except Bad:
        return _fault(told, "no_record", "what the log holds there is no record of an event that this program knows")
    if record["sequence"] != receipt.index:
        return _fault(told, "other_sequence", f"what the log holds there says that it is event {record['sequence']}")
    told["sequence"] = record["sequence"]
    told["event"] = json.loads(receipt.leaf)


def _cosigned(note, key, told):
    found = notes.cosigned(note, key)
    if found:
        told["witnesses"].append(key.name)
    elif found is None:
        _fault(told, "cosignature_forged", f"the cosignature in the name of the witness `{key.name}` is wrong")
    else:
        _fault(told, "not_cosigned", f"the witness `{key.name}` did not cosign the checkpoint")


def tell(told):
    """The report in plain words."""
    if "event" in told:
        record = told["event"]
        print(f"The log {told['origin']} holds event {record['sequence']} among its first {told['size']} events.")
        print(f"  {record['at']}  {json.dumps(record['event'], ensure_ascii=False)} by {json.dumps(record['by'])}")
        print(f"Signed at {told['sealed_at']}.")
    for name in told["witnesses"]:
        print(f"The witness {name} signed the same.")
    for fault in told["faults"]:
        print(f"- {fault['what']} [{fault['code']}]")
    print("The receipt is sound." if told["verdict"] == "sound" else "The receipt is NOT sound.")


def statements_of(path):
    """The statements in what `glasscase audit key --json` wrote."""
    try:
        with open(path, encoding="utf-8") as file:
            told = json.load(file)
        return [notes.Rotation(one) for one in told["rotations"]]
    except (ValueError, KeyError, TypeError, AttributeError) as why:
        raise Bad(f"`{path}` holds no statements of a log's key: {why}") from None
