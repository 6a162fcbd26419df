"""A school that changes its certificate: the one before serves on until SBB knows the new one."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final, TypeVar

import pytest
from stagemarkt.adapters.soap.certificate_change import HERPROBEREN
from stagemarkt.adapters.soap.envelope import Eindpunt
from stagemarkt.adapters.soap.school_connections import Schoolverbindingen
from stagemarkt.adapters.soap.transport import Grenzen
from stagemarkt.model.errors import BronLicentie, BronTimeout, Fout, SchoolcertificaatOngeschikt
from stagemarkt.model.school import Certificaatpaar, Schoolgeheim
from stagemarkt.ports.deadline import Termijn

from tests.integration.hulp.watch import NepWatch
from tests.integration.support.behaviour import http
from tests.integration.support.clock import Klok
from tests.integration.support.contract import NS
from tests.integration.support.envelope import IDENTIFICEER, antwoord
from tests.integration.support.exchange import OP_NAAM
from tests.integration.support.line import Lijn
from tests.integration.support.pki import Pki
from tests.integration.support.server import Server, Verbinding

T = TypeVar("T")
SCHOOL: Final = "99XX"


def _met_signaalcode(code: str) -> bytes:
    return http(antwoord(IDENTIFICEER, [("Signaalcode", code)], verwijst_naar=None))


class Kluis:
    """One school's secret, which a test changes; `ververst` counts how often it was to be read afresh."""

    def __init__(self, pki: Pki) -> None:
        self.ca = pki.sbb_ca
        self.geheim = pki.school(SCHOOL)
        self.ververst = 0

    def van(self, _brin: str) -> Schoolgeheim:
        """As the port says."""
        return self.geheim

    def ververs(self, _brin: str) -> None:
        """As the port says."""
        self.ververst += 1

    def sbb_ca(self) -> str:
        """As the port says."""
        return self.ca


class Toneel:
    """SBB, a school's secret, and the adapter between them; `weigert` is what SBB answers whom."""

    def __init__(self, lijn: Lijn) -> None:
        self.pki = lijn.pki
        self.kluis = Kluis(lijn.pki)
        self.klok = Klok()
        self.watch = NepWatch()
        self.weigert: dict[str, str] = {}
        self.context = lijn.pki.bij_sbb()
        self.achteraf = False
        self.server: Server = lijn.server(self._bedien, context=self.context)
        self.verbindingen = Schoolverbindingen(
            Eindpunt(self.server.url, NS, f"{NS}/", "0" * 20),
            self.kluis,
            Grenzen(seconden=5),
            self.klok,
        )

    def _bedien(self, verbinding: Verbinding) -> None:
        if self.achteraf:
            verbinding.lees()
            verbinding.vraag_certificaat()
            verbinding.stuur(_met_signaalcode("0"))
        naam = self.server.namen[-1]
        while verbinding.lees() is not None:
            verbinding.stuur(_met_signaalcode(self.weigert.get(naam, "0")))

    def nieuw_certificaat(self, *, bekend: bool = False) -> None:
        """A new certificate, `bekend` to SBB or of a CA that it has never heard of, beside the old one."""
        oud = self.kluis.geheim
        nieuw = self.pki.school("NIEUW", uitgever=None if bekend else self.pki.vreemd)
        self.kluis.geheim = replace(
            oud,
            certificaat=nieuw.certificaat,
            sleutel=nieuw.sleutel,
            vorig=Certificaatpaar(oud.certificaat, oud.sleutel),
        )

    def vraag(self) -> None:
        """One question, which SBB finds nothing for."""
        termijn = Termijn.van(5)._replace(watch=self.watch)
        assert self.verbindingen.met(SCHOOL).identificeer(OP_NAAM, termijn) == []

    def wissels(self) -> list[str]:
        """What was told of swapping, always of the certificate that is the newest now."""
        assert all(nieuw == self.kluis.geheim.merken for _, nieuw in self.watch.wissels)
        return [wissel for wissel, _ in self.watch.wissels]


@pytest.fixture
def toneel(lijn: Lijn) -> Iterator[Toneel]:
    """A school with one certificate, that SBB knows."""
    toneel = Toneel(lijn)
    yield toneel
    toneel.verbindingen.sluit()


def test_wat_sbb_kent_is_meteen_in_gebruik(toneel: Toneel) -> None:
    """A new certificate that SBB takes leaves the old one unused, and there is nothing to tell."""
    toneel.vraag()
    toneel.nieuw_certificaat(bekend=True)
    toneel.vraag()
    assert toneel.server.namen == [SCHOOL, "NIEUW"]
    assert toneel.wissels() == []
    assert (toneel.watch.met, toneel.watch.taken) == (toneel.kluis.geheim.merken, True)


def test_wat_sbb_nog_niet_kent_laat_het_oude_dienen(toneel: Toneel) -> None:
    """A new certificate that the handshake refuses costs no answer: the old one serves, told once."""
    toneel.nieuw_certificaat()
    for _ in range(5):
        toneel.vraag()
    assert toneel.server.namen == [SCHOOL]
    assert toneel.wissels() == ["terugval"]
    # The new one was shown once, refused, and not shown again meanwhile.
    assert len(toneel.server.weigeringen) == 1
    assert toneel.kluis.ververst == 0
    # That SBB took the old one says nothing of the new one; the licence is the same.
    assert toneel.watch.met is not None
    assert toneel.watch.met.certificaat != toneel.kluis.geheim.merken.certificaat
    assert toneel.watch.met.licentie == toneel.kluis.geheim.merken.licentie


def test_ook_als_sbb_met_een_signaalcode_weigert(toneel: Toneel) -> None:
    """997 is a refusal like that of a handshake; what is sent again is another message."""
    toneel.weigert = {"NIEUW": "997"}
    toneel.nieuw_certificaat(bekend=True)
    toneel.vraag()
    assert toneel.server.namen == ["NIEUW", SCHOOL]
    eerste, tweede = (verzoek.inhoud for verzoek in toneel.server.verzoeken)
    assert eerste != tweede
    assert toneel.wissels() == ["terugval"]


def test_ook_als_sbb_pas_na_het_verzoek_weigert(toneel: Toneel) -> None:
    """A server that asks for a certificate per path refuses the new one then; the old one serves."""
    toneel.achteraf = toneel.context.post_handshake_auth = True
    toneel.nieuw_certificaat()
    for _ in range(3):
        toneel.vraag()
    assert toneel.server.namen == [SCHOOL]
    assert toneel.wissels() == ["terugval"]
    # The question that came with the new one was not answered; it went out once.
    assert len(toneel.server.verzoeken) == 1 + 3


def test_het_nieuwe_wordt_nu_en_dan_weer_geprobeerd(toneel: Toneel) -> None:
    """Once SBB knows the new certificate it comes into use within `HERPROBEREN` seconds, and that is told."""
    toneel.nieuw_certificaat()
    toneel.vraag()
    toneel.klok.nu += HERPROBEREN
    toneel.vraag()
    assert toneel.wissels() == ["terugval"] * 2
    toneel.pki.vreemd.configure_trust(toneel.context)
    toneel.klok.nu += HERPROBEREN - 1
    toneel.vraag()
    assert toneel.server.namen == [SCHOOL]
    toneel.klok.nu += 1
    for _ in range(3):
        toneel.vraag()
    assert toneel.server.namen == [SCHOOL, "NIEUW"]
    assert toneel.wissels()[2:] == ["hersteld"]


def test_een_oud_certificaat_dat_niet_meer_mag(toneel: Toneel) -> None:
    """While the old one serves, the day that SBB refuses it the new one is tried at once."""
    toneel.nieuw_certificaat(bekend=True)
    toneel.weigert = {"NIEUW": "997"}
    toneel.vraag()
    toneel.weigert = {SCHOOL: "997"}
    toneel.vraag()
    assert toneel.wissels() == ["terugval", "hersteld"]


def test_beide_geweigerd(toneel: Toneel) -> None:
    """With none that SBB takes, the fault is told as the new one's, and the secret is read afresh."""
    toneel.nieuw_certificaat(bekend=True)
    toneel.weigert = {SCHOOL: "997", "NIEUW": "997"}
    with pytest.raises(SchoolcertificaatOngeschikt) as gevangen:
        toneel.vraag()
    assert gevangen.value.intern == "signaalcode 997"
    assert (toneel.watch.met, toneel.watch.taken) == (toneel.kluis.geheim.merken, False)
    assert toneel.kluis.ververst == 1
    assert toneel.wissels() == []


@pytest.mark.parametrize(("code", "soort", "ververst"), [("996", BronLicentie, 1), ("999", Fout, 0)])
def test_een_andere_weigering_is_geen_zaak_van_het_certificaat(
    toneel: Toneel, code: str, soort: type[Fout], ververst: int
) -> None:
    """A licence that SBB refuses, or a failure of SBB, is not asked again with the other certificate."""
    toneel.nieuw_certificaat(bekend=True)
    toneel.weigert = {"NIEUW": code}
    with pytest.raises(soort):
        toneel.vraag()
    assert toneel.server.namen == ["NIEUW"]
    assert toneel.kluis.ververst == ververst


def test_een_nieuw_certificaat_dat_niet_te_lezen_is(toneel: Toneel) -> None:
    """A mistake in the new pair costs no answer as long as the old one is there."""
    toneel.nieuw_certificaat(bekend=True)
    toneel.kluis.geheim = replace(toneel.kluis.geheim, sleutel="kapot")
    toneel.vraag()
    assert toneel.wissels() == ["terugval"]


def test_alles_binnen_een_termijn(toneel: Toneel) -> None:
    """Both certificates share the time of one call."""
    toneel.nieuw_certificaat()
    with pytest.raises(BronTimeout):
        toneel.verbindingen.met(SCHOOL).identificeer(OP_NAAM, Termijn.van(0))


def test_wisselen_tijdens_gebruik(toneel: Toneel) -> None:
    """However often the certificate changes between calls, none fails and each goes out with the newest."""
    for ronde in range(40):
        naam = f"C{ronde}"
        nieuw = toneel.pki.school(naam)
        toneel.kluis.geheim = replace(
            toneel.kluis.geheim, certificaat=nieuw.certificaat, sleutel=nieuw.sleutel, vorig=None
        )
        for _ in range(3):
            toneel.vraag()
        assert toneel.server.namen[-1] == naam
    assert len(toneel.server.verzoeken) == 120
    assert toneel.server.aangenomen == 40
