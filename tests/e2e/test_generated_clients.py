"""Clients that generators make of the document: as docs/clients.md says, and with every answer."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
from stagemarkt.web.documents import examples, shapes
from stagemarkt.web.documents.descriptions import DESCRIPTIONS
from stagemarkt.web.documents.schemas import EXTENSIBLE, name_of
from stagemarkt.web.routes import ROUTES

from tests.e2e.client import FacadeClient
from tests.unit.requests import ROOT

CLIENTS: Final = ROOT / "tests" / "clients"
VENV: Final = ROOT / ".local" / "venv-clients"
JAR: Final = "lib/python*/site-packages/openapi_generator_cli/openapi-generator.jar"
PAGE: Final = (ROOT / "docs" / "clients.md").read_text(encoding="utf-8")
DOCUMENT: Final[dict[str, Any]] = json.loads((ROOT / "functions/documentatie/openapi.json").read_bytes())
SCHEMAS: Final[dict[str, Any]] = DOCUMENT["components"]["schemas"]
_BLOCK: Final = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_NAME: Final = re.compile(r"^(?://|#) (\S+\.\w+)$", re.MULTILINE)
_TOMORROW: Final = "woord-van-morgen"
_MOMENT: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[.\d]*(Z|[+-]\d{2}:\d{2})")
# Longer than the slowest compiler takes while other tests run.
_SECONDS: Final = 240.0


class Language(NamedTuple):
    """A language as the page has it, with the program that reads every answer.

    Attributes:
        needs: the programs of it.
        files: what stands beside the client: from `tests/clients`, as it is called there.
        read: compiles and runs it, in the shell; its last line is what was read.
    """

    needs: tuple[str, ...]
    files: tuple[str, ...]
    read: str


LANGUAGES: Final[Mapping[str, Language]] = {
    "TypeScript": Language(
        ("node", "npm"),
        ("typescript/read-all.ts",),
        "npx --no -- tsc && node uit/read-all.js",
    ),
    "Python": Language((), ("python/read_all.py",), "python read_all.py antwoorden.json"),
    "PHP": Language(("php", "java"), ("php/read_all.php",), "php read_all.php antwoorden.json"),
    "Java": Language(
        ("java", "javac"),
        ("java/ReadAll.java",),
        'javac -cp "klassen:$JARS" -d klassen ReadAll.java; java -cp "klassen:$JARS" ReadAll antwoorden.json',
    ),
}


def _model_of(example: Mapping[str, Any]) -> str:
    model = DESCRIPTIONS[example["operatie"]].model
    if examples.is_problem(example) or model is None:
        return name_of(shapes.Probleem)
    return name_of(model)


def _changed(schema: Mapping[str, Any], content: Any, change: Callable[[Any, Mapping[str, Any]], Any]) -> Any:
    """The content with `change` done to each part of it that has a schema, the inner ones first."""
    while "$ref" in schema:
        schema = SCHEMAS[schema["$ref"].rpartition("/")[2]]
    if content is None:
        return None
    if isinstance(content, list):
        content = [_changed(schema["items"], one, change) for one in content]
    elif isinstance(content, dict) and "properties" in schema:
        content = {name: _changed(schema["properties"][name], part, change) for name, part in content.items()}
    return change(content, schema)


def _with_a_field(content: Any, schema: Mapping[str, Any]) -> Any:
    return {**content, "veldVanMorgen": {"een": ["b"]}} if "properties" in schema else content


def _with_a_word(content: Any, schema: Mapping[str, Any]) -> Any:
    return _TOMORROW if EXTENSIBLE in schema else content


def _unchanged(content: Any, _: Mapping[str, Any]) -> Any:
    return content


METHODS: Final = {route.operatie: route.method for route in ROUTES}
ANSWERS: Final = [
    {
        "naam": f"{example['operatie']} {example['naam']}{kind}",
        "operatie": example["operatie"],
        "model": _model_of(example),
        "status": example["status"],
        # A problem of another method's (405) belongs to an operation all the same.
        "methode": METHODS[example["operatie"]],
        "inhoud": _changed(SCHEMAS[_model_of(example)], example["antwoord"], change),
    }
    for example in examples.recorded()
    for kind, change in (("", _unchanged), (" met een veld", _with_a_field), (" met een woord", _with_a_word))
]


def _known(content: Any) -> Any:
    """What every client must have of it: not the field that it does not know; a moment to the second."""
    if isinstance(content, list):
        return [_known(one) for one in content]
    if isinstance(content, dict):
        return {name: _known(part) for name, part in content.items() if name != "veldVanMorgen"}
    if isinstance(content, str) and _MOMENT.fullmatch(content):
        return int(datetime.fromisoformat(content).timestamp())
    return content


def _wire() -> str:
    """Each answer as a constant of its type: the compiler says whether the types are those of the wire."""
    lines = [
        f"export const a{number}: types.{answer['model']} = {json.dumps(answer['inhoud'])};"
        for number, answer in enumerate(ANSWERS)
        if not answer["naam"].endswith("met een veld")
    ]
    return "\n".join(["import type * as types from './stagemarkt/types.gen.js';", *lines, ""])


class Workplace:
    """A folder in which the page's commands are given."""

    def __init__(self, folder: Path, facade: FacadeClient) -> None:
        self.folder = folder
        jars = ":".join(str(jar) for jar in VENV.glob(JAR))
        self._environment = {
            "PATH": f"{VENV / 'bin'}:{os.environ['PATH']}",  # noqa: TID251 - a shell needs a PATH
            "HOME": str(folder),
            "API": facade.stack["apiUrl"],
            "SLEUTEL": facade.stack["apiKey"],
            "JARS": f"{jars}:{folder / 'stub'}",
        }
        (folder / "node_modules").symlink_to(CLIENTS / "node_modules")
        (folder / "package.json").write_text('{"type": "module"}')
        (folder / "antwoorden.json").write_text(json.dumps(ANSWERS))

    def run(self, command: str) -> str:
        """What it prints. Raises AssertionError when it does not end well."""
        ready = subprocess.run(
            ["/bin/sh", "-eu", "-c", command],
            cwd=self.folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
        assert ready.returncode == 0, f"{command}\n{ready.stdout}\n{ready.stderr}"
        return ready.stdout


@pytest.fixture
def workplace(tmp_path: Path, facade: FacadeClient) -> Workplace:
    """One with nothing in it yet."""
    return Workplace(tmp_path, facade)


def _blocks(header: str) -> list[tuple[str, str]]:
    piece = re.split(r"^## ", PAGE.partition(f"## {header}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]
    return _BLOCK.findall(piece)


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_client_is_made_and_reads_every_answer(
    name: str, workplace: Workplace, required: Callable[[str], str], is_missing: Callable[[str], None]
) -> None:
    """Made and compiled as the page says; its call succeeds, and each answer is read, tomorrow's as well."""
    language = LANGUAGES[name]
    for program in language.needs:
        required(program)
    if not (VENV / ".klaar").exists() or not (CLIENTS / "node_modules").exists():
        is_missing("what makes clients (make clients)")
    if "javac" in language.needs:
        workplace.run(f"mkdir stub && javac -d stub {CLIENTS / 'java/javax/annotation/Generated.java'}")
    workplace.run('curl -s "$API/openapi.json" > openapi.json')
    printed = ""
    for kind, text in _blocks(name):
        if kind == "sh":
            printed = workplace.run(text)
        else:
            named = _NAME.search(text)
            assert named is not None, "a program says how its file is called"
            (workplace.folder / named[1]).write_text(text)
    assert printed == "Bitwerk Eemland Software mag\n"
    (workplace.folder / "wire.ts").write_text(_wire())
    for file in language.files:
        shutil.copy(CLIENTS / file, workplace.folder)
    read = json.loads(workplace.run(language.read).splitlines()[-1])
    other = {
        answer["naam"]: (_known(answer["inhoud"]), _known(read.get(answer["naam"])))
        for answer in ANSWERS
        if _known(read.get(answer["naam"])) != _known(answer["inhoud"])
    }
    assert other == {}


def test_there_is_something_to_read() -> None:
    """Each answer comes three times, and there are fields and words of tomorrow among them."""
    assert len(ANSWERS) == 3 * len(examples.recorded()) > 150
    text = json.dumps(ANSWERS)
    assert text.count("veldVanMorgen") > 100
    assert text.count(_TOMORROW) > 50
