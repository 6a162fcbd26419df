"""What was learnt of a receiver: until when it counts, and how much of what waits is looked at meanwhile."""

from collections.abc import Iterator
from itertools import count

from stagemarkt.domain.changes.abonnementen import Wens, wijzig
from stagemarkt.domain.changes.retry import DRIE_DAGEN
from stagemarkt.model.abonnement import Abonnement, Abonnementsleutel
from stagemarkt.model.aflevering import Aflevering
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.delivery import Uitkomst

from tests.unit.fakes import NU
from tests.unit.fakes_outbox import abonnement, mutatie
from tests.unit.way_out import Uitgang

MORGEN = Uitkomst("mislukt", 503, 24 * 3600, "http-status")
DOOD = Uitkomst("mislukt", 500, None, "http-status")


def _uitgesteld() -> tuple[Uitgang, Abonnement]:
    uitgang = Uitgang()
    wie = uitgang.abonneer(abonnement())
    uitgang.bezorger.zegt["a1"] = lambda _: MORGEN
    uitgang.verdeel(mutatie(1), mutatie(2), mutatie(3, leerbedrijf_id="3"))
    uitgang.werk_af()
    uitgang.bezorger.zegt.clear()
    uitgang.nu += 60
    assert uitgang.veeg() == []
    return uitgang, wie


def _wijzig(uitgang: Uitgang, oud: Abonnement, wens: Wens) -> Abonnement:
    nieuw = wijzig(oud, wens, uitgang.nu)
    assert uitgang.abonnementen.wijzig(oud, nieuw)
    uitgang.uitbak.zet_wekker(nieuw.sleutel, uitgang.nu)
    return nieuw


def test_een_ander_adres_hoeft_niet_te_wachten() -> None:
    """A receiver asked for a day; its owner gives another address, and everything goes there at once."""
    uitgang, wie = _uitgesteld()
    _wijzig(uitgang, wie, Wens(adres="https://nieuw.example.nl/"))
    uitgang.werk_af()
    assert [b.volgnummer for b in uitgang.ontvangen(wie)] == [1, 2, 3]


def test_uit_en_aan_begint_opnieuw() -> None:
    """Put off and on again means: now it works; no rest and no wait of before counts."""
    uitgang, wie = _uitgesteld()
    uit = _wijzig(uitgang, wie, Wens(toestand="gepauzeerd"))
    uitgang.werk_af()
    uitgang.nu += 60
    _wijzig(uitgang, uit, Wens(toestand="actief"))
    uitgang.werk_af()
    assert [b.volgnummer for b in uitgang.ontvangen(wie)] == [1, 2, 3]


def test_een_ander_filter_zegt_niets_van_de_ontvanger() -> None:
    """What has nothing to do with the receiver leaves it in peace."""
    uitgang, wie = _uitgesteld()
    _wijzig(uitgang, wie, Wens(filter=wie.filter._replace(codes=("25998",))))
    uitgang.werk_af()
    assert uitgang.ontvangen(wie) == []


def test_een_nieuw_adres_dat_ook_faalt_rust_ook() -> None:
    """What is learnt of the new address counts from then on."""
    uitgang, wie = _uitgesteld()
    uitgang.bezorger.zegt["a1"] = lambda _: MORGEN
    _wijzig(uitgang, wie, Wens(adres="https://nieuw.example.nl/"))
    uitgang.werk_af()
    geprobeerd = len(uitgang.bezorger.pogingen)
    uitgang.nu += 3600
    uitgang.uitbak.zet_wekker(wie.sleutel, uitgang.nu)
    uitgang.werk_af()
    assert (geprobeerd, len(uitgang.bezorger.pogingen)) == (2, 2)


def test_wie_rust_kost_geen_lezen() -> None:
    """While a receiver rests only the oldest that waits is looked at, however much there is."""
    uitgang = Uitgang()
    wie = uitgang.abonneer(abonnement())
    uitgang.bezorger.zegt["a1"] = lambda _: MORGEN
    uitgang.verdeel(*(mutatie(n, leerbedrijf_id=str(n)) for n in range(1, 60)))
    uitgang.werk_af()
    bekeken: list[int] = []
    wachtend = uitgang.uitbak.wachtend

    def telt(sleutel: Abonnementsleutel) -> Iterator[Aflevering]:
        for een in wachtend(sleutel):
            bekeken.append(een.volgnummer)
            yield een

    uitgang.uitbak.wachtend = telt
    uitgang.verdeel(mutatie(60, leerbedrijf_id="60"))
    assert (uitgang.lever_af(wie), bekeken) == ("klaar", [1])


def test_veel_opzij_zetten_blijft_binnen_de_tijd() -> None:
    """Setting aside what a dead receiver left ends in time, and goes on where it was."""
    uitgang = Uitgang()
    wie = uitgang.abonneer(abonnement())
    uitgang.bezorger.zegt["a1"] = lambda _: DOOD
    uitgang.verdeel(*(mutatie(n, leerbedrijf_id=str(n)) for n in range(1, 40)))
    uitgang.werk_af()
    vak = uitgang.uitbak.vakken[wie.sleutel]
    vak.rust_tot = NU + DRIE_DAGEN + 900
    uitgang.nu = NU + DRIE_DAGEN + 600
    tik = count()
    assert uitgang.lever_af(wie, Termijn(10.0, lambda: float(next(tik)))) == "tijd"
    opzij = [a.stand for a in uitgang.uitbak.lees(wie.sleutel, 0, 99)].count("opzij")
    assert opzij == 10
    assert uitgang.veeg() == [wie.sleutel]
    uitgang.werk_af()
    assert {a.stand for a in uitgang.uitbak.lees(wie.sleutel, 0, 99)} == {"opzij"}
