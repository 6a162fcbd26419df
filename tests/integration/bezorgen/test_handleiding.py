"""The guide for receivers: its code runs, its example is right, and it leaves no reason out."""

import json
import re
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from stagemarkt.adapters.bezorgen.webhook import ondertekend
from stagemarkt.domein.bewijzen import nieuw_ondertekengeheim
from stagemarkt.model.bezorgredenen import REDENEN
from standardwebhooks.webhooks import Webhook

from tests.integration.bezorgen.ontvangst import BERICHT, SLEUTEL

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
