"""The matrix of lost answers: each conditional write of the project, done, unanswered, and asked again.

Every write of every case is lost in turn, by the SDK's own client over DynamoDB. What comes of it must be
what comes of it undisturbed: the same outcome, the same to be read afterwards.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest
from stagemarkt.adapters.dynamodb.abonnementen import Abonnemententabel
from stagemarkt.adapters.dynamodb.access import Sleuteltabel
from stagemarkt.adapters.dynamodb.audit import Verwerkingentabel
from stagemarkt.adapters.dynamodb.cache import Antwoordtabel
from stagemarkt.adapters.dynamodb.deliveries import Aflevertabel
from stagemarkt.adapters.dynamodb.feed import Feedtabel
from stagemarkt.adapters.dynamodb.mutaties import Mutatietabel
from stagemarkt.adapters.dynamodb.outbox import Uitbaktabel
from stagemarkt.adapters.dynamodb.pace import Tempotabel
from stagemarkt.adapters.dynamodb.records import RecordTable
from stagemarkt.domain.guard.rate_limit import Asking, Grenzen, neem
from stagemarkt.model.aflevering import Aflevering, Poging, Regel, Stand
from stagemarkt.model.school import Merken
from stagemarkt.model.toegang import Afnemer, Limiet, School, Sleutelgegevens, Toegang
from stagemarkt.ports.audit import Verwerking
from stagemarkt.ports.cache import Antwoordsleutel, BewaardAntwoord, Mislukking
from stagemarkt.ports.cache import Pacht as Antwoordpacht
from stagemarkt.ports.guard import Aanvraag, Requester, Waiting, Zekering
from stagemarkt.ports.outbox import Pacht, Tempo
from stagemarkt.ports.records import EndpointChange, Refused, SchoolChange, Swap
from stagemarkt_cli.admin.access_table import Toegangtabel
from stagemarkt_cli.admin.ending import Einde

from tests.integration.support.loss import vasthoudende_client, verliest
from tests.integration.support.template import PROJECT, Tabellen, maak_tabellen
from tests.mutatie_examples import kop
from tests.unit.fakes_outbox import abonnement, mutatie

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

NU: Final = 1_788_256_800.25


class Wereld(NamedTuple):
    """The tables, and a school that nothing has been done for yet."""

    client: "DynamoDBClient"
    tabellen: Tabellen
    school: str

    @property
    def uitbak(self) -> Uitbaktabel:
        """What waits."""
        return Uitbaktabel(self.client, self.tabellen.uitgaand)

    @property
    def nummeraar(self) -> Aflevertabel:
        """Who numbers."""
        return Aflevertabel(self.client, self.tabellen.uitgaand)

    @property
    def abonnementen(self) -> Abonnemententabel:
        """The abonnementen."""
        return Abonnemententabel(self.client, self.tabellen.abonnementen, self.tabellen.uitgaand)

    @property
    def wie(self) -> Any:
        """The abonnement of this school."""
        return abonnement(f"a-{self.school}", school=self.school, afnemer_id=f"afnemer-{self.school}")

    def regels(self, van: int, tot: int) -> list[Regel]:
        """Lines of its feed, with mutaties of its own."""
        eigen = [mutatie(n, school=self.school) for n in range(van, tot + 1)]
        return [
            Regel(m.positie, m._replace(mutatie_id=f"{self.school}-{m.positie}"), m.positie > 1, NU)
            for m in eigen
        ]

    def afleveringen(self, van: int, tot: int) -> list[Aflevering]:
        """The deliveries of those lines."""
        return [Aflevering(r.nummer, r, "wacht", 0, NU, NU) for r in self.regels(van, tot)]

    def begin(self, aantal: int = 3) -> Pacht:
        """An abonnement with so many that wait, and the right to deliver them."""
        self.abonnementen.maak(self.wie, 0, NU)
        self.nummeraar.nummer(self.wie.sleutel, Stand(), self.afleveringen(1, aantal), aantal)
        return self.uitbak.pacht(self.wie.sleutel, NU, NU + 45) or pytest.fail("it was free")

    def uitgaand(self) -> Any:
        """All that is known of the abonnement and its deliveries, but names that differ each time."""
        sleutel = self.wie.sleutel
        wachtend = list(self.uitbak.wachtend(sleutel))
        gewekt = [s.abonnement_id for s in self.uitbak.te_wekken(NU + 999) if s == sleutel]
        alle = self.nummeraar.lees(sleutel, 0, 99)
        return self.nummeraar.stand(sleutel), wachtend, gewekt, alle, self.abonnementen.lees(sleutel)

    @property
    def antwoorden(self) -> Antwoordtabel:
        """The kept answers."""
        return Antwoordtabel(self.client, self.tabellen.antwoorden)

    @property
    def antwoordsleutel(self) -> Antwoordsleutel:
        """An entry of this school."""
        return Antwoordsleutel(self.school, "leerbedrijf#900000001", "identificatie")

    @property
    def toegang(self) -> Toegangtabel:
        """The operator's table."""
        return Toegangtabel(self.client, self.tabellen.toegang)

    @property
    def afnemer(self) -> Afnemer:
        """An afnemer of its own."""
        return Afnemer(f"afnemer-{self.school}", "Afnemer", "x@voorbeeld.example", Limiet(5, 10, 100), "p")

    def sleutel(self) -> Sleutelgegevens:
        """A key of its afnemer."""
        return Sleutelgegevens(f"abc1{self.school}", "ab" * 32, self.afnemer.id, int(NU))


# What is done before, giving what is done under test, which gives what came of it.
Geval = Callable[[Wereld], Callable[[], Any]]
ANTWOORD: Final = BewaardAntwoord("99XX", bytes(range(256)), 'W/"a"', int(NU), "gevonden", "{}")
HOUDER: Final = Antwoordpacht("houder", NU + 10.5)
GRENZEN: Final = Grenzen(per_seconde=10, tegelijk=3, geduld=2.0, plaatsduur=24.0)
WIJ: Final = Requester("pakket")
OPEN: Final = Zekering(1, 5, "bron-timeout", NU - 60, NU, NU + 15, "wie", NU + 24.5)


def _alles(*daden: Callable[[], object]) -> list[object]:
    """Do these in order; what each gave."""
    return [daad() for daad in daden]


def _feed_schrijf(w: Wereld) -> Callable[[], Any]:
    feed = Feedtabel(w.client, w.tabellen.uitgaand)

    def doe() -> Any:
        # Refused, whoever numbers looks again, and finds its own lines.
        gelukt = feed.schrijf(w.school, w.regels(1, 3))
        ids = [r.mutatie.mutatie_id for r in w.regels(1, 3)]
        return gelukt or len(feed.genummerd(ids)) == 3, feed.stand(w.school), feed.lees(w.school, 0, 9)

    return doe


def _nummer(w: Wereld) -> Callable[[], Any]:
    w.abonnementen.maak(w.wie, 0, NU)
    return lambda: (
        w.nummeraar.nummer(w.wie.sleutel, Stand(), w.afleveringen(1, 3), 3),
        w.uitgaand(),
    )


def _pacht(w: Wereld) -> Callable[[], Any]:
    w.uitbak.leg_neer(w.wie.sleutel, w.begin(), NU, 0, 0.0)

    def doe() -> Any:
        eigen = w.uitbak.pacht(w.wie.sleutel, NU, NU + 45)
        assert eigen is not None
        # It is the right that counts: with it everything can be noted.
        een = w.afleveringen(1, 1)[0]._replace(stand="afgeleverd")
        return w.uitbak.noteer(w.wie.sleutel, eigen.hek, een), w.uitgaand()

    return doe


def _noteer(stand: Any) -> Geval:
    def geval(w: Wereld) -> Callable[[], Any]:
        hek = w.begin().hek
        na = w.afleveringen(1, 1)[0]._replace(
            stand=stand, pogingen=1, poging_op=NU + 5, laatste=Poging(NU, 500, "http-status")
        )
        return lambda: (w.uitbak.noteer(w.wie.sleutel, hek, na), w.uitgaand())

    return geval


def _zet_terug(tot: int) -> Geval:
    def geval(w: Wereld) -> Callable[[], Any]:
        eerst = w.begin()
        for aflevering in w.afleveringen(1, 3):
            w.uitbak.noteer(w.wie.sleutel, eerst.hek, aflevering._replace(stand="afgeleverd"))
        w.uitbak.herlever(w.wie.sleutel, 1, 3, NU)
        w.uitbak.leg_neer(w.wie.sleutel, eerst, NU, 0, 0.0)
        dan = w.uitbak.pacht(w.wie.sleutel, NU, NU + 45)
        assert dan is not None
        return lambda: (w.uitbak.zet_terug(w.wie.sleutel, dan, tot, NU), w.uitgaand())

    return geval


def _leg_neer(w: Wereld) -> Callable[[], Any]:
    eigen = w.begin()
    return lambda: (w.uitbak.leg_neer(w.wie.sleutel, eigen, NU + 5, 1, NU), w.uitgaand())


def _leg_neer_gewekt(w: Wereld) -> Callable[[], Any]:
    eigen = w.begin()
    w.uitbak.zet_wekker(w.wie.sleutel, NU)
    return lambda: (w.uitbak.leg_neer(w.wie.sleutel, eigen, NU + 86_400, 1, NU), w.uitgaand())


def _zet_wekker(w: Wereld) -> Callable[[], Any]:
    w.uitbak.leg_neer(w.wie.sleutel, w.begin(), NU + 86_400, 0, 0.0)
    return lambda: _alles(lambda: w.uitbak.zet_wekker(w.wie.sleutel, NU), w.uitgaand)


def _herlever(w: Wereld) -> Callable[[], Any]:
    w.uitbak.leg_neer(w.wie.sleutel, w.begin(), NU + 86_400, 0, 0.0)

    def doe() -> Any:
        w.uitbak.herlever(w.wie.sleutel, 1, 3, NU)
        eigen = w.uitbak.pacht(w.wie.sleutel, NU, NU + 45)
        assert eigen is not None
        return eigen.opnieuw_vanaf, eigen.opnieuw_tot, w.uitgaand()

    return doe


def _neem_beurt(keer: int) -> Geval:
    def geval(w: Wereld) -> Callable[[], Any]:
        w.abonnementen.maak(w.wie, 0, NU)
        tabel = Tempotabel(w.client, w.tabellen.uitgaand)
        tempo = Tempo("proef", 10.0, 3)

        def beurt() -> float:
            return tabel.neem_beurt(w.wie.sleutel, tempo, NU)

        for _ in range(keer):
            beurt()
        # One answer is lost, one turn is paid.
        return lambda: [beurt() for _ in range(4 - keer)]

    return geval


def _vergeet(w: Wereld) -> Callable[[], Any]:
    w.begin()
    w.abonnementen.verwijder(w.wie, NU)
    return lambda: _alles(lambda: w.uitbak.vergeet(w.wie.sleutel, NU), w.uitgaand)


def _maak(w: Wereld) -> Callable[[], Any]:
    return lambda: _alles(lambda: w.abonnementen.maak(w.wie, 7, NU), w.uitgaand)


def _wijzig(w: Wereld) -> Callable[[], Any]:
    w.uitbak.leg_neer(w.wie.sleutel, w.begin(), NU + 86_400, 0, 0.0)
    nieuw = replace(w.wie, adres="https://elders.example/", versie=2, actief_sinds=NU + 0.5)
    return lambda: (w.abonnementen.wijzig(w.wie, nieuw, NU), w.uitgaand())


def _verwijder(w: Wereld) -> Callable[[], Any]:
    w.begin()
    return lambda: (
        w.abonnementen.verwijder(w.wie, NU),
        w.uitgaand(),
        w.abonnementen.is_beeindigd(w.wie.sleutel, w.wie.afnemer_id),
    )


def _neem_aan(w: Wereld) -> Callable[[], Any]:
    opslag = Mutatietabel(w.client, w.tabellen.mutaties)
    bericht = kop(1)._replace(bericht_id=w.school, school=w.school)
    return lambda: _alles(
        lambda: opslag.neem_aan(bericht, NU),
        lambda: opslag.rond_af(w.school),
        lambda: opslag.neem_aan(bericht, NU + 1),
    )


def _antwoord_neem(w: Wereld) -> Callable[[], Any]:
    return lambda: (
        w.antwoorden.neem(w.antwoordsleutel, HOUDER, NU, afnemen=False)[0] is not None,
        w.antwoorden.lees(w.antwoordsleutel),
    )


def _antwoord_bewaar(w: Wereld) -> Callable[[], Any]:
    eigen, _ = w.antwoorden.neem(w.antwoordsleutel, HOUDER, NU, afnemen=False)
    assert eigen is not None
    antwoord = ANTWOORD._replace(school=w.school)
    return lambda: (
        w.antwoorden.bewaar(w.antwoordsleutel, antwoord, eigen, int(NU) + 9, ()),
        w.antwoorden.lees(w.antwoordsleutel)._replace(antwoord=ANTWOORD),
    )


def _antwoord_geef_op(w: Wereld) -> Callable[[], Any]:
    eigen, _ = w.antwoorden.neem(w.antwoordsleutel, HOUDER, NU, afnemen=False)
    assert eigen is not None
    mis = Mislukking("houder", "bron-timeout", "Te laat.", "Late.", 10, 999)
    return lambda: _alles(
        lambda: w.antwoorden.geef_op(w.antwoordsleutel, eigen, mis),
        lambda: w.antwoorden.lees(w.antwoordsleutel),
    )


def _antwoord_merk(w: Wereld) -> Callable[[], Any]:
    eigen, _ = w.antwoorden.neem(w.antwoordsleutel, HOUDER, NU, afnemen=False)
    assert eigen is not None
    w.antwoorden.bewaar(w.antwoordsleutel, ANTWOORD._replace(school=w.school), eigen, int(NU) + 9, ())
    return lambda: (
        w.antwoorden.merk(w.antwoordsleutel, ANTWOORD.opgehaald_op, NU, 30),
        w.antwoorden.merk(w.antwoordsleutel, ANTWOORD.opgehaald_op, NU + 1, 30),
    )


def _records(w: Wereld) -> RecordTable:
    return RecordTable(w.client, w.tabellen.waarnemingen, f"https://{w.school}.example")


def _circuit_van_sbb(oud: Zekering) -> Geval:
    def geval(w: Wereld) -> Callable[[], Any]:
        tabel = _records(w)
        if oud.versie:
            tabel.write_endpoint(EndpointChange(circuit=Swap(Zekering(), oud)))
        change = EndpointChange(NU, "bron-timeout", Swap(oud, OPEN._replace(versie=oud.versie + 1)))
        return lambda: (tabel.write_endpoint(change).done, tabel.endpoint())

    return geval


def _einde(oud: Zekering, nieuw: Zekering | None) -> Geval:
    """The end of a call, with what it tells of its school and perhaps her circuit."""

    def geval(w: Wereld) -> Callable[[], Any]:
        tabel = _records(w)
        if oud.versie:
            tabel.write_school(w.school, SchoolChange(NU, circuit=Swap(Zekering(), oud)))
        _bezet(w, "wij")
        change = SchoolChange(
            NU + 1,
            "wij",
            None if nieuw is None else Swap(oud, nieuw),
            answered=True,
            taken=Merken("ab" * 32, "1234abcd"),
            refused=(Refused("wisseling", None, "cd" * 32),),
        )
        return lambda: (tabel.write_school(w.school, change).done, tabel.school(w.school))

    return geval


def _bezet(w: Wereld, naam: str) -> Any:
    tabel = _records(w)
    besluit = neem(tabel.school(w.school).room, NU, GRENZEN, Asking(naam, WIJ, GRENZEN.geduld))
    assert isinstance(besluit, Aanvraag)
    return tabel.claim(w.school, besluit)


def _plaats(eerste: bool) -> Geval:  # noqa: FBT001 - whether it is the first of its school
    def geval(w: Wereld) -> Callable[[], Any]:
        if not eerste:
            _bezet(w, "iemand")
        return lambda: (_bezet(w, "wij").done, sorted(_records(w).school(w.school).room.plaatsen))

    return geval


def _geef_vrij(w: Wereld) -> Callable[[], Any]:
    tabel = _records(w)
    _bezet(w, "wij")
    change = SchoolChange(NU, "wij")
    return lambda: (tabel.write_school(w.school, change).done, tabel.school(w.school).room.plaatsen)


def _wait(w: Wereld) -> Callable[[], Any]:
    _bezet(w, "wij")
    tabel = _records(w)
    return lambda: (tabel.wait(w.school, WIJ, Waiting(NU, NU + 2)), tabel.school(w.school))


def _claim_warning(vorige: float | None) -> Geval:
    def geval(w: Wereld) -> Callable[[], Any]:
        tabel = _records(w)
        tabel.write_school(w.school, SchoolChange(NU, refused=(Refused("licentie", 996),)))
        if vorige is not None:
            tabel.claim_warning(w.school, "licentie", vorige, None)
        return lambda: (
            tabel.claim_warning(w.school, "licentie", NU, vorige),
            tabel.claim_warning(w.school, "licentie", NU, vorige),
            tabel.school(w.school),
        )

    return geval


def _claim_peek(w: Wereld) -> Callable[[], Any]:
    tabel, nu = _records(w), int(NU)
    return lambda: (tabel.claim_peek(nu, 60), tabel.claim_peek(nu + 1, 60))


def _leg_vast(w: Wereld) -> Callable[[], Any]:
    # A moment that DynamoDB gives back without the nought at its end.
    regel = Verwerking(
        "7c0a5c9e", "zoek", "demo", "abcdefgh", w.school, ("900000001",), ("naam",), "sbb", NU - 0.05
    )
    tabel = Verwerkingentabel(w.client, w.tabellen.audit, 30)
    return lambda: tabel.leg_vast(regel)


def _meld_gebruik(w: Wereld) -> Callable[[], Any]:
    w.toegang.maak_afnemer(w.afnemer)
    w.toegang.voeg_sleutel_toe(w.sleutel(), ())
    tabel = Sleuteltabel(w.client, w.tabellen.toegang, lambda: "peper")
    return lambda: _alles(
        lambda: tabel.meld_gebruik(w.sleutel().prefix, int(NU), 60),
        lambda: tabel.zoek(w.sleutel().prefix),
    )


def _maak_afnemer(w: Wereld) -> Callable[[], Any]:
    return lambda: (w.toegang.maak_afnemer(w.afnemer), w.toegang.rechten(w.afnemer.id))


def _voeg_sleutel_toe(w: Wereld) -> Callable[[], Any]:
    w.toegang.maak_afnemer(w.afnemer)
    return lambda: (w.toegang.voeg_sleutel_toe(w.sleutel(), ()), w.toegang.prefixen(w.afnemer.id))


def _wijzig_toegang(w: Wereld) -> Callable[[], Any]:
    w.toegang.maak_afnemer(w.afnemer)
    w.toegang.bewaar_school(School(w.school, "0000000700099XX00000", "ROC"))
    toegang = Toegang(w.school, ("mutaties",))
    return lambda: (
        w.toegang.wijzig_toegang(w.afnemer.id, None, toegang),
        w.toegang.rechten(w.afnemer.id),
    )


def _beeindig(w: Wereld) -> Callable[[], Any]:
    w.begin()
    einde = Einde(w.client, w.tabellen.abonnementen, w.tabellen.uitgaand)
    return lambda: (einde.beeindig(w.wie.afnemer_id), einde.heeft(w.wie.afnemer_id), w.uitgaand())


GEVALLEN: Final[dict[str, Geval]] = {
    "ending: beeindig": _beeindig,
    "feed: schrijf": _feed_schrijf,
    "deliveries: nummer": _nummer,
    "outbox: pacht": _pacht,
    "outbox: noteer afgeleverd": _noteer("afgeleverd"),
    "outbox: noteer opzij": _noteer("opzij"),
    "outbox: noteer mislukt": _noteer("wacht"),
    "outbox: zet_terug, een deel": _zet_terug(2),
    "outbox: zet_terug, de rest": _zet_terug(3),
    "outbox: leg_neer": _leg_neer,
    "outbox: leg_neer, intussen gewekt": _leg_neer_gewekt,
    "outbox: vergeet": _vergeet,
    "pace: de eerste": _neem_beurt(0),
    "pace: de laatste": _neem_beurt(2),
    "due_times: zet_wekker": _zet_wekker,
    "due_times: herlever": _herlever,
    "abonnementen: maak": _maak,
    "abonnementen: wijzig": _wijzig,
    "abonnementen: verwijder": _verwijder,
    "mutaties: neem_aan en rond_af": _neem_aan,
    "cache: neem": _antwoord_neem,
    "cache: bewaar": _antwoord_bewaar,
    "cache: geef_op": _antwoord_geef_op,
    "cache: merk": _antwoord_merk,
    "record_form: de eerste zekering van SBB": _circuit_van_sbb(Zekering()),
    "record_form: een volgende van SBB": _circuit_van_sbb(Zekering(1, 2, "bron-timeout", NU)),
    "record_form: een einde": _einde(Zekering(), None),
    "record_form: een einde met de eerste zekering": _einde(Zekering(), Zekering(1, 1, "bron-licentie", NU)),
    "record_form: een einde met een volgende": _einde(
        Zekering(1, 4, "bron-licentie", NU), Zekering(2, 5, "bron-licentie", NU, NU, NU + 15)
    ),
    "record_form: een plaats terug": _geef_vrij,
    "rate_limit: de eerste plaats": _plaats(eerste=True),
    "rate_limit: een volgende plaats": _plaats(eerste=False),
    "rate_limit: wait": _wait,
    "records: eerste waarschuwing": _claim_warning(None),
    "records: volgende waarschuwing": _claim_warning(NU - 9999),
    "records: claim_peek": _claim_peek,
    "audit: leg_vast": _leg_vast,
    "access: meld_gebruik": _meld_gebruik,
    "access_table: maak_afnemer": _maak_afnemer,
    "access_table: voeg_sleutel_toe": _voeg_sleutel_toe,
    "access_table: wijzig_toegang": _wijzig_toegang,
}


@pytest.fixture(scope="module")
def werelden(dynamodb: "DynamoDBClient") -> Iterator[Callable[[], Wereld]]:
    """A school that nothing has been done for yet, each time; its client asks again."""
    client, tabellen = vasthoudende_client(), maak_tabellen(dynamodb)
    # No number that is in anything else.
    nummers = count(1)
    yield lambda: Wereld(client, tabellen, f"Q{next(nummers):03d}")
    client.close()
    for tabel in dynamodb.list_tables()["TableNames"]:
        dynamodb.delete_table(TableName=tabel)


def _zonder_school(iets: Any, school: str) -> str:
    return repr(iets).replace(school, "SCHOOL")


@pytest.mark.parametrize("naam", GEVALLEN)
def test_wie_schreef_herkent_zijn_eigen_werk(naam: str, werelden: Callable[[], Wereld]) -> None:
    """Whichever answer is lost, the outcome and what is there are those of a write that was answered."""

    def beleef(welke: Callable[[int], bool]) -> tuple[str, int]:
        wereld = werelden()
        doe = GEVALLEN[naam](wereld)
        with verliest(wereld.client, welke) as geschreven:
            uitkomst = doe()
        return _zonder_school(uitkomst, wereld.school), len(geschreven)

    ongestoord, aantal = beleef(lambda _: False)
    assert aantal > 0
    for k in range(aantal):
        verloren, geschreven = beleef(k.__eq__)
        assert verloren == ongestoord, f"write {k} of {naam}"
        assert geschreven <= aantal + 1


def test_geen_voorwaarde_ontbreekt() -> None:
    """Every module that writes on a condition stands in the matrix."""
    modules = {naam.partition(":")[0] for naam in GEVALLEN}
    gevonden = {
        pad.stem
        for wortel in ("layers", "cli", "functions")
        for pad in (PROJECT / wortel).rglob("*.py")
        if _heeft_voorwaarde(pad)
    }
    assert gevonden - {"transactions"} == modules


def _heeft_voorwaarde(pad: Path) -> bool:
    """Whether it names a `ConditionExpression`, or has another module make an item on condition."""
    boom = ast.parse(pad.read_text())
    woorden = {knoop.value for knoop in ast.walk(boom) if isinstance(knoop, ast.Constant)}
    woorden |= {knoop.arg for knoop in ast.walk(boom) if isinstance(knoop, ast.keyword)}
    aanroepen = {k.attr for k in ast.walk(boom) if isinstance(k, ast.Attribute)}
    return "ConditionExpression" in woorden or "werk_bij" in aanroepen
