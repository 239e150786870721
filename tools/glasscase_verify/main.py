"""The command: reads an export once, and tells one verdict."""

import argparse
import json
import os
import sys

from . import keys, lines, moments, notes, receipt, tree
from .form import Bad
from .replay import Replay
from .runner_log import RunnerLog
from .since import Since

SOUND, FAILED, BAD_INPUT, UNSOUND = 0, 1, 2, 3
FAULTS_MAX, TOLD_MAX = 1_000, 100


def arguments():
    parser = argparse.ArgumentParser(
        prog="verify.py",
        description="Checks an export of a Glasscase log, or a receipt of one event, offline.",
        epilog="Ends with 0 if it is sound, 3 if it is not, 2 if an argument or a file cannot be used, 1 if reading failed.",
    )
    parser.add_argument("file", nargs="?", help="the export; - reads standard input")
    parser.add_argument("--receipt", metavar="FILE", help="a receipt, in place of an export; needs --key")
    parser.add_argument("--key", help="the log's public key, or a file that holds it")
    parser.add_argument("--rotations", metavar="FILE", help="what `glasscase audit key --json` writes, for a receipt that another key than the kept one signed")
    parser.add_argument("--consent-key", action="append", default=[], help="a consent key of the customer's; repeatable")
    parser.add_argument("--runner-log", help="a runner's own log, run-records.jsonl")
    parser.add_argument("--since", metavar="FILE", help="an earlier export or checkpoint, which this log must extend")
    parser.add_argument("--witness", action="append", default=[], metavar="VKEY", help="a witness whose cosignature the last checkpoint needs; repeatable")
    parser.add_argument("--json", action="store_true", help="tell the report as JSON")
    given = parser.parse_args()
    if (given.file is None) == (given.receipt is None):
        parser.error("give an export, or --receipt with one")
    if given.receipt and (not given.key or given.consent_key or given.runner_log or given.since):
        parser.error("--receipt needs --key, and goes with --rotations and --witness alone")
    if given.rotations and not given.receipt:
        parser.error("--rotations goes with --receipt; an export holds its own")
    return given


class Witness:
    def __init__(self, key):
        self.key, self.checkpoints, self.size = key, 0, None

    def take(self, checkpoint, line, faults, event):
        found = notes.cosigned(checkpoint.note, self.key)
        if found is None:
            what = f"the cosignature in the name of the witness `{self.key.name}` is wrong"
            faults.append(lines.Fault(line, event, "cosignature_forged", what))
        elif found:
            self.checkpoints, self.size = self.checkpoints + 1, checkpoint.size

    def report(self):
        return {"key": self.key.text, "checkpoints": self.checkpoints, "size": self.size}


def verify(file, key=None, consent_keys=(), runner_log=None, since=None, witnesses=()):
    """The report on an export, as JSON would have it."""
    audit, replay = tree.Audit(key), Replay(list(consent_keys), runner_log)
    faults, last_line, last_checkpoint = [], 0, (0, None)
    for entry in lines.Reader(file):
        last_line = entry.line
        if isinstance(entry, lines.Event):
            audit.take_event(entry)
            replay.take_event(entry)
            if since:
                since.take_event(entry)
        elif isinstance(entry, lines.CheckpointLine):
            checkpoint = audit.take_checkpoint(entry)
            replay.take_checkpoint(entry.line, entry.note)
            if checkpoint:
                last_checkpoint = (entry.line, replay.last_sequence)
                for witness in witnesses:
                    witness.take(checkpoint, entry.line, faults, replay.last_sequence)
        elif isinstance(entry, lines.Header):
            audit.take_header(entry)
            replay.take_header(entry)
        elif isinstance(entry, lines.KeyLine):
            audit.take_key(entry)
        elif isinstance(entry, lines.RotationLine):
            audit.take_rotation(entry)
        elif isinstance(entry, lines.Fault):
            audit.line = entry.line
            audit.faults.append(entry)
        else:
            audit.line = entry.line
    events = audit.finish()
    replay.finish()
    compared = runner_log.finish(replay.tenant, replay.id, replay.until()) if runner_log else None
    if since:
        faults += since.finish(audit, last_line)
    for witness in witnesses:
        if witness.size is None or audit.covered is None or witness.size != audit.covered.size:
            what = f"the witness `{witness.key.name}` did not cosign the last checkpoint"
            faults.append(lines.Fault(*last_checkpoint, "not_cosigned", what))
    return report(audit, replay, events, faults, compared, key, since, witnesses)


def report(audit, replay, events, faults, compared, key, since, witnesses):
    named = audit.keys.named.key if audit.keys.named else None
    believed = key or named
    found = sorted(audit.faults, key=lambda fault: fault.line)[:FAULTS_MAX] + replay.faults[:FAULTS_MAX] + faults
    found.sort(key=lambda fault: fault.line)
    left_out = len(audit.faults) + len(replay.faults) + len(faults) - min(len(found), FAULTS_MAX)
    is_sound = not found and not (compared and compared["faults"])
    told = {
        "verdict": "sound" if is_sound else "unsound",
        "tenant": audit.header.tenant if audit.header else None,
        "origin": audit.header.origin if audit.header else None,
        "events": events,
        "from": None if replay.first_at is None else moments.text(replay.first_at),
        "until": None if replay.until() is None else moments.text(replay.until()),
        "checkpoints": audit.checkpoints,
        "sealed_at": audit.covered.time if audit.covered else None,
        "believed_key": believed.text if believed else None,
        "key_was_given": key is not None,
        "figures": replay.figures,
        "cases": replay.told(),
        "cases_left_out": replay.stories_left_out,
        "faults": [
            {"line": fault.line, "sequence": fault.event, "code": fault.code, "what": fault.what}
            for fault in found[:FAULTS_MAX]
        ],
        "faults_left_out": left_out,
    }
    if compared:
        told["runner_log"] = compared
    if since:
        told["since"] = since.report()
    if witnesses:
        told["witnesses"] = [witness.report() for witness in witnesses]
    return told


def tell(told):
    """The report in plain words."""
    beside = told.get("runner_log", {}).get("faults", [])
    count = len(told["faults"]) + told["faults_left_out"] + len(beside)
    if told["verdict"] == "sound":
        print(f"The log of {told['tenant']} is sound: nothing is wrong with it.\n")
    else:
        print(f"The log of {told['tenant'] or 'an unknown organisation'} is NOT sound: {count} faults.\n")
    print(f"Log:   {told['origin']}, {told['events']} events from {told['from']} to {told['until']}, {told['checkpoints']} checkpoints signed")
    print(f"Key:   {told['believed_key']}, {'which you gave' if told['key_was_given'] else 'which is the word of the file'}")
    for group, figures in told["figures"].items():
        numbers = ", ".join(f"{name} {number}" for name, number in figures.items() if isinstance(number, int))
        print(f"{group + ':':10} {numbers}")
    for story in told["cases"][-TOLD_MAX:]:
        shown = ", ".join(story["shown"]) or "nothing"
        print(
            f"Case `{story['case']}`, opened {story['opened_at']}, closed {story['closed_at']}: consents {story['consents']} "
            f"(signed {story['signed']}), runs {story['runs']}, denied {story['denied']}, reads by the vendor {story['reads']} "
            f"(shown: {shown}), stored {story['stored']}, deleted {story['deleted']}, NOT covered {story['uncovered']}, "
            f"faults {story['faults']}"
        )
    for name in ("since", "witnesses", "runner_log"):
        if name in told:
            print(f"{name}: {json.dumps(told[name], ensure_ascii=False)}")
    for fault in told["faults"][:TOLD_MAX]:
        print(f"- line {fault['line']} (event {fault['sequence']}): {fault['what']} [{fault['code']}]")
    if count > TOLD_MAX:
        print(f"- and {count - TOLD_MAX} more")


def key_of(given):
    text = given
    if os.path.isfile(given):
        with open(given, encoding="utf-8") as file:
            text = file.read()
    if "PRIVATE+KEY" in text:
        raise Bad("--key was given a private key, whose text is not repeated here")
    try:
        return notes.Key.parse(text.strip())
    except Bad:
        raise Bad(f"`{given}` is neither a log's public key nor a file that holds one") from None


def pasted(text):
    try:
        return keys.parse_pasted(text)
    except Bad as why:
        raise Bad(f"`{text}` is no consent key: {why}") from None


def witness_of(text):
    try:
        return Witness(notes.Key.parse(text, notes.WITNESS_KEY))
    except Bad:
        raise Bad(f"`{text}` is no public key of a witness") from None


def read_text(name):
    if name == "-":
        return sys.stdin.buffer.read().decode()
    with open(name, "rb") as file:
        return file.read().decode()


def verify_receipt(given):
    """The report on a receipt that was given in place of an export."""
    try:
        key, witnesses = key_of(given.key), [witness_of(text).key for text in given.witness]
        trusted = receipt.linked(key, receipt.statements_of(given.rotations)) if given.rotations else [key]
        text = read_text(given.receipt)
    except (Bad, OSError, UnicodeDecodeError) as why:
        print(f"error: {why}", file=sys.stderr)
        return BAD_INPUT
    told = receipt.verify(text, trusted, witnesses)
    if given.json:
        print(json.dumps(told, ensure_ascii=False))
    else:
        receipt.tell(told)
    return SOUND if told["verdict"] == "sound" else UNSOUND


def main():
    given = arguments()
    if given.receipt:
        return verify_receipt(given)
    try:
        key = key_of(given.key) if given.key else None
        consent_keys = [pasted(text) for text in given.consent_key]
        witnesses = [witness_of(text) for text in given.witness]
        runner_log = None
        if given.runner_log:
            with open(given.runner_log, "rb") as file:
                runner_log = RunnerLog(file)
        since = Since(open(given.since, "rb"), key) if given.since else None
        file = sys.stdin.buffer if given.file == "-" else open(given.file, "rb", buffering=1 << 20)
    except (Bad, OSError, UnicodeDecodeError) as why:
        print(f"error: {why}", file=sys.stderr)
        return BAD_INPUT
    try:
        told = verify(file, key, consent_keys, runner_log, since, witnesses)
    except OSError as why:
        print(f"error: cannot read `{given.file}` to its end: {why}", file=sys.stderr)
        return FAILED
    if given.json:
        print(json.dumps(told, ensure_ascii=False))
    else:
        tell(told)
    return SOUND if told["verdict"] == "sound" else UNSOUND
