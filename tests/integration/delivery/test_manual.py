"""The guide for receivers: its code runs, its example is right, and it leaves no reason out."""

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
from stagemarkt.adapters.delivery.webhook import ondertekend
from stagemarkt.domain.changes.proofs import nieuw_ondertekengeheim
from stagemarkt.model.delivery_reasons import REDENEN
from standardwebhooks.webhooks import Webhook

from tests.integration.delivery.received import BERICHT, SLEUTEL

GIDS = (Path(__file__).resolve().parents[3] / "docs" / "receiving-changes.md").read_text()
ANDER = nieuw_ondertekengeheim()


def _blok(taal: str) -> str:
    treffer = re.search(rf"```{taal}\n(.*?)```", GIDS, re.DOTALL)
    assert treffer is not None
    return treffer[1]


def _koppen(nu: float) -> dict[str, str]:
    koppen = ondertekend(BERICHT, (ANDER, SLEUTEL), nu)
    return {naam.lower(): waarde for naam, waarde in koppen.items()}


# Offset of the clock, what is done to the body, the secret that is tried, and whether it is right.
GEVALLEN = [
    (0, "", SLEUTEL, True),
    (0, "", ANDER, True),
    (0, "", nieuw_ondertekengeheim(), False),
    (0, " ", SLEUTEL, False),
    (-400, "", SLEUTEL, False),
    (400, "", SLEUTEL, False),
]


@pytest.mark.parametrize(
    ("scheef", "erbij", "sleutel", "klopt"),
    GEVALLEN,
    ids=["goed", "de andere sleutel", "een vreemde sleutel", "een andere inhoud", "te oud", "te nieuw"],
)
def test_het_voorbeeld_in_python(scheef: int, erbij: str, sleutel: str, klopt: bool) -> None:  # noqa: FBT001
    """The guide's Python takes what we send and nothing else."""
    ruimte: dict[str, Any] = {}
    exec(_blok("python"), ruimte)  # noqa: S102 - the guide's own text
    koppen = _koppen(datetime.now(UTC).timestamp() + scheef)
    ontvangen = ruimte["receive"](koppen, BERICHT.inhoud + erbij.encode(), sleutel)
    assert (ontvangen is not None) is klopt


def test_het_voorbeeld_in_node(vereist: Callable[[str], str]) -> None:
    """So does the guide's JavaScript."""
    nu = datetime.now(UTC).timestamp()
    gevallen = [
        [_koppen(nu + scheef), BERICHT.inhoud.decode() + erbij, sleutel]
        for scheef, erbij, sleutel, _ in GEVALLEN
    ]
    proef = (
        f"{_blok('js')}\nconst gevallen = {json.dumps(gevallen)};\n"
        "console.log(JSON.stringify(gevallen.map(([k, b, s]) => receive(k, Buffer.from(b), s) !== null)));"
    )
    uitvoer = subprocess.run(
        [vereist("node"), "-e", proef], capture_output=True, text=True, check=True, timeout=60
    )
    assert json.loads(uitvoer.stdout) == [klopt for *_, klopt in GEVALLEN]


def _vijandig(nu: float) -> list[tuple[dict[str, Any], bytes]]:
    """What strangers send: headers and a body, none of which is ours."""
    goed = _koppen(nu)
    handtekening = goed["webhook-signature"]
    waarden: list[Any] = [
        *("", " ", ",", "abc", "v1", "v1,", "v1,,", "v1,abc", "v1,====", "v1,!!!!", "v2," + "A" * 44),
        *("v1,é", "v1,\u2603", "\ud800", "\x00", "v1,\x00", "v1," + "A" * 1_000_000, "v1,AAAA " * 20_000),
        *("nan", "NaN", "inf", "-inf", "1e400", "-1", "-9223372036854775808", "9" * 400, "0x10", "1_0"),
        *(f"{int(nu)}.5", f" {int(nu)}", f"{int(nu)}\n", f"+{int(nu)}", "\u0661\u0662", "12:00", "null"),
        *(handtekening.lower(), handtekening.replace(",", ""), handtekening[:-1], [handtekening] * 2),
        *([], {}, 7, 1.5, True, None, "v1,".join(["", handtekening[3:], "x"])),
    ]
    gevallen: list[tuple[dict[str, Any], bytes]] = [({}, BERICHT.inhoud)]
    for naam in ("webhook-id", "webhook-timestamp", "webhook-signature"):
        gevallen.append(({n: w for n, w in goed.items() if n != naam}, BERICHT.inhoud))
        gevallen += [({**goed, naam: waarde}, BERICHT.inhoud) for waarde in waarden if waarde != goed[naam]]
    gevallen += [(goed, lichaam) for lichaam in (b"", b"\xff\xfe", b"\x00", b"{", BERICHT.inhoud + b"\xe9")]
    return gevallen


def test_wat_een_vreemde_stuurt_is_een_weigering_in_python() -> None:
    """Whatever comes in the headers or the body, the guide's Python refuses it, and raises nothing."""
    ruimte: dict[str, Any] = {}
    exec(_blok("python"), ruimte)  # noqa: S102 - the guide's own text
    nu = datetime.now(UTC).timestamp()
    gevallen = _vijandig(nu)
    assert len(gevallen) > 100
    assert ruimte["receive"](_koppen(nu), BERICHT.inhoud, SLEUTEL) is not None
    for koppen, lichaam in gevallen:
        assert ruimte["receive"](koppen, lichaam, SLEUTEL) is None, (str(koppen)[:300], lichaam[:50])
    # A secret that was never set opens nothing, for everybody could sign with it.
    koppen = _koppen(nu)
    getekend = f"{koppen['webhook-id']}.{koppen['webhook-timestamp']}.".encode() + BERICHT.inhoud
    leeg = base64.b64encode(hmac.digest(b"", getekend, "sha256")).decode()
    assert ruimte["receive"]({**koppen, "webhook-signature": f"v1,{leeg}"}, BERICHT.inhoud, "whsec_") is None


def test_wat_een_vreemde_stuurt_is_een_weigering_in_node(vereist: Callable[[str], str]) -> None:
    """So does the guide's JavaScript."""
    gevallen = [
        [koppen, base64.b64encode(lichaam).decode()]
        for koppen, lichaam in _vijandig(datetime.now(UTC).timestamp())
    ]
    proef = (
        f"{_blok('js')}\nconst gevallen = JSON.parse(require('fs').readFileSync(0));\n"
        f"const geheim = {json.dumps(SLEUTEL)};\n"
        "const uit = gevallen.map(([k, b]) => receive(k, Buffer.from(b, 'base64'), geheim));\n"
        "console.log(JSON.stringify(uit));"
    )
    uitvoer = subprocess.run(
        [vereist("node"), "-e", proef],
        input=json.dumps(gevallen),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert json.loads(uitvoer.stdout) == [None] * len(gevallen)


def test_het_getallenvoorbeeld() -> None:
    """The example to check one's own code with is right."""
    velden = dict(re.findall(r"^\| (secret|body|`webhook-[a-z]+`) \| `(.*)` \|$", GIDS, re.MULTILINE))
    moment = datetime.fromtimestamp(int(velden["`webhook-timestamp`"]), UTC)
    handtekening = Webhook(velden["secret"]).sign(velden["`webhook-id`"], moment, velden["body"])
    assert handtekening == velden["`webhook-signature`"]


def test_elke_reden_staat_erin() -> None:
    """Every reason for which something does not arrive is in the guide, in the words that a caller sees."""
    tabel = dict(re.findall(r"^\| `([a-z-]+)` \| (.*) \|$", GIDS, re.MULTILINE))
    assert {reden: tabel.get(reden) for reden in REDENEN} == {r: tekst.en for r, tekst in REDENEN.items()}
