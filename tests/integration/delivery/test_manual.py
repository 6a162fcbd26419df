"""The guide for receivers: its code runs, its example is right, and it leaves no reason out."""

import ast
import base64
import hmac
import json
import re
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from stagemarkt.adapters.delivery.webhook import signed
from stagemarkt.client import receive
from stagemarkt.domain.changes.proofs import new_signing_secret
from stagemarkt.model.delivery_reasons import REASONS
from standardwebhooks.webhooks import Webhook

from tests.integration.delivery.received import MESSAGE, SLEUTEL

PROJECT = Path(__file__).resolve().parents[3]
GUIDE = (PROJECT / "docs" / "receiving-changes.md").read_text()
PORTAL_SAMPLE = PROJECT / "portal" / "samples" / "verify.py"
OTHER = new_signing_secret()


def _code_block(language: str) -> str:
    hit = re.search(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)
    assert hit is not None
    return hit[1]


def _headers(now: float) -> dict[str, str]:
    headers = signed(MESSAGE, (OTHER, SLEUTEL), now)
    return {name.lower(): value for name, value in headers.items()}


# Offset of the clock, what is done to the body, the secret that is tried, and whether it is right.
CASES = [
    (0, "", SLEUTEL, True),
    (0, "", OTHER, True),
    (0, "", new_signing_secret(), False),
    (0, " ", SLEUTEL, False),
    (-400, "", SLEUTEL, False),
    (400, "", SLEUTEL, False),
]


@pytest.mark.parametrize(
    ("skew", "additions", "sleutel", "is_right"),
    CASES,
    ids=["goed", "de andere sleutel", "een vreemde sleutel", "een andere inhoud", "te oud", "te nieuw"],
)
def test_the_example_in_python(skew: int, additions: str, sleutel: str, is_right: bool) -> None:  # noqa: FBT001
    """The guide's Python takes what we send and nothing else."""
    room: dict[str, Any] = {}
    exec(_code_block("python"), room)  # noqa: S102 - the guide's own text
    headers = _headers(datetime.now(UTC).timestamp() + skew)
    received = room["receive"](headers, MESSAGE.inhoud + additions.encode(), sleutel)
    assert (received is not None) is is_right


def _without_words(source: str) -> str:
    """The code of a sample: without comments, docstrings and annotations, which are of one's own language."""
    tree = ast.parse(source)
    receive = next(node for node in tree.body if isinstance(node, ast.FunctionDef))
    receive.body = receive.body[1:]
    return ast.unparse(tree.body[-1])


def test_the_example_is_the_code_of_our_client() -> None:
    """The guide prints the client's own module, and the portal the same in Dutch: mended in all at once."""
    client = Path(receive.__code__.co_filename).read_text(encoding="utf-8")
    assert _code_block("python") == client.partition('"""\n\n')[2]
    assert _without_words(PORTAL_SAMPLE.read_text(encoding="utf-8")) == _without_words(_code_block("python"))


def test_the_example_in_node(required: Callable[[str], str]) -> None:
    """So does the guide's JavaScript."""
    now = datetime.now(UTC).timestamp()
    cases = [
        [_headers(now + skew), MESSAGE.inhoud.decode() + additions, sleutel]
        for skew, additions, sleutel, _ in CASES
    ]
    proef = (
        f"{_code_block('js')}\nconst gevallen = {json.dumps(cases)};\n"
        "console.log(JSON.stringify(gevallen.map(([k, b, s]) => receive(k, Buffer.from(b), s) !== null)));"
    )
    output = subprocess.run(
        [required("node"), "-e", proef], capture_output=True, text=True, check=True, timeout=60
    )
    assert json.loads(output.stdout) == [is_right for *_, is_right in CASES]


def _hostile_requests(now: float) -> list[tuple[dict[str, Any], bytes]]:
    """What strangers send: headers and a body, none of which is ours."""
    good = _headers(now)
    signature = good["webhook-signature"]
    values: list[Any] = [
        *("", " ", ",", "abc", "v1", "v1,", "v1,,", "v1,abc", "v1,====", "v1,!!!!", "v2," + "A" * 44),
        *("v1,é", "v1,\u2603", "\ud800", "\x00", "v1,\x00", "v1," + "A" * 1_000_000, "v1,AAAA " * 20_000),
        *("nan", "NaN", "inf", "-inf", "1e400", "-1", "-9223372036854775808", "9" * 400, "0x10", "1_0"),
        *(f"{int(now)}.5", f" {int(now)}", f"{int(now)}\n", f"+{int(now)}", "\u0661\u0662", "12:00", "null"),
        *(signature.lower(), signature.replace(",", ""), signature[:-1], [signature] * 2),
        *([], {}, 7, 1.5, True, None, "v1,".join(["", signature[3:], "x"])),
    ]
    cases: list[tuple[dict[str, Any], bytes]] = [({}, MESSAGE.inhoud)]
    for name in ("webhook-id", "webhook-timestamp", "webhook-signature"):
        cases.append(({n: w for n, w in good.items() if n != name}, MESSAGE.inhoud))
        cases += [({**good, name: value}, MESSAGE.inhoud) for value in values if value != good[name]]
    cases += [(good, body) for body in (b"", b"\xff\xfe", b"\x00", b"{", MESSAGE.inhoud + b"\xe9")]
    return cases


def test_what_a_stranger_sends_is_a_refusal_in_python() -> None:
    """Whatever comes in the headers or the body, the guide's Python refuses it, and raises nothing."""
    room: dict[str, Any] = {}
    exec(_code_block("python"), room)  # noqa: S102 - the guide's own text
    now = datetime.now(UTC).timestamp()
    cases = _hostile_requests(now)
    assert len(cases) > 100
    assert room["receive"](_headers(now), MESSAGE.inhoud, SLEUTEL) is not None
    for headers, body in cases:
        assert room["receive"](headers, body, SLEUTEL) is None, (str(headers)[:300], body[:50])
    # A secret that was never set opens nothing, for everybody could sign with it.
    headers = _headers(now)
    signed_text = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + MESSAGE.inhoud
    empty = base64.b64encode(hmac.digest(b"", signed_text, "sha256")).decode()
    assert room["receive"]({**headers, "webhook-signature": f"v1,{empty}"}, MESSAGE.inhoud, "whsec_") is None


def test_what_a_stranger_sends_is_a_refusal_in_node(required: Callable[[str], str]) -> None:
    """So does the guide's JavaScript."""
    cases = [
        [headers, base64.b64encode(body).decode()]
        for headers, body in _hostile_requests(datetime.now(UTC).timestamp())
    ]
    proef = (
        f"{_code_block('js')}\nconst gevallen = JSON.parse(require('fs').readFileSync(0));\n"
        f"const geheim = {json.dumps(SLEUTEL)};\n"
        "const uit = gevallen.map(([k, b]) => receive(k, Buffer.from(b, 'base64'), geheim));\n"
        "console.log(JSON.stringify(uit));"
    )
    output = subprocess.run(
        [required("node"), "-e", proef],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert json.loads(output.stdout) == [None] * len(cases)


def test_the_number_example() -> None:
    """The example to check one's own code with is right."""
    fields = dict(re.findall(r"^\| (secret|body|`webhook-[a-z]+`) \| `(.*)` \|$", GUIDE, re.MULTILINE))
    moment = datetime.fromtimestamp(int(fields["`webhook-timestamp`"]), UTC)
    signature = Webhook(fields["secret"]).sign(fields["`webhook-id`"], moment, fields["body"])
    assert signature == fields["`webhook-signature`"]


def test_every_reason_is_in_it() -> None:
    """Every reason for which something does not arrive is in the guide, in the words that a caller sees."""
    table = dict(re.findall(r"^\| `([a-z-]+)` \| (.*) \|$", GUIDE, re.MULTILINE))
    assert {reason: table.get(reason) for reason in REASONS} == {r: text.en for r, text in REASONS.items()}
