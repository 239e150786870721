"""Answers the tests with what tools/verify.py says of an export or a receipt: for each request, a line of JSON and the bytes
that it announces, a line with the report."""

import io
import json
import sys
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))
sys.dont_write_bytecode = True

from glasscase_verify import keys, notes, receipt  # noqa: E402
from glasscase_verify.main import Witness, verify  # noqa: E402
from glasscase_verify.runner_log import RunnerLog  # noqa: E402
from glasscase_verify.since import Since  # noqa: E402


def answer_receipt(request):
    trusted = [notes.Key.parse(text) for text in request["keys"]]
    witnesses = [notes.Key.parse(text, notes.WITNESS_KEY) for text in request["witnesses"]]
    told = receipt.verify(request["receipt"], trusted, witnesses)
    # The program's report has its number alone.
    told.pop("event", None)
    return told


def answer(request, export, earlier):
    if "receipt" in request:
        return answer_receipt(request)
    key = notes.Key.parse(request["key"]) if request["key"] else None
    consent_keys = [keys.parse_pasted(text) for text in request["consent_keys"]]
    witnesses = [Witness(notes.Key.parse(text, notes.WITNESS_KEY)) for text in request["witnesses"]]
    log = request["runner_log"]
    runner_log = None if log is None else RunnerLog(io.BytesIO(log.encode()))
    since = None if earlier is None else Since(io.BufferedReader(io.BytesIO(earlier)), key)
    return verify(io.BytesIO(export), key, consent_keys, runner_log, since, witnesses)


for line in sys.stdin.buffer:
    asked = json.loads(line)
    export, earlier = (
        None if length is None else sys.stdin.buffer.read(length)
        for length in (asked.get("export"), asked.get("since"))
    )
    try:
        told = answer(asked, export, earlier)
    except Exception:  # Nothing may make it fail: the test shows where it did.
        told = {"failed": traceback.format_exc()}
    print(json.dumps(told), flush=True)
