"""The big proof's ingredients: a traffic of mutaties with resends, and what must be true afterwards."""

import json
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from random import Random
from typing import Final, NamedTuple

from stagemarkt.model.abonnement import Abonnement, Filter
from stagemarkt.model.mutatie import Mutatie, Mutatiestatus
from stagemarkt.ports.delivery import DeliveryMessage

from tests.unit.fakes.outbox import abonnement, mutatie

SCHOLEN: Final = ("99XX", "30AA", "27ZZ")
LEERBEDRIJVEN: Final = tuple(str(100_000_000 + n) for n in range(40))
CODES: Final = ("25998", "25168", "K0067", "25655")
STATUSES: Final[tuple[Mutatiestatus, ...]] = ("erkend", "ingetrokken", "verlopen", "nietErkend")
# What the queue to the fan-out carries at most.
PER_PIECE: Final = 25


class Piece(NamedTuple):
    """What one message of the queue to the fan-out says."""

    school: str
    mutatie_ids: tuple[str, ...]


class Traffic(NamedTuple):
    """All mutaties by school in the order in which they came, and the queue with what was sent again."""

    mutaties: dict[str, list[Mutatie]]
    message_queue: list[Piece]
    messages: int
    duplicate: int

    def __str__(self) -> str:
        count = sum(len(listing) for listing in self.mutaties.values())
        return f"{count} mutaties in {self.messages} messages, {self.duplicate} sent again"


def make_abonnementen() -> list[Abonnement]:
    """Ten over three schools, of both kinds that are sent to, with filters of every kind and without."""
    filters = (
        Filter(),
        Filter(codes=("25998", "K0067")),
        Filter(leerbedrijf_ids=LEERBEDRIJVEN[:10]),
        Filter(statussen=("erkend",)),
        Filter(LEERBEDRIJVEN[5:30], ("25998", "25168"), ("erkend", "ingetrokken")),
    )
    return [
        abonnement(f"a{n}", school=SCHOLEN[n % 3], kind="sqs" if n % 2 else "webhook", filter_=filters[n % 5])
        for n in range(10)
    ]


def make_traffic(count: int, longest: int, seed: int) -> Traffic:
    """`count` mutaties in messages of 1 to `longest`, every tenth message sent two or three times."""
    randomness = Random(seed)  # noqa: S311 - repeatable, no secret
    mutaties: dict[str, list[Mutatie]] = {school: [] for school in SCHOLEN}
    message_queue: list[Piece] = []
    later: list[list[Piece]] = []
    messages = duplicate = over = 0
    over = count
    while over:
        school = randomness.choice(SCHOLEN)
        message = _message(randomness, school, min(over, randomness.randint(1, longest)))
        over -= len(message)
        messages += 1
        mutaties[school] += message
        pieces = _pieces(message)
        message_queue += pieces
        if messages % 10 == 0:
            times = randomness.randint(1, 2)
            duplicate += times
            # At once, and once more when others have come by.
            message_queue += pieces
            later += [pieces] * (times - 1)
        if later and randomness.random() < 0.3:
            message_queue += later.pop()
    for pieces in later:
        message_queue += pieces
    return Traffic(mutaties, message_queue, messages, duplicate)


def _message(randomness: Random, school: str, length: int) -> list[Mutatie]:
    bericht_id = str(uuid.UUID(int=randomness.getrandbits(128), version=4))
    return [
        mutatie(
            position,
            bericht_id=bericht_id,
            school=school,
            leerbedrijf_id=randomness.choice(LEERBEDRIJVEN),
            code=randomness.choice(CODES),
            status=randomness.choice(STATUSES),
        )
        for position in range(1, length + 1)
    ]


def _pieces(message: Sequence[Mutatie]) -> list[Piece]:
    ids = [m.mutatie_id for m in message]
    return [Piece(message[0].school, tuple(ids[i : i + PER_PIECE])) for i in range(0, len(ids), PER_PIECE)]


def check(who: Abonnement, mutaties: Iterable[Mutatie], received: Sequence[DeliveryMessage]) -> int:
    """What a subscriber got is what was promised; how many duplicates were among it.

    Every event that fits and no other; each id one number and one content, however often it came;
    numbers from 1 without gaps; per leerbedrijf and code first seen in the order of what happened; a first
    `erkend` is verleend and each later one gewijzigd.
    """
    past = [m for m in mutaties if who.filter.fits(m)]
    first = {message.id: message for message in reversed(received)}
    assert set(first) == {m.mutatie_id for m in past}
    assert len(set(received)) == len(first)
    assert sorted(b.volgnummer for b in first.values()) == list(range(1, len(past) + 1))
    assert [first[m.mutatie_id].volgnummer for m in past] == list(range(1, len(past) + 1))
    lanes: dict[tuple[str, str], list[int]] = defaultdict(list)
    for message in dict.fromkeys(received):
        lanes[message.leerbedrijf_id, message.code].append(message.volgnummer)
    assert all(all_numbers == sorted(all_numbers) for all_numbers in lanes.values())
    return len(received) - len(first)


def check_types(everything: Iterable[Mutatie], received: Sequence[DeliveryMessage]) -> None:
    """`verleend` where the pair had not been in any mutatie of the school before, else `changed`."""
    event_types = {b.id: json.loads(b.inhoud)["type"].rpartition("-")[2] for b in received}
    seen: set[tuple[str, str]] = set()
    for m in everything:
        lane = (m.leerbedrijf_id, m.code)
        if m.mutatie_id in event_types and m.status == "erkend":
            assert event_types[m.mutatie_id] == {True: "gewijzigd", False: "verleend"}[lane in seen]
        seen.add(lane)
