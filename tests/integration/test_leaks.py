"""The fixture that lets nothing outlive a test: each kind of thing fails the test that left it, by name."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
BEGIN = """
import asyncio, os, socket, subprocess, sys, tempfile, threading
from pathlib import Path
import pytest

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]
kept = []
stop = threading.Event()

def connected():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return socket.create_connection(listener.getsockname()), listener.accept()[0]

def test_before_it():
    pass
"""
END = """
def test_after_it():
    pass
"""


class Uitslag:
    """What pytest said of a file of tests."""

    def __init__(self, tekst: str) -> None:
        self.tekst = tekst
        self.fouten = set(re.findall(r"^ERROR \S+::(\w+)", tekst, re.MULTILINE))
        self.gelukt = int((re.search(r"(\d+) passed", tekst) or ["", "0"])[1])


class Proef:
    """Runs a file of tests with the fixture, and nothing else of ours."""

    def __init__(self, map_: Path) -> None:
        self._map = map_

    def __call__(self, test: str, geduld: float = 0.2) -> Uitslag:
        """Between a test that comes before it and one that comes after it."""
        (self._map / "test_it.py").write_text(BEGIN + test + END)
        klaar = subprocess.run(
            [
                *(sys.executable, "-m", "pytest", "-p", "tests.leaks", "-p", "no:cacheprovider", "-rE"),
                *("-o", f"leak_patience={geduld}", "--rootdir", str(self._map), "test_it.py"),
            ],
            cwd=self._map,
            env={"PYTHONPATH": str(PROJECT), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Uitslag(klaar.stdout + klaar.stderr)


@pytest.fixture
def proef(tmp_path: Path) -> Proef:
    """A folder for it."""
    return Proef(tmp_path)


ACHTERGELATEN = {
    "thread": (
        "threading.Thread(target=stop.wait, name='the sender', daemon=True).start()",
        r"thread the sender, started at test_it\.py:\d+ in test_thread",
    ),
    "process": ("kept.append(subprocess.Popen(SLEEP))", r"process \d+: .*time\.sleep\(600\)"),
    "grandchild": (
        'subprocess.run(["/bin/sh", "-c", "sleep 600 >/dev/null 2>&1 &"], check=True)',
        r"process \d+: sleep 600",
    ),
    "listener": (
        "kept.append(socket.create_server(('127.0.0.1', 0)))",
        r"socket listening at 127\.0\.0\.1:\d+",
    ),
    "connection": (
        "kept.extend(connected())",
        r"socket 127\.0\.0\.1:\d+ to 127\.0\.0\.1:\d+",
    ),
    "event loop": ("kept.append(asyncio.new_event_loop())", r"event loop \d+"),
    "open file": ("kept.append(open(__file__))", r"open file \d+ .*test_it\.py"),
    "temporary file": (
        "tempfile.NamedTemporaryFile(suffix='.left', delete=False).close()",
        r"temporary file \S+\.left",
    ),
    "temporary folder": ("tempfile.mkdtemp(suffix='.left')", r"temporary file \S+\.left"),
}


@pytest.fixture(scope="module")
def van_elk(tmp_path_factory: pytest.TempPathFactory) -> Uitslag:
    """A test for each of these, and what pytest said of them."""
    proef = Proef(tmp_path_factory.mktemp("leaks"))
    soorten = ((soort.replace(" ", "_"), wat) for soort, (wat, _) in ACHTERGELATEN.items())
    return proef("".join(f"def test_{soort}():\n    {wat}\n" for soort, wat in soorten))


@pytest.mark.parametrize(
    ("soort", "naam"), [(soort, naam) for soort, (_, naam) in ACHTERGELATEN.items()], ids=ACHTERGELATEN
)
def test_wie_iets_achterlaat(van_elk: Uitslag, soort: str, naam: str) -> None:
    """The test that left it fails at its end, and what it left is named."""
    wie = f"test_{soort.replace(' ', '_')}"
    assert wie in van_elk.fouten, van_elk.tekst
    van_haar = van_elk.tekst.split(f"left behind by test_it.py::{wie}:\n")[1]
    assert re.match(rf"- {naam}", van_haar), van_elk.tekst


def test_wie_niets_achterlaat(van_elk: Uitslag) -> None:
    """No other test fails, before it or after it."""
    assert (van_elk.gelukt, len(van_elk.fouten)) == (len(ACHTERGELATEN) + 2, len(ACHTERGELATEN))


def test_alles_tegelijk_wordt_genoemd(proef: Proef) -> None:
    """Of more things each is told, also when the test itself fails."""
    uitslag = proef(
        "def test_it():\n"
        "    kept.append(subprocess.Popen(SLEEP))\n"
        "    tempfile.mkdtemp(suffix='.left')\n"
        "    threading.Thread(target=stop.wait, daemon=True).start()\n"
        "    raise ValueError('of its own')\n"
    )
    assert "of its own" in uitslag.tekst
    assert [regel.split()[1] for regel in uitslag.tekst.splitlines() if regel.startswith("- ")] == [
        "process",
        "temporary",
        "thread",
    ]


def test_wat_achterbleef_wordt_opgeruimd(proef: Proef) -> None:
    """A process with its children, and what is in the temporary folder, is gone when the next test begins."""
    uitslag = proef(
        "def test_it():\n"
        "    p = subprocess.Popen(['/bin/sh', '-c', 'sleep 600 & echo $!; wait'], stdout=subprocess.PIPE)\n"
        "    kept.extend([p.pid, int(p.stdout.readline())])\n"
        "    p.stdout.close()\n"
        "    kept.append(p)\n"
        "    tempfile.mkdtemp()\n"
        "def test_next():\n"
        "    import psutil\n"
        "    assert not any(psutil.pid_exists(pid) for pid in kept[:2])\n"
        "    assert os.listdir(tempfile.gettempdir()) == []\n"
    )
    assert (uitslag.gelukt, uitslag.fouten) == (4, {"test_it"}), uitslag.tekst


def test_wie_netjes_is(proef: Proef) -> None:
    """Whoever ends what it started is left alone, also when the end takes a moment, or is garbage by now."""
    uitslag = proef(
        "def test_it():\n"
        "    threading.Thread(target=lambda: stop.wait(0.3)).start()\n"
        "    subprocess.Popen(SLEEP[:2] + ['pass']).wait()\n"
        "    with socket.create_server(('127.0.0.1', 0)), tempfile.NamedTemporaryFile():\n"
        "        asyncio.run(asyncio.sleep(0))\n",
        geduld=30,
    )
    assert (uitslag.gelukt, uitslag.fouten) == (3, set()), uitslag.tekst


RUIMER = """
@pytest.fixture(scope="{scope}")
def wide():
    thread = threading.Thread(target=stop.wait, name="the server", daemon=True)
    thread.start()
    process = subprocess.Popen(SLEEP)
    listener = socket.create_server(("127.0.0.1", 0))
    folder = tempfile.mkdtemp()
    yield listener
    {einde}

@pytest.fixture
def narrow(wide):
    return wide

def test_it(narrow):
    pass

def test_late(request):
    assert request.getfixturevalue("wide")
"""
OPGERUIMD = "stop.set(); thread.join(); process.kill(); process.wait(); listener.close(); os.rmdir(folder)"


@pytest.mark.parametrize("scope", ["module", "session"])
def test_een_ruimere_fixture_houdt_wat_zij_start(proef: Proef, scope: str) -> None:
    """What a fixture of a wider scope holds is no test's, from the first that uses it to its end."""
    uitslag = proef(RUIMER.format(scope=scope, einde=OPGERUIMD))
    assert (uitslag.gelukt, uitslag.fouten) == (4, set()), uitslag.tekst


def test_een_late_ruimere_fixture(proef: Proef) -> None:
    """The same, where it is only asked for while a test runs."""
    test = RUIMER.format(scope="module", einde=OPGERUIMD).replace("def test_it(narrow)", "def test_it()")
    uitslag = proef(test)
    assert (uitslag.gelukt, uitslag.fouten) == (4, set()), uitslag.tekst


def test_een_ruimere_fixture_die_iets_achterlaat(proef: Proef) -> None:
    """A fixture that does not end what it started is named itself, once, when it ends."""
    uitslag = proef(RUIMER.format(scope="module", einde="process.kill(); process.wait(); listener.close()"))
    assert "left behind by fixture wide of test_it.py (module)" in uitslag.tekst, uitslag.tekst
    assert uitslag.tekst.count("- thread the server, started at test_it.py:") == 1
    assert uitslag.tekst.count("- temporary file ") == 1
    assert uitslag.fouten == {"test_after_it"}


GEDEELD = """
@pytest.fixture(scope="session")
def server():
    code = (
        "import socket, sys, time; s = socket.create_server(('127.0.0.1', 0)); "
        "print(s.getsockname()[1], flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
        yield int(process.stdout.readline())
        process.kill()

@pytest.fixture(scope="session")
def client():
    pool = []
    yield pool
    {einde}

def test_it(server, client):
    client.append(socket.create_connection(("127.0.0.1", server)))
"""


def test_een_gedeelde_verbinding(proef: Proef) -> None:
    """A shared client may keep its connection to a shared server for the next test."""
    uitslag = proef(GEDEELD.format(einde="[s.close() for s in pool]"))
    assert (uitslag.gelukt, uitslag.fouten) == (3, set()), uitslag.tekst


def test_een_gedeelde_verbinding_die_blijft(proef: Proef) -> None:
    """What is kept so and is still there when all is over is told then."""
    uitslag = proef(GEDEELD.format(einde="kept.extend(pool)"))
    assert uitslag.fouten == {"test_after_it"}, uitslag.tekst
    assert re.search(r"left behind by the tests together:\n- socket 127\.0\.0\.1:\d+", uitslag.tekst)
