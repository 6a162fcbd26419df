"""Making, changing and ending an abonnement: what may be, and what becomes of it."""

from dataclasses import replace
from math import ceil
from typing import Final, NamedTuple

from stagemarkt.domain.changes.event import build_test_event, serialize
from stagemarkt.domain.changes.proofs import make_token, new_proof_secret, new_signing_secret, token_matches
from stagemarkt.model.abonnement import Abonnement, DestinationKind, Filter, SigningKey
from stagemarkt.model.errors import Bilingual, InputError, InvalidInput, LimitExceeded, UnknownResource
from stagemarkt.ports.abonnementen import AT_MOST
from stagemarkt.ports.delivery import DeliveryMessage
from stagemarkt.ports.outbox import Pace, PaceGuard

# A test message is a post to a stranger's address; sending anew is a thousand of them.
TESTEN: Final = Pace("testbericht", 6.0, 10)
REDELIVER: Final = Pace("heraflevering", 600.0, 3)
# So long two keys sign: time to change over.
GRACE_PERIOD: Final = 24 * 3600
MEANWHILE: Final = Bilingual(
    "Het abonnement is intussen gewijzigd; haal het opnieuw op.",
    "The abonnement has changed meanwhile; fetch it again.",
)


class AbonnementWish(NamedTuple):
    """What a caller wants changed; None leaves it as it is."""

    adres: str | None = None
    filter: Filter | None = None
    toestand: str | None = None
    token: str | None = None


class AbonnementHolder(NamedTuple):
    """For whom: the afnemer and the school."""

    afnemer_id: str
    school: str

    def check(self, abonnement: Abonnement | None) -> Abonnement:
        """This abonnement, if it is theirs. Raises UnknownResource: of another's nobody learns anything."""
        if abonnement is None or (abonnement.afnemer_id, abonnement.school) != self:
            raise UnknownResource(
                Bilingual("Dit abonnement bestaat niet.", "This abonnement does not exist.")
            )
        return abonnement


def begin(
    abonnement_id: str,
    holder: AbonnementHolder,
    kind: DestinationKind,
    adres: str,
    filter_: Filter,
    now: float,
) -> Abonnement:
    """A new abonnement. A webhook gets its first key; a queue waits for the token to come back."""
    webhook = kind == "webhook"
    return Abonnement(
        abonnement_id=abonnement_id,
        school=holder.school,
        afnemer_id=holder.afnemer_id,
        soort=kind,
        adres=adres,
        filter=filter_,
        toestand="actief" if webhook else "onbevestigd",
        aangemaakt_op=now,
        actief_sinds=now,
        sleutels=(SigningKey(new_signing_secret()),) if webhook else (),
        bewijs="" if webhook else new_proof_secret(),
    )


def modify(abonnement: Abonnement, wish: AbonnementWish, now: float) -> Abonnement:
    """The abonnement as it becomes, in its next version.

    Raises:
        InvalidInput: the token is not the one that was sent, or is missing where it is needed.
    """
    new = replace(abonnement, versie=abonnement.versie + 1, filter=wish.filter or abonnement.filter)
    if wish.adres is not None and wish.adres != abonnement.adres:
        # What was learnt of the former address, its rest and its waits, says nothing of this one.
        new = replace(new, adres=wish.adres, actief_sinds=now)
        if abonnement.soort == "sqs":
            # Another queue has to be proven anew.
            new = replace(new, toestand="onbevestigd", bewijs=new_proof_secret())
    if wish.token is not None and not _is_confirmed(new, wish.token, now):
        if new.toestand != "onbevestigd" or not _is_proven(new, wish.token, now):
            raise _error(
                "token",
                "Dit token komt niet uit een testbericht van de laatste dag naar deze wachtrij.",
                "This token is not of a test message to this queue in the last day.",
            )
        new = replace(new, toestand="actief", actief_sinds=now)
    return _set_state(new, wish.toestand, now)


def _set_state(abonnement: Abonnement, condition: str | None, now: float) -> Abonnement:
    if condition is None or condition == abonnement.toestand:
        return abonnement
    if abonnement.toestand == "onbevestigd":
        raise _error(
            "token",
            "Stuur eerst het token uit het testbericht terug.",
            "Send back the token of the test message first.",
            "ontbrekende-combinatie",
        )
    if condition == "actief":
        return replace(abonnement, toestand="actief", actief_sinds=now)
    return replace(abonnement, toestand="gepauzeerd")


def is_done(abonnement: Abonnement, wish: AbonnementWish, now: float) -> bool:
    """Whether all that is wished is so already: by the change whose answer the caller never got, say."""
    if wish == AbonnementWish():
        return False
    return (
        wish.adres in {None, abonnement.adres}
        and wish.filter in {None, abonnement.filter}
        and wish.toestand in {None, abonnement.toestand}
        and (wish.token is None or _is_confirmed(abonnement, wish.token, now))
    )


def refuse_too_often(guard: PaceGuard, abonnement: Abonnement, tempo: Pace, now: float) -> None:
    """Count one. Raises LimitExceeded when it is too soon, StorageError when it cannot be known."""
    wait = guard.take_turn(abonnement.sleutel, tempo, now)
    if wait > 0:
        keer = f"{tempo.at_most} x {tempo.naam}, {tempo.between:g} s"
        raise LimitExceeded(
            Bilingual(
                f"Voor dit abonnement kan dit even niet weer ({keer}); wacht zo lang als Retry-After zegt.",
                f"Not again so soon for this abonnement ({keer}); wait as long as Retry-After says.",
            ),
            retry_after=ceil(wait),
        )


def unsubscribe(abonnement: Abonnement) -> Abonnement:
    """Switched off, for its receiver answered 410."""
    return replace(abonnement, toestand="afgemeld", versie=abonnement.versie + 1)


def test_message(abonnement: Abonnement, bericht_id: str, now: float, bron: str) -> DeliveryMessage:
    """A message to try the destination with; for a queue that is not proven yet it carries the token."""
    token = None
    if abonnement.toestand == "onbevestigd":
        token = make_token(abonnement.bewijs, abonnement.abonnement_id, abonnement.adres, now)
    event = build_test_event(bericht_id, abonnement.abonnement_id, now, bron=bron, token=token)
    return DeliveryMessage(bericht_id, 0, "", "", serialize(event), is_test=True)


def change_key(abonnement: Abonnement, now: float) -> Abonnement:
    """With a new key in front; the one before it signs as well for a day.

    So does every other whose day is not over: the answer that told of the one in between may be lost, and
    its receiver at the one before that. Of many in one day those in the middle go first.

    Raises InvalidInput for a queue, which has no key.
    """
    if abonnement.soort != "webhook":
        raise _error("", "Alleen een webhook heeft een sleutel.", "Only a webhook has a key.")
    previous = [replace(s, until=now + GRACE_PERIOD) if s.until is None else s for s in abonnement.sleutels]
    valid = [s for s in previous if s.until is not None and s.until > now]
    sleutels = (SigningKey(new_signing_secret()), *valid[:2], *valid[2:][-1:])
    return replace(abonnement, versie=abonnement.versie + 1, sleutels=sleutels)


def too_many() -> InvalidInput:
    """That an afnemer has `AT_MOST` for this school already."""
    return _error(
        "",
        f"U heeft al {AT_MOST} abonnementen voor deze school; beëindig er eerst een.",
        f"You have {AT_MOST} abonnementen for this school already; end one first.",
    )


def refuse_beyond(before: int, last: int) -> None:
    """Raise InvalidInput for a cursor to below a volgnummer that was not given yet."""
    if before > last:
        detail = Bilingual("Deze cursor hoort hier niet.", "This cursor does not belong here.")
        raise InvalidInput((InputError("query", "cursor", "ongeldige-invoer", detail),))


def _is_confirmed(abonnement: Abonnement, token: str, now: float) -> bool:
    """Whether this token has done its work already."""
    return abonnement.toestand != "onbevestigd" and _is_proven(abonnement, token, now)


def _is_proven(abonnement: Abonnement, token: str, now: float) -> bool:
    return bool(abonnement.bewijs) and token_matches(
        token, abonnement.bewijs, abonnement.abonnement_id, abonnement.adres, now
    )


def _error(name: str, nl: str, en: str, code: str = "ongeldige-invoer") -> InvalidInput:
    return InvalidInput((InputError("body", name, code, Bilingual(nl, en)),))
