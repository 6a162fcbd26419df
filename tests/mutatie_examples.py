"""Mutaties of messages, for the tests of the store and what stands around it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final

from stagemarkt.model.mutatie import Mutatie, mutatie_id_of
from stagemarkt.ports.intake import MessageHeader

MESSAGE: Final = "0e1d2c3b-0000-4000-8000-000000000001"
OTHER_MESSAGE: Final = "0e1d2c3b-0000-4000-8000-000000000002"
ABONNEMENT: Final = "5a5a5a5a-0000-4000-8000-000000000001"
# Early in September 2026.
NOW: Final = 1788256800.123


def mutaties(
    count: int, bericht_id: str = MESSAGE, school: str = "99XX", gelogd_op: float = NOW
) -> Sequence[Mutatie]:
    """That many mutaties of one message, no two alike."""
    return [
        Mutatie(
            mutatie_id=mutatie_id_of(bericht_id, position),
            school=school,
            bericht_id=bericht_id,
            positie=position,
            abonnement_id=ABONNEMENT,
            leerbedrijf_id=f"{100000000 + position}",
            naam=f"Bakkerij {position} & Zn.",
            code="25998" if position % 2 else "K0067",
            status="ingetrokken" if position % 3 else "erkend",
            startdatum=date(2016, 8, 1),
            einddatum=date(2026, 8, 31) if position % 3 else None,
            mutatietijdstip=datetime(2026, 9, 1, 7, 0, 0, position, tzinfo=UTC),
            gelogd_op=gelogd_op,
        )
        for position in range(1, count + 1)
    ]


def header(
    count: int, bericht_id: str = MESSAGE, school: str = "99XX", checksum: str = "som"
) -> MessageHeader:
    """The head of such a message."""
    return MessageHeader(bericht_id, ABONNEMENT, school, count, checksum)
