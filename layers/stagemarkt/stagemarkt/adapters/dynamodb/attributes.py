"""Values as DynamoDB has them, alike in every table."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef


def numeric(value: float) -> "AttributeValueTypeDef":
    """A whole number, or a moment to the millisecond."""
    return {"N": str(value) if isinstance(value, int) else f"{value:.3f}"}
