"""Knowing one's own success again: a write that was done, and whose answer was lost.

The SDK asks again by itself; by then the condition no longer holds, and DynamoDB refuses what it has done a
moment before. A refusal that brings the item along shows who was there.
"""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef


def eigen_werk(
    fout: ClientError, eigen: "Mapping[str, AttributeValueTypeDef | None] | None"
) -> "dict[str, Any] | None":
    """The item that was found, when it holds all of `eigen` (None: has it not); else None.

    The write must ask for it: `ReturnValuesOnConditionCheckFailure="ALL_OLD"`.
    """
    # boto3's types do not know that the item comes along.
    antwoord: Mapping[str, Any] = fout.response
    item: dict[str, Any] | None = antwoord.get("Item")
    return item if item and eigen is not None and heeft(item, eigen) else None


def heeft(item: "Mapping[str, Any]", eigen: "Mapping[str, AttributeValueTypeDef | None]") -> bool:
    """Whether this item has these attributes; those that are None it has not."""
    return all(_gelijk(item.get(naam), waarde) for naam, waarde in eigen.items())


def _gelijk(een: Any, ander: Any) -> bool:  # noqa: ANN401 - whatever DynamoDB holds
    """Whether two attributes are the same: DynamoDB gives a number back without the noughts at its end."""
    if not isinstance(een, dict) or not isinstance(ander, dict) or een.keys() != ander.keys():
        return bool(een == ander)
    return all(_inhoud_gelijk(soort, een[soort], ander[soort]) for soort in een)


def _inhoud_gelijk(soort: str, een: Any, ander: Any) -> bool:  # noqa: ANN401
    if soort == "N":
        return Decimal(een) == Decimal(ander)
    if soort == "M":
        return een.keys() == ander.keys() and all(_gelijk(een[naam], ander[naam]) for naam in een)
    if soort == "L":
        return len(een) == len(ander) and all(map(_gelijk, een, ander))
    return bool(een == ander) if soort != "SS" else set(een) == set(ander)
