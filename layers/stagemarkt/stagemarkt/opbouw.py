"""Ties the ports to their adapters: the composition root of every function.

The one module that imports late. A cached hit needs a table to read and nothing else, so the way to SBB
(httpx, pydantic, SOAP), the secrets and the writers are imported and built when they are first asked for.
"""

import time
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final

from stagemarkt import settings
from stagemarkt.domein.bewaren import CacheMode
from stagemarkt.domein.geraadpleegd import Opslag
from stagemarkt.model.fouten import Fout, OpslagFout
from stagemarkt.observatie import logger

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

    from stagemarkt.adapters.dynamodb.afleveringen import Aflevertabel
    from stagemarkt.adapters.dynamodb.bewaking import Bewakingtabel
    from stagemarkt.adapters.dynamodb.uitbak import Uitbaktabel
    from stagemarkt.adapters.geheimen import Geheimen
    from stagemarkt.adapters.soap.schoolverbindingen import Schoolverbindingen
    from stagemarkt.domein.afleveren import Afleveraar
    from stagemarkt.domein.afspraken import Afspraken, Omgeving
    from stagemarkt.domein.bewaken import Bewaker
    from stagemarkt.domein.certificaatwacht import Wacht
    from stagemarkt.domein.schoolabonnementen import Abonneerder
    from stagemarkt.domein.schoolproef import Proefuitkomst
    from stagemarkt.domein.verdelen import Verdeler
    from stagemarkt.domein.waarnemen import Dienst, Melder
    from stagemarkt.domein.wachtrijadres import Thuis
    from stagemarkt.domein.webhookadres import Uitzonderingen
    from stagemarkt.domein.weigeringen import Schoolmelder
    from stagemarkt.model.abonnement import Abonnement, Abonnementsleutel
    from stagemarkt.model.detailgegevens import Detailgegevens
    from stagemarkt.poorten.abonnementen import Abonnementenregister
    from stagemarkt.poorten.antwoorden import Opruimer, Vergeter, Verversrij
    from stagemarkt.poorten.bewaking import Bewakinglezer, Requester, Zekering
    from stagemarkt.poorten.bezorgen import Bezorger, Webhookkeurder
    from stagemarkt.poorten.feed import Feed
    from stagemarkt.poorten.sbb import Sbb
    from stagemarkt.poorten.schooltoestand import Schooltoestanden, Schoolwaarnemer, Waarschuwer
    from stagemarkt.poorten.termijn import Termijn
    from stagemarkt.poorten.toegang import Sleutelregister
    from stagemarkt.poorten.uitbak import Tempobewaker, Wekker
    from stagemarkt.poorten.verwerkingen import Verwerkingenlog
    from stagemarkt.poorten.waarnemingen import Peiler, Waarnemingen


# The operation that answers each kind of question.
_OPERATIES: "Final[Mapping[Dienst, str]]" = {
    "identificeren": "IdentificeerLeerbedrijf",
    "verifieren": "VerifieerAccreditatie",
    "detailleren": "GeefDetails",
    "zoeken": "Zoeken",
}


def meld_opslagfout(bewerking: str, fout: OpslagFout) -> None:
    """Log a storage that failed where the answer goes on without it."""
    logger.warning("opslag", extra={"bewerking": bewerking, "fout": str(fout)})


def meld_leerweg(fout: Fout) -> None:
    """Log that SBB did not say what holds per leerweg, where the answer goes on without it."""
    logger.warning("leerweg", extra={"code": fout.code, "intern": fout.intern})


def meld_school(school: str, fout: OpslagFout) -> None:
    """Log a school that the watch could not look at."""
    logger.error("certificaatwacht", extra={"school": school, "fout": str(fout)})


class Opbouw:
    """A function's ports, each built once, on first use.

    Args:
        klok: seconds since 1970.
        slaap: waits so many seconds.
    """

    def __init__(
        self, klok: Callable[[], float] = time.time, slaap: Callable[[float], None] = time.sleep
    ) -> None:
        self.klok = klok
        self.slaap = slaap
        self._bewakers: dict[tuple[str, str], Bewaker] = {}

    @cached_property
    def opslag(self) -> Opslag:
        """What keeps answers."""
        from stagemarkt.adapters.dynamodb.antwoorden import Antwoordtabel

        tabel = Antwoordtabel(self._dynamodb, settings.antwoordtabel())
        return Opslag(
            modus=settings.cachemodus(),
            duren=settings.houdbaarheid(),
            lezer=tabel,
            schrijver=lambda: tabel,
            ververs=lambda sleutel: self._verversrij.plaats(sleutel),  # noqa: PLW0108 - made when it is needed
            meld=meld_opslagfout,
            klok=self.klok,
            slaap=self.slaap,
        )

    @property
    def cachemodus(self) -> CacheMode:
        """What may be kept at rest."""
        return settings.cachemodus()

    @property
    def opruimer(self) -> "Opruimer":
        """Empties what may be kept no longer."""
        from stagemarkt.adapters.dynamodb.opruimen import Antwoordopruimer

        return Antwoordopruimer(self._dynamodb, settings.antwoordtabel())

    @property
    def vergeter(self) -> "Vergeter":
        """Forgets what was kept of a leerbedrijf."""
        from stagemarkt.adapters.dynamodb.vergeten import Antwoordvergeter

        return Antwoordvergeter(self._dynamodb, settings.antwoordtabel())

    @cached_property
    def sleutels(self) -> "Sleutelregister":
        """The keys that callers present."""
        from stagemarkt.adapters.dynamodb.sleutels import Sleuteltabel

        return Sleuteltabel(self._zekere_dynamodb, settings.toegangtabel(), self._peper)

    @cached_property
    def gezamenlijke_poortsleutel(self) -> str | None:
        """The key by which API Gateway counts for all; None where each afnemer has its own limit."""
        return settings.gezamenlijke_poortsleutel()

    @cached_property
    def waarnemingen(self) -> "Waarnemingen":
        """What was seen of SBB."""
        from stagemarkt.adapters.dynamodb.waarnemingen import Waarnemingentabel

        return Waarnemingentabel(self._dynamodb, settings.waarnemingentabel())

    @property
    def peiler(self) -> "Peiler":
        """Tries SBB's door."""
        from stagemarkt.adapters.geheimen import Schoolkluis
        from stagemarkt.adapters.peiling import TlsPeiler

        bron = settings.bron()
        return TlsPeiler(bron.url, Schoolkluis(self._geheimen, bron.geheimen).sbb_ca())

    def sbb(self, school: str, requester: "Requester") -> "Sbb":
        """SBB, asked on behalf of the school with this BRIN, for this requester.

        Raises:
            BronLicentie, BronCertificaat: the school cannot be identified to SBB.
            OpslagFout: its secret cannot be read.
        """
        from stagemarkt.domein.waarnemen import WaargenomenSbb

        sbb = self._verbindingen.met(school)
        elders = {
            dienst: self.bewaker(school, adres)
            for dienst, operatie in _OPERATIES.items()
            if (adres := self._adressen.get(operatie)) is not None
        }
        return WaargenomenSbb(sbb, self.bewaker(school), requester, elders)

    def bewaker(self, school: str, adres: str | None = None) -> "Bewaker":
        """What stands round each call to an address of SBB for this school; one, for what it remembers."""
        from stagemarkt.domein.bewaken import Bewaker, Melden

        sleutel = (school, adres or settings.bron().url)
        bekend = self._bewakers.get(sleutel)
        if bekend is None:
            melden = Melden(self._melder.noteer, meld_opslagfout)
            tabel = self._bewakingtabel if adres is None else self._bewakingtabel.van(adres)
            bekend = Bewaker(school, tabel, self.afspraken, self._omgeving, melden)
            self._bewakers[sleutel] = bekend
        return bekend

    @cached_property
    def _adressen(self) -> "Mapping[str, str]":
        """Of each operation that is elsewhere than the rest, where."""
        from stagemarkt.adapters.soap.adressen import lees_adressen

        bron = settings.bron()
        return {op: adres for op, adres in lees_adressen(bron.adressen).items() if adres != bron.url}

    @property
    def andere_adressen(self) -> "Mapping[str, Callable[[], Zekering]]":
        """Of each operation that is elsewhere, what reads the zekering of its address."""
        return {
            operatie: self._bewakingtabel.van(adres).lees_bron for operatie, adres in self._adressen.items()
        }

    @cached_property
    def bewaking(self) -> "Bewakinglezer":
        """How zekeringen and limits stand."""
        return self._bewakingtabel

    @cached_property
    def _bewakingtabel(self) -> "Bewakingtabel":
        from stagemarkt.adapters.dynamodb.bewaking import Bewakingtabel

        return Bewakingtabel(self._dynamodb, settings.waarnemingentabel(), settings.bron().url)

    @cached_property
    def afspraken(self) -> "Afspraken":
        """The limits and the rules of the zekeringen."""
        from stagemarkt.domein.afspraken import Afspraken

        ingesteld = settings.bewaking()
        return Afspraken.van(
            per_seconde=ingesteld.per_seconde,
            tegelijk=ingesteld.tegelijk,
            proef_na=ingesteld.proef_na,
            termijn=settings.bron().seconden,
        )

    @cached_property
    def verwerkingen(self) -> "Verwerkingenlog":
        """The log of who was told of people."""
        from stagemarkt.adapters.dynamodb.verwerkingen import Verwerkingentabel

        return Verwerkingentabel(self._zekere_dynamodb, settings.audittabel(), settings.auditbewaartermijn())

    @cached_property
    def schooltoestanden(self) -> "Schooltoestanden":
        """How each school stands with SBB."""
        from stagemarkt.adapters.dynamodb.schooltoestanden import Schooltoestandentabel

        return Schooltoestandentabel(self._dynamodb, settings.waarnemingentabel())

    @cached_property
    def wacht(self) -> "Wacht":
        """The watch over certificates."""
        from stagemarkt.adapters.certificaten import Certificatenkast
        from stagemarkt.adapters.geheimen import Geheimen, Schoolkluis, maak_client
        from stagemarkt.domein.certificaatwacht import Wacht

        # What an operator has just put there is what the watch must see, not what it read before.
        kluis = Schoolkluis(Geheimen(maak_client(), houdbaar=0), settings.geheimenvoorvoegsel())
        kast = Certificatenkast(kluis, kluis.brins)
        return Wacht(kast, self.schooltoestanden, self._waarschuwer(), meld_school)

    def proef(self, school: str, termijn: "Termijn") -> "Proefuitkomst":
        """Try this school at SBB with what its secret says now. Raises OpslagFout."""
        from stagemarkt.adapters.geheimen import Geheimen, maak_client
        from stagemarkt.domein.schoolproef import probeer
        from stagemarkt.model.tijd import vandaag_in_nederland

        # Nothing that was read or told before: what an operator has just put there is what is tried, and
        # what comes of it is told at once.
        geheimen, melder = Geheimen(maak_client(), houdbaar=0), self._nieuwe_schoolmelder()
        geopend: list[Schoolverbindingen] = []

        def maak(waarnemer: "Schoolwaarnemer") -> "Sbb":
            geopend.append(self._maak_verbindingen(geheimen, waarnemer, lambda _brin: None))
            return geopend[0].met(school)

        try:
            return probeer(maak, melder, vandaag_in_nederland(self.klok()), termijn)
        finally:
            for verbindingen in geopend:
                verbindingen.sluit()

    @cached_property
    def _schoolmelder(self) -> "Schoolmelder":
        return self._nieuwe_schoolmelder()

    def _nieuwe_schoolmelder(self) -> "Schoolmelder":
        from stagemarkt.domein.weigeringen import Schoolmelder

        return Schoolmelder(self.schooltoestanden, self._waarschuwer, self.klok, meld_opslagfout)

    @cached_property
    def abonneerder(self) -> "Abonneerder":
        """The schools' subscriptions at SBB."""
        from stagemarkt.adapters.dynamodb.sbb_abonnementen import Abonnementtabel
        from stagemarkt.domein.schoolabonnementen import Abonneerder

        wegen = self._verbindingen
        boek = Abonnementtabel(self._uitgaand, settings.mutatietabel())
        return Abonneerder(wegen.abonnementen, wegen.oin, boek, settings.intake_url())

    @cached_property
    def waarschuwer(self) -> "Waarschuwer":
        """Tells the operator."""
        return self._waarschuwer()

    def _waarschuwer(self) -> "Waarschuwer":
        from stagemarkt.adapters.waarschuwen import SnsWaarschuwer, maak_client

        return SnsWaarschuwer(maak_client(), settings.waarschuwingenonderwerp())

    def geef_detailgegevens(
        self, school: str, requester: "Requester", leerbedrijf_id: str, termijn: "Termijn"
    ) -> "Detailgegevens":
        """What the domain makes of SBB's details, with the pydantic that a kept answer goes without."""
        from stagemarkt.domein.detailleren import geef_detailgegevens
        from stagemarkt.model.tijd import vandaag_in_nederland

        vandaag = vandaag_in_nederland(self.klok())
        return geef_detailgegevens(self.sbb(school, requester), leerbedrijf_id, vandaag, termijn)

    @cached_property
    def bezorger(self) -> "Bezorger":
        """Hands events to receivers, over connections that it keeps between calls."""
        from stagemarkt.adapters.bezorgen.samen import Bezorgdienst
        from stagemarkt.adapters.bezorgen.sqs import SqsBezorger
        from stagemarkt.adapters.bezorgen.webhook import WebhookBezorger

        return Bezorgdienst(
            lambda: WebhookBezorger(self._webhookuitzonderingen, klok=self.klok),
            lambda: SqsBezorger(self.thuis),
        )

    @property
    def webhookkeurder(self) -> "Webhookkeurder":
        """Judges where a new webhook leads."""
        from stagemarkt.adapters.bezorgen.keuring import DnsKeurder

        return DnsKeurder(self._webhookuitzonderingen)

    @property
    def thuis(self) -> "Thuis":
        """Where we run: no queue of our own is sent to."""
        from stagemarkt.domein.wachtrijadres import Thuis

        bezorging = settings.bezorging()
        return Thuis(bezorging.partitie, bezorging.rekening)

    @property
    def gebeurtenisbron(self) -> str:
        """The `source` of every event."""
        from stagemarkt.domein.gebeurtenis import bron_van

        return bron_van(settings.beheerder_oin())

    @property
    def bezorgrol(self) -> str:
        """The role that sends to queues of others."""
        return settings.bezorgrol()

    @cached_property
    def feed(self) -> "Feed":
        """The schools' feeds of changes."""
        from stagemarkt.adapters.dynamodb.feed import Feedtabel

        return Feedtabel(self._uitgaand, settings.uitgaandtabel())

    @cached_property
    def abonnementen(self) -> "Abonnementenregister":
        """Where changes go."""
        from stagemarkt.adapters.dynamodb.abonnementen import Abonnemententabel

        return Abonnemententabel(self._uitgaand, settings.abonnementtabel(), settings.uitgaandtabel())

    @cached_property
    def tempo(self) -> "Tempobewaker":
        """Counts the test messages and redeliveries of an abonnement."""
        from stagemarkt.adapters.dynamodb.tempo import Tempotabel

        return Tempotabel(self._uitgaand, settings.uitgaandtabel())

    @cached_property
    def afleveringen(self) -> "Aflevertabel":
        """What was numbered for the abonnementen."""
        from stagemarkt.adapters.dynamodb.afleveringen import Aflevertabel

        return Aflevertabel(self._uitgaand, settings.uitgaandtabel())

    @cached_property
    def uitbak(self) -> "Uitbaktabel":
        """What of it waits, and when it is due."""
        from stagemarkt.adapters.dynamodb.uitbak import Uitbaktabel

        return Uitbaktabel(self._uitgaand, settings.uitgaandtabel())

    @cached_property
    def wekker(self) -> "Wekker":
        """Nudges whoever delivers."""
        from stagemarkt.adapters.sqs.aflevering import Afleverrij
        from stagemarkt.adapters.sqs.verbinding import maak_client

        return Afleverrij(maak_client(), settings.afleverrij())

    def por(self, sleutel: "Abonnementsleutel") -> None:
        """Nudge whoever delivers for this one; a nudge that is lost costs a minute."""
        try:
            self.wekker.wek([sleutel])
        except OpslagFout as fout:
            meld_opslagfout("wekken", fout)

    @cached_property
    def verdeler(self) -> "Verdeler":
        """Passes on what SBB told."""
        from stagemarkt.adapters.dynamodb.mutaties import Mutatietabel
        from stagemarkt.domein.verdelen import Verdeler

        return Verdeler(
            Mutatietabel(self._uitgaand, settings.mutatietabel()),
            self.vergeter,
            self.feed,
            self.abonnementen,
            self.afleveringen,
            self.wekker,
            self.klok,
            meld_opslagfout,
        )

    @cached_property
    def afleveraar(self) -> "Afleveraar":
        """Delivers for one abonnement at a time."""
        from random import random

        from stagemarkt.domein.afleveren import Afleveraar

        return Afleveraar(
            self.abonnementen,
            self.uitbak,
            self.bezorger,
            self.wekker,
            self.klok,
            random,
            self.gebeurtenisbron,
            self._mag_weten,
        )

    def _mag_weten(self, abonnement: "Abonnement") -> bool:
        """Whether its afnemer has the scope for its school today: what is withdrawn ends deliveries too."""
        from stagemarkt.domein.toegang import geldige_toegang
        from stagemarkt.model.tijd import vandaag_in_nederland

        rechten = self.sleutels.rechten(abonnement.afnemer_id)
        if rechten is None:
            return False
        vandaag = vandaag_in_nederland(self.klok())
        return "mutaties" in geldige_toegang(rechten.toegangen, vandaag).get(abonnement.school, ())

    @cached_property
    def _uitgaand(self) -> "DynamoDBClient":
        from stagemarkt.adapters.dynamodb.verbinding import maak_geduldige_client

        return maak_geduldige_client()

    @property
    def _webhookuitzonderingen(self) -> "Uitzonderingen":
        from stagemarkt.domein.webhookadres import lees_uitzonderingen

        bezorging = settings.bezorging()
        return lees_uitzonderingen(bezorging.uitzonderingen, bezorging.uitzonderingen_ca, bezorging.stage)

    @cached_property
    def _verbindingen(self) -> "Schoolverbindingen":
        return self._maak_verbindingen(
            self._geheimen, self._schoolmelder, lambda brin: self.bewaker(brin).herkans()
        )

    def _maak_verbindingen(
        self, geheimen: "Geheimen", waarnemer: "Schoolwaarnemer", herkans: Callable[[str], float | None]
    ) -> "Schoolverbindingen":
        from stagemarkt.adapters.geheimen import Schoolkluis
        from stagemarkt.adapters.soap.envelop import Eindpunt
        from stagemarkt.adapters.soap.schoolverbindingen import Schoolverbindingen
        from stagemarkt.adapters.soap.signaalcodes import lees_signaalcodes
        from stagemarkt.adapters.soap.transport import Grenzen

        bron = settings.bron()
        codes = lees_signaalcodes(bron.signaalcodes)
        return Schoolverbindingen(
            Eindpunt(bron.url, bron.namespace, bron.soapaction, bron.ontvanger_oin, codes, self._adressen),
            Schoolkluis(geheimen, bron.geheimen),
            Grenzen(seconden=bron.seconden),
            waarnemer,
            herkans=herkans,
        )

    @cached_property
    def _verversrij(self) -> "Verversrij":
        from stagemarkt.adapters.sqs.verbinding import maak_client
        from stagemarkt.adapters.sqs.verversingen import Verversingsrij

        return Verversingsrij(maak_client(), settings.verversrij())

    @cached_property
    def _omgeving(self) -> "Omgeving":
        from stagemarkt.domein.afspraken import Omgeving

        return Omgeving(self.klok, self.slaap)

    @cached_property
    def _melder(self) -> "Melder":
        from stagemarkt.domein.waarnemen import Melder

        return Melder(self.waarnemingen, self.klok, meld_opslagfout)

    @cached_property
    def _dynamodb(self) -> "DynamoDBClient":
        from stagemarkt.adapters.dynamodb.verbinding import maak_client

        return maak_client()

    @cached_property
    def _zekere_dynamodb(self) -> "DynamoDBClient":
        from stagemarkt.adapters.dynamodb.verbinding import maak_zekere_client

        return maak_zekere_client()

    @cached_property
    def _geheimen(self) -> "Geheimen":
        from stagemarkt.adapters.geheimen import Geheimen, maak_client

        return Geheimen(maak_client())

    def _peper(self) -> str:
        peper = self._geheimen.lees(settings.pepergeheim())
        if peper is None:
            raise OpslagFout("no secret for the key hashes")
        return peper
