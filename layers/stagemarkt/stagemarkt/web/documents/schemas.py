"""From the models to the schemas of the document: what leaves is open, what comes in is closed.

In an answer a field that there is not is absent, never null; fields may be added, and words to what is now
one of a few: the document says so in a form that generators make lenient clients of. Of a request every field
is known.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from stagemarkt.web.documents import field_texts
from stagemarkt.web.input.fields import FIELDS_OF, Field

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic.json_schema import JsonSchemaValue

REF: Final = "#/components/schemas/{model}"
# Where the domain has a noun of that name as well, the shape of what leaves is called so.
_SHAPE: Final = "Out"
# What is left of it when a caller asks for some fields only.
_PART: Final = "Deel"
# What is an object inside a body, by its field.
_INSIDE: Final = {"filter": "Abonnementkeuze", "requests": "Controlevraag"}
# How an answer says which words there are now; Zalando's guidelines have it, and generators pass over it.
EXTENSIBLE: Final = "x-extensible-enum"
# Where what the words mean stands until the field's own text is known.
_MEANINGS: Final = "$betekenissen"


class AnswerSchemas(GenerateJsonSchema):
    """Schemas of what leaves: no null where a field is left out, and no closed list of words."""

    def nullable_schema(self, schema: Mapping[str, Any]) -> "JsonSchemaValue":
        """Absent is absent: what may be None in Python does not leave."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: Mapping[str, Any]) -> "JsonSchemaValue":
        """What fills a field in Python is no default to a caller, who would take it for what is absent."""
        return self.generate_inner(schema["schema"])

    def literal_schema(self, schema: Mapping[str, Any]) -> "JsonSchemaValue":
        """The words that there are now, each with what it means."""
        return open_words(tuple(schema["expected"]))


def open_words(words: tuple[str, ...]) -> dict[str, Any]:
    """A text that now is one of these, and may be another one day. Raises KeyError where no text is known."""
    meanings = field_texts.WORDS[words]
    listing = "; ".join(f"`{word}`: {text}" for word, text in zip(words, meanings, strict=True))
    return {
        "type": "string",
        _MEANINGS: f"{listing}. Er kan een woord bijkomen.",
        EXTENSIBLE: list(words),
        "examples": [words[0]],
    }


def name_of(model: "type[BaseModel]") -> str:
    """By which name the document has this model."""
    return model.__name__.removesuffix(_SHAPE)


def answer_schemas(models: Iterable["type[BaseModel]"], parts: Iterable["type[BaseModel]"]) -> dict[str, Any]:
    """The schemas of these models and of all that is in them, by name; those of `parts` require nothing."""
    pairs: list[tuple[type[BaseModel], Literal["serialization"]]] = [(m, "serialization") for m in models]
    _, found = models_json_schema(pairs, ref_template=REF, schema_generator=AnswerSchemas)
    made = found["$defs"]
    names = {name: name.removesuffix(_SHAPE) for name in made}
    schemas = {names[name]: _tidy(_renamed(schema, names), names[name]) for name, schema in made.items()}
    for model in parts:
        _loosen(name_of(model), schemas)
    return schemas


def request_schemas(needs: Mapping[str, tuple[str, Mapping[str, Any]]]) -> dict[str, Any]:
    """The schemas of the bodies that come in; `needs` is operation -> (name, what it must be besides)."""
    schemas: dict[str, Any] = {}
    for operation, (name, more) in needs.items():
        text = {"description": field_texts.SCHEMAS[name]}
        properties = {field.naam: _property(field, schemas) for field in FIELDS_OF[operation]}
        schemas[name] = {
            "type": "object",
            **text,
            **more,
            "additionalProperties": False,
            "properties": properties,
        }
    return schemas


def _property(field: Field, schemas: dict[str, Any]) -> dict[str, Any]:
    """The field; what is an object in it has a name of its own."""
    name = _INSIDE.get(field.naam)
    if name is None:
        return {**field.schema, "description": field.omschrijving}
    own = field.schema.get("items", field.schema)
    schemas[name] = {"description": field_texts.SCHEMAS[name], **own}
    reference = {"$ref": REF.format(model=name)}
    if own is field.schema:
        return {"description": field.omschrijving, **reference}
    return {**field.schema, "items": reference, "description": field.omschrijving}


def _renamed(schema: Any, names: Mapping[str, str]) -> Any:  # noqa: ANN401 - any part of a JSON Schema
    if isinstance(schema, list):
        return [_renamed(one, names) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: REF.format(model=names[value.rpartition("/")[2]]) if key == "$ref" else _renamed(value, names)
        for key, value in schema.items()
    }


def _tidy(schema: dict[str, Any], name: str) -> dict[str, Any]:
    """With a Dutch text of itself and of each field; without what says nothing, and open."""
    text = field_texts.SCHEMAS.get(name, schema["description"])
    properties = {
        field: _described(field, part, name) for field, part in schema.get("properties", {}).items()
    }
    required = [
        field for field in properties if field in schema.get("required", ()) or field in field_texts.ALWAYS
    ]
    return {
        # Null as well where it stands in a list, in which nothing can be absent.
        "type": schema["type"],
        "description": text,
        **({"required": required} if required else {}),
        "properties": properties,
    }


def _described(field: str, part: Mapping[str, Any], model: str) -> dict[str, Any]:
    said = part.get("description") or field_texts.of_field(model, field)
    inner = part.get("items", part)
    # What is said where the field is declared, and then the words that it can have.
    text = " ".join(one for one in (said, inner.get(_MEANINGS, "")) if one)
    if not text and "$ref" not in part:
        raise KeyError(f"{model}.{field} has no text")
    without = _without_noise(part)
    if "items" in part:
        without["items"] = _without_noise(part["items"])
    return {**({"description": text} if text else {}), **without}


def _without_noise(part: Mapping[str, Any]) -> dict[str, Any]:
    noise = {"title", "default", "description", _MEANINGS}
    return {key: value for key, value in part.items() if key not in noise}


def _loosen(name: str, schemas: dict[str, Any]) -> None:
    """Require nothing of this one, and refer inside it to shapes of which nothing is required either."""
    schemas[name] = _loose(schemas[name], schemas)


def _loose(schema: Any, schemas: dict[str, Any]) -> Any:  # noqa: ANN401 - any part of a JSON Schema
    if isinstance(schema, list):
        return [_loose(one, schemas) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made: dict[str, Any] = {}
    for key, value in schema.items():
        if key == "$ref":
            made[key] = REF.format(model=_loose_name(value.rpartition("/")[2], schemas))
        elif key != "required":
            made[key] = _loose(value, schemas)
    return made


def _loose_name(name: str, schemas: dict[str, Any]) -> str:
    """The shape without what is required; the same where nothing is."""
    if "required" not in schemas[name]:
        return name
    part = f"{name}{_PART}"
    if part not in schemas:
        loose = _loose(schemas[name], schemas)
        schemas[part] = {**loose, "description": f"{loose['description']} Met `fields` alleen wat u vroeg."}
    return part
