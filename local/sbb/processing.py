"""From the bytes of a request to the bytes of an answer, with the disturbances that are on."""

from dataclasses import dataclass

from local.sbb.disturbances.catalogue import Disturbance, Disturbances, Features
from local.sbb.disturbances.distorting import distort, signaalcode_of
from local.sbb.disturbances.replacing import REPLACING
from local.sbb.envelope import SoapAnswer, SoapError, SoapRequest, operation_of, read_request, soap_fault
from local.sbb.logbook import CallLog, CallLogLine
from local.sbb.protocol import PATH, PATHS
from local.sbb.register.examples import HISTORICAL, SHOWPIECE
from local.sbb.scholen import SimulatedSchool
from local.sbb.service import Service


@dataclass(frozen=True)
class Processed:
    """An answer, how long to wait before it is sent (s), and the disturbance that may work on the wire."""

    answer: SoapAnswer
    waits: float
    storing: Disturbance | None


@dataclass(frozen=True)
class _ProcessingResult:
    answer: SoapAnswer
    licentie_ok: bool
    signaalcode: int | None = None
    fout: str | None = None


class AnswerProcessing:
    """Answers requests, and writes each down.

    Args:
        service: gives the right answers.
        disturbances: spoil them.
        logbook: remembers what came in.
    """

    def __init__(self, service: Service, disturbances: Disturbances, logbook: CallLog) -> None:
        self._service = service
        self._disturbances = disturbances
        self._logbook = logbook

    def is_on(self, soort: str) -> bool:
        """Whether a disturbance of this kind is on."""
        return any(storing.soort == soort for storing in self._disturbances.everything())

    def process_request(
        self, tekst: bytes, soapaction: str, certificate_oin: str | None, path: str = PATH
    ) -> Processed:
        """Answer one request at this path; a wrong one gets a SOAP fault."""
        verzoek = _read(tekst, soapaction, path)
        school = self._service.scholen.from_oin(certificate_oin)
        features = Features(
            operatie=operation_of(soapaction),
            brin=school.brin if school else None,
            leerbedrijf_id=verzoek.field("CodeLeerbedrijf") if isinstance(verzoek, SoapRequest) else None,
        )
        delay, storing = self._disturbances.choose(features)
        processing_result = self._processing_result(verzoek, certificate_oin, storing)
        holder = self._service.licentie_holder(verzoek) if isinstance(verzoek, SoapRequest) else None
        names = [s.soort for s in (delay, storing) if s is not None]
        self._logbook.note(
            CallLogLine(
                operatie=features.operatie,
                oin=certificate_oin,
                brin=features.brin,
                licentie_ok=processing_result.licentie_ok,
                signaalcode=processing_result.signaalcode,
                storing="+".join(names) or None,
                fout=processing_result.fout,
                afzender=verzoek.sender_oin if isinstance(verzoek, SoapRequest) else None,
                licentie_van=holder.brin if holder else None,
            )
        )
        return Processed(processing_result.answer, _seconds(delay), storing)

    def _processing_result(
        self, verzoek: SoapRequest | SoapError, certificate_oin: str | None, storing: Disturbance | None
    ) -> _ProcessingResult:
        toegang = self._service.vet(verzoek, certificate_oin) if isinstance(verzoek, SoapRequest) else None
        may = isinstance(toegang, SimulatedSchool)
        if storing is not None and storing.soort in REPLACING:
            return _ProcessingResult(REPLACING[storing.soort](storing), licentie_ok=may)
        if isinstance(verzoek, SoapError) or toegang is None:
            return _ProcessingResult(soap_fault(str(verzoek)), licentie_ok=False, fout=str(verzoek))
        envelop = self._service.answer(verzoek, toegang)
        answer = distort(envelop, storing, self._other(verzoek))
        return _ProcessingResult(answer, licentie_ok=may, signaalcode=signaalcode_of(envelop))

    def _other(self, verzoek: SoapRequest) -> tuple[str, str]:
        """Give ID and name of a leerbedrijf that this request does not ask for."""
        asked = verzoek.field("CodeLeerbedrijf")
        company = self._service.register.find(HISTORICAL if asked == SHOWPIECE else SHOWPIECE)
        return (company.id, company.naam) if company else ("999999999", "Onbekend")


def _read(tekst: bytes, soapaction: str, path: str) -> SoapRequest | SoapError:
    own = PATHS.get(path)
    if own is not None and operation_of(soapaction) != own:
        # As ASP.NET says it.
        return SoapError("Server did not recognize the value of HTTP Header SOAPAction")
    try:
        return read_request(tekst, soapaction, path)
    except SoapError as fout:
        return fout


def _seconds(delay: Disturbance | None) -> float:
    if delay is None:
        return 0.0
    return 1.0 if delay.seconden is None else delay.seconden
