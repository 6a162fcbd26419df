"""Every request that leaves is one that the contract knows."""

import uuid
from datetime import date
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from stagemarkt.adapters.soap.envelope import Eindpunt
from stagemarkt.adapters.soap.sbb import SoapSbb
from stagemarkt.adapters.soap.transport import Ruw
from stagemarkt.model.questions import Erkenningsvraag, Identificatievraag
from stagemarkt.ports.deadline import Termijn

from tests.integration.support.contract import NS, SOAP, WSA, keur, romp
from tests.integration.support.envelope import IDENTIFICEER, VERIFIEER, antwoord
from tests.integration.support.exchange import (
    EINDPUNT,
    ERKENNING,
    GEHEIM,
    OP_ID,
    Band,
    Verstuurd,
    patroon_van,
    xml,
)

TERMIJN: Final = Termijn.van(10)
# What the web lets through: XML 1.0 can carry it.
_TEKENS: Final = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
_LASTIG: Final = st.sampled_from(
    ["&", "<", ">", '"', "'", "]]>", "é", "\u2028", "😀", "&amp;", "{0}", "<!--"]
)
NAMEN: Final = st.lists(_LASTIG | st.text(_TEKENS, max_size=20), min_size=1).map("".join)
IDS: Final = st.from_regex(r"[0-9A-Za-z]{1,40}", fullmatch=True)
POSTCODES: Final = st.from_regex(r"[1-9][0-9]{3}[A-Z]{2}", fullmatch=True)
CODES: Final = st.from_regex(r"[0-9]{5}|K[0-9]{4}", fullmatch=True)
# The three forms of a question: by ID, by name, and by address with or without a name.
VRAGEN: Final = st.one_of(
    st.tuples(IDS),
    st.tuples(st.none(), NAMEN),
    st.tuples(st.none(), st.none() | NAMEN, POSTCODES, st.integers(1, 99999)),
).map(lambda velden: Identificatievraag(*velden))
ERKENNINGSVRAGEN: Final = st.tuples(IDS, CODES, st.dates(date(1900, 1, 1))).map(
    lambda velden: Erkenningsvraag(*velden)
)


def _niets(verstuurd: Verstuurd) -> Ruw:
    operatie = verstuurd.soapaction.rpartition("/")[2]
    return xml(antwoord(operatie, [("Signaalcode", "0")], verwijst_naar=None))


def _velden(inhoud: bytes) -> dict[str, str]:
    (request,) = romp(inhoud)
    return {etree.QName(veld).localname: veld.text or "" for veld in request}


def _kop(inhoud: bytes) -> dict[str, str]:
    (kop,) = etree.fromstring(inhoud).findall(f"{{{SOAP}}}Header")
    return {veld.tag: "".join(map(str, veld.itertext())) for veld in kop}


@given(VRAGEN)
def test_identificatie_is_geldig_en_onvervormd(vraag: Identificatievraag) -> None:
    """Whatever is searched for, the request is valid and SBB reads what was asked, a name as a part."""
    band = Band(_niets)
    SoapSbb(EINDPUNT, GEHEIM, band).identificeer(vraag, TERMIJN)
    (verstuurd,) = band.verstuurd
    keur(verstuurd.inhoud)
    velden = _velden(verstuurd.inhoud)
    verwacht = {
        "Licentie": "LICENTIE-99XX",
        "BerichtID": velden["BerichtID"],
        "CodeLeerbedrijf": vraag.leerbedrijf_id,
        "LeerbedrijfNaam": patroon_van(vraag.naam),
        "Postcode": vraag.postcode,
        "Huisnummer": None if vraag.huisnummer is None else str(vraag.huisnummer),
    }
    assert velden == {naam: waarde for naam, waarde in verwacht.items() if waarde is not None}


@given(ERKENNINGSVRAGEN)
def test_verificatie_is_geldig_en_onvervormd(vraag: Erkenningsvraag) -> None:
    """A crebo and a keuzedeel each go in their own element, with the date."""
    band = Band(_niets)
    SoapSbb(EINDPUNT, GEHEIM, band).verifieer(vraag, TERMIJN)
    (verstuurd,) = band.verstuurd
    keur(verstuurd.inhoud)
    velden = _velden(verstuurd.inhoud)
    element = {"K": "Keuzedeelcode"}.get(vraag.code[0], "Crebonummer")
    assert velden == {
        "Licentie": "LICENTIE-99XX",
        "BerichtID": velden["BerichtID"],
        "CodeLeerbedrijf": vraag.leerbedrijf_id,
        element: vraag.code,
        "Peildatum": vraag.peildatum.isoformat(),
    }


def _vraag_beide(eindpunt: Eindpunt = EINDPUNT) -> list[Verstuurd]:
    band = Band(_niets)
    sbb = SoapSbb(eindpunt, GEHEIM, band)
    sbb.identificeer(OP_ID, TERMIJN)
    sbb.verifieer(ERKENNING, TERMIJN)
    return band.verstuurd


def test_wsa_koppen_zijn_die_van_het_contract() -> None:
    """Action, MessageID, To and From stand in the header as the contract says, and nothing else."""
    for operatie, verstuurd in zip((IDENTIFICEER, VERIFIEER), _vraag_beide(), strict=True):
        actie = f"urn:stagemarkt:whitelabel:2.1/{operatie}"
        assert verstuurd.soapaction == actie
        assert _kop(verstuurd.inhoud) == {
            f"{{{WSA}}}Action": actie,
            f"{{{WSA}}}MessageID": f"urn:uuid:{_velden(verstuurd.inhoud)['BerichtID']}",
            f"{{{WSA}}}To": "https://sbb.example/whitelabel.asmx?oin=00000001002306608000",
            f"{{{WSA}}}From": f"{WSA}/anonymous?oin=0000000700099XX00000",
        }
        adres = etree.fromstring(verstuurd.inhoud).find(f".//{{{WSA}}}From/{{{WSA}}}Address")
        assert adres is not None


def test_elk_bericht_heeft_een_eigen_guid() -> None:
    """No two messages share an ID, and each is a random GUID."""
    ids = [_velden(verstuurd.inhoud)["BerichtID"] for _ in range(5) for verstuurd in _vraag_beide()]
    assert len(set(ids)) == 10
    assert all(str(uuid.UUID(tekst, version=4)) == tekst for tekst in ids)


def test_het_is_utf8_en_zegt_dat() -> None:
    """The declaration and the bytes agree."""
    band = Band(_niets)
    SoapSbb(EINDPUNT, GEHEIM, band).identificeer(Identificatievraag(naam="Café 😀"), TERMIJN)
    (verstuurd,) = band.verstuurd
    assert verstuurd.inhoud.startswith(b'<?xml version="1.0" encoding="UTF-8"?>')
    assert "Café 😀".encode() in verstuurd.inhoud


def test_lezen_mag_twee_keer() -> None:
    """What only reads may be sent once more when a connection breaks."""
    assert all(verstuurd.veilig for verstuurd in _vraag_beide())


def test_de_termijn_gaat_mee() -> None:
    """The caller's deadline is the transport's deadline."""
    assert all(verstuurd.termijn is TERMIJN for verstuurd in _vraag_beide())


@pytest.mark.parametrize("namespace", ["urn:een'twee;drie", "http://sbb.example/ws?a=1&b=2"])
def test_namen_van_het_eindpunt_zijn_instellingen(namespace: str) -> None:
    """Another namespace, SOAPAction and URL are used as they are given, whatever characters they have."""
    eindpunt = Eindpunt("https://sbb.example/a?b=c&d=e", namespace, "http://x/a&b/", "1" * 20)
    band = Band(_niets)
    with pytest.raises(Exception, match="no IdentificeerLeerbedrijfResult"):  # the answer has ours
        SoapSbb(eindpunt, GEHEIM, band).identificeer(OP_ID, TERMIJN)
    (verstuurd,) = band.verstuurd
    assert etree.QName(romp(verstuurd.inhoud)).namespace == namespace != NS
    kop = _kop(verstuurd.inhoud)
    assert kop[f"{{{WSA}}}Action"] == verstuurd.soapaction == f"http://x/a&b/{IDENTIFICEER}"
    assert kop[f"{{{WSA}}}To"] == f"https://sbb.example/a?b=c&d=e&oin={'1' * 20}"
