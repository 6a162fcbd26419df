"""An abonnement: where the changes of one school go, for one afnemer. Plain code, no pydantic."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple, get_args

from stagemarkt.model.mutatie import Mutatie, Mutatiestatus

DestinationKind = Literal["webhook", "sqs"]
# `onbevestigd`: a queue whose owner has not sent the token back yet. `afgemeld`: the receiver answered 410.
# `gepauzeerd`: its owner wants no deliveries for now. In all three events are numbered and wait.
AbonnementToestand = Literal["actief", "onbevestigd", "afgemeld", "gepauzeerd"]
STATUSES: Final[tuple[Mutatiestatus, ...]] = get_args(Mutatiestatus)


class Filter(NamedTuple):
    """Which changes are wanted; what is empty lets everything through. Each is sorted and without doubles."""

    leerbedrijf_ids: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    statussen: tuple[Mutatiestatus, ...] = ()

    def fits(self, mutatie: Mutatie) -> bool:
        """Whether this change is wanted."""
        return (
            (not self.leerbedrijf_ids or mutatie.leerbedrijf_id in self.leerbedrijf_ids)
            and (not self.codes or mutatie.code in self.codes)
            and (not self.statussen or mutatie.status in self.statussen)
        )


class AbonnementKey(NamedTuple):
    """Which abonnement: its school and its id, of which others are made too."""

    school: str
    abonnement_id: str


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A secret that webhooks are signed with; `until` is when it stops, None for the newest."""

    geheim: str = field(repr=False)
    until: float | None = None


@dataclass(frozen=True, slots=True)
class Abonnement:
    """Where changes go. Its repr shows neither address nor secrets.

    Attributes:
        abonnement_id: a UUID.
        school: the BRIN whose changes these are.
        afnemer_id: whose it is; nobody else sees it.
        soort: the way out.
        adres: the URL of a webhook, the ARN of a queue.
        filter: which changes.
        toestand: whether deliveries go out.
        aangemaakt_op: seconds since 1970.
        actief_sinds: since when deliveries go out to this address. The three days of trying count from here
            at the earliest, and what its receiver did before does not count.
        versie: goes up with every change, from 1; the entity tag is made of it.
        sleutels: what a webhook is signed with, newest first.
        bewijs: what the tokens that prove a queue are made with; empty for a webhook.
    """

    abonnement_id: str
    school: str
    afnemer_id: str
    soort: DestinationKind
    adres: str = field(repr=False)
    filter: Filter
    toestand: AbonnementToestand
    aangemaakt_op: float
    actief_sinds: float
    versie: int = 1
    sleutels: tuple[SigningKey, ...] = field(default=(), repr=False)
    bewijs: str = field(default="", repr=False)

    @property
    def sleutel(self) -> AbonnementKey:
        """Which one it is."""
        return AbonnementKey(self.school, self.abonnement_id)

    @property
    def tag(self) -> str:
        """What no two abonnementen of an afnemer and a school share: the destination with the filter."""
        text = json.dumps([self.afnemer_id, self.soort, self.adres, *self.filter], ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:32]
