"""What the control interface does, and how it shows what there is, as JSON."""

import datetime as dt
from dataclasses import asdict
from typing import Final, cast, get_args

from local.sbb.control.validation import Fields, InvalidControlRequest
from local.sbb.disturbances.catalogue import KINDS, Disturbance, Disturbances
from local.sbb.logbook import CallLog
from local.sbb.mutatie_message import SHIPMENT_DISTURBANCES, SimulatedMutatie, build_message
from local.sbb.pki import Pki, make_pki
from local.sbb.protocol import OPERATIONS, licentie_van
from local.sbb.register.model import (
    RegisterErkenning,
    RegisterLeerbedrijf,
    StatusErkenning,
    StatusLeerbedrijf,
)
from local.sbb.register.register import best_erkenning
from local.sbb.scholen import SimulatedSchool
from local.sbb.service import AMSTERDAM, Service
from local.sbb.shipments import Shipment, Shipments
from local.sbb.subscriptions import SimulatedAbonnement
from local.server import Counters


def as_json(value: RegisterLeerbedrijf | RegisterErkenning, today: dt.date) -> dict[str, object]:
    """Give the fields of a leerbedrijf or erkenning, dates as ISO 8601.

    An erkenning has its `status` today beside its `grond`; a leerbedrijf carries erkenningen like it.
    """
    if isinstance(value, RegisterLeerbedrijf):
        velden = {**asdict(value), "erkenningen": [as_json(e, today) for e in value.erkenningen]}
    else:
        velden = {**asdict(value), "status": value.status_on(today)}
    return {naam: _bare(field) for naam, field in velden.items()}


def disturbance_as_json(storing: Disturbance) -> dict[str, object]:
    """Give a disturbance in the fields that it was asked for with, and its number."""
    velden = asdict(storing)
    return {"id": velden.pop("id"), "leerbedrijfId": velden.pop("leerbedrijf_id"), **velden}


def abonnement_as_json(abonnement: SimulatedAbonnement) -> dict[str, object]:
    """Give an abonnement."""
    return {
        "abonnementId": abonnement.id,
        "brin": abonnement.brin,
        "endpoint": abonnement.endpoint,
        "ingangsdatum": abonnement.ingangsdatum.isoformat(),
    }


def _bare(value: object) -> object:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dict):
        return {naam: _bare(field) for naam, field in value.items()}
    if isinstance(value, (list, tuple)):
        return [_bare(field) for field in value]
    return value


_LONGEST: Final = 60
_DAY: Final = dt.date(2016, 8, 1)


class MutatieControl:
    """The actions. Every running abonnement is told: to the simulator each school has a BPVO everywhere."""

    def __init__(self, service: Service, shipments: Shipments) -> None:
        self._service = service
        self._shipments = shipments

    def report(
        self,
        company: RegisterLeerbedrijf,
        erkenning: RegisterErkenning,
        status: StatusErkenning,
        storing: str | None,
    ) -> list[str]:
        """Tell every school of this change; gives the BerichtIDs."""
        mutatie = SimulatedMutatie(company.id, company.naam, erkenning, status, dt.datetime.now(AMSTERDAM))
        return [z.message.id for z in self._send(self._service.abonnementen.everything(), [mutatie], storing)]

    def send(self, body: object) -> dict[str, object]:
        """Send a message of any number of mutaties, invented ones if need be, to one school or to all."""
        velden = Fields(body)
        brin = velden.brin()
        aantal = velden.whole_number("aantal", 1) or 1
        begin = velden.leerbedrijf_id() or "100000000"
        status = velden.choice("status", get_args(StatusErkenning)) or "Ingetrokken"
        bericht_id = velden.tekst("berichtId")
        storing = velden.choice("storing", SHIPMENT_DISTURBANCES)
        velden.ready()
        abonnementen = [a for a in self._service.abonnementen.everything() if brin in {None, a.brin}]
        if not abonnementen:
            raise InvalidControlRequest(["brin: geen lopend abonnement"])
        now = dt.datetime.now(AMSTERDAM)
        mutaties = [
            SimulatedMutatie(
                f"{int(begin) + plek}" if begin.isdigit() else begin,
                f"Leerbedrijf {plek}",
                RegisterErkenning("25998", "", _DAY),
                cast("StatusErkenning", status),
                now,
            )
            for plek in range(aantal)
        ]
        shipments = self._send(abonnementen, mutaties, storing, bericht_id)
        return {"zendingen": [shipment.as_json() for shipment in shipments]}

    def lose(self, abonnement_id: str) -> dict[str, object]:
        """Lose a running abonnement, whosever it is."""
        lopend = self._service.abonnementen
        lost = [a for a in lopend.everything() if lopend.end(a.brin, a.id if a.id == abonnement_id else "")]
        return {"kwijt": len(lost)}

    def shipments(self, sinds: int, waits: int) -> dict[str, object]:
        """Give the messages after a number, and how they go, once none waits or after so many seconds."""
        return {"zendingen": self._shipments.sinds(sinds, min(waits, _LONGEST))}

    def _send(
        self,
        abonnementen: list[SimulatedAbonnement],
        mutaties: list[SimulatedMutatie],
        storing: str | None,
        bericht_id: str | None = None,
    ) -> list[Shipment]:
        return [
            self._shipments.send(build_message(abonnement, mutaties, bericht_id), storing)
            for abonnement in abonnementen
        ]


_ENDING: Final = ("Ingetrokken", "Verlopen")


class NotFound(LookupError):
    """There is no such thing; the text says what."""


class Control:
    """The actions, each on the JSON body it was given, each giving what to answer as JSON."""

    def __init__(
        self,
        service: Service,
        disturbances: Disturbances,
        logbook: CallLog,
        pki: Pki,
        counters: Counters,
        mutaties: MutatieControl,
    ) -> None:
        self.mutaties = mutaties
        self.logbook = logbook
        self.disturbances = disturbances
        self.register = service.register
        self._service = service
        self._pki = pki
        self._counters = counters

    def erkenning(self, body: object) -> dict[str, object]:
        """Change or add an erkenning, tell the schools, and give it with its status today.

        Without dates: begins as it did, or today; ends (when Ingetrokken or Verlopen) yesterday.
        """
        velden = Fields(body)
        company = self._leerbedrijf(velden)
        code = velden.tekst("code", required=True)
        naam = self.register.sources.omschrijving(code) if code else None
        if code is not None and naam is None:
            velden.fouten.append("code: onbekende crebo of onbekend keuzedeel")
        status = velden.choice("status", get_args(StatusErkenning), required=True)
        storing = velden.choice("storing", SHIPMENT_DISTURBANCES)
        start, end = velden.date("startdatum"), velden.date("einddatum")
        if start is not None and end is not None and end < start:
            velden.fouten.append("einddatum: ligt voor startdatum")
        velden.ready()
        old = best_erkenning(company, code or "", self._service.today())
        new = self._new_erkenning(code or "", naam or "", old, (start, end), cast("StatusErkenning", status))
        self.register.set_erkenning(company.id, new)
        messages = self.mutaties.report(company, new, new.grond, storing)
        return {
            "leerbedrijfId": company.id,
            **as_json(new, self._service.today()),
            "berichten": messages,
        }

    def _new_erkenning(
        self,
        code: str,
        naam: str,
        old: RegisterErkenning | None,
        period: tuple[dt.date | None, dt.date | None],
        grond: StatusErkenning,
    ) -> RegisterErkenning:
        today = self._service.today()
        start, end = period
        if end is None and grond in _ENDING:
            end = today - dt.timedelta(days=1)
        if start is None:
            start = old.startdatum if old is not None else today
        # What ended cannot have begun later.
        start = start if end is None else min(start, end)
        opleiding = self.register.sources.opleidingen.get(code)
        niveau, leerweg = (opleiding.niveau if opleiding else None), (old.leerweg if old else None)
        return RegisterErkenning(code, naam, start, end, grond, niveau=niveau, leerweg=leerweg)

    def leerbedrijf(self, body: object) -> dict[str, object]:
        """Change a leerbedrijf's name or status, and give it."""
        velden = Fields(body)
        company = self._leerbedrijf(velden)
        naam = velden.tekst("naam")
        status = velden.choice("status", get_args(StatusLeerbedrijf))
        velden.ready()
        new = self.register.modify(company.id, naam=naam, status=cast("StatusLeerbedrijf | None", status))
        return as_json(new, self._service.today())

    def _leerbedrijf(self, velden: Fields) -> RegisterLeerbedrijf:
        """Find the leerbedrijf that the body names; when it is unknown nothing else needs saying."""
        leerbedrijf_id = velden.leerbedrijf_id(required=True)
        company = self.register.find(leerbedrijf_id) if leerbedrijf_id else None
        if company is None:
            raise InvalidControlRequest([*velden.fouten, "leerbedrijfId: onbekend"][:1])
        return company

    def add_disturbance(self, body: object) -> dict[str, object]:
        """Switch a disturbance on, and give it with its number."""
        velden = Fields(body)
        storing = Disturbance(
            soort=velden.choice("soort", KINDS, required=True) or "",
            operatie=velden.choice("operatie", OPERATIONS),
            keer=velden.whole_number("keer", 1),
            brin=velden.brin(),
            leerbedrijf_id=velden.leerbedrijf_id(),
            seconden=velden.seconden("seconden"),
            signaalcode=velden.whole_number("signaalcode", 0),
            melding=velden.tekst("melding"),
            na_bytes=velden.whole_number("na_bytes", 0),
        )
        velden.ready()
        return disturbance_as_json(self.disturbances.add(storing))

    def running_disturbances(self) -> dict[str, object]:
        """Give the disturbances that are on, oldest first."""
        return {"storingen": [disturbance_as_json(storing) for storing in self.disturbances.everything()]}

    def clear_disturbances(self) -> dict[str, object]:
        """Switch all disturbances off."""
        return {"gewist": self.disturbances.erase()}

    def clear_requests(self) -> dict[str, object]:
        """Forget the requests, and count from 1 again."""
        self.logbook.erase()
        return {"teller": 0}

    def abonnementen(self) -> dict[str, object]:
        """Give the running abonnementen of all schools."""
        lopend = [abonnement_as_json(abonnement) for abonnement in self._service.abonnementen.everything()]
        return {"abonnementen": lopend}

    def licentie(self, body: object) -> dict[str, object]:
        """Give a school another licence; null takes it away."""
        velden = Fields(body)
        brin = velden.brin(required=True)
        licentie = velden.tekst("licentie")
        if not velden.present("licentie"):
            velden.fouten.append("licentie: verplicht (null trekt haar in)")
        if brin is not None and self._service.scholen.find(brin) is None:
            velden.fouten.append("brin: onbekende school")
        velden.ready()
        return asdict(self._service.scholen.set_licentie(brin or "", licentie))

    def school(self, body: object) -> dict[str, object]:
        """Add a school (or change it): gives its OIN, its licence and where its certificate lies."""
        velden = Fields(body)
        brin = velden.brin(required=True) or ""
        naam = velden.tekst("naam")
        licentie = velden.tekst("licentie")
        velden.ready()
        known = self._service.scholen.find(brin)
        naam = naam or (known.naam if known else f"School {brin}")
        school = SimulatedSchool(brin, naam, licentie or licentie_van(brin))
        pair = make_pki(self._pki.folder, scholen={brin: naam}).scholen[brin]
        self._service.scholen.add(school)
        return {**asdict(school), "oin": school.oin, "clientCert": str(pair.cert), "clientKey": str(pair.key)}

    def counters(self) -> dict[str, object]:
        """Give the totals."""
        return {"operaties": self.logbook.totals(), **asdict(self._counters)}

    def leerbedrijven(self, limit: int, offset: int) -> dict[str, object]:
        """Give a page of the register."""
        everything = self.register.leerbedrijven()
        page_number = [
            as_json(company, self._service.today()) for company in everything[offset : offset + limit]
        ]
        return {"totaal": len(everything), "leerbedrijven": page_number}

    def leerbedrijf_by_id(self, leerbedrijf_id: str) -> dict[str, object]:
        """Give one leerbedrijf of the register.

        Raises:
            NotFound: no such leerbedrijf.
        """
        company = self.register.find(leerbedrijf_id)
        if company is None:
            raise NotFound("leerbedrijf onbekend")
        return as_json(company, self._service.today())
