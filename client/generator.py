"""Writes what the client takes from the OpenAPI document: its operations, sync and async, and the shapes.

`python client/generator.py` writes them; with `--check` it only compares. What it cannot express, it refuses.
"""

import json
import keyword
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any, Final, NamedTuple

_HERE: Final = Path(__file__).resolve().parent
_DOCUMENT: Final = _HERE.parent / "functions/documentatie/openapi.json"
_OUTPUT: Final = _HERE / "stagemarkt/client"
_HEAD: Final = "# Made from functions/documentatie/openapi.json by client/generator.py: `make openapi`.\n"
_METHODS: Final = ("get", "post", "put", "patch", "delete")
# They only read, though they are a POST: their question is in the body.
_READING_POSTS: Final = frozenset({"zoekLeerbedrijvenInLichaam", "verifieerReeks"})
# The language is the client's, not that of one call.
_LEFT_OUT: Final = frozenset({"Accept-Language"})
_HEADERS: Final = {
    "Namens-School": "school",
    "Cache-Control": "versheid",
    "If-None-Match": "if_none_match",
    "If-Match": "if_match",
    "Idempotency-Key": "idempotency_key",
}
_WIDTH: Final = 100
_REFERENCE: Final = re.compile(r'"#/components/schemas/(\w+)"')

Schema = Mapping[str, Any]


class Argument(NamedTuple):
    """One argument of a method.

    Attributes:
        name: in Python.
        wire: in the request.
        place: path, query, header or body.
        kind: its annotation.
        required: whether it has no default.
    """

    name: str
    wire: str
    place: str
    kind: str
    required: bool

    @property
    def positional(self) -> bool:
        """Whether it may be given without its name: what the call is about."""
        return self.required and self.place in {"path", "body"}


class ClientMethod(NamedTuple):
    """One operation of the document, as a method.

    Attributes:
        name: of the method.
        method: of HTTP, in capitals.
        path: parts between slashes; an argument's name between braces.
        summary: what it does, in Dutch.
        arguments: in the order of the signature.
        result: the annotation of what is answered.
        safe: whether it may be asked twice.
        item: of what a result of a page is, when it answers in pages.
    """

    name: str
    method: str
    path: str
    summary: str
    arguments: tuple[Argument, ...]
    result: str
    safe: bool
    item: str | None


def snake(name: str) -> str:
    """`totEnMet` as `tot_en_met`."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


def annotation(schema: Schema, prefix: str = "", *, asked: bool = False) -> str:
    """What a value of this schema is in Python.

    Args:
        schema: of the document.
        prefix: stands before the name of a shape.
        asked: it is ours to give: closed words, and dates as such.
    """
    if "$ref" in schema:
        return f"{prefix}{schema['$ref'].rpartition('/')[2]}"
    if "anyOf" in schema and "type" not in schema:
        parts = dict.fromkeys(annotation(part, prefix, asked=asked) for part in schema["anyOf"])
        return " | ".join(parts)
    if asked and "enum" in schema:
        return f"Literal[{', '.join(json.dumps(word) for word in schema['enum'])}]"
    kinds = schema.get("type", "object")
    if isinstance(kinds, list):
        return " | ".join(annotation({**schema, "type": kind}, prefix, asked=asked) for kind in kinds)
    return _of_one_kind(schema, kinds, prefix, asked=asked)


def _of_one_kind(schema: Schema, kind: str, prefix: str, *, asked: bool) -> str:
    if kind == "array":
        items = schema.get("prefixItems", [schema.get("items", {})])[0]
        return f"list[{annotation(items, prefix, asked=asked)}]"
    if asked and schema.get("format") in {"date", "date-time"}:
        return {"date": "date | str", "date-time": "datetime | str"}[schema["format"]]
    return {
        "string": "str",
        "integer": "int",
        "number": "float",
        "boolean": "bool",
        "null": "None",
        "object": "dict[str, Any]",
    }[kind]


def shapes(document: Schema) -> str:
    """The module of shapes: a `TypedDict` for each schema."""
    schemas = document["components"]["schemas"]
    asked = set(_reached(document, _bodies(document)))
    lines = [
        '"""The shapes of answers and questions, as the OpenAPI document has them.',
        "",
        "What is answered is open: fields and words may be added. What is absent is absent, and not None.",
        '"""',
        "",
        _HEAD,
        "from datetime import date, datetime",
        "from typing import Any, Literal, NotRequired, TypedDict",
        "",
    ]
    for name in _in_order(schemas):
        lines += _shape(name, schemas[name], asked=name in asked)
    return "\n".join(lines) + "\n"


def _in_order(schemas: Schema) -> list[str]:
    """Their names, each behind those that it is made of: a class must be there before it is named."""
    needs = {name: _REFERENCE.findall(json.dumps(schema)) for name, schema in schemas.items()}
    return list(TopologicalSorter(needs).static_order())


def _shape(name: str, schema: Schema, *, asked: bool) -> Iterator[str]:
    fields = {
        field: (_field(part, asked=asked, required=field in schema.get("required", ())), part)
        for field, part in schema.get("properties", {}).items()
    }
    yield ""
    if any(map(keyword.iskeyword, fields)):
        content = ", ".join(f"{json.dumps(field)}: {kind}" for field, (kind, _) in fields.items())
        yield f"{name} = TypedDict({name!r}, {{{content}}})"
        yield from _text(schema.get("description", name))
        return
    yield f"class {name}(TypedDict):"
    yield from (f"    {line}" if line else "" for line in _text(schema.get("description", name)))
    yield ""
    for field, (kind, part) in fields.items():
        yield f"    {field}: {kind}"
        if "description" in part:
            yield from (f"    {line}" if line else "" for line in _text(part["description"]))
    yield ""


def _field(schema: Schema, *, asked: bool, required: bool) -> str:
    kind = annotation(schema, asked=asked)
    if not required and "default" in schema and schema["default"] is None:
        kind = kind.removesuffix(" | None")
    return kind if required else f"NotRequired[{kind}]"


def _text(text: str) -> list[str]:
    """A docstring, in lines that are not too long."""
    text = text.replace("\\", "\\\\").strip()
    text = text if text.endswith((".", "?", "!")) else f"{text}."
    paragraphs = [textwrap.fill(part, _WIDTH, break_long_words=False) for part in text.split("\n\n")]
    first, _, rest = paragraphs[0].partition("\n")
    if not rest and len(paragraphs) == 1:
        return [f'"""{first}"""']
    return [
        f'"""{line}' if not n else line for n, line in enumerate("\n\n".join(paragraphs).splitlines())
    ] + ['"""']


def _bodies(document: Schema) -> Iterator[Schema]:
    for item in document["paths"].values():
        for method in _METHODS:
            body = item.get(method, {}).get("requestBody")
            if body:
                yield body["content"]["application/json"]["schema"]


def _reached(document: Schema, found: Iterator[Schema]) -> Iterator[str]:
    """The names of the schemas that these lead to."""
    for part in found:
        for name in _REFERENCE.findall(json.dumps(part)):
            yield name
            yield from _reached(document, iter([document["components"]["schemas"][name]]))


def operations(document: Schema) -> Iterator[ClientMethod]:
    """Every operation, in the document's order."""
    for path, item in document["paths"].items():
        for method in _METHODS:
            if method in item:
                yield _operation(document, path, method, item[method])


def _operation(document: Schema, path: str, method: str, found: Schema) -> ClientMethod:
    arguments = [*_parameters(found.get("parameters", ())), *_body(document, found)]
    positional = [argument for argument in arguments if argument.positional]
    rest = [argument for argument in arguments if not argument.positional]
    rest.sort(key=lambda argument: (not argument.required, argument.place == "header"))
    (success,) = (answer for status, answer in found["responses"].items() if status.startswith("2"))
    result, item = "None", None
    if "content" in success:
        schema = success["content"]["application/json"]["schema"]
        result = annotation(schema, "shapes.")
        if {"cursor"} <= {argument.wire for argument in rest}:
            page = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
            item = annotation(page["properties"]["resultaten"]["items"], "shapes.")
    name = found["operationId"]
    return ClientMethod(
        snake(name),
        method.upper(),
        re.sub(r"\{(\w+)\}", lambda hit: f"{{{snake(hit[1])}}}", path),
        found["summary"],
        (*positional, *rest),
        result,
        method == "get" or name in _READING_POSTS,
        # The feed has no end: it is followed, not read out.
        None if name == "geefMutaties" else item,
    )


def _parameters(parameters: list[Schema]) -> Iterator[Argument]:
    for parameter in parameters:
        wire, place = parameter["name"], parameter["in"]
        if wire in _LEFT_OUT:
            continue
        name = _HEADERS[wire] if place == "header" else snake(wire)
        kind = annotation(parameter["schema"], "shapes.", asked=True)
        # Both a moment and the word `nu`.
        kind = "datetime | str" if name == "vanaf" else kind
        yield Argument(name, wire, place, kind, bool(parameter.get("required")))


def _body(document: Schema, found: Schema) -> Iterator[Argument]:
    if "requestBody" not in found:
        return
    schema = found["requestBody"]["content"]["application/json"]["schema"]
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    for wire, part in schema["properties"].items():
        kind = annotation(part, "shapes.", asked=True)
        if "None" in kind.split(" | "):
            raise ValueError(f"{found['operationId']}.{wire}: null and absent would be the same argument")
        yield Argument(snake(wire), wire, "body", kind, wire in schema.get("required", ()))


def methods(document: Schema) -> str:
    """The module of operations: one class that waits, and one that is awaited."""
    lines = [
        '"""The operations of the API, each a method: of who waits for an answer, and of who awaits it."""',
        "",
        _HEAD,
        "from collections.abc import AsyncIterator, Iterator",
        "from datetime import date, datetime",
        "from typing import Any, Literal",
        "",
        "from stagemarkt.client import shapes",
        "from stagemarkt.client.answer import Answer",
        "from stagemarkt.client.call import Call, each_result, each_result_async",
        "",
    ]
    for wait in (True, False):
        lines += _class(list(operations(document)), wait=wait)
    return "\n".join(lines) + "\n"


def _class(found: list[ClientMethod], *, wait: bool) -> Iterator[str]:
    name, how = ("Operations", "waited for") if wait else ("AsyncOperations", "awaited")
    yield f"\nclass {name}:"
    yield f'    """Every operation, {how}. How a call is made is its subclass\'s."""\n'
    yield f"    {'' if wait else 'async '}def _ask(self, call: Call) -> Answer[Any]:"
    yield "        raise NotImplementedError\n"
    for operation in found:
        yield from _method(operation, wait=wait)
        if operation.item:
            yield from _all(operation, wait=wait)


def _signature(arguments: tuple[Argument, ...]) -> str:
    texts = ["self"]
    for number, argument in enumerate(arguments):
        if not argument.positional and (number == 0 or arguments[number - 1].positional):
            texts.append("*")
        texts.append(f"{argument.name}: {argument.kind}" + ("" if argument.required else " | None = None"))
    return ", ".join(texts)


def _method(operation: ClientMethod, *, wait: bool) -> Iterator[str]:
    parts = (
        part.strip("{}") if part.startswith("{") else json.dumps(part)
        for part in operation.path.strip("/").split("/")
    )
    content = [json.dumps(operation.method), f"({', '.join(parts)},)"]
    for place in ("query", "header", "body"):
        pairs = [f"{json.dumps(a.wire)}: {a.name}" for a in operation.arguments if a.place == place]
        if pairs:
            content.append(f"{place}={{{', '.join(pairs)}}}")
    content += ["safe=True"] if operation.safe else []
    sign = f"({_signature(operation.arguments)}) -> Answer[{operation.result}]:"
    yield f"    {'' if wait else 'async '}def {operation.name}{sign}"
    yield f'        """{operation.summary}."""'
    yield f"        return {'' if wait else 'await '}self._ask(Call({', '.join(content)}))\n"


def _all(operation: ClientMethod, *, wait: bool) -> Iterator[str]:
    arguments = tuple(argument for argument in operation.arguments if argument.wire != "cursor")
    iterator = "Iterator" if wait else "AsyncIterator"
    given = ", ".join(
        argument.name if argument.place == "path" else f"{argument.name}={argument.name}"
        for argument in arguments
    )
    helper = "each_result" if wait else "each_result_async"
    sign = f"({_signature(arguments)}) -> {iterator}[{operation.item}]:"
    yield f"    def {operation.name}_alle{sign}"
    yield f'        """{operation.summary}: alles, over alle bladzijden."""'
    yield f"        return {helper}(lambda cursor: self.{operation.name}({given}, cursor=cursor))\n"


def _formatted(text: str) -> str:
    """As the house's formatter leaves it, without the imports that are not needed."""
    folder = str(Path(sys.executable).parent / "ruff")
    for words in (["check", "--select", "F401,I001", "--fix", "--quiet", "-"], ["format", "-"]):
        text = subprocess.run(  # noqa: S603 - our own, by its path
            [folder, *words, "--stdin-filename", str(_OUTPUT / "operations.py")],
            input=text,
            capture_output=True,
            text=True,
            check=True,
            cwd=_HERE.parent,
        ).stdout
    return text


def main() -> int:
    """0 when all is as it should be."""
    document = json.loads(_DOCUMENT.read_text(encoding="utf-8"))
    made = {"shapes.py": shapes(document), "operations.py": methods(document)}
    stale = False
    for name, text in made.items():
        path, new = _OUTPUT / name, _formatted(text)
        if "--check" not in sys.argv:
            path.write_text(new, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != new:
            sys.stdout.write(f"{path.relative_to(_HERE.parent)} is not as the document says\n")
            stale = True
    return int(stale)


if __name__ == "__main__":
    sys.exit(main())
