"""A command pays for nothing that it does not use: in a fresh process, what each one imports is counted."""

import json
import subprocess
import sys
from typing import Final

import pytest
from stagemarkt_cli.main import ENTRIES

# What takes long to import, or stands for what does. Not pydantic: Typer itself reads options with it.
_HEAVY: Final = frozenset(
    {
        "boto3",
        "botocore.session",
        "cryptography.x509",
        "httpx",
        "lxml.etree",
        "openpyxl",
        "rich.markdown",
        "s3transfer",
        "stagemarkt.adapters.soap.messages",
        "stagemarkt_cli.contract.compare",
    }
)
_API: Final = frozenset({"httpx"})
_AWS: Final = frozenset({"botocore.session"})
_CERTIFICATES: Final = _AWS | {"cryptography.x509"}
_HELP: Final = frozenset({"rich.markdown"})
# Each goes as far as it can without anybody at the other end.
_RUNS: Final = {
    "--help": _HELP,
    "bestaat-niet": _HELP,
    "zoek": _API,
    "leerbedrijf 900000001": _API,
    "erkenning 900000001 25998": _API,
    "erkenning --help": _HELP,
    "simulatie wijzig-erkenning --leerbedrijf 900000001 --code 25998 --status Erkend": _API,
    "speeltuin": _API,
    "verifieer /nergens.csv": _API,
    "controleer": _API,
    "contract vergelijk /nergens.wsdl": _HEAVY - _AWS - _HELP - {"boto3", "openpyxl", "s3transfer"},
    "logboek": _AWS,
    "audit --school 99XX": _AWS,
    "waarschuwingen": _AWS,
    "sbb ca /nergens.pem": _CERTIFICATES,
    "school lijst": _CERTIFICATES,
    "school lijst --help": _CERTIFICATES - _AWS | _HELP,
    "afnemer lijst": _CERTIFICATES,
    "toegang geven --afnemer a --school 99XX --scope zoeken": _CERTIFICATES,
    "sleutel lijst": _CERTIFICATES,
    "mutaties afgekeurd": _AWS,
    "herstel maak --tabel Toegang --moment 2026-11-27T21:00": _AWS,
    "mutaties volg": _API,
}
# One process that forks for each: what they all import is imported once.
_PROBE: Final = """
import json, os, sys
from stagemarkt_cli.main import app

given = json.load(sys.stdin)
heavy = set(given["heavy"])
for run in given["runs"]:
    reads, writes = os.pipe()
    if not (child := os.fork()):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        try:
            app(run.split())
        except SystemExit as end:
            told = [end.code, sorted(heavy & sys.modules.keys())]
        with os.fdopen(writes, "w") as pipe:
            json.dump(told, pipe)
        os._exit(0)
    os.close(writes)
    with os.fdopen(reads) as pipe:
        print(json.dumps([run, *json.load(pipe)]))
    os.waitpid(child, 0)
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, frozenset[str]]]:
    """By command line: its exit code, and what it imported of what takes long."""
    nobody = "http://127.0.0.1:1"
    process = subprocess.run(
        [sys.executable, "-W", "error", "-c", _PROBE],
        cwd=tmp_path_factory.mktemp("werk"),
        env={
            "STAGEMARKT_API_URL": f"{nobody}/v1",
            "STAGEMARKT_SLEUTEL": "x",
            "AWS_ENDPOINT_URL": "geen adres",
        },
        input=json.dumps({"runs": list(_RUNS), "heavy": sorted(_HEAVY)}),
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
    assert process.returncode == 0, process.stderr
    lines = map(json.loads, process.stdout.splitlines())
    return {run: (code, frozenset(modules)) for run, code, modules in lines}


@pytest.mark.parametrize("run", _RUNS)
def test_what_it_imports(run: str, told: dict[str, tuple[int, frozenset[str]]]) -> None:
    """No way to AWS for who asks the API and the other way round; no certificates and no help unasked."""
    code, modules = told[run]
    assert modules == _RUNS[run]
    assert code in {0, 2, 3}
    assert (code == 0) == ("--help" in run)


def test_every_command_is_counted() -> None:
    """Each entry of the list is among them."""
    assert {entry.name for entry in ENTRIES} <= {run.split()[0] for run in _RUNS}
