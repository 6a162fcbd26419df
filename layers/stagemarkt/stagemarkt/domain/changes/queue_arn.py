"""The ARN of a subscriber's queue: whether it may be sent to, and the policy that lets us in."""

import re
from typing import Any, Final, NamedTuple

from stagemarkt.model.errors import Bilingual

_FORM: Final = re.compile(
    r"arn:(?P<partitie>aws|aws-cn|aws-us-gov|aws-eusc|aws-iso[a-z-]*):sqs:"
    r"(?P<regio>[a-z0-9-]{1,40}):"
    r"(?P<rekening>[0-9]{12}):"
    r"(?P<naam>[A-Za-z0-9_-]{1,75}\.fifo|[A-Za-z0-9_-]{1,80})",
    re.ASCII,
)


class Home(NamedTuple):
    """Where we run: our partition (`aws`), the regions that it has, our account (12 digits), our region."""

    partition: str
    account: str
    regions: frozenset[str]
    region: str


class QueueArn(NamedTuple):
    """An ARN, read."""

    partition: str
    region: str
    account: str
    naam: str

    @property
    def is_fifo(self) -> bool:
        """Whether this queue keeps order."""
        return self.naam.endswith(".fifo")


class InvalidArn(ValueError):
    """Nothing may be sent to this ARN; `fouten` says everything that is wrong with it."""

    def __init__(self, fouten: tuple[Bilingual, ...]) -> None:
        super().__init__(f"{len(fouten)} faults")
        self.fouten = fouten


def read_queue_arn(arn: str, home: Home) -> QueueArn:
    """Read and judge the ARN of a queue.

    A queue of our own account is refused: it would be ours that is written to, with our own permissions, on a
    caller's word.

    Raises:
        InvalidArn: with every fault.
    """
    hit = _FORM.fullmatch(arn)
    if hit is None:
        raise InvalidArn((_NO_ARN,))
    adres = QueueArn(hit["partitie"], hit["regio"], hit["rekening"], hit["naam"])
    errors = []
    if adres.partition != home.partition:
        errors.append(_OTHER_PARTITION)
    elif adres.region not in home.regions:
        errors.append(_NO_REGION)
    if adres.account == home.account:
        errors.append(_OUR_ACCOUNT)
    if errors:
        raise InvalidArn(tuple(errors))
    return adres


def queue_policy(queue_arn: str, role_arn: str) -> dict[str, Any]:
    """The policy that the owner gives the queue: this role of ours may send to it, and do nothing else.

    The role is in the condition: of one in `Principal` AWS keeps not the name but the id, and made anew
    under the same name it would be let in no more ("AWS JSON policy elements: Principal").
    """
    account = role_arn.partition(":role/")[0]
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "StagemarktFacade",
                "Effect": "Allow",
                "Principal": {"AWS": f"{account}:root"},
                "Action": "sqs:SendMessage",
                "Resource": queue_arn,
                "Condition": {"ArnEquals": {"aws:PrincipalArn": role_arn}},
            }
        ],
    }


_NO_ARN: Final = Bilingual(
    "Geef de ARN van een SQS-wachtrij: `arn:aws:sqs:<regio>:<rekening>:<naam>`.",
    "Give the ARN of an SQS queue: `arn:aws:sqs:<region>:<account>:<name>`.",
)
_OTHER_PARTITION: Final = Bilingual(
    "De wachtrij staat in een andere AWS-partitie; daarheen kan niet worden gestuurd.",
    "The queue is in another AWS partition; nothing can be sent there.",
)
_NO_REGION: Final = Bilingual(
    "Deze regio heeft AWS niet; schrijf haar zoals in de ARN van de wachtrij, zoals `eu-west-1`.",
    "AWS has no such region; write it as in the ARN of the queue, like `eu-west-1`.",
)
_OUR_ACCOUNT: Final = Bilingual(
    "De wachtrij moet in een AWS-rekening van de abonnee zelf staan.",
    "The queue must be in an AWS account of the subscriber's own.",
)
