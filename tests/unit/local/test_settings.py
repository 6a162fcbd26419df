"""What `make up` may be told: every fault at once, and nothing else happens."""

import stat
from pathlib import Path

import pytest

from local.settings import FouteInstelling, lees, lees_werkmap
from local.setup import lees_school

FOUT = {
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


def _fouten(omgeving: dict[str, str]) -> list[str]:
    with pytest.raises(FouteInstelling) as gevangen:
        lees(omgeving)
    return str(gevangen.value).splitlines()


@pytest.fixture
def anders(tmp_path: Path) -> dict[str, str]:
    """All that another endpoint needs."""
    for naam in ("ca.pem", "school.pem", "school.key"):
        (tmp_path / naam).write_text("-----BEGIN …")
    return {
        "SBB_URL": "https://sbb.example/dienst.asmx",
        "SBB_CA": str(tmp_path / "ca.pem"),
        "SBB_CERT": str(tmp_path / "school.pem"),
        "SBB_KEY": str(tmp_path / "school.key"),
        "SBB_LICENTIE": "GEHEIM-42",
        "SBB_OIN": "00000001003214345000",
    }


def test_zonder_iets() -> None:
    """Nothing need be said; an empty variable says nothing."""
    assert lees({}) == lees({"CACHE_MODE": "", "AWS_PORT": "", "SBB_URL": ""})
    assert lees({}).cache_mode == "volledig"
    assert lees({}).werkmap == lees_werkmap({})


@pytest.mark.parametrize("onder", ["", "/eronder"])
def test_een_map_die_er_geen_is(tmp_path: Path, onder: str) -> None:
    """A file, what is below one, and the home of somebody unknown are no folder; `make down` says so too."""
    bestand = tmp_path / "een bestand"
    bestand.touch()
    for wens in (f"{bestand}{onder}", "~niemand-heet-zo/map"):
        for lezer in (lees, lees_werkmap):
            with pytest.raises(FouteInstelling, match=r"^- STACK_MAP "):
                lezer({"STACK_MAP": wens})


def test_een_map_die_nog_komt(tmp_path: Path) -> None:
    """A folder that is not there yet may have spaces in its name, and may be named from here."""
    assert lees({"STACK_MAP": str(tmp_path / "een map" / "erin")}).werkmap == tmp_path / "een map" / "erin"
    assert lees_werkmap({"STACK_MAP": "een map"}) == Path.cwd() / "een map"


def test_twee_keer_een_poort() -> None:
    """One port cannot be both."""
    assert _fouten({"AWS_PORT": "4566", "SBB_PORT": "4566"}) == ["- AWS_PORT, SBB_PORT: both are 4566"]


def test_hoe_sbb_wordt_ontzien() -> None:
    """What is set goes to the template by its parameters' names; the rest has its default."""
    assert lees({"SBB_TEGELIJK": "3", "SBB_PROEF_NA": "2"}).bewaking == (
        ("SbbTegelijk", "3"),
        ("SbbProefNa", "2"),
    )


def test_elke_fout_tegelijk() -> None:
    """Each variable that is not right is named with what it must be, and each that is missing."""
    fouten = _fouten(FOUT)
    for naam in (*FOUT, "SBB_CERT", "SBB_KEY", "SBB_LICENTIE"):
        assert sum(fout.startswith(f"- {naam} ") for fout in fouten) == 1, naam
    assert len(fouten) == len(FOUT) + 3


@pytest.mark.parametrize(
    "url", ["sbb", "https://", "http://sbb.example", "https://x/?wsdl", "https://[", "https://x y"]
)
def test_een_adres_dat_er_geen_is(anders: dict[str, str], url: str) -> None:
    """The address must be one that the template takes."""
    assert len(_fouten(anders | {"SBB_URL": url})) == 1


def test_een_ander_eindpunt(anders: dict[str, str]) -> None:
    """What is right is read, the BRIN in capitals; the licence is in no text of it."""
    instellingen = lees(anders | {"SCHOOL_BRIN": "99xx", "SBB_SIGNAALCODES": "104:niet-erkend"})
    assert instellingen.sbb is not None
    assert (instellingen.sbb.school_brin, instellingen.signaalcodes) == ("99XX", "104:niet-erkend")
    assert "GEHEIM-42" not in repr(instellingen)


@pytest.mark.parametrize("naam", ["SBB_CA", "SBB_CERT", "SBB_KEY"])
def test_een_bestand_dat_geen_pem_is(anders: dict[str, str], naam: str) -> None:
    """A folder, or a file in binary form, is a fault with the variable's name."""
    pad = Path(anders[naam])
    assert _fouten(anders | {naam: str(pad.parent)})[0].startswith(f"- {naam} cannot be read")
    pad.write_bytes(b"\x30\x82\xff\xfe")
    assert _fouten(anders)[0].startswith(f"- {naam} is no PEM file")


@pytest.mark.parametrize("naam", ["SBB_CA", "SBB_CERT", "SBB_KEY"])
def test_een_bestand_zonder_einde(anders: dict[str, str], naam: str) -> None:
    """A device, or a file of gigabytes, is a fault at once: reading it would take all memory there is."""
    assert _fouten(anders | {naam: "/dev/zero"})[0].startswith(f"- {naam} cannot be read")
    with Path(anders[naam]).open("r+b") as bestand:
        bestand.truncate(1 << 40)
    assert _fouten(anders)[0].startswith(f"- {naam} is no PEM file")


@pytest.mark.parametrize("codering", ["utf-8-sig", "utf-16", "cp1252"])
def test_een_bestand_uit_kladblok(anders: dict[str, str], codering: str) -> None:
    """Notepad's marks and encodings are no fault, and none of it comes along."""
    for naam in ("SBB_CA", "SBB_CERT", "SBB_KEY"):
        Path(anders[naam]).write_bytes(f"Café\r\n-----BEGIN {naam}".encode(codering))
    sbb = lees(anders).sbb
    assert sbb is not None
    school, _ = lees_school(sbb.certificaat, sbb.sleutel, sbb.licentie, "99XX")
    assert school.certificaat.startswith("Café")
    assert school.sleutel.endswith("-----BEGIN SBB_KEY")


def test_een_sleutel_die_niet_te_lezen_is(anders: dict[str, str]) -> None:
    """A file that is somebody else's is a fault, not a traceback."""
    sleutel = Path(anders["SBB_KEY"])
    sleutel.chmod(0)
    try:
        sleutel.read_bytes()
    except PermissionError:
        assert _fouten(anders)[0].startswith("- SBB_KEY cannot be read")
    else:
        assert stat.S_IMODE(sleutel.stat().st_mode) == 0  # who is root may read everything


def test_los_van_een_eindpunt() -> None:
    """A certificate without SBB_URL would silently meet the simulator: that is a fault."""
    assert _fouten({"SBB_CERT": "x", "SCHOOL_BRIN": "99XX"}) == ["- SBB_CERT, SCHOOL_BRIN: only with SBB_URL"]


def test_adressen(anders: dict[str, str]) -> None:
    """Operations at other addresses: each fault is named, and without another SBB there are none."""
    goed = "Zoeken=https://sbb.example/zoek.asmx,GeefDetails=https://sbb.example/details.asmx"
    sbb = lees(anders | {"SBB_ADRESSEN": goed}).sbb
    assert sbb is not None
    assert sbb.adressen == goed
    (fout,) = _fouten(anders | {"SBB_ADRESSEN": "Zoek=https://a.example,GeefDetails=ftp://a,Zoeken"})
    for stuk in (
        "SBB_ADRESSEN",
        "'Zoek' is no operation",
        "GeefDetails: 'ftp://a' must be https",
        "Zoeken: ''",
    ):
        assert stuk in fout
    assert _fouten({"SBB_ADRESSEN": goed}) == ["- SBB_ADRESSEN: only with SBB_URL"]
