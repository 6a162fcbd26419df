"""What the control interface can do: change the register, schools and licences, and cause storingen."""

import datetime as dt
from dataclasses import asdict
from typing import Final, cast, get_args

from local.sbb.control.mutaties import Mutatiebediening
from local.sbb.control.rendering import abonnement_als_json, als_json, storing_als_json
from local.sbb.control.validation import OngeldigeBediening, Velden
from local.sbb.disturbances.catalogue import Storing, Storingen
from local.sbb.disturbances.kinds import SOORTEN
from local.sbb.logbook import Logboek
from local.sbb.pki.authority import Pki, maak_pki
from local.sbb.protocol import OPERATIES, licentie_van
from local.sbb.register.model import Erkenning, Leerbedrijf, StatusErkenning, StatusLeerbedrijf
from local.sbb.register.register import beste_erkenning
from local.sbb.scholen import School
from local.sbb.service import Dienst
from local.sbb.shipment_disturbances import ZENDSTORINGEN
from local.sbb.threads import Tellers

_EINDIGEND: Final = ("Ingetrokken", "Verlopen")


class NietGevonden(LookupError):
    """There is no such thing; the text says what."""


class Bediening:
    """The actions, each on the JSON body it was given, each giving what to answer as JSON."""

    def __init__(
        self,
        dienst: Dienst,
        storingen: Storingen,
        logboek: Logboek,
        pki: Pki,
        tellers: Tellers,
        mutaties: Mutatiebediening,
    ) -> None:
        self.mutaties = mutaties
        self.logboek = logboek
        self.storingen = storingen
        self.register = dienst.register
        self._dienst = dienst
        self._pki = pki
        self._tellers = tellers

    def erkenning(self, body: object) -> dict[str, object]:
        """Change or add an erkenning, tell the schools, and give it with its status today.

        Without dates: begins as it did, or today; ends (when Ingetrokken or Verlopen) yesterday.
        """
        velden = Velden(body)
        bedrijf = self._bedrijf(velden)
        code = velden.tekst("code", verplicht=True)
        naam = self.register.bronnen.omschrijving(code) if code else None
        if code is not None and naam is None:
            velden.fouten.append("code: onbekende crebo of onbekend keuzedeel")
        status = velden.keuze("status", get_args(StatusErkenning), verplicht=True)
        storing = velden.keuze("storing", ZENDSTORINGEN)
        start, eind = velden.datum("startdatum"), velden.datum("einddatum")
        if start is not None and eind is not None and eind < start:
            velden.fouten.append("einddatum: ligt voor startdatum")
        velden.klaar()
        oud = beste_erkenning(bedrijf, code or "", self._dienst.vandaag())
        nieuw = self._nieuwe_erkenning(
            code or "", naam or "", oud, (start, eind), cast("StatusErkenning", status)
        )
        self.register.zet_erkenning(bedrijf.id, nieuw)
        berichten = self.mutaties.meld(bedrijf, nieuw, nieuw.grond, storing)
        return {
            "leerbedrijfId": bedrijf.id,
            **als_json(nieuw, self._dienst.vandaag()),
            "berichten": berichten,
        }

    def _nieuwe_erkenning(
        self,
        code: str,
        naam: str,
        oud: Erkenning | None,
        periode: tuple[dt.date | None, dt.date | None],
        grond: StatusErkenning,
    ) -> Erkenning:
        vandaag = self._dienst.vandaag()
        start, eind = periode
        if eind is None and grond in _EINDIGEND:
            eind = vandaag - dt.timedelta(days=1)
        if start is None:
            start = oud.startdatum if oud is not None else vandaag
        # What ended cannot have begun later.
        start = start if eind is None else min(start, eind)
        opleiding = self.register.bronnen.opleidingen.get(code)
        niveau, leerweg = (opleiding.niveau if opleiding else None), (oud.leerweg if oud else None)
        return Erkenning(code, naam, start, eind, grond, niveau=niveau, leerweg=leerweg)

    def leerbedrijf(self, body: object) -> dict[str, object]:
        """Change a leerbedrijf's name or status, and give it."""
        velden = Velden(body)
        bedrijf = self._bedrijf(velden)
        naam = velden.tekst("naam")
        status = velden.keuze("status", get_args(StatusLeerbedrijf))
        velden.klaar()
        nieuw = self.register.wijzig(bedrijf.id, naam=naam, status=cast("StatusLeerbedrijf | None", status))
        return als_json(nieuw, self._dienst.vandaag())

    def _bedrijf(self, velden: Velden) -> Leerbedrijf:
        """Find the leerbedrijf that the body names; when it is unknown nothing else needs saying."""
        leerbedrijf_id = velden.leerbedrijf_id(verplicht=True)
        bedrijf = self.register.vind(leerbedrijf_id) if leerbedrijf_id else None
        if bedrijf is None:
            raise OngeldigeBediening([*velden.fouten, "leerbedrijfId: onbekend"][:1])
        return bedrijf

    def storing(self, body: object) -> dict[str, object]:
        """Switch a storing on, and give it with its number."""
        velden = Velden(body)
        storing = Storing(
            soort=velden.keuze("soort", SOORTEN, verplicht=True) or "",
            operatie=velden.keuze("operatie", OPERATIES),
            keer=velden.geheel("keer", 1),
            brin=velden.brin(),
            leerbedrijf_id=velden.leerbedrijf_id(),
            seconden=velden.seconden("seconden"),
            signaalcode=velden.geheel("signaalcode", 0),
            melding=velden.tekst("melding"),
            na_bytes=velden.geheel("na_bytes", 0),
        )
        velden.klaar()
        return storing_als_json(self.storingen.voeg_toe(storing))

    def lopende_storingen(self) -> dict[str, object]:
        """Give the storingen that are on, oldest first."""
        return {"storingen": [storing_als_json(storing) for storing in self.storingen.alle()]}

    def wis_storingen(self) -> dict[str, object]:
        """Switch all storingen off."""
        return {"gewist": self.storingen.wis()}

    def wis_verzoeken(self) -> dict[str, object]:
        """Forget the requests, and count from 1 again."""
        self.logboek.wis()
        return {"teller": 0}

    def abonnementen(self) -> dict[str, object]:
        """Give the running abonnementen of all schools."""
        lopend = [abonnement_als_json(abonnement) for abonnement in self._dienst.abonnementen.alle()]
        return {"abonnementen": lopend}

    def licentie(self, body: object) -> dict[str, object]:
        """Give a school another licence; null takes it away."""
        velden = Velden(body)
        brin = velden.brin(verplicht=True)
        licentie = velden.tekst("licentie")
        if not velden.aanwezig("licentie"):
            velden.fouten.append("licentie: verplicht (null trekt haar in)")
        if brin is not None and self._dienst.scholen.vind(brin) is None:
            velden.fouten.append("brin: onbekende school")
        velden.klaar()
        return asdict(self._dienst.scholen.zet_licentie(brin or "", licentie))

    def school(self, body: object) -> dict[str, object]:
        """Add a school (or change it): gives its OIN, its licence and where its certificate lies."""
        velden = Velden(body)
        brin = velden.brin(verplicht=True) or ""
        naam = velden.tekst("naam")
        licentie = velden.tekst("licentie")
        velden.klaar()
        bekend = self._dienst.scholen.vind(brin)
        naam = naam or (bekend.naam if bekend else f"School {brin}")
        school = School(brin, naam, licentie or licentie_van(brin))
        paar = maak_pki(self._pki.folder, scholen={brin: naam}).scholen[brin]
        self._dienst.scholen.voeg_toe(school)
        return {**asdict(school), "oin": school.oin, "clientCert": str(paar.cert), "clientKey": str(paar.key)}

    def tellers(self) -> dict[str, object]:
        """Give the totals."""
        return {"operaties": self.logboek.totalen(), **asdict(self._tellers)}

    def leerbedrijven(self, limit: int, offset: int) -> dict[str, object]:
        """Give a page of the register."""
        alle = self.register.leerbedrijven()
        pagina = [als_json(bedrijf, self._dienst.vandaag()) for bedrijf in alle[offset : offset + limit]]
        return {"totaal": len(alle), "leerbedrijven": pagina}

    def een_leerbedrijf(self, leerbedrijf_id: str) -> dict[str, object]:
        """Give one leerbedrijf of the register.

        Raises:
            NietGevonden: no such leerbedrijf.
        """
        bedrijf = self.register.vind(leerbedrijf_id)
        if bedrijf is None:
            raise NietGevonden("leerbedrijf onbekend")
        return als_json(bedrijf, self._dienst.vandaag())
