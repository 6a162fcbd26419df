"""The base of every pydantic model that leaves or enters: Dutch lowerCamelCase names, frozen."""

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel


class Model(BaseModel):
    """A value of the field. In Python its fields are snake_case, outside lowerCamelCase."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True, extra="forbid")
