"""Taking in a message of SBB: first everything is safe, then it is acknowledged.

Each step may happen twice with the same outcome. A message that died halfway is finished when SBB sends it
again, and one that is finished is acknowledged again without doing anything. A mutatie that cannot be read is
safe when it is kept for the operator: it holds up no other, of its message or of the next.
"""

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

from stagemarkt.model.mutatie import Mutatie, Mutatiebericht
from stagemarkt.model.rejection import Rejection, RejectionReason
from stagemarkt.ports.intake import (
    UNREADABLE_MUTATIE,
    FanOutQueue,
    MessageHeader,
    MutatieStore,
    Rejected,
    RejectsRegister,
)
from stagemarkt.ports.sbb_subscriptions import AbonnementenBook, KnownSubscription


class IntakeContext(NamedTuple):
    """What taking in needs.

    Attributes:
        storage: the store.
        message_queue: the queue.
        abonnementen: the subscriptions that we know.
        sbb_oin: the OIN of SBB.
        rejects_register: keeps what cannot be read.
    """

    storage: MutatieStore
    message_queue: FanOutQueue
    abonnementen: AbonnementenBook
    sbb_oin: str
    rejects_register: RejectsRegister


def take_in(message: Mutatiebericht, intake: IntakeContext, now: float) -> bool:
    """Store this message, queue it, and only then return: True, or False when that had been done before.

    Raises:
        Rejection: it is not for us, or its BerichtID stood for another message.
        StorageError: not, or not wholly, done; nothing may be acknowledged.
    """
    _check(message, intake.abonnementen.find(message.abonnement_id), intake.sbb_oin)
    header = header_of(message)
    acceptance = intake.storage.accept(header, now)
    if acceptance.checksum != header.checksum:
        raise Rejection(RejectionReason.OTHER_CONTENT, "BerichtID")
    if acceptance.completed:
        return False
    # Of the first time that it came: what is stored again is the same.
    mutaties = [mutatie._replace(gelogd_op=acceptance.gelogd_op) for mutatie in message.mutaties]
    if message.onleesbaar:
        intake.rejects_register.keep_apart(_set_aside(message, intake.sbb_oin, acceptance.gelogd_op))
    if mutaties:
        intake.storage.keep(mutaties)
        ids = [mutatie.mutatie_id for mutatie in mutaties]
        intake.message_queue.enqueue(message.school, ids, message.bericht_id)
    intake.storage.complete(message.bericht_id)
    return True


def resume(
    mutatie: Mutatie,
    tag: str,
    storage: MutatieStore,
    message_queue: FanOutQueue,
    rejects_register: RejectsRegister,
) -> None:
    """Take in, late, a mutatie that was kept under this name and can be read now.

    Raises:
        StorageError: not, or not wholly, done; do it again.
    """
    storage.keep([mutatie])
    message_queue.enqueue(mutatie.school, [mutatie.mutatie_id], f"herneem-{mutatie.mutatie_id}")
    rejects_register.forget(tag)


def header_of(message: Mutatiebericht) -> MessageHeader:
    """What is known of a message: its digest tells it from another that borrows its BerichtID."""
    return MessageHeader(
        bericht_id=message.bericht_id,
        abonnement_id=message.abonnement_id,
        school=message.school,
        aantal=message.aantal,
        checksum=f"{message.school}.{message.abonnement_id}.{message.content_digest}",
    )


def _set_aside(message: Mutatiebericht, oin: str, gelogd_op: float) -> Sequence[Rejected]:
    return [
        Rejected(
            # By its place: whatever is done again is the same item.
            tag=hashlib.sha256(f"{message.bericht_id}.{one.positie}".encode()).hexdigest()[:32],
            reden=UNREADABLE_MUTATIE,
            explanation=one.where,
            oin=oin,
            school=message.school,
            bericht_id=message.bericht_id,
            inhoud=one.inhoud,
            size=len(one.inhoud),
            first_at=gelogd_op,
            last_at=gelogd_op,
            abonnement_id=message.abonnement_id,
            positie=one.positie,
        )
        for one in message.onleesbaar
    ]


def _check(message: Mutatiebericht, abonnement: KnownSubscription | None, sbb_oin: str) -> None:
    if abonnement is None or abonnement.school != message.school:
        raise Rejection(RejectionReason.UNKNOWN_ABONNEMENT, "AbonnementID and Brin")
    if message.from_oin not in {None, sbb_oin}:
        raise Rejection(RejectionReason.OTHER_SENDER, "wsa:From")
    if message.to_oin not in {None, abonnement.oin}:
        raise Rejection(RejectionReason.OTHER_RECEIVER, "wsa:To")
