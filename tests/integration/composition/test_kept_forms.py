"""A kept answer whose checksum is right and that is none all the same: a miss, that is written over."""

import gzip
import json
import uuid
import zlib
from collections.abc import Callable, Mapping
from typing import Any, Final

import pytest
from stagemarkt.composition.detailgegevens import DetailgegevensPorts
from stagemarkt.composition.identificatie import IdentificatiePorts
from stagemarkt.ports.cache import AnswerKey
from stagemarkt.web.output.rendering import tag_of

from functions.detailgegevens import app as detailgegevens
from functions.identificatie import app as identificatie
from local.sbb.register import examples
from tests.integration.composition.world import SCHOOL, World
from tests.unit.fakes.composition import FakeContext
from tests.unit.requests import build_event, bytes_of

Item = dict[str, Any]
Change = Callable[[Item], None]
Ask = Callable[[], tuple[int, str, bytes]]
ONE: Final = "/leerbedrijven/{leerbedrijfId}"


def body(content: bytes) -> Change:
    """The item with these bytes for a body, and their checksum."""

    def change(item: Item) -> None:
        item["lichaam"] = {"B": content}
        item["controle"] = {"N": str(zlib.crc32(content))}

    return change


def text(content: str | bytes) -> Change:
    """The item with this text for a body, packed."""
    return body(gzip.compress(content if isinstance(content, bytes) else content.encode()))


def edited(edit: Callable[[Any], Any], *, tag: bool = False) -> Change:
    """The item whose body is what this makes of it; with `tag` under the tag of that."""

    def change(item: Item) -> None:
        content = json.loads(gzip.decompress(bytes(item["lichaam"]["B"])))
        new = edit(content)
        text(json.dumps(content if new is None else new))(item)
        if tag:
            item["etag"] = {"S": tag_of(content if new is None else new)}

    return change


def first(content: Any) -> Any:
    """The one leerbedrijf that it is about."""
    return content["resultaten"][0] if "resultaten" in content else content


def attribute(name: str, value: Any) -> Change:
    """The item with this attribute."""
    return lambda item: item.update({name: value})


def without(name: str) -> Change:
    """The item without this attribute."""
    return lambda item: item.pop(name)


FORMS: Final[Mapping[str, Change]] = {
    "no bytes": body(b""),
    "no gzip": body(b"rommel"),
    "half a gzip": lambda item: body(bytes(item["lichaam"]["B"])[:-9])(item),
    "two gzips": lambda item: body(bytes(item["lichaam"]["B"]) * 2)(item),
    "bytes behind a gzip": lambda item: body(bytes(item["lichaam"]["B"]) + b"\0")(item),
    "a bomb": text(b" " * 50_000_000),
    "no text": text(b""),
    "no JSON": text("<html>storing</html>"),
    "not UTF-8": text('{"naam":"é"}'.encode("latin-1")),
    "nested without end": text("[" * 200_000),
    "null": text("null"),
    "a number": text("5"),
    "a huge number": text("9" * 5000),
    "a text": text('"resultaten"'),
    "a list": text("[]"),
    "an empty object": text("{}"),
    "the other kind of answer": edited(
        lambda c: first(c) if "resultaten" in c else {"resultaten": [c], "totaal": 1}
    ),
    "results that are no list": edited(lambda _: {"resultaten": {}, "totaal": 0}, tag=True),
    "results that are null": edited(lambda _: {"resultaten": None}, tag=True),
    "results that are numbers": edited(lambda _: {"resultaten": [5], "totaal": 1}, tag=True),
    "a leerbedrijf that is a list": edited(lambda c: [c], tag=True),
    "a name that is a number": edited(lambda c: first(c).update(naam=5)),
    "a name that is null": edited(lambda c: first(c).update(naam=None)),
    "no name": edited(lambda c: first(c).pop("naam")),
    "an id that is a number": edited(lambda c: first(c).update(leerbedrijfId=900000001), tag=True),
    "no id": edited(lambda c: first(c).pop("leerbedrijfId")),
    "a field too many": edited(lambda c: first(c).update(bsn="1")),
    "NaN": edited(lambda c: first(c).update(naam=float("nan"))),
    "half a character": edited(lambda c: first(c).update(naam="\ud800")),
    "no actualiteit": edited(lambda c: first(c).pop("actualiteit")),
    "an actualiteit that is a list": edited(lambda c: first(c).update(actualiteit=[])),
    "stale already": edited(lambda c: first(c)["actualiteit"].update(verouderd=True)),
    "stale by a number": edited(lambda c: first(c)["actualiteit"].update(verouderd=0)),
    "of another moment": edited(lambda c: first(c)["actualiteit"].update(opgehaaldOp="2020-01-01T00:00:00Z")),
    "not of a cache": edited(lambda c: first(c)["actualiteit"].update(bron="sbb")),
    "another tag": attribute("etag", {"S": 'W/"ander"'}),
    "a tag with a header in it": attribute("etag", {"S": 'W/"x"\r\nSet-Cookie: x=1'}),
    "no tag": attribute("etag", {"S": ""}),
    "a tag that is a number": attribute("etag", {"N": "1"}),
    "without its tag": without("etag"),
    "another moment than its text": attribute("opgehaaldOp", {"N": "5"}),
    "before 1970": attribute("opgehaaldOp", {"N": "-9999999999999"}),
    "in a far future": attribute("opgehaaldOp", {"N": "9" * 38}),
    "at a broken moment": attribute("opgehaaldOp", {"N": "1.5"}),
    "at no moment": attribute("opgehaaldOp", {"NULL": True}),
    "nothing found": attribute("uitkomst", {"S": "leeg"}),
    "unknown, with a body": attribute("uitkomst", {"S": "onbekend"}),
    "an unknown word": attribute("uitkomst", {"S": "misschien"}),
    "a body that is text": attribute("lichaam", {"S": "{}"}),
    "a body that is a list": attribute("lichaam", {"L": []}),
    "without a body": without("lichaam"),
    "a checksum that is text": attribute("controle", {"S": "x"}),
    "an older form": attribute("vorm", {"S": "1"}),
    "a form that is a number": attribute("vorm", {"N": "3"}),
    "of another school": attribute("school", {"S": "01AA"}),
    "a school that is a set": attribute("school", {"SS": [SCHOOL]}),
    "a question that is no JSON": attribute("vraag", {"S": "wie?"}),
    "a question that is null": attribute("vraag", {"S": "null"}),
    "a question of numbers": attribute("vraag", {"S": '{"naam":5}'}),
    "another's question": attribute("vraag", {"S": '{"naam":"een ander"}'}),
    "a question that is a map": attribute("vraag", {"M": {}}),
}


def asking(world: World, kind: str) -> Ask:
    """Asks one question of this kind: the status, the Cache-Status, and the body without its actualiteit."""
    if kind == "detailgegevens":
        handler = detailgegevens.make_handler(world.compose(DetailgegevensPorts))
    else:
        handler = identificatie.make_handler(world.compose(IdentificatiePorts))
    path = {"leerbedrijfId": examples.SHOWPIECE}
    event = {
        "leerbedrijf": build_event("GET", ONE, path_fields=path),
        "lijst": build_event("GET", "/leerbedrijven", query={"naam": [examples.SHOWPIECE_NAME]}),
        "detailgegevens": build_event("GET", f"{ONE}/detailgegevens", path_fields=path),
    }[kind]

    def ask() -> tuple[int, str, bytes]:
        # What tells of people is put on record by the request's id.
        event["requestContext"]["requestId"] = str(uuid.uuid4())
        answer = handler(event, FakeContext())
        return answer["statusCode"], answer["headers"].get("Cache-Status", ""), bytes_of(answer)

    return ask


@pytest.mark.parametrize("kind", ["leerbedrijf", "lijst", "detailgegevens"])
def test_a_form_that_is_none(world: World, kind: str) -> None:
    """Each is a miss, asked for again and written over: the next is a hit, as it was."""
    ask = asking(world, kind)
    assert ask()[:2] == (200, "stagemarkt; fwd=miss; stored")
    _, hit, good = ask()
    assert hit.startswith("stagemarkt; hit; ")
    found = world.dynamodb.scan(TableName=world.tables.answers)["Items"]
    (kept,) = [item for item in found if "lichaam" in item]
    table = world.compose(IdentificatiePorts).storage.reader
    school, _, subject = kept["pk"]["S"].partition("#")
    read: list[str] = []
    for name, change in FORMS.items():
        _spoil(world, kept, change)
        read += [name] if table.read(AnswerKey(school, subject, kept["sk"]["S"])).answer else []
    assert read == []
    for name in ("a bomb", "a list", "another tag"):
        _spoil(world, kept, FORMS[name])
        assert ask()[:2] == (200, "stagemarkt; fwd=miss; stored")
        assert ask() == (200, hit, good)


def _spoil(world: World, kept: Item, change: Change) -> None:
    item = dict(kept)
    change(item)
    world.dynamodb.put_item(TableName=world.tables.answers, Item=item)
