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


class PytestResult:
    """What pytest said of a file of tests."""

    def __init__(self, tekst: str) -> None:
        self.tekst = tekst
        self.fouten = set(re.findall(r"^ERROR \S+::(\w+)", tekst, re.MULTILINE))
        self.succeeded = int((re.search(r"(\d+) passed", tekst) or ["", "0"])[1])


class LeakTrial:
    """Runs a file of tests with the fixture, and nothing else of ours."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, test: str, patience: float = 0.2) -> PytestResult:
        """Between a test that comes before it and one that comes after it."""
        (self._folder / "test_it.py").write_text(BEGIN + test + END)
        ready = subprocess.run(
            [
                *(sys.executable, "-m", "pytest", "-p", "tests.leaks", "-p", "no:cacheprovider", "-rE"),
                *("-o", f"leak_patience={patience}", "--rootdir", str(self._folder), "test_it.py"),
            ],
            cwd=self._folder,
            env={"PYTHONPATH": str(PROJECT), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return PytestResult(ready.stdout + ready.stderr)


@pytest.fixture
def proef(tmp_path: Path) -> LeakTrial:
    """A folder for it."""
    return LeakTrial(tmp_path)


LEFT_BEHIND = {
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
def one_of_each(tmp_path_factory: pytest.TempPathFactory) -> PytestResult:
    """A test for each of these, and what pytest said of them."""
    proef = LeakTrial(tmp_path_factory.mktemp("leaks"))
    soorten = ((kind.replace(" ", "_"), wat) for kind, (wat, _) in LEFT_BEHIND.items())
    return proef("".join(f"def test_{kind}():\n    {wat}\n" for kind, wat in soorten))


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind, (_, name) in LEFT_BEHIND.items()], ids=LEFT_BEHIND
)
def test_who_leaves_something_behind(one_of_each: PytestResult, kind: str, name: str) -> None:
    """The test that left it fails at its end, and what it left is named."""
    who = f"test_{kind.replace(' ', '_')}"
    assert who in one_of_each.fouten, one_of_each.tekst
    of_it = one_of_each.tekst.split(f"left behind by test_it.py::{who}:\n")[1]
    assert re.match(rf"- {name}", of_it), one_of_each.tekst


def test_who_leaves_nothing_behind(one_of_each: PytestResult) -> None:
    """No other test fails, before it or after it."""
    assert (one_of_each.succeeded, len(one_of_each.fouten)) == (len(LEFT_BEHIND) + 2, len(LEFT_BEHIND))


def test_everything_is_named_at_once(proef: LeakTrial) -> None:
    """Of more things each is told, also when the test itself fails."""
    processing_result = proef(
        "def test_it():\n"
        "    kept.append(subprocess.Popen(SLEEP))\n"
        "    tempfile.mkdtemp(suffix='.left')\n"
        "    threading.Thread(target=stop.wait, daemon=True).start()\n"
        "    raise ValueError('of its own')\n"
    )
    assert "of its own" in processing_result.tekst
    assert [line.split()[1] for line in processing_result.tekst.splitlines() if line.startswith("- ")] == [
        "process",
        "temporary",
        "thread",
    ]


def test_what_was_left_behind_is_cleaned_up(proef: LeakTrial) -> None:
    """A process with its children, and what is in the temporary folder, is gone when the next test begins."""
    processing_result = proef(
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
    assert (processing_result.succeeded, processing_result.fouten) == (4, {"test_it"}), (
        processing_result.tekst
    )


def test_who_is_tidy(proef: LeakTrial) -> None:
    """Whoever ends what it started is left alone, also when the end takes a moment, or is garbage by now."""
    processing_result = proef(
        "def test_it():\n"
        "    threading.Thread(target=lambda: stop.wait(0.3)).start()\n"
        "    subprocess.Popen(SLEEP[:2] + ['pass']).wait()\n"
        "    with socket.create_server(('127.0.0.1', 0)), tempfile.NamedTemporaryFile():\n"
        "        asyncio.run(asyncio.sleep(0))\n",
        patience=30,
    )
    assert (processing_result.succeeded, processing_result.fouten) == (3, set()), processing_result.tekst


WIDER = """
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
CLEANED_UP = "stop.set(); thread.join(); process.kill(); process.wait(); listener.close(); os.rmdir(folder)"


@pytest.mark.parametrize("scope", ["module", "session"])
def test_a_wider_fixture_keeps_what_it_starts(proef: LeakTrial, scope: str) -> None:
    """What a fixture of a wider scope holds is no test's, from the first that uses it to its end."""
    processing_result = proef(WIDER.format(scope=scope, einde=CLEANED_UP))
    assert (processing_result.succeeded, processing_result.fouten) == (4, set()), processing_result.tekst


def test_a_late_wider_fixture(proef: LeakTrial) -> None:
    """The same, where it is only asked for while a test runs."""
    test = WIDER.format(scope="module", einde=CLEANED_UP).replace("def test_it(narrow)", "def test_it()")
    processing_result = proef(test)
    assert (processing_result.succeeded, processing_result.fouten) == (4, set()), processing_result.tekst


def test_a_wider_fixture_that_leaves_something_behind(proef: LeakTrial) -> None:
    """A fixture that does not end what it started is named itself, once, when it ends."""
    processing_result = proef(
        WIDER.format(scope="module", einde="process.kill(); process.wait(); listener.close()")
    )
    assert "left behind by fixture wide of test_it.py (module)" in processing_result.tekst, (
        processing_result.tekst
    )
    assert processing_result.tekst.count("- thread the server, started at test_it.py:") == 1
    assert processing_result.tekst.count("- temporary file ") == 1
    assert processing_result.fouten == {"test_after_it"}


SHARED = """
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


def test_a_shared_connection(proef: LeakTrial) -> None:
    """A shared client may keep its connection to a shared server for the next test."""
    processing_result = proef(SHARED.format(einde="[s.close() for s in pool]"))
    assert (processing_result.succeeded, processing_result.fouten) == (3, set()), processing_result.tekst


def test_a_shared_connection_that_stays(proef: LeakTrial) -> None:
    """What is kept so and is still there when all is over is told then."""
    processing_result = proef(SHARED.format(einde="kept.extend(pool)"))
    assert processing_result.fouten == {"test_after_it"}, processing_result.tekst
    assert re.search(
        r"left behind by the tests together:\n- socket 127\.0\.0\.1:\d+", processing_result.tekst
    )
