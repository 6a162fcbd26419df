"""The door of the emulated AWS: the API works on so many requests at once, the rest waits or hears 429."""

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import pytest

from local import door
from local.deployment import lees_sjabloon
from local.emulator.gatekeeper import App, Maten, Plaatsen, Rij, Vol, bewaak

API = "/_aws/execute-api/stagemarkt/v1/status"
VOL = Vol(
    [("Retry-After", "5"), ("X-Request-Id", "$context.requestId")], '{"instance": "$context.requestId"}'
)
Bericht = MutableMapping[str, Any]


class Emulator:
    """Works on each request until it is told to go on."""

    def __init__(self) -> None:
        self.bezig = 0
        self.meest = 0
        self.gekregen: list[bytes] = []
        self.verder = asyncio.Event()

    async def __call__(self, _scope: Bericht, ontvang: Any, stuur: Any) -> None:
        """One request."""
        self.bezig += 1
        self.meest = max(self.meest, self.bezig)
        self.gekregen.append((await ontvang())["body"])
        try:
            await self.verder.wait()
        finally:
            self.bezig -= 1
        await stuur({"type": "http.response.start", "status": 200, "headers": []})
        await stuur({"type": "http.response.body", "body": b"goed"})


class Aanroeper:
    """Who asks; what it was answered is in `antwoord`."""

    def __init__(self, *delen: bytes, heel: bool = True) -> None:
        self.antwoord: list[Bericht] = []
        self._rij: asyncio.Queue[Bericht] = asyncio.Queue()
        self._gelezen = asyncio.Event()
        self._gelezen.set()
        for nummer, deel in enumerate(delen or (b"",), 1):
            self.stuurt_deel(deel, meer=nummer < len(delen) or not heel)

    def stuurt(self, bericht: Bericht) -> None:
        """It sends this."""
        self._rij.put_nowait(bericht)

    def stuurt_deel(self, deel: bytes, *, meer: bool) -> None:
        """It sends a part of its body."""
        self.stuurt({"type": "http.request", "body": deel, "more_body": meer})

    def gaat_weg(self) -> None:
        """It hangs up."""
        self.stuurt({"type": "http.disconnect"})

    def leest_niet(self) -> None:
        """What it is sent stays under way."""
        self._gelezen.clear()

    def leest_weer(self) -> None:
        """And now it arrives."""
        self._gelezen.set()

    @property
    def status(self) -> int | None:
        """What it was answered, None when it was nothing yet."""
        return self.antwoord[0]["status"] if self.antwoord else None

    def vraagt(self, app: App, pad: str = API) -> "asyncio.Task[None]":
        """Its request, begun."""

        async def stuur(bericht: Bericht) -> None:
            await self._gelezen.wait()
            self.antwoord.append(bericht)

        scope = {"type": "http", "path": pad, "headers": [(b"host", b"localhost")]}

        async def vraag() -> None:
            await app(scope, self._rij.get, stuur)

        return asyncio.ensure_future(vraag())


async def _rust() -> None:
    """All that can go on has gone on."""
    for _ in range(20):
        await asyncio.sleep(0)


def _deur(hoogstens: int, wachtenden: int = 100, geduld: float = 60) -> tuple[Emulator, App]:
    emulator = Emulator()
    plaatsen = Plaatsen(Maten(hoogstens, wachtenden, geduld, koud=hoogstens, warm=30))
    return emulator, bewaak(emulator, "merk", Rij(emulator, plaatsen, VOL))


def _speel(spel: Callable[[], Awaitable[None]]) -> None:
    async def tot_het_uit_is() -> None:
        await spel()

    asyncio.run(tot_het_uit_is())


def test_nooit_meer_dan_zoveel_en_ieder_zijn_antwoord() -> None:
    """Five hundred at once: never more than sixteen under way, in order of arrival, and all are answered."""

    async def spel() -> None:
        emulator, app = _deur(16, 500)
        allen = [Aanroeper(str(nummer).encode()) for nummer in range(500)]
        taken = [een.vraagt(app) for een in allen]
        await _rust()
        assert emulator.bezig == 16
        emulator.verder.set()
        await asyncio.gather(*taken)
        assert emulator.meest == 16
        assert [een.status for een in allen] == [200] * 500
        assert emulator.gekregen == [str(nummer).encode() for nummer in range(500)]

    _speel(spel)


def test_niet_alle_plaatsen_tegelijk_koud() -> None:
    """At most two start their processes at once; a place that was used is warm until it was idle for long."""

    async def spel() -> None:
        nu = 100.0
        weg: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        plaatsen = Plaatsen(Maten(4, 100, 60, koud=2, warm=30), lambda: nu)
        wachtend = [asyncio.ensure_future(plaatsen.neem(weg)) for _ in range(6)]
        await _rust()
        assert [taak.done() for taak in wachtend] == [True, True, False, False, False, False]
        plaatsen.geef_terug(0)
        await _rust()
        # The one that is warm now, and a cold one in its stead; and so on.
        assert [taak.result() for taak in wachtend[:4]] == [0, 1, 0, 2]
        assert [taak.done() for taak in wachtend[4:]] == [False, False]
        plaatsen.geef_terug(1)
        await _rust()
        assert [taak.result() for taak in wachtend[4:]] == [1, 3]
        for plaats in range(4):
            plaatsen.geef_terug(plaats)
        assert [await plaatsen.neem(weg) for _ in range(4)] == [0, 1, 2, 3]
        for plaats in range(4):
            plaatsen.geef_terug(plaats)
        nu += 30
        later = [asyncio.ensure_future(plaatsen.neem(weg)) for _ in range(3)]
        await _rust()
        assert [taak.done() for taak in later] == [True, True, False]
        later[2].cancel()

    _speel(spel)


@pytest.mark.parametrize(("wachtenden", "geduld"), [(0, 60), (100, 0)])
def test_vol(wachtenden: int, geduld: float) -> None:
    """Who finds no room to wait, or waited too long, hears 429 with when to return; the rest goes on."""

    async def spel() -> None:
        emulator, app = _deur(1, wachtenden, geduld)
        een, ander = Aanroeper(), Aanroeper()
        taak = een.vraagt(app)
        await _rust()
        await ander.vraagt(app)
        kop, lichaam = ander.antwoord
        koppen = dict(kop["headers"])
        assert (kop["status"], koppen[b"retry-after"]) == (429, b"5")
        assert json.loads(lichaam["body"])["instance"] == koppen[b"x-request-id"].decode()
        assert int(koppen[b"content-length"]) == len(lichaam["body"])
        emulator.verder.set()
        await taak
        derde = Aanroeper()
        await derde.vraagt(app)
        assert (een.status, derde.status) == (200, 200)

    _speel(spel)


def test_wie_weggaat_geeft_zijn_beurt_door() -> None:
    """A caller that hangs up while it waits is not worked for, and holds up nobody."""

    async def spel() -> None:
        emulator, app = _deur(1, 2)
        een, weg, ander = Aanroeper(), Aanroeper(b"weg"), Aanroeper(b"ander")
        taken = [wie.vraagt(app) for wie in (een, weg, ander)]
        await _rust()
        weg.gaat_weg()
        await taken[1]
        assert weg.antwoord == []
        # Its room to wait is free again as well.
        later = Aanroeper(b"later")
        taken.append(later.vraagt(app))
        await _rust()
        assert later.status is None
        emulator.verder.set()
        await asyncio.gather(*taken)
        assert emulator.gekregen == [b"", b"ander", b"later"]

    _speel(spel)


def test_wie_weggaat_terwijl_hij_aan_de_beurt_komt() -> None:
    """Whose turn comes at the moment that it hangs up passes it on."""

    async def spel() -> None:
        emulator, app = _deur(1)
        een, weg, ander = Aanroeper(), Aanroeper(b"weg"), Aanroeper(b"ander")
        taken = [wie.vraagt(app) for wie in (een, weg, ander)]
        await _rust()
        emulator.verder.set()
        weg.gaat_weg()
        await asyncio.gather(*taken)
        assert ander.status == 200
        laatste = Aanroeper()
        await laatste.vraagt(app)
        assert laatste.status == 200

    _speel(spel)


def test_afgebroken() -> None:
    """A request that the server breaks off, waiting or under way, gives back what it had."""

    async def spel() -> None:
        emulator, app = _deur(1)
        taken = [Aanroeper().vraagt(app) for _ in range(3)]
        await _rust()
        for taak in (taken[1], taken[0]):
            taak.cancel()
            await _rust()
        assert emulator.bezig == 1
        emulator.verder.set()
        await taken[2]
        laatste = Aanroeper()
        await laatste.vraagt(app)
        assert laatste.status == 200

    _speel(spel)


def test_wie_traag_stuurt_of_leest_houdt_geen_plaats() -> None:
    """A body that does not end, and an answer that is not read, keep nobody else waiting."""

    async def spel() -> None:
        emulator, app = _deur(1)
        emulator.verder.set()
        half, doof, snel = Aanroeper(b"h", b"a", heel=False), Aanroeper(), Aanroeper()
        doof.leest_niet()
        taken = [half.vraagt(app), doof.vraagt(app)]
        await _rust()
        await snel.vraagt(app)
        assert (snel.status, half.status, doof.status) == (200, None, None)
        half.stuurt_deel(b"lf", meer=False)
        doof.leest_weer()
        await asyncio.gather(*taken)
        assert emulator.gekregen[-1] == b"half"
        assert (half.status, doof.status) == (200, 200)

    _speel(spel)


def test_wie_halverwege_zijn_vraag_weggaat() -> None:
    """A caller that hangs up before its request is whole has asked nothing."""

    async def spel() -> None:
        emulator, app = _deur(1)
        half = Aanroeper(b"ha", heel=False)
        half.gaat_weg()
        await half.vraagt(app)
        assert (half.antwoord, emulator.gekregen) == ([], [])

    _speel(spel)


def test_wat_de_functies_vragen_wacht_nooit() -> None:
    """With every place taken AWS itself still answers: the functions that hold the places need it."""

    async def spel() -> None:
        emulator, app = _deur(1, 0, 0)
        taken = [Aanroeper().vraagt(app)]
        taken += [Aanroeper().vraagt(app, "/") for _ in range(50)]
        await _rust()
        assert emulator.bezig == 51
        emulator.verder.set()
        await asyncio.gather(*taken)

    _speel(spel)


def test_wat_de_emulator_niet_kan_kost_geen_plaats() -> None:
    """A request on which the emulator breaks is broken for its caller alone."""

    async def stuk(_scope: Bericht, _ontvang: object, _stuur: object) -> None:
        raise RuntimeError("stuk")

    async def spel() -> None:
        app = bewaak(stuk, "merk", Rij(stuk, Plaatsen(Maten(1, 0, 0, 1, 30)), VOL))
        for _ in range(2):
            with pytest.raises(RuntimeError):
                await Aanroeper().vraagt(app)

    _speel(spel)


def test_het_antwoord_is_dat_van_het_sjabloon() -> None:
    """The 429 of the door is the one that API Gateway gives for this template, word for word."""
    gevraagd = json.loads(door.wens(lees_sjabloon(), 7))
    koppen = dict(gevraagd["koppen"])
    assert Maten(**gevraagd["maten"]).tegelijk == 7
    assert int(koppen["Retry-After"]) > 0
    assert koppen["Content-Type"] == "application/problem+json"
    assert koppen["X-Request-Id"] == "$context.requestId"
    probleem = json.loads(gevraagd["lichaam"])
    assert (probleem["status"], probleem["code"]) == (429, "limiet-overschreden")
    assert probleem["instance"] == "urn:uuid:$context.requestId"


def test_een_kop_die_de_deur_niet_kent() -> None:
    """A header of the template that only API Gateway could fill in is noticed before anything is started."""
    sjabloon = lees_sjabloon()
    koppen = sjabloon["Resources"]["Api"]["Properties"]["GatewayResponses"]["THROTTLED"]
    koppen["ResponseParameters"]["Headers"]["X-Tijd"] = "context.requestTime"
    with pytest.raises(ValueError, match="requestTime"):
        door.wens(sjabloon, 1)
