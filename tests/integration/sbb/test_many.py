"""One call for many: 200 threads, each a function of its own, over one table and the simulator of SBB."""

import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from stagemarkt.adapters.dynamodb.cache import Antwoordtabel
from stagemarkt.adapters.dynamodb.connection import maak_client
from stagemarkt.domain.cache.freshness import Wens
from stagemarkt.domain.cache.lookup import raadpleeg
from stagemarkt.domain.cache.lookup_outcome import Geraadpleegd, Opslag
from stagemarkt.domain.cache.retention import CacheMode
from stagemarkt.model.questions import Identificatievraag
from stagemarkt.ports.deadline import Termijn
from stagemarkt.web.input import cached_questions

from local.sbb import examples as vb
from local.sbb.disturbances.catalogue import Storing
from local.sbb.simulator import Simulator
from tests.integration.sbb.test_disturbances_cache import IEMAND, Bronnen
from tests.integration.support.aws import een_tegelijk, nagemaakte_aws
from tests.integration.support.template import maak_tabellen
from tests.unit.fakes import SCHOOL


@pytest.mark.proof
def test_velen_missen_tegelijk(
    sim: Simulator, schaal: Callable[[int], int], capsys: pytest.CaptureFixture[str]
) -> None:
    """However many miss one key at once: SBB is asked once, and each of them has its answer."""
    aantal = max(8, schaal(200))
    samen, meldingen, bronnen = Barrier(aantal), list[str](), [Bronnen(sim) for _ in range(aantal)]
    # Less than a call may take here, and long enough that everybody is waiting.
    sim.storingen.voeg_toe(Storing("vertraging", seconden=0.5))
    with nagemaakte_aws():
        client = een_tegelijk(maak_client())
        tabel = Antwoordtabel(client, maak_tabellen(client).antwoorden)

        def opslag() -> Opslag:
            return Opslag(
                modus=CacheMode.VOLLEDIG,
                duren={},
                lezer=tabel,
                schrijver=lambda: tabel,
                ververs=lambda _: None,
                meld=lambda wat, fout: meldingen.append(f"{wat}: {fout}"),
                klok=time.time,
                slaap=time.sleep,
            )

        def vraag(bron: Bronnen) -> Geraadpleegd:
            vraag = Identificatievraag(leerbedrijf_id=vb.TOONBEELD, inclusief_historisch=True)
            stuk = cached_questions.identificatie(bron, vraag, SCHOOL, Termijn.van(20), IEMAND)
            samen.wait()
            return raadpleeg(stuk, Wens(), Termijn.van(20), opslag())

        begin = time.monotonic()
        with ThreadPoolExecutor(aantal) as draden:
            uitkomsten = list(draden.map(vraag, bronnen))
        duur = time.monotonic() - begin
        client.close()
    for bron in bronnen:
        bron.verbindingen.sluit()
    hoe = Counter("SBB" if u.vers else "the other's call" if u.samen else "the table" for u in uitkomsten)
    with capsys.disabled():
        sys.stdout.write(f"\n{aantal} misses at once: {dict(hoe)}, {duur:.1f} s in all\n")
    assert [u.fout for u in uitkomsten if u.fout] == []
    assert (hoe["SBB"], hoe.total(), meldingen) == (1, aantal, [])
    assert sum(sim.logboek.totalen().values()) == 1
