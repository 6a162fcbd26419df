"""The big proof's ingredients: a traffic of mutaties with resends, and what must be true afterwards."""

import json
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from random import Random
from typing import Final, NamedTuple

from stagemarkt.model.abonnement import Abonnement, Filter
from stagemarkt.model.mutatie import Mutatie, Mutatiestatus
from stagemarkt.ports.delivery import Bericht

from tests.unit.fakes_outbox import abonnement, mutatie

SCHOLEN: Final = ("99XX", "30AA", "27ZZ")
LEERBEDRIJVEN: Final = tuple(str(100_000_000 + n) for n in range(40))
CODES: Final = ("25998", "25168", "K0067", "25655")
STATUSSEN: Final[tuple[Mutatiestatus, ...]] = ("erkend", "ingetrokken", "verlopen", "nietErkend")
# What the queue to the fan-out carries at most.
PER_STUK: Final = 25


class Stuk(NamedTuple):
    """What one message of the queue to the fan-out says."""

    school: str
    mutatie_ids: tuple[str, ...]


class Verkeer(NamedTuple):
    """All mutaties by school in the order in which they came, and the queue with what was sent again."""

    mutaties: dict[str, list[Mutatie]]
    wachtrij: list[Stuk]
    berichten: int
    dubbel: int

    def __str__(self) -> str:
        aantal = sum(len(lijst) for lijst in self.mutaties.values())
        return f"{aantal} mutaties in {self.berichten} messages, {self.dubbel} sent again"


def maak_abonnementen() -> list[Abonnement]:
    """Ten over three schools, of both kinds that are sent to, with filters of every kind and without."""
    filters = (
        Filter(),
        Filter(codes=("25998", "K0067")),
        Filter(leerbedrijf_ids=LEERBEDRIJVEN[:10]),
        Filter(statussen=("erkend",)),
        Filter(LEERBEDRIJVEN[5:30], ("25998", "25168"), ("erkend", "ingetrokken")),
    )
    return [
        abonnement(
            f"a{n}", school=SCHOLEN[n % 3], soort="sqs" if n % 2 else "webhook", filter_=filters[n % 5]
        )
        for n in range(10)
    ]


def maak_verkeer(aantal: int, langste: int, zaad: int) -> Verkeer:
    """`aantal` mutaties in messages of 1 to `langste`, every tenth message sent two or three times."""
    toeval = Random(zaad)  # noqa: S311 - repeatable, no secret
    mutaties: dict[str, list[Mutatie]] = {school: [] for school in SCHOLEN}
    wachtrij: list[Stuk] = []
    later: list[list[Stuk]] = []
    berichten = dubbel = over = 0
    over = aantal
    while over:
        school = toeval.choice(SCHOLEN)
        bericht = _bericht(toeval, school, min(over, toeval.randint(1, langste)))
        over -= len(bericht)
        berichten += 1
        mutaties[school] += bericht
        stukken = _stukken(bericht)
        wachtrij += stukken
        if berichten % 10 == 0:
            keren = toeval.randint(1, 2)
            dubbel += keren
            # At once, and once more when others have come by.
            wachtrij += stukken
            later += [stukken] * (keren - 1)
        if later and toeval.random() < 0.3:
            wachtrij += later.pop()
    for stukken in later:
        wachtrij += stukken
    return Verkeer(mutaties, wachtrij, berichten, dubbel)


def _bericht(toeval: Random, school: str, lengte: int) -> list[Mutatie]:
    bericht_id = str(uuid.UUID(int=toeval.getrandbits(128), version=4))
    return [
        mutatie(
            positie,
            bericht_id=bericht_id,
            school=school,
            leerbedrijf_id=toeval.choice(LEERBEDRIJVEN),
            code=toeval.choice(CODES),
            status=toeval.choice(STATUSSEN),
        )
        for positie in range(1, lengte + 1)
    ]


def _stukken(bericht: Sequence[Mutatie]) -> list[Stuk]:
    ids = [m.mutatie_id for m in bericht]
    return [Stuk(bericht[0].school, tuple(ids[i : i + PER_STUK])) for i in range(0, len(ids), PER_STUK)]


def controleer(wie: Abonnement, mutaties: Iterable[Mutatie], ontvangen: Sequence[Bericht]) -> int:
    """What a subscriber got is what was promised; how many duplicates were among it.

    Every event that fits and no other; each id one number and one content, however often it came;
    numbers from 1 without gaps; per leerbedrijf and code first seen in the order of what happened; a first
    `erkend` is verleend and each later one gewijzigd.
    """
    past = [m for m in mutaties if wie.filter.past(m)]
    eerste = {bericht.id: bericht for bericht in reversed(ontvangen)}
    assert set(eerste) == {m.mutatie_id for m in past}
    assert len(set(ontvangen)) == len(eerste)
    assert sorted(b.volgnummer for b in eerste.values()) == list(range(1, len(past) + 1))
    assert [eerste[m.mutatie_id].volgnummer for m in past] == list(range(1, len(past) + 1))
    banen: dict[tuple[str, str], list[int]] = defaultdict(list)
    for bericht in dict.fromkeys(ontvangen):
        banen[bericht.leerbedrijf_id, bericht.code].append(bericht.volgnummer)
    assert all(nummers == sorted(nummers) for nummers in banen.values())
    return len(ontvangen) - len(eerste)


def controleer_typen(alle: Iterable[Mutatie], ontvangen: Sequence[Bericht]) -> None:
    """`verleend` where the pair had not been in any mutatie of the school before, else `gewijzigd`."""
    typen = {b.id: json.loads(b.inhoud)["type"].rpartition("-")[2] for b in ontvangen}
    gezien: set[tuple[str, str]] = set()
    for m in alle:
        baan = (m.leerbedrijf_id, m.code)
        if m.mutatie_id in typen and m.status == "erkend":
            assert typen[m.mutatie_id] == {True: "gewijzigd", False: "verleend"}[baan in gezien]
        gezien.add(baan)
