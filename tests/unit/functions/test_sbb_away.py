"""SBB away for ten minutes under load: functions, queue and zekering in one process, over one clock."""

import json
import random
import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from stagemarkt.domain.guard.guarded_sbb import GuardedSbb
from stagemarkt.model.errors import BronNietBeschikbaar, Tekst
from stagemarkt.model.leerbedrijf import Leerbedrijf
from stagemarkt.model.questions import Identificatievraag
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.guard import Requester
from stagemarkt.ports.sbb import Sbb

from functions.identificatie import app as identificatie
from functions.verversing import app as verversing
from tests.unit.fakes import BAKKERIJ, NU, SCHOOL, NepContext, NepOpbouw, NepSbb
from tests.unit.fakes_cache import NepKast, NepKlok
from tests.unit.fakes_guard import Toneel
from tests.unit.requests import json_van, maak_event

STORING = BronNietBeschikbaar(Tekst("Weg.", "Gone."))
UUR = 3600
WEG, TERUG, EINDE = 60, 660, 780


class SbbVanAllen(NepSbb):
    """Knows every leerbedrijf; what is said of it changes by the hour."""

    def identificeer(self, vraag: Identificatievraag, _termijn: Termijn) -> list[Leerbedrijf]:
        """As the port says."""
        self._noteer(vraag)
        return [BAKKERIJ.model_copy(update={"leerbedrijf_id": vraag.leerbedrijf_id})]


class Facade(NepOpbouw):
    """Two functions over one table, one queue, one watch and one clock."""

    def __init__(self) -> None:
        self.toneel = Toneel()
        super().__init__(SbbVanAllen(), NepKast(), klok=NepKlok(float(NU)))
        self._handler = identificatie.maak_handler(self)
        self._ververs = verversing.maak_handler(self)
        self._bewaker = self.toneel.bewaker()

    def sbb(self, school: str, requester: Requester) -> Sbb:  # type: ignore[override]  # the whole way, not the fake alone
        """SBB, behind the watch."""
        self.toneel.klok.nu = self.nep_klok.nu
        assert school == SCHOOL
        return GuardedSbb(self.nep_sbb, self._bewaker, requester)

    def vraag(self, leerbedrijf_id: str, wens: str = "") -> dict[str, Any]:
        """One caller."""
        event = maak_event(
            resource="/leerbedrijven/{leerbedrijfId}",
            padvelden={"leerbedrijfId": leerbedrijf_id},
            koppen={"Cache-Control": wens} if wens else {},
        )
        return self._handler(event, NepContext())

    def werk_de_rij_af(self) -> None:
        """What Lambda does with the queue."""
        while self.kast.rij:
            bericht = {"messageId": "m", "body": json.dumps(self.kast.rij.pop(0)._asdict())}
            assert self._ververs({"Records": [bericht]}, NepContext()) == {"batchItemFailures": []}


@pytest.mark.proof
def test_tien_minuten_weg(schaal: Callable[[int], int], capsys: pytest.CaptureFixture[str]) -> None:
    """Every kept answer is served; only who asks for a fresh one hears of it; back within one probe."""
    facade, loting = Facade(), random.Random(20261124)  # noqa: S311 - the same draw each time
    ids = [str(100_000_000 + nr) for nr in range(max(40, schaal(400)))]
    for leerbedrijf_id in ids:
        # So that about a third becomes stale while SBB is away.
        facade.nep_klok.nu = NU - 24 * UUR + loting.uniform(-UUR / 2, UUR)
        assert facade.vraag(leerbedrijf_id)["statusCode"] == 200
    gezien: dict[str, Counter[int]] = {"kept": Counter(), "no-cache": Counter()}
    verouderd, hersteld, gevraagd = 0, None, 0
    for seconde in range(EINDE):
        facade.nep_klok.nu = float(NU + seconde)
        facade.nep_sbb.fout = STORING if WEG <= seconde < TERUG else None
        vooraf = len(facade.nep_sbb.gevraagd)
        for _ in range(max(2, schaal(20))):
            antwoord = facade.vraag(loting.choice(ids))
            gezien["kept"][antwoord["statusCode"]] += 1
            verouderd += WEG <= seconde < TERUG and json_van(antwoord)["actualiteit"]["verouderd"]
        vers = facade.vraag(loting.choice(ids), "no-cache")["statusCode"]
        if WEG <= seconde < TERUG:
            gezien["no-cache"][vers] += 1
            gevraagd += len(facade.nep_sbb.gevraagd) - vooraf
        elif seconde >= TERUG and vers == 200 and hersteld is None:
            hersteld = seconde - TERUG
        facade.werk_de_rij_af()
    assert gezien["kept"].keys() == {200}
    assert gezien["no-cache"].keys() == {503}
    assert verouderd > 0
    assert hersteld is not None
    assert hersteld <= 30
    # Five failures open the zekering; then a probe now and then, and no more.
    assert gevraagd <= 5 + (TERUG - WEG) // 15 + 1
    assert all(
        json_van(facade.vraag(id_))["actualiteit"]["verouderd"] is False for id_ in _na_afloop(facade, ids)
    )
    with capsys.disabled():
        sys.stdout.write(
            f"\nSBB away for {TERUG - WEG} s: {gezien['kept'].total()} of kept answers all 200, "
            f"{verouderd} of them stale; {gezien['no-cache'].total()} with no-cache all 503; "
            f"{gevraagd} calls to SBB; back after {hersteld} s\n"
        )


def _na_afloop(facade: Facade, ids: list[str]) -> list[str]:
    """Once everything was asked again a minute after the last mark, the queue has done its work."""
    for seconden in (61, 122):
        facade.nep_klok.nu = float(NU + EINDE + seconden)
        for leerbedrijf_id in ids:
            facade.vraag(leerbedrijf_id)
            facade.nep_klok.nu += 0.1
            facade.werk_de_rij_af()
    return ids
