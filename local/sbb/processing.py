"""From the bytes of a request to the bytes of an answer, with the storingen that are on."""

from dataclasses import dataclass

from local.sbb.answer import Antwoord, soap_fout
from local.sbb.disturbances.catalogue import Kenmerken, Storing, Storingen
from local.sbb.disturbances.distorting import vervorm
from local.sbb.disturbances.replacing import VERVANGEND
from local.sbb.disturbances.tree import signaalcode_van
from local.sbb.envelope import SoapFout, Verzoek, lees_verzoek, operatie_van
from local.sbb.examples import HISTORISCH, TOONBEELD
from local.sbb.logbook import Logboek, Regel
from local.sbb.protocol import PAD, PADEN
from local.sbb.scholen import School
from local.sbb.service import Dienst


@dataclass(frozen=True)
class Verwerkt:
    """An answer, with how long to wait before sending it (s) and the storing that may work on the wire."""

    antwoord: Antwoord
    wachten: float
    storing: Storing | None


@dataclass(frozen=True)
class _Uitslag:
    antwoord: Antwoord
    licentie_ok: bool
    signaalcode: int | None = None
    fout: str | None = None


class Verwerking:
    """Answers requests, and writes each down.

    Args:
        dienst: gives the right answers.
        storingen: spoil them.
        logboek: remembers what came in.
    """

    def __init__(self, dienst: Dienst, storingen: Storingen, logboek: Logboek) -> None:
        self._dienst = dienst
        self._storingen = storingen
        self._logboek = logboek

    def staat_aan(self, soort: str) -> bool:
        """Whether a storing of this soort is on."""
        return any(storing.soort == soort for storing in self._storingen.alle())

    def verwerk(self, tekst: bytes, soapaction: str, certificaat_oin: str | None, pad: str = PAD) -> Verwerkt:
        """Answer one request at this path; a wrong one gets a SOAP fault."""
        verzoek = _lees(tekst, soapaction, pad)
        school = self._dienst.scholen.van_oin(certificaat_oin)
        kenmerken = Kenmerken(
            operatie=operatie_van(soapaction),
            brin=school.brin if school else None,
            leerbedrijf_id=verzoek.veld("CodeLeerbedrijf") if isinstance(verzoek, Verzoek) else None,
        )
        vertraging, storing = self._storingen.kies(kenmerken)
        uitslag = self._uitslag(verzoek, certificaat_oin, storing)
        houder = self._dienst.licentiehouder(verzoek) if isinstance(verzoek, Verzoek) else None
        namen = [s.soort for s in (vertraging, storing) if s is not None]
        self._logboek.noteer(
            Regel(
                operatie=kenmerken.operatie,
                oin=certificaat_oin,
                brin=kenmerken.brin,
                licentie_ok=uitslag.licentie_ok,
                signaalcode=uitslag.signaalcode,
                storing="+".join(namen) or None,
                fout=uitslag.fout,
                afzender=verzoek.afzender_oin if isinstance(verzoek, Verzoek) else None,
                licentie_van=houder.brin if houder else None,
            )
        )
        return Verwerkt(uitslag.antwoord, _seconden(vertraging), storing)

    def _uitslag(
        self, verzoek: Verzoek | SoapFout, certificaat_oin: str | None, storing: Storing | None
    ) -> _Uitslag:
        toegang = self._dienst.keur(verzoek, certificaat_oin) if isinstance(verzoek, Verzoek) else None
        mag = isinstance(toegang, School)
        if storing is not None and storing.soort in VERVANGEND:
            return _Uitslag(VERVANGEND[storing.soort](storing), licentie_ok=mag)
        if isinstance(verzoek, SoapFout) or toegang is None:
            return _Uitslag(soap_fout(str(verzoek)), licentie_ok=False, fout=str(verzoek))
        envelop = self._dienst.antwoord(verzoek, toegang)
        antwoord = vervorm(envelop, storing, self._ander(verzoek))
        return _Uitslag(antwoord, licentie_ok=mag, signaalcode=signaalcode_van(envelop))

    def _ander(self, verzoek: Verzoek) -> tuple[str, str]:
        """Give ID and name of a leerbedrijf that this request does not ask for."""
        gevraagd = verzoek.veld("CodeLeerbedrijf")
        bedrijf = self._dienst.register.vind(HISTORISCH if gevraagd == TOONBEELD else TOONBEELD)
        return (bedrijf.id, bedrijf.naam) if bedrijf else ("999999999", "Onbekend")


def _lees(tekst: bytes, soapaction: str, pad: str) -> Verzoek | SoapFout:
    eigen = PADEN.get(pad)
    if eigen is not None and operatie_van(soapaction) != eigen:
        # As ASP.NET says it.
        return SoapFout("Server did not recognize the value of HTTP Header SOAPAction")
    try:
        return lees_verzoek(tekst, soapaction, pad)
    except SoapFout as fout:
        return fout


def _seconden(vertraging: Storing | None) -> float:
    if vertraging is None:
        return 0.0
    return 1.0 if vertraging.seconden is None else vertraging.seconden
