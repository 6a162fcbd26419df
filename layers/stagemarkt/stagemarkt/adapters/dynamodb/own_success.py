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


def own_success(
    error: ClientError, own: "Mapping[str, AttributeValueTypeDef | None] | None"
) -> "dict[str, Any] | None":
    """The item that was found, when it holds all of `own` (None: has it not); else None.

    The write must ask for it: `ReturnValuesOnConditionCheckFailure="ALL_OLD"`.
    """
    # boto3's types do not know that the item comes along.
    answer: Mapping[str, Any] = error.response
    item: dict[str, Any] | None = answer.get("Item")
    return item if item and own is not None and has(item, own) else None


def has(item: "Mapping[str, Any]", own: "Mapping[str, AttributeValueTypeDef | None]") -> bool:
    """Whether this item has these attributes; those that are None it has not."""
    return all(_equal(item.get(name), value) for name, value in own.items())


def _equal(one: Any, other: Any) -> bool:  # noqa: ANN401 - whatever DynamoDB holds
    """Whether two attributes are the same: DynamoDB gives a number back without the noughts at its end."""
    if not isinstance(one, dict) or not isinstance(other, dict) or one.keys() != other.keys():
        return bool(one == other)
    return all(_content_equal(kind, one[kind], other[kind]) for kind in one)


def _content_equal(kind: str, one: Any, other: Any) -> bool:  # noqa: ANN401
    if kind == "N":
        return Decimal(one) == Decimal(other)
    if kind == "M":
        return one.keys() == other.keys() and all(_equal(one[name], other[name]) for name in one)
    if kind == "L":
        return len(one) == len(other) and all(map(_equal, one, other))
    return bool(one == other) if kind != "SS" else set(one) == set(other)
