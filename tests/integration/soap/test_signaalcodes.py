"""Every signaalcode of `contract/README.md`, in the answer to each operation."""

from dataclasses import replace
from typing import Final

import pytest
from stagemarkt.adapters.soap.sbb import SoapSbb
from stagemarkt.adapters.soap.signaalcodes import SIGNAALCODES, Betekenis, lees_signaalcodes
from stagemarkt.model import errors
from stagemarkt.model.errors import BronAntwoordOngeldig, BroncodeOnbekend, Fout, Signaal
from stagemarkt.ports.deadline import Termijn

from tests.integration.support.contract import is_geldig, keur
from tests.integration.support.envelope import BERICHT_ID, IDENTIFICEER, VERIFIEER, antwoord
from tests.integration.support.exchange import (
    EINDPUNT,
    GEHEIM,
    OP_ID,
    OP_NAAM,
    Band,
    identificeer,
    verifieer,
    xml,
)
from tests.integration.support.secret import alles_van
from tests.integration.support.template import PROJECT

# Per code: by ID, by name, verifieer. None: the question is answered.
TABEL: Final[dict[int, tuple[type[Fout] | None, type[Fout] | None, type[Fout] | None]]] = {
    0: (None, None, None),
    1: (None, None, errors.ResourceOnbekend),
    101: (errors.LeerbedrijfOnbekend, None, errors.LeerbedrijfOnbekend),
    102: (errors.CodeOnbekend, errors.CodeOnbekend, errors.CodeOnbekend),
    103: (BroncodeOnbekend, BroncodeOnbekend, None),
    201: (errors.OngeldigeInvoer, errors.OngeldigeInvoer, errors.OngeldigeInvoer),
    202: (errors.TeVeelResultaten, errors.TeVeelResultaten, errors.TeVeelResultaten),
    995: (errors.BronOverbelast, errors.BronOverbelast, errors.BronOverbelast),
    996: (errors.BronLicentie, errors.BronLicentie, errors.BronLicentie),
    997: (errors.SchoolcertificaatOngeschikt,) * 3,
    999: (errors.BronNietBeschikbaar, errors.BronNietBeschikbaar, errors.BronNietBeschikbaar),
}
ONBEKEND: Final = (555, -1, 2_147_483_647)
MET_RETRY_AFTER: Final = (errors.BronOverbelast, errors.BronNietBeschikbaar)
RIJEN: Final = [
    *((code, vraag, soort) for code, soorten in TABEL.items() for vraag, soort in enumerate(soorten)),
    *((code, vraag, BroncodeOnbekend) for code in ONBEKEND for vraag in range(3)),
]


def _vraag(welke: int, inhoud: bytes) -> object:
    if welke == 2:
        return verifieer(inhoud)
    return identificeer(inhoud, (OP_ID, OP_NAAM)[welke])


def _antwoord(welke: int, signaalcode: str, melding: str | None = "Zo zit dat.") -> bytes:
    kop = [("Signaalcode", signaalcode), *([] if melding is None else [("Melding", melding)])]
    return antwoord((IDENTIFICEER, IDENTIFICEER, VERIFIEER)[welke], [*kop, ("BerichtID", BERICHT_ID)])


def test_de_tabel_is_die_van_het_contract() -> None:
    """The codes tested here are exactly those of the contract's table."""
    regels = (PROJECT / "contract" / "README.md").read_text(encoding="utf-8").splitlines()
    eerste_cellen = [regel.split("|")[1].strip() for regel in regels if regel.startswith("|")]
    assert {int(cel) for cel in eerste_cellen if cel.isdigit()} == set(TABEL)


@pytest.mark.parametrize(("code", "welke", "soort"), RIJEN)
def test_elke_code_bij_elke_vraag(code: int, welke: int, soort: type[Fout] | None) -> None:
    """The code becomes the answer or the error of the table; the error carries what SBB said."""
    inhoud = _antwoord(welke, str(code))
    keur(inhoud)
    if soort is None:
        _vraag(welke, inhoud)
        return
    with pytest.raises(Fout) as gevangen:
        _vraag(welke, inhoud)
    fout = gevangen.value
    assert type(fout) is soort
    assert fout.signaal == Signaal(code, "Zo zit dat.", BERICHT_ID)
    assert (fout.opnieuw_na is not None) is isinstance(fout, MET_RETRY_AFTER)
    assert "Zo zit dat" not in f"{fout}{fout.detail}{fout.intern}"


@pytest.mark.parametrize(("code", "in_orde"), [("0", True), ("103", False)])
def test_niet_erkend_is_een_antwoord(code: str, *, in_orde: bool) -> None:
    """103 is SBB's verdict, not an error."""
    assert verifieer(_antwoord(2, code)).in_orde is in_orde


@pytest.mark.parametrize(("code", "welke"), [("1", 0), ("1", 1), ("101", 1)])
def test_niets_gevonden_is_een_lege_lijst(code: str, welke: int) -> None:
    """A search that finds nothing has an answer: none."""
    assert _vraag(welke, _antwoord(welke, code)) == []


@pytest.mark.parametrize("melding", [None, "", "  "])
def test_zonder_melding(melding: str | None) -> None:
    """A refusal without a text, or with a blank one, is as much a refusal."""
    inhoud = _antwoord(2, "996", melding)
    keur(inhoud)
    with pytest.raises(errors.BronLicentie) as gevangen:
        verifieer(inhoud)
    assert gevangen.value.signaal == Signaal(996, None, BERICHT_ID)


def test_bij_een_weigering_hoeft_de_rest_niet_te_kloppen() -> None:
    """Not valid by the schema: beside a refusal the rest of the message is not looked at."""
    onzin = b"<Startdatum>onzin</Startdatum></VerifieerAccreditatieResult>"
    inhoud = _antwoord(2, "996").replace(b"</VerifieerAccreditatieResult>", onzin)
    assert not is_geldig(inhoud)
    with pytest.raises(errors.BronLicentie):
        verifieer(inhoud)


@pytest.mark.parametrize("code", ["", " ", "GEHEIM", "0x0", "0.5", "0.0", "1e0", "0_0", "9" * 5000])
@pytest.mark.parametrize("welke", [0, 1, 2])
def test_signaalcode_die_geen_getal_is(welke: int, code: str) -> None:
    """Not valid by the schema: without a number there is no answer, whatever else the message says."""
    inhoud = _antwoord(welke, code)
    assert not is_geldig(inhoud)
    with pytest.raises(BronAntwoordOngeldig) as gevangen:
        _vraag(welke, inhoud)
    assert gevangen.value.signaal is None
    assert "GEHEIM" not in alles_van(gevangen.value)


@pytest.mark.parametrize("welke", [0, 1, 2])
def test_zonder_signaalcode(welke: int) -> None:
    """Not valid by the schema: a result without its head is no answer."""
    inhoud = _antwoord(welke, "0").replace(b"<Signaalcode>0</Signaalcode>", b"")
    assert not is_geldig(inhoud)
    with pytest.raises(BronAntwoordOngeldig, match="Signaalcode"):
        _vraag(welke, inhoud)


@pytest.mark.parametrize("code", ["00", "+0", " 0\n", "-0"])
def test_nul_in_andere_schrijfwijzen(code: str) -> None:
    """`xs:int` allows a sign, leading zeros and space around."""
    assert identificeer(_antwoord(1, code), OP_NAAM) == []


def test_een_instelling_gaat_voor() -> None:
    """What a setting says of a code is what it means; the other codes keep their meaning."""
    tabel = lees_signaalcodes(" 555:leerbedrijf-onbekend, 0:niets-gevonden,101:onbekend,-3:in-orde ")
    assert [tabel[code] for code in (555, 0, 101, -3, 996)] == [
        Betekenis.LEERBEDRIJF_ONBEKEND,
        Betekenis.NIETS_GEVONDEN,
        Betekenis.ONBEKEND,
        Betekenis.IN_ORDE,
        Betekenis.GEEN_LICENTIE,
    ]
    assert lees_signaalcodes("") == SIGNAALCODES


def test_een_instelling_in_een_gesprek() -> None:
    """A conversation goes by the table that it was given."""
    eindpunt = replace(EINDPUNT, signaalcodes=lees_signaalcodes("555:leerbedrijf-onbekend"))
    sbb = SoapSbb(eindpunt, GEHEIM, Band(lambda _: xml(_antwoord(0, "555"))), lambda: BERICHT_ID)
    with pytest.raises(errors.LeerbedrijfOnbekend) as gevangen:
        sbb.identificeer(OP_ID, Termijn.van(10))
    assert gevangen.value.signaal == Signaal(555, "Zo zit dat.", BERICHT_ID)


@pytest.mark.parametrize(
    "tekst", ["x", "1", "1:", "1:iets", "x:in-orde", "1:in-orde,", "1.5:in-orde", "²:in-orde"]
)
def test_een_instelling_die_niet_klopt(tekst: str) -> None:
    """A setting that cannot be read stops the function, and the log says which and what it may be."""
    with pytest.raises(errors.InterneFout) as gevangen:
        lees_signaalcodes(tekst)
    assert gevangen.value.intern.startswith("SBB_SIGNAALCODES: ")
    assert "leerbedrijf-onbekend" in gevangen.value.intern


def test_elke_fout_van_een_instelling_tegelijk() -> None:
    """All faults at once, the same code twice among them."""
    with pytest.raises(errors.InterneFout) as gevangen:
        lees_signaalcodes("een:in-orde,2:in-orde,2:niet-erkend,3:raar")
    assert all(deel in gevangen.value.intern for deel in ("'een:in-orde'", "2 is there twice", "'3:raar'"))
