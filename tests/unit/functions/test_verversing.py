"""The functions behind the queue and the clock: refreshing and emptying, from event to log line."""

import json
from collections.abc import Collection
from typing import Any

import pytest
from stagemarkt.composition.opruiming import OpruimingPorts
from stagemarkt.domain.cache.retention import CacheMode
from stagemarkt.model.errors import BronTimeout, OpslagFout, Tekst
from stagemarkt.ports.cache import Antwoordsleutel
from stagemarkt.ports.guard import Priority, Requester

from functions.detailgegevens.app import maak_handler as maak_detailgegevens
from functions.identificatie.app import maak_handler as maak_identificatie
from functions.opruiming.app import maak_handler as maak_opruiming
from functions.verversing.app import maak_handler
from tests.unit.conftest import Logboek
from tests.unit.fakes import LEERBEDRIJF_ID, SCHOOL, NepContext, NepOpbouw
from tests.unit.fakes_cache import NepKast
from tests.unit.requests import laad_event


def _rij(opbouw: NepOpbouw) -> dict[str, Any]:
    berichten = [
        {"messageId": f"m{nr}", "body": json.dumps(sleutel._asdict())}
        for nr, sleutel in enumerate(opbouw.kast.rij)
    ]
    opbouw.kast.rij.clear()
    return {"Records": berichten}


@pytest.mark.parametrize("event", ["identificatie-id", "identificatie-naam", "identificatie-zoek"])
def test_van_verouderd_naar_vers(event: str, logboek: Logboek) -> None:
    """What an answer was asked by is asked again of SBB, and the log names neither it nor its leerbedrijf."""
    opbouw = NepOpbouw()
    vraag = maak_identificatie(opbouw)
    vraag(laad_event(event), NepContext())
    opbouw.nep_klok.nu += 86_400
    assert vraag(laad_event(event), NepContext())["headers"]["Cache-Status"] == "stagemarkt; hit; ttl=0"
    assert maak_handler(opbouw)(_rij(opbouw), NepContext()) == {"batchItemFailures": []}
    assert vraag(laad_event(event), NepContext())["headers"]["Cache-Status"] == "stagemarkt; hit; ttl=86400"
    eerste, tweede = opbouw.nep_sbb.gevraagd
    assert eerste == tweede
    regel = next(regel for regel in logboek.regels if regel["message"] == "verversing")
    assert (regel["school"], regel["soort"], regel["uitkomst"]) == (SCHOOL, "identificatie", "ververst")
    assert LEERBEDRIJF_ID not in logboek.tekst
    assert "Bakkerij" not in logboek.tekst


def test_sbb_is_weg(logboek: Logboek) -> None:
    """A source that fails is a line in the log, and its message does not come back: a next caller asks."""
    opbouw = NepOpbouw()
    maak_identificatie(opbouw)(laad_event("identificatie-id"), NepContext())
    opbouw.nep_klok.nu += 86_400
    maak_identificatie(opbouw)(laad_event("identificatie-id"), NepContext())
    opbouw.nep_sbb.fout = BronTimeout(Tekst("Te laat.", "Late."))
    assert maak_handler(opbouw)(_rij(opbouw), NepContext()) == {"batchItemFailures": []}
    assert (logboek.regels[-1]["uitkomst"], logboek.regels[-1]["code"]) == ("mislukt", "bron-timeout")


def test_wat_stukgaat_komt_terug(logboek: Logboek) -> None:
    """What fails and what nobody can read come back, each by itself; no text is logged."""
    opbouw = NepOpbouw(kast=NepKast(stuk=frozenset({"lezen"})))
    opbouw.kast.rij.append(Antwoordsleutel(SCHOOL, f"leerbedrijf#{LEERBEDRIJF_ID}", "identificatie"))
    event = _rij(opbouw)
    event["Records"].append({"messageId": "m9", "body": "kanarie"})
    assert maak_handler(opbouw)(event, NepContext()) == {
        "batchItemFailures": [{"itemIdentifier": "m0"}, {"itemIdentifier": "m9"}]
    }
    assert [regel["level"] for regel in logboek.regels] == ["ERROR", "ERROR"]
    assert "kanarie" not in logboek.tekst
    assert LEERBEDRIJF_ID not in logboek.tekst


def test_detailgegevens_ook() -> None:
    """Detailgegevens are asked again by their leerbedrijf."""
    opbouw = _Details()
    maak_detailgegevens(opbouw)(laad_event("detailgegevens"), NepContext())
    opbouw.nep_klok.nu += 4 * 3600
    maak_detailgegevens(opbouw)(laad_event("detailgegevens"), NepContext())
    maak_handler(opbouw)(_rij(opbouw), NepContext())
    assert len(opbouw.gevraagd) == 2
    assert len(set(opbouw.gevraagd)) == 1
    # Whoever asked, waited for it; nobody waits for what is refreshed.
    assert opbouw.requesters == [Requester("demo"), Requester(priority=Priority.BULK)]


class _Details(NepOpbouw):
    """Knows the details of whatever it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.gevraagd: list[tuple[str, str]] = []

    def geef_detailgegevens(
        self, school: str, requester: Requester, leerbedrijf_id: str, _termijn: object
    ) -> Any:
        """As the composition root does."""
        self.requesters.append(requester)
        self.gevraagd.append((school, leerbedrijf_id))
        return self.nep_sbb.leerbedrijven[0]


class NepOpruimer:
    """Remembers what it was told to leave."""

    def __init__(self, fout: Exception | None = None) -> None:
        self.fout = fout
        self.toegestaan: list[Collection[str]] = []

    def ruim_op(self, toegestaan: Collection[str]) -> int:
        """As the port says."""
        self.toegestaan.append(toegestaan)
        if self.fout is not None:
            raise self.fout
        return 3


class _Opruiming(OpruimingPorts):
    """A stack deployed with this mode."""

    def __init__(self, modus: CacheMode, fout: Exception | None = None) -> None:
        super().__init__()
        self.modus = modus
        self.nep_opruimer = NepOpruimer(fout)
        self.opruimer = self.nep_opruimer

    @property
    def cachemodus(self) -> CacheMode:
        """What may be kept."""
        return self.modus


@pytest.mark.parametrize(
    ("modus", "toegestaan", "verwijderd"),
    [
        (CacheMode.VOLLEDIG, [], 0),
        (CacheMode.ZONDER_PERSOONSGEGEVENS, [frozenset()], 3),
        (CacheMode.UIT, [frozenset()], 3),
    ],
)
def test_opruiming(
    modus: CacheMode, toegestaan: list[frozenset[str]], verwijderd: int, logboek: Logboek
) -> None:
    """What the mode forbids is emptied; where all may be kept the table is not even read."""
    opbouw = _Opruiming(modus)
    maak_opruiming(opbouw)({}, NepContext())
    assert opbouw.nep_opruimer.toegestaan == toegestaan
    (regel,) = logboek.regels
    assert (regel["message"], regel["cacheMode"], regel["verwijderd"]) == ("opruiming", modus, verwijderd)


def test_een_mislukte_opruiming_is_een_mislukte_aanroep() -> None:
    """Emptying that failed counts as an error of the function: that is what its alarm looks at."""
    with pytest.raises(OpslagFout):
        maak_opruiming(_Opruiming(CacheMode.UIT, OpslagFout("x")))({}, NepContext())
