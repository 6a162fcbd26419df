"""Requests for details and searches are ones that the contract knows."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from stagemarkt.adapters.soap.sbb import SoapSbb
from stagemarkt.adapters.soap.transport import Ruw
from stagemarkt.model.questions import Zoekvraag
from stagemarkt.ports.deadline import Termijn

from tests.integration.support.contract import NS, keur, romp
from tests.integration.support.envelope import antwoord
from tests.integration.support.exchange import EINDPUNT, GEHEIM, Band, Verstuurd, patroon_van, xml

TERMIJN: Final = Termijn.van(10)
_TEKENS: Final = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
TEKSTEN: Final = st.none() | st.sampled_from(["a&b", "<", "]]>", "é😀", "\"'"]) | st.text(_TEKENS, min_size=1)
ZOEKVRAGEN: Final = st.tuples(
    TEKSTEN,
    TEKSTEN,
    TEKSTEN,
    st.none() | st.from_regex(r"[1-9][0-9]{3}[A-Z]{2}", fullmatch=True),
    st.none() | st.integers(1, 300),
    st.none() | st.from_regex(r"[0-9]{5}", fullmatch=True),
    TEKSTEN,
    st.none() | st.sampled_from(["BOL", "BBL"]),
    st.none() | st.integers(1, 4),
    st.none() | st.booleans(),
).map(lambda velden: Zoekvraag(*velden))


def _niets(verstuurd: Verstuurd) -> Ruw:
    operatie = verstuurd.soapaction.rpartition("/")[2]
    inhoud = [("Signaalcode", "0"), ("CodeLeerbedrijf", "1"), ("AantalResultatenTotaal", "0")]
    return xml(antwoord(operatie, inhoud, verwijst_naar=None))


def _velden(inhoud: bytes) -> dict[str, str]:
    """Every leaf of the request by its path."""
    boom = etree.ElementTree(romp(inhoud))
    bladeren = [element for element in boom.iter() if len(element) == 0]
    return {boom.getelementpath(blad).replace(f"{{{NS}}}", ""): blad.text or "" for blad in bladeren}


@given(ZOEKVRAGEN, st.integers(1, 10_000), st.booleans())
def test_zoekvraag_is_geldig_en_onvervormd(vraag: Zoekvraag, pagina: int, leerplaatsen: bool) -> None:  # noqa: FBT001 - hypothesis gives it by position
    """Whatever is searched for, the request is valid and SBB reads what was asked, a name as a part."""
    band = Band(_niets)
    sbb = SoapSbb(EINDPUNT, GEHEIM, band)
    (sbb.zoek_leerplaatsen if leerplaatsen else sbb.zoek_erkenningen)(vraag, pagina, TERMIJN)
    (verstuurd,) = band.verstuurd
    keur(verstuurd.inhoud)
    velden = _velden(verstuurd.inhoud)
    verwacht = {
        "Licentie": "LICENTIE-99XX",
        "BerichtID": velden["request/BerichtID"],
        "LeerplaatsErkenningAanduiding": "L" if leerplaatsen else "E",
        "AantalResultatenPerPagina": "25",
        "Pagina": str(pagina),
        "ZoekInDeBuurt": "false" if vraag.afstand is None else "true",
        "Afstand": vraag.afstand,
        "LeerbedrijfNaam": patroon_van(vraag.naam),
        "LeerbedrijfNaamExact": None if vraag.naam is None else "false",
        "Vestigingsadres/Straat": vraag.straat,
        "Vestigingsadres/Postcode": vraag.postcode,
        "Vestigingsadres/Plaats": vraag.plaats,
        "Crebonummer": vraag.crebo,
        "Opleidingsnaam": vraag.opleidingsnaam,
        "Leerweg": vraag.leerweg,
        "Niveau": vraag.niveau,
        "Beschikbaar": None if vraag.beschikbaar is None else str(vraag.beschikbaar).lower(),
    }
    assert velden == {f"request/{naam}": str(deel) for naam, deel in verwacht.items() if deel is not None}


@pytest.mark.parametrize(
    "leerplaats_id", ["1", "007", "9223372036854775807", "fd22a7fd-e159-4026-9409-1388eade0a9c-25998"]
)
def test_details_van_een_leerplaats(leerplaats_id: str) -> None:
    """A leerplaats is asked for by its number, of up to 19 digits."""
    band = Band(_niets)
    SoapSbb(EINDPUNT, GEHEIM, band).geef_leerplaats(leerplaats_id, TERMIJN)
    keur(band.verstuurd[0].inhoud)
    assert _velden(band.verstuurd[0].inhoud)["request/LeerplaatsId"] == leerplaats_id


@pytest.mark.parametrize("leerbedrijf_id", ["900000001", "99ZZ9999JJ0001602"])
def test_details_van_een_leerbedrijf(leerbedrijf_id: str) -> None:
    """A leerbedrijf is asked for by its code, new or old."""
    band = Band(_niets)
    SoapSbb(EINDPUNT, GEHEIM, band).geef_details(leerbedrijf_id, TERMIJN)
    keur(band.verstuurd[0].inhoud)
    assert _velden(band.verstuurd[0].inhoud)["request/CodeLeerbedrijf"] == leerbedrijf_id
