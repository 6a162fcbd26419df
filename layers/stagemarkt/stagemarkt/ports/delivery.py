"""The port to whoever is told of a change: hand over one event, and say how that ended."""

from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple, Protocol

from stagemarkt.model.errors import Bilingual
from stagemarkt.ports.deadline import Deadline

ReceiverKind = Literal["webhook", "sqs"]

# How an attempt ended. `geleverd`: the receiver has it. `mislukt`: it has not, or we do not know.
# `afgemeld`: it asks never to be told again (410). `geweigerd`: we may not send there, and did not.
DeliveryEnding = Literal["geleverd", "mislukt", "afgemeld", "geweigerd"]

# Why an attempt did not end in `geleverd`; what each means to a subscriber is in `model.delivery_reasons`.
DeliveryReason = Literal[
    "adres-verboden",
    "afgemeld",
    "antwoord-ongeldig",
    "bericht-geweigerd",
    "certificaat-niet-vertrouwd",
    "geen-sleutel",
    "geen-toegang",
    "geen-toegang-versleuteling",
    "geen-verbinding",
    "http-status",
    "naam-onbekend",
    "omleiding",
    "overbelast",
    "storing",
    "te-laat",
    "tls-fout",
    "url-ongeldig",
    "wachtrij-ongeldig",
    "wachtrij-onbekend",
]


# The headers of Standard Webhooks 1.0.
HEADER_ID: Final = "webhook-id"
HEADER_MOMENT: Final = "webhook-timestamp"
HEADER_SIGNATURE: Final = "webhook-signature"
# What stands beside an event in a queue, so that a receiver can filter without opening it.
ATTRIBUTE_MEDIATYPE: Final = "contentType"
ATTRIBUTE_ID: Final = "id"
ATTRIBUTE_VOLGNUMMER: Final = "volgnummer"
ATTRIBUTE_LEERBEDRIJF: Final = "leerbedrijfId"
ATTRIBUTE_CODE: Final = "code"
ATTRIBUTE_TEST: Final = "test"


@dataclass(frozen=True, slots=True)
class Destination:
    """Where the events of one abonnement go. Its repr shows neither address nor keys.

    Attributes:
        abonnement_id: whose events these are.
        soort: the way out.
        url: of a webhook, https.
        queue_arn: of the subscriber's SQS queue.
        sleutels: the signing secrets of a webhook (`whsec_…`), newest first; more than one while a key is
            being rotated, and the receiver may verify with any.
    """

    abonnement_id: str
    soort: ReceiverKind
    url: str | None = field(default=None, repr=False)
    queue_arn: str | None = field(default=None, repr=False)
    sleutels: tuple[str, ...] = field(default=(), repr=False)


class DeliveryMessage(NamedTuple):
    """One event as it leaves.

    Attributes:
        id: the mutatieId: the same on every attempt, so that a receiver recognises what it has already.
        volgnummer: the abonnement's own, contiguous.
        leerbedrijf_id: with `code`, within which order is kept.
        code: crebo or keuzedeel.
        inhoud: the CloudEvent as JSON, UTF-8.
        is_test: a test message, outside the numbering.
    """

    id: str
    volgnummer: int
    leerbedrijf_id: str
    code: str
    inhoud: bytes
    is_test: bool = False


class DeliveryOutcome(NamedTuple):
    """How one attempt ended.

    Attributes:
        soort: as above.
        http_status: what the receiver (or SQS) answered, None when it did not.
        retry_after: after how many seconds the receiver asks to be tried again, if it does.
        reden: why it was not `geleverd`, else None.
    """

    soort: DeliveryEnding
    http_status: int | None = None
    retry_after: int | None = None
    reden: DeliveryReason | None = None


class EventSender(Protocol):
    """Hands events to receivers. Whatever a receiver does is an `DeliveryOutcome`, never an exception."""

    def dispatch(
        self, destination: Destination, message: DeliveryMessage, deadline: Deadline
    ) -> DeliveryOutcome:
        """Make one attempt that ends before `deadline` does.

        Raises:
            StorageError: nothing was sent, for what we need of our own could not be read: try again, this was
                no attempt.
        """
        ...


class WebhookVetter(Protocol):
    """Judges the URL of a webhook before anything is sent to it."""

    def vet(self, url: str) -> tuple[Bilingual, ...]:
        """Everything that is wrong with it, for the one who gave it; empty when nothing is.

        What is in order now is judged again on every attempt: DNS can change.
        """
        ...
