"""`make help`: every variable that `make up` reads, and no other, with the default that it has."""

import re
from collections.abc import Iterator, Mapping

import pytest

from local.deployment.cloudformation import read_template
from local.settings import PROJECT, InvalidSetting, Settings, read, read_work_folder

# Read by make itself, or by pytest.
ELSEWHERE = {"PYTHON": "python3", "ARGS": "none"}
PARAMETERS = {
    "SBB_TERMIJN": "SbbTermijn",
    "SBB_PER_SECONDE": "SbbPerSeconde",
    "SBB_TEGELIJK": "SbbTegelijk",
    "SBB_PROEF_NA": "SbbProefNa",
}


class MakeEnvironment(Mapping[str, str]):
    """An environment that remembers what it was asked for."""

    def __init__(self, **inhoud: str) -> None:
        self._content = inhoud
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.names.add(name)
        return self._content[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._content)

    def __len__(self) -> int:
        return len(self._content)


@pytest.fixture(scope="module")
def explanation() -> dict[str, tuple[str, str]]:
    """The default and the text of each variable that the Makefile tells of."""
    lines = re.findall(r"^#:   (\S+) +(\S+) +(.+)$", (PROJECT / "Makefile").read_text(), re.MULTILINE)
    # One default has a space in it.
    return {name: (default, text) for name, default, text in lines}


def test_every_variable(explanation: dict[str, tuple[str, str]]) -> None:
    """What `make up` reads is told, in both of its ways, and nothing else is."""
    asked = MakeEnvironment()
    read(asked)
    otherwise = MakeEnvironment(SBB_URL="https://sbb.example/")
    with pytest.raises(InvalidSetting):
        read(otherwise)
    assert set(explanation) == asked.names | otherwise.names | set(ELSEWHERE)


def test_the_stated_default(explanation: dict[str, tuple[str, str]]) -> None:
    """The defaults are those of the settings."""
    default = Settings(read_work_folder({}))
    expected = ELSEWHERE | {
        "STACK_MAP": str(default.work_dir.relative_to(PROJECT)),
        "CACHE_MODE": default.cache_mode,
        "API_TEGELIJK": str(default.api_concurrency),
    }
    assert {name: explanation[name][0] for name in expected} == expected
    for name, value in {"AWS_PORT": default.aws_poort, "SBB_PORT": default.sbb_port}.items():
        assert (value, explanation[name][0]) == (None, "free")


def test_the_stated_limits(explanation: dict[str, tuple[str, str]]) -> None:
    """What may be said is what the template takes, and what the settings refuse above it."""
    parameters = read_template()["Parameters"]
    for name, parameter in PARAMETERS.items():
        lowest, highest = re.findall(r"([0-9]+) to ([0-9]+)", explanation[name][1])[0]
        read({name: lowest})
        read({name: highest})
        assert int(highest) <= parameters[parameter]["MaxValue"]
        for error in (int(lowest) - 1, int(highest) + 1):
            with pytest.raises(InvalidSetting):
                read({name: str(error)})
    assert all(choice in explanation["CACHE_MODE"][1] for choice in parameters["CacheMode"]["AllowedValues"])
