"""The ARN of a subscriber's queue: whether it may be sent to, and the policy that lets us in."""

import re
from typing import Any, Final, NamedTuple

from stagemarkt.model.errors import Tekst

_VORM: Final = re.compile(
    r"arn:(?P<partitie>aws|aws-cn|aws-us-gov|aws-eusc|aws-iso[a-z-]*):sqs:"
    r"(?P<regio>[a-z]{2,6}(-[a-z]{2,12}){1,3}-[0-9]{1,2}):"
    r"(?P<rekening>[0-9]{12}):"
    r"(?P<naam>[A-Za-z0-9_-]{1,75}\.fifo|[A-Za-z0-9_-]{1,80})",
    re.ASCII,
)


class Thuis(NamedTuple):
    """Where we run: our partition (`aws`) and account (12 digits)."""

    partitie: str
    rekening: str


class Wachtrijadres(NamedTuple):
    """An ARN, read."""

    partitie: str
    regio: str
    rekening: str
    naam: str

    @property
    def is_fifo(self) -> bool:
        """Whether this queue keeps order."""
        return self.naam.endswith(".fifo")


class ArnOngeldig(ValueError):
    """Nothing may be sent to this ARN; `fouten` says everything that is wrong with it."""

    def __init__(self, fouten: tuple[Tekst, ...]) -> None:
        super().__init__(f"{len(fouten)} faults")
        self.fouten = fouten


def lees_wachtrijadres(arn: str, thuis: Thuis) -> Wachtrijadres:
    """Read and judge the ARN of a queue.

    A queue of our own account is refused: it would be ours that is written to, with our own permissions, on a
    caller's word.

    Raises:
        ArnOngeldig: with every fault.
    """
    treffer = _VORM.fullmatch(arn)
    if treffer is None:
        raise ArnOngeldig((_GEEN_ARN,))
    adres = Wachtrijadres(treffer["partitie"], treffer["regio"], treffer["rekening"], treffer["naam"])
    fouten = []
    if adres.partitie != thuis.partitie:
        fouten.append(_ANDERE_PARTITIE)
    if adres.rekening == thuis.rekening:
        fouten.append(_ONZE_REKENING)
    if fouten:
        raise ArnOngeldig(tuple(fouten))
    return adres


def wachtrijbeleid(queue_arn: str, rol_arn: str) -> dict[str, Any]:
    """The policy that the owner gives the queue: this role of ours may send to it, and do nothing else."""
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "StagemarktFacade",
                "Effect": "Allow",
                "Principal": {"AWS": rol_arn},
                "Action": "sqs:SendMessage",
                "Resource": queue_arn,
            }
        ],
    }


_GEEN_ARN: Final = Tekst(
    "Geef de ARN van een SQS-wachtrij: `arn:aws:sqs:<regio>:<rekening>:<naam>`.",
    "Give the ARN of an SQS queue: `arn:aws:sqs:<region>:<account>:<name>`.",
)
_ANDERE_PARTITIE: Final = Tekst(
    "De wachtrij staat in een andere AWS-partitie; daarheen kan niet worden gestuurd.",
    "The queue is in another AWS partition; nothing can be sent there.",
)
_ONZE_REKENING: Final = Tekst(
    "De wachtrij moet in een AWS-rekening van de abonnee zelf staan.",
    "The queue must be in an AWS account of the subscriber's own.",
)
