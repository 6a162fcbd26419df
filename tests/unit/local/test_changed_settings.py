"""What is said before a stack is started anew: what is otherwise, by its variables, and no secret."""

from pathlib import Path

import pytest

from local.deployment import package
from local.sbb.protocol import CONTRACT
from local.sbb.register.sources import DATA
from local.settings import PROJECT, OtherSbb, Settings, read
from local.stack.changed_settings import describe, otherwise


@pytest.fixture
def other_sbb(tmp_path: Path) -> OtherSbb:
    """Another endpoint."""
    files = [tmp_path / name for name in ("ca.pem", "school.pem", "school.key")]
    for file in files:
        file.write_text("-----BEGIN GEHEIM")
    ca, cert, key = files
    return OtherSbb("https://sbb.example/", ca, cert, key, "LIC-GEHEIM", "0" * 20, "99XX", None, None)


def test_nothing_different(tmp_path: Path) -> None:
    """The same settings are no difference."""
    assert otherwise(describe(Settings(tmp_path)), describe(Settings(tmp_path))) == []


def test_other_settings() -> None:
    """What was set, what is set, and what is set no more, each on a line of its own."""
    then = describe(read({"CACHE_MODE": "uit", "SBB_TERMIJN": "4"}))
    now = describe(read({"CACHE_MODE": "volledig", "SBB_TEGELIJK": "3"}))
    assert otherwise(then, now) == [
        "CACHE_MODE was uit, and is volledig",
        "SBB_TERMIJN was 4, and is not set",
        "SBB_TEGELIJK was not set, and is 3",
    ]


def test_another_endpoint(tmp_path: Path, other_sbb: OtherSbb) -> None:
    """Another SBB is told by its variables; of licence, certificate and key nothing is."""
    then, now = describe(Settings(tmp_path)), describe(Settings(tmp_path, sbb=other_sbb))
    lines = otherwise(then, now)
    assert "SBB_URL was not set, and is https://sbb.example/" in lines
    assert "GEHEIM" not in repr((lines, now))


def test_a_file_with_other_content(tmp_path: Path, other_sbb: OtherSbb) -> None:
    """A certificate that was renewed in place makes another stack."""
    then = describe(Settings(tmp_path, sbb=other_sbb))
    other_sbb.certificaat.write_text("-----BEGIN NIEUW")
    assert otherwise(then, describe(Settings(tmp_path, sbb=other_sbb))) == [
        "what is in the certificates or the licence of SBB_URL has changed"
    ]


def test_other_code(tmp_path: Path) -> None:
    """Other code is told without its fingerprint; so is what an older version did not say."""
    now = describe(Settings(tmp_path))
    assert otherwise({**now, "the code": "0"}, now) == ["the code has changed"]
    assert "the code has changed" in otherwise({}, now)


def test_what_a_stack_is_made_of() -> None:
    """Every module of what runs at home counts, and what it reads; a text for readers does not."""
    counted = set(package.sources())
    assert {file for folder in package.HOME for file in folder.rglob("*.py")} <= counted
    assert {PROJECT / "template.yaml", DATA / "plaatsen.csv", CONTRACT / "whitelabel.xsd"} <= counted
    assert {file.suffix for file in counted} & {".md", ".pyc"} == set()
