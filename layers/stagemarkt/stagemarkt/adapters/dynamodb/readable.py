"""Items among others: one that cannot be read is passed over and told of, for it may hold up no other.

An older version, a hand or a restored table may have written it. Whoever asks for that very item hears that
it cannot be read; whoever reads many goes on with the rest. Of access nothing is guessed: what cannot be read
gives none. An operator mends the item or removes it.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final, TypeVar

from stagemarkt.model.errors import StorageError
from stagemarkt.observability import report_unreadable_item

if TYPE_CHECKING:
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = dict[str, AttributeValueTypeDef]

T = TypeVar("T")
# What reading an item raises that is not what its writer made.
UNREADABLE: Final = (KeyError, ValueError, TypeError, AttributeError, ArithmeticError)
# The last second of the year 9999: what is later is no moment.
_LAST: Final = 253_402_300_799
_WHOLE: Final = 2**31


def readable(items: "Iterable[Item]", read: "Callable[[Item], T]") -> Iterator[T]:
    """What `read` makes of these; one of which it raises StorageError is logged, and left out."""
    for item in items:
        try:
            yield read(item)
        except StorageError:
            report_unreadable_item(place_of(item))


def place_of(item: "Item") -> str:
    """The key of an item, for a log."""
    return " ".join(item[name].get("S", "") for name in ("pk", "sk") if name in item)


def moment_of(value: "AttributeValueTypeDef") -> float:
    """Seconds since 1970. Raises one of `UNREADABLE` when this is no moment."""
    seconds = float(value["N"])
    if not 0 <= seconds <= _LAST:
        raise ValueError("no moment")
    return seconds


def count_of(value: "AttributeValueTypeDef") -> int:
    """A number of what was counted. Raises one of `UNREADABLE` when it is none."""
    number = int(value["N"])
    if not 0 <= number <= _WHOLE:
        raise ValueError("no count")
    return number
