"""Named fakes of the ports of the way out: tables in memory that keep what the real ones promise.

`Rampen` breaks them: it fails calls before or after they are done, and kills the process that makes them.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from random import Random

from stagemarkt.model.abonnement import Abonnement, Abonnementsleutel, Filter, Soort, Toestand
from stagemarkt.model.aflevering import Aflevering, Regel, Stand
from stagemarkt.model.errors import AbonnementBestaat, OpslagFout, Tekst
from stagemarkt.model.mutatie import Mutatie, Mutatiestatus, mutatie_id_van
from stagemarkt.ports import feed, outbox
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.delivery import Bericht, Bestemming, Uitkomst
from stagemarkt.ports.feed import Vindplaats
from stagemarkt.ports.outbox import Nummering, Pacht

from tests.unit.fakes import LEERBEDRIJF_ID, NU, SCHOOL

BERICHT_ID = "0b5a9c6e-5f0e-4f8c-9a57-1d2f6f3a4b5c"
BRON = "urn:nld:oin:00000004000000000000:systeem:stagemarkt-facade"


def mutatie(
    positie: int = 1,
    *,
    bericht_id: str = BERICHT_ID,
    school: str = SCHOOL,
    leerbedrijf_id: str = LEERBEDRIJF_ID,
    code: str = "25998",
    status: Mutatiestatus = "erkend",
) -> Mutatie:
    """A mutatie at this place of a message."""
    return Mutatie(
        mutatie_id=mutatie_id_van(bericht_id, positie),
        school=school,
        bericht_id=bericht_id,
        positie=positie,
        abonnement_id="6f1de0a2-95b4-4c58-8c3e-2b1a7d9e0f11",
        leerbedrijf_id=leerbedrijf_id,
        naam="Bakkerij De Gouden Korst",
        code=code,
        status=status,
        startdatum=date(2020, 1, 1),
        einddatum=None,
        mutatietijdstip=datetime(2026, 9, 1, 9, tzinfo=UTC),
        gelogd_op=float(NU),
    )


def abonnement(
    abonnement_id: str = "a1",
    *,
    school: str = SCHOOL,
    afnemer_id: str = "demo",
    soort: Soort = "webhook",
    filter_: Filter = Filter(),  # noqa: B008 - a tuple, nobody changes it
    toestand: Toestand = "actief",
) -> Abonnement:
    """An abonnement of this school."""
    adres = f"https://{abonnement_id}.example/in"
    if soort == "sqs":
        adres = f"arn:aws:sqs:eu-west-1:111122223333:{abonnement_id}.fifo"
    return Abonnement(
        abonnement_id=abonnement_id,
        school=school,
        afnemer_id=afnemer_id,
        soort=soort,
        adres=adres,
        filter=filter_,
        toestand=toestand,
        aangemaakt_op=float(NU),
        actief_sinds=float(NU),
    )


class Dood(BaseException):
    """The process was killed: nothing catches this."""


class Rampen:
    """What goes wrong: with chance `kans` a call fails, half of the time after it was done.

    With chance `dood` it kills the process: from then on every call of it ends the same, until `herstart`.
    """

    def __init__(self, zaad: int = 0, kans: float = 0.0, dood: float = 0.0) -> None:
        self._toeval = Random(zaad)  # noqa: S311 - repeatable, no secret
        self.kans = kans
        self.dood = dood
        self.is_dood = False
        self.aanroepen = 0
        self.telling = {"fout ervoor": 0, "fout erna": 0, "gedood": 0}

    def herstart(self) -> None:
        """A new process."""
        self.is_dood = False

    def voor(self, aanroepen: int = 1) -> None:
        """Before a call does its work; of the real storage it takes so many calls."""
        for _ in range(aanroepen):
            self.aanroepen += 1
            self._stap("fout ervoor")

    def na(self) -> None:
        """After it did its work: the caller does not hear of it."""
        self._stap("fout erna")

    def _stap(self, waar: str) -> None:
        if self.is_dood:
            raise Dood
        if self.dood and self._toeval.random() < self.dood / 2:
            self.is_dood = True
            self.telling["gedood"] += 1
            raise Dood
        if self.kans and self._toeval.random() < self.kans / 2:
            self.telling[waar] += 1
            raise OpslagFout(waar)


class NepMutaties:
    """The store of mutaties."""

    def __init__(self, mutaties: Sequence[Mutatie] = (), rampen: Rampen | None = None) -> None:
        self.inhoud = {m.mutatie_id: m for m in mutaties}
        self.rampen = rampen or Rampen()

    def lees(self, mutatie_id: str) -> Mutatie | None:
        """As the port says."""
        return next(iter(self.lees_alle([mutatie_id])), None)

    def lees_alle(self, mutatie_ids: Sequence[str]) -> Sequence[Mutatie]:
        """As the port says."""
        self.rampen.voor(-(-len(mutatie_ids) // 100))
        return [self.inhoud[m] for m in mutatie_ids if m in self.inhoud]

    def doorloop(self, school: str, vanaf: float) -> Iterator[Mutatie]:
        """As the port says."""
        self.rampen.voor()
        yield from (m for m in self.inhoud.values() if m.school == school and m.gelogd_op >= vanaf)


class NepVergeter:
    """Forgets, and remembers what."""

    def __init__(self, rampen: Rampen | None = None) -> None:
        self.vergeten: list[tuple[str, str]] = []
        self.rampen = rampen or Rampen()

    def invalideer(self, school: str, *leerbedrijf_ids: str) -> None:
        """As the port says."""
        self.rampen.voor(1 + len(leerbedrijf_ids))
        self.vergeten += [(school, leerbedrijf_id) for leerbedrijf_id in leerbedrijf_ids]
        self.rampen.na()


class NepFeed:
    """The feeds of the schools, each a list."""

    def __init__(self, rampen: Rampen | None = None) -> None:
        self.regels: dict[str, list[Regel]] = {}
        self.plaatsen: dict[str, Vindplaats] = {}
        self.banen: set[tuple[str, tuple[str, str]]] = set()
        self.rampen = rampen or Rampen()

    def stand(self, school: str) -> int:
        """As the port says."""
        self.rampen.voor()
        return len(self.regels.get(school, []))

    def lees(self, school: str, na: int, aantal: int) -> Sequence[Regel]:
        """As the port says."""
        self.rampen.voor()
        return self.regels.get(school, [])[na : na + aantal]

    def zoek(self, mutatie_id: str) -> Vindplaats | None:
        """As the port says."""
        self.rampen.voor()
        return self.plaatsen.get(mutatie_id)

    def genummerd(self, mutatie_ids: Sequence[str]) -> frozenset[str]:
        """As the port says."""
        self.rampen.voor()
        return frozenset(m for m in mutatie_ids if m in self.plaatsen)

    def gezien(self, school: str, banen: Collection[tuple[str, str]]) -> frozenset[tuple[str, str]]:
        """As the port says."""
        self.rampen.voor()
        return frozenset(b for b in banen if (school, b) in self.banen)

    def schrijf(self, school: str, regels: Sequence[Regel]) -> bool:
        """As the port says."""
        assert 0 < len(regels) <= feed.PER_KEER
        self.rampen.voor()
        lijst = self.regels.setdefault(school, [])
        assert [r.nummer for r in regels] == list(range(regels[0].nummer, regels[0].nummer + len(regels)))
        if regels[0].nummer != len(lijst) + 1 or any(r.mutatie.mutatie_id in self.plaatsen for r in regels):
            return False
        for regel in regels:
            lijst.append(regel)
            self.plaatsen[regel.mutatie.mutatie_id] = Vindplaats(school, regel.nummer)
            self.banen.add((school, (regel.mutatie.leerbedrijf_id, regel.mutatie.code)))
        self.rampen.na()
        return True


class _Vak:
    """What the outbox knows of one abonnement."""

    def __init__(self, gelezen_tot: int) -> None:
        self.stand = Stand(0, gelezen_tot)
        self.afleveringen: dict[int, Aflevering] = {}
        self.wachtend: dict[int, None] = {}
        self.wek_op: float | None = None
        self.hek = self.gewekt = self.mislukt = self.vanaf = self.tot = 0
        self.rust_tot = self.pacht_tot = self.geleerd_sinds = 0.0


class NepUitbak:
    """The outbox, with its alarm clock."""

    def __init__(self, rampen: Rampen | None = None) -> None:
        self.vakken: dict[Abonnementsleutel, _Vak] = {}
        self.hekken: dict[tuple[Abonnementsleutel, int], int] = {}
        self.tempo: dict[tuple[Abonnementsleutel, str], float] = {}
        self.rampen = rampen or Rampen()

    def begin(self, sleutel: Abonnementsleutel, gelezen_tot: int) -> None:
        """An abonnement that begins after this line."""
        self.vakken[sleutel] = _Vak(gelezen_tot)

    def stand(self, sleutel: Abonnementsleutel) -> Stand | None:
        """As the port says."""
        self.rampen.voor()
        vak = self.vakken.get(sleutel)
        return None if vak is None else vak.stand

    def lees(self, sleutel: Abonnementsleutel, na: int, aantal: int) -> Sequence[Aflevering]:
        """As the port says."""
        alle = self.vakken[sleutel].afleveringen
        return [alle[n] for n in sorted(alle) if n > na][:aantal]

    def lees_terug(self, sleutel: Abonnementsleutel, voor: int | None, aantal: int) -> Sequence[Aflevering]:
        """As the port says."""
        alle = self.vakken[sleutel].afleveringen
        return [alle[n] for n in sorted(alle, reverse=True) if voor is None or n < voor][:aantal]

    def nummer(
        self, sleutel: Abonnementsleutel, oud: Stand, afleveringen: Sequence[Aflevering], gelezen_tot: int
    ) -> bool:
        """As the port says."""
        [gedaan] = self.nummer_samen([Nummering(sleutel, oud, afleveringen, gelezen_tot)])
        return gedaan

    def standen(self, sleutels: Sequence[Abonnementsleutel]) -> Mapping[Abonnementsleutel, Stand]:
        """As the port says."""
        self.rampen.voor(-(-len(sleutels) // 100))
        return {s: self.vakken[s].stand for s in sleutels if s in self.vakken}

    def nummer_samen(self, nummeringen: Sequence[Nummering]) -> Sequence[bool]:
        """As the port says."""
        assert sum(n.omvang for n in nummeringen) <= outbox.SAMEN
        assert len({n.sleutel for n in nummeringen}) == len(nummeringen)
        self.rampen.voor()
        gedaan = [self._nummer(*nummering) for nummering in nummeringen]
        self.rampen.na()
        return gedaan

    def _nummer(
        self, sleutel: Abonnementsleutel, oud: Stand, afleveringen: Sequence[Aflevering], gelezen_tot: int
    ) -> bool:
        vak = self.vakken.get(sleutel)
        if vak is None or vak.stand != oud:
            return vak is not None and vak.stand == Stand(oud.teller + len(afleveringen), gelezen_tot)
        for aflevering in afleveringen:
            assert aflevering.volgnummer not in vak.afleveringen
            vak.afleveringen[aflevering.volgnummer] = aflevering
            vak.wachtend[aflevering.volgnummer] = None
        vak.stand = Stand(oud.teller + len(afleveringen), gelezen_tot)
        if afleveringen:
            self._wek(vak, afleveringen[0].poging_op)
        return True

    def pacht(self, sleutel: Abonnementsleutel, nu: float, tot: float) -> Pacht | None:
        """As the port says."""
        self.rampen.voor()
        vak = self.vakken.get(sleutel)
        if vak is None or vak.pacht_tot > nu:
            return None
        vak.hek += 1
        vak.pacht_tot = tot
        pacht = Pacht(vak.hek, vak.gewekt, vak.mislukt, vak.rust_tot, vak.vanaf, vak.tot, vak.geleerd_sinds)
        self.rampen.na()
        return pacht

    def wachtend(self, sleutel: Abonnementsleutel) -> Iterator[Aflevering]:
        """As the port says; what is added while it is read may be passed over."""
        self.rampen.voor()
        vak = self.vakken[sleutel]
        for volgnummer in sorted(vak.wachtend):
            yield vak.afleveringen[volgnummer]

    def noteer(self, sleutel: Abonnementsleutel, hek: int, aflevering: Aflevering) -> bool:
        """As the port says."""
        self.rampen.voor()
        vak, plek = self.vakken[sleutel], (sleutel, aflevering.volgnummer)
        if self.hekken.get(plek) == hek and vak.afleveringen[aflevering.volgnummer] == aflevering:
            return True
        if aflevering.volgnummer not in vak.wachtend or self.hekken.get(plek, 0) > hek:
            return False
        self.hekken[plek] = hek
        vak.afleveringen[aflevering.volgnummer] = aflevering
        if aflevering.stand != "wacht":
            del vak.wachtend[aflevering.volgnummer]
        self.rampen.na()
        return True

    def zet_terug(self, sleutel: Abonnementsleutel, pacht: Pacht, tot: int, nu: float) -> bool:
        """As the port says."""
        self.rampen.voor()
        vak = self.vakken[sleutel]
        if vak.hek != pacht.hek:
            return False
        for n in range(pacht.opnieuw_vanaf, tot + 1):
            oud = vak.afleveringen[n]
            vak.afleveringen[n] = oud._replace(stand="wacht", pogingen=0, poging_op=nu, sinds=nu)
            vak.wachtend[n] = None
        vak.vanaf, vak.tot = (0, 0) if tot >= vak.tot else (tot + 1, vak.tot)
        self.rampen.na()
        return True

    def leg_neer(
        self, sleutel: Abonnementsleutel, pacht: Pacht, wek_op: float, mislukt: int, rust_tot: float
    ) -> bool:
        """As the port says."""
        self.rampen.voor()
        vak = self.vakken[sleutel]
        if vak.hek != pacht.hek:
            return True
        vak.pacht_tot, vak.mislukt, vak.rust_tot = 0.0, mislukt, rust_tot
        vak.geleerd_sinds = pacht.geleerd_sinds
        rustig = vak.gewekt == pacht.gewekt
        if rustig:
            vak.wek_op = wek_op
        self.rampen.na()
        return rustig

    def vergeet(self, sleutel: Abonnementsleutel, _nu: float) -> None:
        """As the port says."""
        self.rampen.voor()
        self.vakken.pop(sleutel, None)

    def te_wekken(self, nu: float) -> Iterator[Abonnementsleutel]:
        """As the port says."""
        self.rampen.voor()
        yield from [s for s, vak in self.vakken.items() if vak.wek_op is not None and vak.wek_op <= nu]

    def zet_wekker(self, sleutel: Abonnementsleutel, op: float) -> None:
        """As the port says."""
        self.rampen.voor()
        self.wek(sleutel, op)

    def wek(self, sleutel: Abonnementsleutel, op: float) -> None:
        """What `zet_wekker` does, as a part of another change."""
        if sleutel in self.vakken:
            self._wek(self.vakken[sleutel], op)

    def neem_beurt(self, sleutel: Abonnementsleutel, tempo: outbox.Tempo, nu: float) -> float:
        """As the port says."""
        self.rampen.voor()
        vrij_op = max(nu, self.tempo.get((sleutel, tempo.naam), nu))
        wacht = vrij_op + tempo.tussen - tempo.tussen * tempo.hoogstens - nu
        if wacht <= 0:
            self.tempo[sleutel, tempo.naam] = vrij_op + tempo.tussen
        self.rampen.na()
        return max(0.0, wacht)

    def herlever(self, sleutel: Abonnementsleutel, vanaf: int, tot: int, nu: float) -> None:
        """As the port says."""
        vak = self.vakken[sleutel]
        vak.vanaf, vak.tot = min(vak.vanaf or vanaf, vanaf), max(vak.tot, tot)
        self._wek(vak, nu)

    def _wek(self, vak: _Vak, op: float) -> None:
        vak.wek_op = op
        vak.gewekt += 1


class NepAbonnementen:
    """The abonnementen, with their places in the outbox."""

    def __init__(self, uitbak_: NepUitbak, rampen: Rampen | None = None) -> None:
        self.inhoud: dict[Abonnementsleutel, Abonnement] = {}
        self._uitbak = uitbak_
        self._beeindigd: set[tuple[Abonnementsleutel, str]] = set()
        self.rampen = rampen or Rampen()

    def lees(self, sleutel: Abonnementsleutel) -> Abonnement | None:
        """As the port says."""
        self.rampen.voor()
        return self.inhoud.get(sleutel)

    def van_school(self, school: str) -> Sequence[Abonnement]:
        """As the port says."""
        self.rampen.voor()
        return [a for s, a in sorted(self.inhoud.items()) if s.school == school]

    def maak(self, abonnement_: Abonnement, gelezen_tot: int, _nu: float) -> None:
        """As the port says."""
        self.rampen.voor()
        self._weiger_dubbel(abonnement_)
        self.inhoud[abonnement_.sleutel] = abonnement_
        self._uitbak.begin(abonnement_.sleutel, gelezen_tot)

    def wijzig(self, oud: Abonnement, nieuw: Abonnement, wek_op: float | None = None) -> bool:
        """As the port says."""
        self.rampen.voor()
        if self.inhoud.get(oud.sleutel) != oud:
            return self.inhoud.get(oud.sleutel) == nieuw
        self._weiger_dubbel(nieuw)
        self.inhoud[oud.sleutel] = nieuw
        if nieuw.toestand == "actief" and wek_op is not None:
            self._uitbak.wek(nieuw.sleutel, wek_op)
        self.rampen.na()
        return True

    def verwijder(self, abonnement_: Abonnement, _nu: float) -> bool:
        """As the port says."""
        self.rampen.voor()
        if self.inhoud.get(abonnement_.sleutel) != abonnement_:
            return False
        del self.inhoud[abonnement_.sleutel]
        self._beeindigd.add((abonnement_.sleutel, abonnement_.afnemer_id))
        return True

    def is_beeindigd(self, sleutel: Abonnementsleutel, afnemer_id: str) -> bool:
        """As the port says."""
        self.rampen.voor()
        return (sleutel, afnemer_id) in self._beeindigd

    def _weiger_dubbel(self, nieuw: Abonnement) -> None:
        if any(a.kenmerk == nieuw.kenmerk and a.sleutel != nieuw.sleutel for a in self.inhoud.values()):
            raise AbonnementBestaat(Tekst("bestaat", "exists"))


class NepWekker:
    """The queue to whoever delivers: what was nudged, in order."""

    def __init__(self, rampen: Rampen | None = None) -> None:
        self.gewekt: list[Abonnementsleutel] = []
        self.kenmerken: list[str] = []
        self.rampen = rampen or Rampen()

    def wek(self, sleutels: Sequence[Abonnementsleutel], kenmerk: str = "") -> None:
        """As the port says."""
        self.rampen.voor(len(sleutels))
        self.gewekt += sleutels
        self.kenmerken.append(kenmerk)
        self.rampen.na()


class NepBezorger:
    """Receivers: each gets what is handed over, and answers as `zegt` says (by abonnement), else 200."""

    def __init__(
        self,
        zegt: Mapping[str, Callable[[Bericht], Uitkomst]] | None = None,
        rampen: Rampen | None = None,
    ) -> None:
        self.zegt = dict(zegt or {})
        self.ontvangen: dict[str, list[Bericht]] = {}
        self.pogingen: list[tuple[Bestemming, Bericht]] = []
        self.rampen = rampen or Rampen()

    def bezorg(self, bestemming: Bestemming, bericht: Bericht, _termijn: Termijn) -> Uitkomst:
        """As the port says; it is received when the answer is `geleverd`."""
        self.rampen.voor()
        self.pogingen.append((bestemming, bericht))
        zegt = self.zegt.get(bestemming.abonnement_id)
        uitkomst = zegt(bericht) if zegt else Uitkomst("geleverd", 200)
        if uitkomst.soort == "geleverd":
            self.ontvangen.setdefault(bestemming.abonnement_id, []).append(bericht)
        self.rampen.na()
        return uitkomst
