"""A question and an invalidation of what it asks, in every order that their steps can have.

`make test` takes a draw of the orders, `make proof` all of them: some hundreds for each case.
"""

import itertools
import json
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

import pytest
from stagemarkt.adapters.dynamodb.cache import Antwoordtabel
from stagemarkt.adapters.dynamodb.cache_invalidation import Antwoordvergeter
from stagemarkt.domain.cache.freshness import Wens
from stagemarkt.domain.cache.lookup import raadpleeg
from stagemarkt.domain.cache.lookup_outcome import Opslag, Vers, Vraagstuk
from stagemarkt.domain.cache.retention import IDENTIFICATIE, CacheMode
from stagemarkt.model.errors import BronNietBeschikbaar, LeerbedrijfOnbekend, Tekst
from stagemarkt.ports.cache import Antwoordsleutel
from stagemarkt.ports.deadline import Termijn

from tests.integration.dynamodb.stepper import Loper, pauze, sta_stil_bij_elke_aanroep
from tests.integration.support.template import Tabellen

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

ID = "900000001"
NU = 1_700_000_000
TEKST = Tekst("Weg.", "Gone.")
_MINSTENS = 12


class Toneel:
    """A question and an invalidation, each at its own first step; another school each time."""

    def __init__(self, client: "DynamoDBClient", tabel: str, nummer: int, onderwerp: str) -> None:
        self.school = f"{nummer:04d}"
        self.sleutel = Antwoordsleutel(self.school, onderwerp, "identificatie")
        self.tabel = Antwoordtabel(client, tabel)
        self.vergeter = Antwoordvergeter(client, tabel)
        self.versie = 1
        self.fout: Exception | None = None
        self.opslag = Opslag(
            modus=CacheMode.VOLLEDIG,
            duren={},
            lezer=self.tabel,
            schrijver=lambda: self.tabel,
            ververs=lambda _: None,
            meld=lambda _wat, fout: pytest.fail(str(fout)),
            klok=lambda: NU,
            slaap=lambda _: None,
        )

    def vraag(self, wens: Wens) -> tuple[int | None, bool]:
        """The version that is served, None for a failure; and whether it came from the table."""
        uitkomst = raadpleeg(
            Vraagstuk(self.sleutel, IDENTIFICATIE, self._haal), wens, Termijn(60.0, lambda: 0.0), self.opslag
        )
        if uitkomst.bewaard is not None:
            return json.loads(uitkomst.bewaard.lichaam or b"0"), True
        return (None if uitkomst.vers is None else json.loads(uitkomst.vers.lichaam)), False

    def verander(self) -> None:
        """Something changes at SBB, and SBB says so."""
        self.versie = 2
        self.vergeter.invalideer(self.school, ID)

    def _haal(self, _nu: int) -> Vers:
        pauze()
        fout, inhoud = (self.fout if self.versie == 1 else None), str(self.versie).encode()
        pauze()
        if fout is not None:
            raise fout
        return Vers(inhoud, inhoud, 'W/"x"', over=(ID,))


def _volgorden(stappen: int, van_ander: int) -> Iterator[list[bool]]:
    """Each way to mix this many steps of one with that many of the other."""
    alle = range(stappen + van_ander)
    for plekken in itertools.combinations(alle, van_ander):
        yield [plek in plekken for plek in alle]


def _tel(loper: Loper) -> int:
    stappen = 0
    while not loper.klaar:
        loper.stap()
        stappen += 1
        assert stappen < 1000
    return stappen


@pytest.mark.proof
@pytest.mark.parametrize(
    ("onderwerp", "wens", "fout"),
    [
        pytest.param(f"leerbedrijf#{ID}", Wens(), None, id="one"),
        pytest.param("vraag#a", Wens(), None, id="list"),
        pytest.param(f"leerbedrijf#{ID}", Wens(geen_cache=True), None, id="no-cache"),
        pytest.param(f"leerbedrijf#{ID}", Wens(), LeerbedrijfOnbekend(TEKST), id="unknown"),
        pytest.param(
            f"leerbedrijf#{ID}",
            Wens(max_leeftijd=0, max_verouderd=10**6),
            BronNietBeschikbaar(TEKST),
            id="fall-back",
        ),
    ],
)
def test_in_elke_volgorde(
    dynamodb: "DynamoDBClient",
    tabellen: Tabellen,
    schaal: Callable[[int], int],
    onderwerp: str,
    wens: Wens,
    fout: Exception | None,
) -> None:
    """Whoever asks once the invalidation is done is never served from the table what was there before it."""
    nummers = itertools.count()

    def toneel() -> Toneel:
        nieuw = Toneel(dynamodb, tabellen.antwoorden, next(nummers), onderwerp)
        if isinstance(fout, BronNietBeschikbaar):
            nieuw.vraag(Wens())
        nieuw.fout = fout
        return nieuw

    with ExitStack() as opruimen:
        proef = toneel()
        opruimen.callback(sta_stil_bij_elke_aanroep(dynamodb))
        stappen, van_ander = _tel(Loper(lambda: proef.vraag(wens))), _tel(Loper(proef.verander))
        alle = list(_volgorden(stappen, van_ander))
        # The same draw each time, no secret.
        getrokken = random.Random(20261124).sample(alle, max(_MINSTENS, schaal(len(alle))))  # noqa: S311
        for volgorde in getrokken:
            spel = toneel()
            vraag, verandering = Loper(partial(spel.vraag, wens)), Loper(spel.verander)
            for van_verandering in volgorde:
                loper = verandering if van_verandering else vraag
                if not loper.klaar:
                    loper.stap()
            vraag.loop_uit()
            verandering.loop_uit()
            versie, bewaard = spel.vraag(Wens())
            assert not bewaard or versie == 2, volgorde
