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

    def is_on(self, kind: str) -> bool:
        """Whether a disturbance of this kind is on."""
        return any(disturbance.soort == kind for disturbance in self._disturbances.everything())

    def process_request(
        self, text: bytes, soapaction: str, certificate_oin: str | None, path: str = PATH
    ) -> Processed:
        """Answer one request at this path; a wrong one gets a SOAP fault."""
        request = _read(text, soapaction, path)
        school = self._service.scholen.from_oin(certificate_oin)
        features = Features(
            operatie=operation_of(soapaction),
            brin=school.brin if school else None,
            leerbedrijf_id=request.field("CodeLeerbedrijf") if isinstance(request, SoapRequest) else None,
        )
        delay, disturbance = self._disturbances.choose(features)
        processing_result = self._processing_result(request, certificate_oin, disturbance)
        holder = self._service.licentie_holder(request) if isinstance(request, SoapRequest) else None
        names = [s.soort for s in (delay, disturbance) if s is not None]
        self._logbook.note(
            CallLogLine(
                operatie=features.operatie,
                oin=certificate_oin,
                brin=features.brin,
                licentie_ok=processing_result.licentie_ok,
                signaalcode=processing_result.signaalcode,
                storing="+".join(names) or None,
                fout=processing_result.fout,
                afzender=request.sender_oin if isinstance(request, SoapRequest) else None,
                licentie_van=holder.brin if holder else None,
            )
        )
        return Processed(processing_result.answer, _seconds(delay), disturbance)

    def _processing_result(
        self, request: SoapRequest | SoapError, certificate_oin: str | None, disturbance: Disturbance | None
    ) -> _ProcessingResult:
        toegang = self._service.vet(request, certificate_oin) if isinstance(request, SoapRequest) else None
        may = isinstance(toegang, SimulatedSchool)
        if disturbance is not None and disturbance.soort in REPLACING:
            return _ProcessingResult(REPLACING[disturbance.soort](disturbance), licentie_ok=may)
        if isinstance(request, SoapError) or toegang is None:
            return _ProcessingResult(soap_fault(str(request)), licentie_ok=False, fout=str(request))
        envelope = self._service.answer(request, toegang)
        answer = distort(envelope, disturbance, self._other(request))
        return _ProcessingResult(answer, licentie_ok=may, signaalcode=signaalcode_of(envelope))

    def _other(self, request: SoapRequest) -> tuple[str, str]:
        """Give ID and name of a leerbedrijf that this request does not ask for."""
        asked = request.field("CodeLeerbedrijf")
        company = self._service.register.find(HISTORICAL if asked == SHOWPIECE else SHOWPIECE)
        return (company.id, company.naam) if company else ("999999999", "Onbekend")


def _read(text: bytes, soapaction: str, path: str) -> SoapRequest | SoapError:
    own = PATHS.get(path)
    if own is not None and operation_of(soapaction) != own:
        # As ASP.NET says it.
        return SoapError("Server did not recognize the value of HTTP Header SOAPAction")
    try:
        return read_request(text, soapaction, path)
    except SoapError as error:
        return error


def _seconds(delay: Disturbance | None) -> float:
    if delay is None:
        return 0.0
    return 1.0 if delay.seconden is None else delay.seconden
