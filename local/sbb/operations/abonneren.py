"""AbonneerMutaties, GeefAbonnementen and BeeindigAbonnement: who hears of changes, and where."""

from local.sbb.envelope import OperationResult
from local.sbb.operations.validation import InvalidRequest, OperationContext, OperationInput
from local.sbb.protocol import SimulatedSignaal
from local.sbb.subscriptions import SimulatedAbonnement
from local.sbb.xml_tree import XmlField


def subscribe(inputs: OperationInput, environment: OperationContext) -> OperationResult:
    """Answer the abonnement of the school on this endpoint, new or running already."""
    brin, endpoint = inputs.tekst("Brin"), inputs.tekst("Endpoint")
    if not endpoint or not endpoint.startswith("https://"):
        raise InvalidRequest("Endpoint is geen https-adres.")
    if brin != environment.school.brin:
        return _someone_elses_brin()
    abonnement = environment.abonnementen.take(brin, endpoint, environment.today)
    return OperationResult(SimulatedSignaal.IN_ORDE, [("Abonnement", _fields(abonnement))])


def get_abonnementen(inputs: OperationInput, environment: OperationContext) -> OperationResult:
    """Answer the running abonnementen of the school."""
    brin = inputs.tekst("Brin")
    if brin != environment.school.brin:
        return _someone_elses_brin()
    running = environment.abonnementen.van(brin)
    sbb_signal = SimulatedSignaal.IN_ORDE if running else SimulatedSignaal.NIETS_GEVONDEN
    return OperationResult(sbb_signal, [("Abonnementen", [("Abonnement", _fields(a)) for a in running])])


def end(inputs: OperationInput, environment: OperationContext) -> OperationResult:
    """End one of the school's abonnementen; 1 when it has no such abonnement."""
    abonnement_id = inputs.tekst("AbonnementID") or ""
    if environment.abonnementen.end(environment.school.brin, abonnement_id):
        return OperationResult(SimulatedSignaal.IN_ORDE)
    return OperationResult(SimulatedSignaal.NIETS_GEVONDEN, melding="Abonnement onbekend.")


def _someone_elses_brin() -> OperationResult:
    return OperationResult(SimulatedSignaal.CERTIFICAAT, melding="Brin hoort niet bij de afzender.")


def _fields(abonnement: SimulatedAbonnement) -> list[XmlField]:
    return [
        ("AbonnementID", abonnement.id),
        ("Brin", abonnement.brin),
        ("Endpoint", abonnement.endpoint),
        ("Ingangsdatum", abonnement.ingangsdatum),
    ]
