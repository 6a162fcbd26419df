"""What can go wrong, each soort in a line of Dutch; which of it is on, and which strikes a request."""

import itertools
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

KINDS: Final = {
    "vertraging": "Wacht `seconden` (standaard 1) met het antwoord; gaat samen met een andere storing.",
    "soapfault": "HTTP 500 met een SOAP Fault van de server, met een tekst die nooit naar buiten mag.",
    "soapfault-client": "HTTP 500 met een SOAP Fault die de vrager de schuld geeft.",
    "soapfault-actie": "HTTP 500, zoals WCF een SOAPAction weigert die het niet kent (ActionNotSupported).",
    "soapfault-adres": "HTTP 500, zoals WCF een adres in wsa:To weigert (DestinationUnreachable).",
    "soapfault-klok": "HTTP 500 met een SOAP Fault over een te oud bericht (wsu:MessageExpired).",
    "soapfault-toegang": "HTTP 500 met een SOAP Fault die de school niet toelaat (FailedAuthentication).",
    "soapfault-intern": "HTTP 500, zoals WCF een fout van zichzelf meldt (InternalServiceFault).",
    "soapfault-onbekend": "HTTP 500 met een SOAP Fault met een code van SBB zelf.",
    "soapfault-12": "HTTP 400 met een SOAP Fault van SOAP 1.2 die de vrager de schuld geeft.",
    "http400-certificaat": "HTTP 400 met de pagina waarmee nginx een certificaat weigert.",
    "http400-html": "HTTP 400 met een pagina van nginx die niet over een certificaat gaat.",
    "http403-ip": "HTTP 403 met de pagina waarmee IIS een IP-adres weigert (403.6).",
    "certificaat-achteraf": "Vraagt het certificaat na het verzoek, zoals IIS per pad (nieuwe verbindingen).",
    "http500-html": "HTTP 500 met een foutpagina in HTML.",
    "http503": "HTTP 503 met Retry-After (`seconden`, standaard 30).",
    "http403-html": "HTTP 403 met een foutpagina in HTML.",
    "http404-html": "HTTP 404 met een foutpagina in HTML.",
    "html200": "HTTP 200 met een onderhoudspagina in HTML.",
    "leeg": "HTTP 200 met een lege body.",
    "reset": "Verbreekt de verbinding met een TCP RST, zonder antwoord.",
    "verbreek": "Sluit de verbinding netjes, zonder antwoord.",
    "afgebroken": "Content-Length belooft meer dan er komt (`na_bytes`, standaard de helft).",
    "halve-xml": "Volledig HTTP, maar de XML houdt halverwege op (`na_bytes`).",
    "rommel": "Willekeurige bytes als body, met Content-Type text/xml.",
    "rommel-http": "Bytes die geen HTTP zijn.",
    "verkeerd-type": "Het goede antwoord met Content-Type text/html.",
    "druppel": "De body komt byte voor byte, elk `seconden` (standaard 1), na `na_bytes` ineens.",
    "druppel-koppen": "De HTTP-koppen komen byte voor byte, elk `seconden` (standaard 1).",
    "vloed": "Een body van `na_bytes` (standaard 50 MB) zonder Content-Length.",
    "vloed-gzip": "Een gzip-body die uitgepakt `na_bytes` (standaard 50 MB) groot is.",
    "entiteiten": "Een DTD met entiteiten die zich vermenigvuldigen (billion laughs).",
    "xxe": "Een DTD met een externe entiteit die naar file:///etc/passwd wijst.",
    "dtd": "Het goede antwoord met een onschuldige DOCTYPE.",
    "signaalcode": "Alleen `signaalcode` (standaard 999) met `melding`.",
    "ander-berichtid": "Een antwoord op een ander bericht: BerichtID en RelatesTo kloppen niet.",
    "ander-leerbedrijf": "Een antwoord over een ander leerbedrijf dan gevraagd.",
    "utf16": "Het goede antwoord in UTF-16.",
    "latin1": "Het goede antwoord in ISO-8859-1.",
    "andere-prefixen": "Het goede antwoord met andere namespace-prefixen.",
    "onbekende-elementen": "Het goede antwoord met elementen die het contract niet kent.",
    "tijdzone-datums": "Datums met een tijdzone erachter (+02:00 of Z).",
    "net-datums": "Datums als .NET ze schrijft (T00:00:00), en geen einddatum als 0001-01-01T00:00:00.",
    "nederlandse-getallen": "Getallen als .NET ze in het Nederlands schrijft (12,5 en 4,0).",
    "vreemde-velden": "Onleesbare waarden in velden die niets beslissen, zoals niveau 0 en afstand NaN.",
    "rij-zonder-id": "In elke lijst een rij erbij zonder code, naam of ID.",
    "ongeldige-waarde": "Een waarde die het contract verbiedt, zoals status XXX.",
    "andere-namespace": "Het goede antwoord in de namespace van een andere versie.",
}


@dataclass(frozen=True)
class Disturbance:
    """A fault, for the requests that fit.

    Attributes:
        soort: what goes wrong; see `soorten.KINDS`.
        id: given by the list.
        operatie, brin, leerbedrijf_id: only for requests of this operation, from this school,
            about this leerbedrijf; None is all.
        keer: how many requests it strikes yet; None is until it is cleared.
        seconden: how long `vertraging` waits, how long a byte of `druppel…` takes, what Retry-After says.
        signaalcode, melding: what `signaalcode` answers.
        na_bytes: where `afgebroken` and `halve-xml` cut, how much `druppel` sends at once, how
            large `vloed` and `vloed-gzip` grow.
    """

    soort: str
    id: int = 0
    operatie: str | None = None
    keer: int | None = None
    brin: str | None = None
    leerbedrijf_id: str | None = None
    seconden: float | None = None
    signaalcode: int | None = None
    melding: str | None = None
    na_bytes: int | None = None

    def strikes(self, request: "Features") -> bool:
        """Whether a request fits."""
        return (
            self.operatie in {None, request.operatie}
            and self.brin in {None, request.brin}
            and self.leerbedrijf_id in {None, request.leerbedrijf_id}
        )


@dataclass(frozen=True)
class Features:
    """What a disturbance may look at in a request."""

    operatie: str | None
    brin: str | None
    leerbedrijf_id: str | None


DELAY = "vertraging"


class Disturbances:
    """The disturbances that are on, oldest first, for many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._active: list[Disturbance] = []

    def add(self, disturbance: Disturbance) -> Disturbance:
        """Switch a disturbance on, and give it with its number."""
        with self._lock:
            new = replace(disturbance, id=next(self._numbers))
            self._active.append(new)
        return new

    def everything(self) -> list[Disturbance]:
        """Give those that are on."""
        with self._lock:
            return list(self._active)

    def erase(self, disturbance_id: int | None = None) -> int:
        """Switch one off, or all; give how many that were."""
        with self._lock:
            over = [s for s in self._active if disturbance_id is not None and s.id != disturbance_id]
            count = len(self._active) - len(over)
            self._active = over
        return count

    def choose(self, request: Features) -> tuple[Disturbance | None, Disturbance | None]:
        """Give the delay and the other fault that strike a request, and count them down."""
        with self._lock:
            return (
                self._take(request, lambda disturbance: disturbance.soort == DELAY),
                self._take(request, lambda disturbance: disturbance.soort != DELAY),
            )

    def _take(self, request: Features, choice: Callable[[Disturbance], bool]) -> Disturbance | None:
        for spot, disturbance in enumerate(self._active):
            if not choice(disturbance) or not disturbance.strikes(request):
                continue
            if disturbance.keer == 1:
                del self._active[spot]
            elif disturbance.keer is not None:
                self._active[spot] = replace(disturbance, keer=disturbance.keer - 1)
            return disturbance
        return None
