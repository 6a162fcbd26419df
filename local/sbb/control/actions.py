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
        fields = {**asdict(value), "erkenningen": [as_json(e, today) for e in value.erkenningen]}
    else:
        fields = {**asdict(value), "status": value.status_on(today)}
    return {name: _bare(field) for name, field in fields.items()}


def disturbance_as_json(disturbance: Disturbance) -> dict[str, object]:
    """Give a disturbance in the fields that it was asked for with, and its number."""
    fields = asdict(disturbance)
    return {"id": fields.pop("id"), "leerbedrijfId": fields.pop("leerbedrijf_id"), **fields}


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
        return {name: _bare(field) for name, field in value.items()}
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
        disturbance: str | None,
    ) -> list[str]:
        """Tell every school of this change; gives the BerichtIDs."""
        mutatie = SimulatedMutatie(company.id, company.naam, erkenning, status, dt.datetime.now(AMSTERDAM))
        return [
            z.message.id for z in self._send(self._service.abonnementen.everything(), [mutatie], disturbance)
        ]

    def send(self, body: object) -> dict[str, object]:
        """Send a message of any number of mutaties, invented ones if need be, to one school or to all."""
        fields = Fields(body)
        brin = fields.brin()
        count = fields.whole_number("aantal", 1) or 1
        begin = fields.leerbedrijf_id() or "100000000"
        status = fields.choice("status", get_args(StatusErkenning)) or "Ingetrokken"
        bericht_id = fields.tekst("berichtId")
        disturbance = fields.choice("storing", SHIPMENT_DISTURBANCES)
        fields.ready()
        abonnementen = [a for a in self._service.abonnementen.everything() if brin in {None, a.brin}]
        if not abonnementen:
            raise InvalidControlRequest(["brin: geen lopend abonnement"])
        now = dt.datetime.now(AMSTERDAM)
        mutaties = [
            SimulatedMutatie(
                f"{int(begin) + spot}" if begin.isdigit() else begin,
                f"Leerbedrijf {spot}",
                RegisterErkenning("25998", "", _DAY),
                cast("StatusErkenning", status),
                now,
            )
            for spot in range(count)
        ]
        shipments = self._send(abonnementen, mutaties, disturbance, bericht_id)
        return {"zendingen": [shipment.as_json() for shipment in shipments]}

    def lose(self, abonnement_id: str) -> dict[str, object]:
        """Lose a running abonnement, whosever it is."""
        running = self._service.abonnementen
        lost = [a for a in running.everything() if running.end(a.brin, a.id if a.id == abonnement_id else "")]
        return {"kwijt": len(lost)}

    def shipments(self, since: int, waits: int) -> dict[str, object]:
        """Give the messages after a number, and how they go, once none waits or after so many seconds."""
        return {"zendingen": self._shipments.sinds(since, min(waits, _LONGEST))}

    def _send(
        self,
        abonnementen: list[SimulatedAbonnement],
        mutaties: list[SimulatedMutatie],
        disturbance: str | None,
        bericht_id: str | None = None,
    ) -> list[Shipment]:
        return [
            self._shipments.send(build_message(abonnement, mutaties, bericht_id), disturbance)
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
        fields = Fields(body)
        company = self._leerbedrijf(fields)
        code = fields.tekst("code", required=True)
        name = self.register.sources.omschrijving(code) if code else None
        if code is not None and name is None:
            fields.fouten.append("code: onbekende crebo of onbekend keuzedeel")
        status = fields.choice("status", get_args(StatusErkenning), required=True)
        disturbance = fields.choice("storing", SHIPMENT_DISTURBANCES)
        start, end = fields.date("startdatum"), fields.date("einddatum")
        if start is not None and end is not None and end < start:
            fields.fouten.append("einddatum: ligt voor startdatum")
        fields.ready()
        old = best_erkenning(company, code or "", self._service.today())
        new = self._new_erkenning(code or "", name or "", old, (start, end), cast("StatusErkenning", status))
        self.register.set_erkenning(company.id, new)
        messages = self.mutaties.report(company, new, new.grond, disturbance)
        return {
            "leerbedrijfId": company.id,
            **as_json(new, self._service.today()),
            "berichten": messages,
        }

    def _new_erkenning(
        self,
        code: str,
        name: str,
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
        return RegisterErkenning(code, name, start, end, grond, niveau=niveau, leerweg=leerweg)

    def leerbedrijf(self, body: object) -> dict[str, object]:
        """Change a leerbedrijf's name or status, and give it."""
        fields = Fields(body)
        company = self._leerbedrijf(fields)
        name = fields.tekst("naam")
        status = fields.choice("status", get_args(StatusLeerbedrijf))
        fields.ready()
        new = self.register.modify(company.id, name=name, status=cast("StatusLeerbedrijf | None", status))
        return as_json(new, self._service.today())

    def _leerbedrijf(self, fields: Fields) -> RegisterLeerbedrijf:
        """Find the leerbedrijf that the body names; when it is unknown nothing else needs saying."""
        leerbedrijf_id = fields.leerbedrijf_id(required=True)
        company = self.register.find(leerbedrijf_id) if leerbedrijf_id else None
        if company is None:
            raise InvalidControlRequest([*fields.fouten, "leerbedrijfId: onbekend"][:1])
        return company

    def add_disturbance(self, body: object) -> dict[str, object]:
        """Switch a disturbance on, and give it with its number."""
        fields = Fields(body)
        disturbance = Disturbance(
            soort=fields.choice("soort", KINDS, required=True) or "",
            operatie=fields.choice("operatie", OPERATIONS),
            keer=fields.whole_number("keer", 1),
            brin=fields.brin(),
            leerbedrijf_id=fields.leerbedrijf_id(),
            seconden=fields.seconden("seconden"),
            signaalcode=fields.whole_number("signaalcode", 0),
            melding=fields.tekst("melding"),
            na_bytes=fields.whole_number("na_bytes", 0),
        )
        fields.ready()
        return disturbance_as_json(self.disturbances.add(disturbance))

    def running_disturbances(self) -> dict[str, object]:
        """Give the disturbances that are on, oldest first."""
        return {
            "storingen": [disturbance_as_json(disturbance) for disturbance in self.disturbances.everything()]
        }

    def clear_disturbances(self) -> dict[str, object]:
        """Switch all disturbances off."""
        return {"gewist": self.disturbances.erase()}

    def clear_requests(self) -> dict[str, object]:
        """Forget the requests, and count from 1 again."""
        self.logbook.erase()
        return {"teller": 0}

    def abonnementen(self) -> dict[str, object]:
        """Give the running abonnementen of all schools."""
        running = [abonnement_as_json(abonnement) for abonnement in self._service.abonnementen.everything()]
        return {"abonnementen": running}

    def licentie(self, body: object) -> dict[str, object]:
        """Give a school another licence; null takes it away."""
        fields = Fields(body)
        brin = fields.brin(required=True)
        licentie = fields.tekst("licentie")
        if not fields.present("licentie"):
            fields.fouten.append("licentie: verplicht (null trekt haar in)")
        if brin is not None and self._service.scholen.find(brin) is None:
            fields.fouten.append("brin: onbekende school")
        fields.ready()
        return asdict(self._service.scholen.set_licentie(brin or "", licentie))

    def school(self, body: object) -> dict[str, object]:
        """Add a school (or change it): gives its OIN, its licence and where its certificate lies."""
        fields = Fields(body)
        brin = fields.brin(required=True) or ""
        name = fields.tekst("naam")
        licentie = fields.tekst("licentie")
        fields.ready()
        known = self._service.scholen.find(brin)
        name = name or (known.naam if known else f"School {brin}")
        school = SimulatedSchool(brin, name, licentie or licentie_van(brin))
        pair = make_pki(self._pki.folder, scholen={brin: name}).scholen[brin]
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
