"""What the control interface can do: change the register, schools and licences, and cause disturbances."""

import datetime as dt
from dataclasses import asdict
from typing import Final, cast, get_args

from local.sbb.control.mutaties import MutatieControl
from local.sbb.control.rendering import abonnement_as_json, as_json, disturbance_as_json
from local.sbb.control.validation import Fields, InvalidControlRequest
from local.sbb.disturbances.catalogue import Disturbance, Disturbances
from local.sbb.disturbances.kinds import KINDS
from local.sbb.logbook import CallLog
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
from local.sbb.service import Service
from local.sbb.shipment_disturbances import SHIPMENT_DISTURBANCES
from local.server import Counters

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
