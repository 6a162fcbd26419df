"""What `make up` may be told: every fault at once, and nothing else happens."""

import stat
from pathlib import Path

import pytest

from local.deployment.first_school import read_school
from local.settings import InvalidSetting, read, read_work_folder

ERROR = {
    "AWS_PORT": "x",
    "SBB_PORT": "70000",
    "CACHE_MODE": "foo",
    "SBB_TERMIJN": "21",
    "SBB_SIGNAALCODES": "104:iets",
    "SBB_PER_SECONDE": "51",
    "SBB_TEGELIJK": "0",
    "SBB_PROEF_NA": "31",
    "SBB_URL": "http://",
    "SBB_CA": "/nergens/ca.pem",
    "SBB_OIN": "123",
    "SCHOOL_BRIN": "school",
    "API_TEGELIJK": "65",
    "STACK_MAP": __file__,
}


def _errors(environment: dict[str, str]) -> list[str]:
    with pytest.raises(InvalidSetting) as caught:
        read(environment)
    return str(caught.value).splitlines()


@pytest.fixture
def otherwise(tmp_path: Path) -> dict[str, str]:
    """All that another endpoint needs."""
    for name in ("ca.pem", "school.pem", "school.key"):
        (tmp_path / name).write_text("-----BEGIN …")
    return {
        "SBB_URL": "https://sbb.example/dienst.asmx",
        "SBB_CA": str(tmp_path / "ca.pem"),
        "SBB_CERT": str(tmp_path / "school.pem"),
        "SBB_KEY": str(tmp_path / "school.key"),
        "SBB_LICENTIE": "GEHEIM-42",
        "SBB_OIN": "00000001003214345000",
    }


def test_with_nothing_set() -> None:
    """Nothing need be said; an empty variable says nothing."""
    assert read({}) == read({"CACHE_MODE": "", "AWS_PORT": "", "SBB_URL": ""})
    assert read({}).cache_mode == "volledig"
    assert read({}).work_dir == read_work_folder({})


@pytest.mark.parametrize("inner", ["", "/eronder"])
def test_a_folder_that_is_none(tmp_path: Path, inner: str) -> None:
    """A file, what is below one, and the home of somebody unknown are no folder; `make down` says so too."""
    file = tmp_path / "een bestand"
    file.touch()
    for cache_control in (f"{file}{inner}", "~niemand-heet-zo/map"):
        for reader in (read, read_work_folder):
            with pytest.raises(InvalidSetting, match=r"^- STACK_MAP "):
                reader({"STACK_MAP": cache_control})


def test_a_folder_that_is_yet_to_come(tmp_path: Path) -> None:
    """A folder that is not there yet may have spaces in its name, and may be named from here."""
    assert read({"STACK_MAP": str(tmp_path / "een map" / "erin")}).work_dir == tmp_path / "een map" / "erin"
    assert read_work_folder({"STACK_MAP": "een map"}) == Path.cwd() / "een map"


def test_one_port_twice() -> None:
    """One port cannot be both."""
    assert _errors({"AWS_PORT": "4566", "SBB_PORT": "4566"}) == ["- AWS_PORT, SBB_PORT: both are 4566"]


def test_how_sbb_is_spared() -> None:
    """What is set goes to the template by its parameters' names; the rest has its default."""
    assert read({"SBB_TEGELIJK": "3", "SBB_PROEF_NA": "2"}).guard_parameters == (
        ("SbbTegelijk", "3"),
        ("SbbProefNa", "2"),
    )


def test_every_error_at_once() -> None:
    """Each variable that is not right is named with what it must be, and each that is missing."""
    errors = _errors(ERROR)
    for name in (*ERROR, "SBB_CERT", "SBB_KEY", "SBB_LICENTIE"):
        assert sum(error.startswith(f"- {name} ") for error in errors) == 1, name
    assert len(errors) == len(ERROR) + 3


@pytest.mark.parametrize(
    "url", ["sbb", "https://", "http://sbb.example", "https://x/?wsdl", "https://[", "https://x y"]
)
def test_an_address_that_is_none(otherwise: dict[str, str], url: str) -> None:
    """The address must be one that the template takes."""
    assert len(_errors(otherwise | {"SBB_URL": url})) == 1


def test_another_endpoint(otherwise: dict[str, str]) -> None:
    """What is right is read, the BRIN in capitals; the licence is in no text of it."""
    settings = read(otherwise | {"SCHOOL_BRIN": "99xx", "SBB_SIGNAALCODES": "104:niet-erkend"})
    assert settings.sbb is not None
    assert (settings.sbb.school_brin, settings.signaalcodes) == ("99XX", "104:niet-erkend")
    assert "GEHEIM-42" not in repr(settings)


@pytest.mark.parametrize("name", ["SBB_CA", "SBB_CERT", "SBB_KEY"])
def test_a_file_that_is_no_pem(otherwise: dict[str, str], name: str) -> None:
    """A folder, or a file in binary form, is a fault with the variable's name."""
    path = Path(otherwise[name])
    assert _errors(otherwise | {name: str(path.parent)})[0].startswith(f"- {name} cannot be read")
    path.write_bytes(b"\x30\x82\xff\xfe")
    assert _errors(otherwise)[0].startswith(f"- {name} is no PEM file")


@pytest.mark.parametrize("name", ["SBB_CA", "SBB_CERT", "SBB_KEY"])
def test_a_file_without_an_end(otherwise: dict[str, str], name: str) -> None:
    """A device, or a file of gigabytes, is a fault at once: reading it would take all memory there is."""
    assert _errors(otherwise | {name: "/dev/zero"})[0].startswith(f"- {name} cannot be read")
    with Path(otherwise[name]).open("r+b") as file:
        file.truncate(1 << 40)
    assert _errors(otherwise)[0].startswith(f"- {name} is no PEM file")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_file_from_notepad(otherwise: dict[str, str], encoding: str) -> None:
    """Notepad's marks and encodings are no fault, and none of it comes along."""
    for name in ("SBB_CA", "SBB_CERT", "SBB_KEY"):
        Path(otherwise[name]).write_bytes(f"Café\r\n-----BEGIN {name}".encode(encoding))
    sbb = read(otherwise).sbb
    assert sbb is not None
    school, _ = read_school(sbb.certificaat, sbb.sleutel, sbb.licentie, "99XX")
    assert school.certificaat.startswith("Café")
    assert school.sleutel.endswith("-----BEGIN SBB_KEY")


def test_a_key_that_cannot_be_read(otherwise: dict[str, str]) -> None:
    """A file that is somebody else's is a fault, not a traceback."""
    sleutel = Path(otherwise["SBB_KEY"])
    sleutel.chmod(0)
    try:
        sleutel.read_bytes()
    except PermissionError:
        assert _errors(otherwise)[0].startswith("- SBB_KEY cannot be read")
    else:
        assert stat.S_IMODE(sleutel.stat().st_mode) == 0  # who is root may read everything


def test_without_an_endpoint() -> None:
    """A certificate without SBB_URL would silently meet the simulator: that is a fault."""
    assert _errors({"SBB_CERT": "x", "SCHOOL_BRIN": "99XX"}) == ["- SBB_CERT, SCHOOL_BRIN: only with SBB_URL"]


def test_adressen(otherwise: dict[str, str]) -> None:
    """Operations at other addresses: each fault is named, and without another SBB there are none."""
    good = "Zoeken=https://sbb.example/zoek.asmx,GeefDetails=https://sbb.example/details.asmx"
    sbb = read(otherwise | {"SBB_ADRESSEN": good}).sbb
    assert sbb is not None
    assert sbb.adressen == good
    (error,) = _errors(otherwise | {"SBB_ADRESSEN": "Zoek=https://a.example,GeefDetails=ftp://a,Zoeken"})
    for piece in (
        "SBB_ADRESSEN",
        "'Zoek' is no operation",
        "GeefDetails: 'ftp://a' must be https",
        "Zoeken: ''",
    ):
        assert piece in error
    assert _errors({"SBB_ADRESSEN": good}) == ["- SBB_ADRESSEN: only with SBB_URL"]
