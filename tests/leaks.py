"""Nothing that a test starts outlives it: threads, processes, open files and sockets, temporary files.

What is there is looked at before a test and after it. What came and does not go within `leak_patience`
seconds fails the test that left it, by name. What a fixture of a wider scope starts is that fixture's: it is
due when the fixture ends, and until then it is nobody else's. What is found is told once, and cleared where
that can be done, so that one test's leftovers are never another's trouble.
"""

import contextlib
import ctypes
import functools
import gc
import itertools
import os
import shutil
import socket
import stat
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Generator, Hashable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any, Final, NamedTuple
from weakref import WeakKeyDictionary

import psutil
import pytest

# Whoever writes these is read by everybody: what they are at any moment says nothing.
_STANDARD_STREAMS: Final = 3
# Orphans come to whoever says so, rather than to the first process of the machine (prctl(2)).
_PR_SET_CHILD_SUBREAPER: Final = 36
_TICK: Final = 0.02
# What a test leaves as garbage is young, mostly, and what only ends a little later is none: looking for it
# among all that there is, which may take as long as the test, comes after a few ticks.
_OLDEST: Final = 2
_COLLECTED: Final = {0: 1, 5: _OLDEST}


class Thing(NamedTuple):
    """Something that can outlive a test; the same one has the same key for as long as it is there."""

    child: str
    key: Hashable


class LeftoverWatch:
    """Knows what is there, and whose it is.

    Args:
        temporary: the folder where this process's temporary files go.
        patience: seconds within which what is ending must have ended.
    """

    def __init__(self, temporary: Path, patience: float) -> None:
        self._temporary = temporary
        self._patience = patience
        self._owners: dict[Thing, str] = {}
        self._told: set[Thing] = set()

    def look(self) -> frozenset[Thing]:
        """Everything that is there now."""
        return frozenset(
            [
                *(Thing("thread", t) for t in threading.enumerate() if not _is_dummy(t)),
                *(Thing("process", p) for p in _children()),
                *(Thing("file", f) for f in _open_files()),
                *(Thing("temporary", p) for p in self._temporary.iterdir()),
            ]
        )

    def own(self, owner: str, before: frozenset[Thing]) -> None:
        """What came since `before`, and is nobody's yet, is this fixture's."""
        for thing in self.look() - before - self._owners.keys() - self._told:
            self._owners[thing] = owner

    def disown(self, owner: str) -> list[str]:
        """This fixture has ended: what is still there of what it started."""
        owned = {thing for thing, whose in self._owners.items() if whose == owner}
        # What goes to a server that another still holds may be a wider client's: due when that one ends.
        left = self._wait(lambda: {t for t in owned & self.look() if not self._is_kept(t)})
        for thing in owned:
            del self._owners[thing]
        return self._clear(left)

    def left_since(self, before: frozenset[Thing]) -> list[str]:
        """What came since `before`, is no fixture's, and is still there."""

        def look() -> set[Thing]:
            new = self.look() - before - self._owners.keys() - self._told
            return {thing for thing in new if not self._is_kept(thing)}

        return self._clear(self._wait(look))

    def _wait(self, look: Callable[[], frozenset[Thing] | set[Thing]]) -> set[Thing]:
        until = time.monotonic() + self._patience
        left = look()
        for tick in itertools.count():
            late = time.monotonic() >= until
            if (late or tick in _COLLECTED) and any(thing.child != "thread" for thing in left):
                # What is only garbage must not wait for the collector.
                gc.collect(_OLDEST if late else _COLLECTED[tick])
                left = look()
            if late or not left:
                break
            threads = [thing.key for thing in left if isinstance(thing.key, threading.Thread)]
            if threads:
                threads[0].join(_TICK)
            else:
                time.sleep(_TICK)
            left = look()
        return set(left)

    def _is_kept(self, thing: Thing) -> bool:
        """A connection to a server of a wider fixture: a client that tests share keeps it for the next."""
        return isinstance(thing.key, _File) and thing.key.peer_port in self._shared_ports()

    def _shared_ports(self) -> set[int]:
        ports = set[int]()
        for thing in self._owners:
            if isinstance(thing.key, psutil.Process):
                with contextlib.suppress(psutil.Error):
                    connections = thing.key.net_connections("tcp")
                    ports |= {c.laddr.port for c in connections if c.status == psutil.CONN_LISTEN}
        return ports

    def _clear(self, left: set[Thing]) -> list[str]:
        _bury()
        self._told |= left
        told = sorted(_describe(thing) for thing in left)
        for thing in left:
            if isinstance(thing.key, psutil.Process):
                _end(thing.key)
            elif isinstance(thing.key, Path):
                _remove(thing.key)
        return told


# ---------------------------------------------------------------- threads
_started_at: WeakKeyDictionary[threading.Thread, str] = WeakKeyDictionary()


def _is_dummy(thread: threading.Thread) -> bool:
    # A stand-in for a thread that Python did not start; nobody can end it, and it is never taken away.
    return isinstance(thread, threading._DummyThread)  # noqa: SLF001 - there is no other way to know one


@contextlib.contextmanager
def _noting_starts() -> Iterator[None]:
    """Within it every thread is known by where it was started."""
    start = threading.Thread.start

    @functools.wraps(start)
    def noted(self: threading.Thread) -> None:
        _started_at[self] = _caller(sys._getframe(1))  # noqa: SLF001 - traceback would read the files
        start(self)

    threading.Thread.start = noted  # type: ignore[method-assign]
    try:
        yield
    finally:
        threading.Thread.start = start  # type: ignore[method-assign]


def _caller(innermost: FrameType) -> str:
    """The place outside Python's own library that led here; in it, where there is no other."""
    library = os.path.dirname(threading.__file__)  # noqa: PTH120 - on the way of every thread: no objects
    frame: FrameType | None = innermost
    while frame is not None:
        name = frame.f_code.co_filename
        if not name.startswith(library) or "site-packages" in name:
            return _place(frame)
        frame = frame.f_back
    return _place(innermost)


def _place(frame: FrameType) -> str:
    path = Path(frame.f_code.co_filename)
    with contextlib.suppress(ValueError):
        path = path.relative_to(Path.cwd())
    return f"{path}:{frame.f_lineno} in {frame.f_code.co_name}"


# ---------------------------------------------------------------- processes
def _adopt_orphans() -> None:
    """What a child leaves behind becomes our child: a grandchild cannot get away. Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _children() -> list[psutil.Process]:
    """Our children that run; of one that has ended there is nothing left but its number."""
    return [child for child in _all_children() if not _has_ended(child)]


def _all_children() -> list[psutil.Process]:
    if sys.platform == "linux":
        try:
            # Asked of the kernel first: looking through all processes for none takes a hundred times as long.
            os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        except ChildProcessError:
            return []
    return psutil.Process().children()


def _has_ended(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.Error):
        return process.status() == psutil.STATUS_ZOMBIE
    return True


def _bury() -> None:
    """Nobody asks any more how these ended: the test that knew them is over, and orphans have nobody else."""
    for child in _all_children():
        if _has_ended(child):
            with contextlib.suppress(ChildProcessError):
                os.waitpid(child.pid, os.WNOHANG)


def _end(process: psutil.Process) -> None:
    with contextlib.suppress(psutil.Error):
        family = [process, *process.children(recursive=True)]
        for member in family:
            with contextlib.suppress(psutil.Error):
                member.kill()
        psutil.wait_procs(family, timeout=5)


# ---------------------------------------------------------------- open files and sockets
class _File(NamedTuple):
    """What an open file's number stands for: another file under the same number is another one."""

    number: int
    device: int
    inode: int

    @property
    def peer_port(self) -> int | None:
        """Where it is connected to on this machine, if it is."""
        return ends.peer[1] if (ends := _ends(self.number)) and isinstance(ends.peer, tuple) else None


class _Ends(NamedTuple):
    """A socket, as the operating system tells of it."""

    own: Any
    peer: Any
    listens: bool


def _ends(number: int) -> _Ends | None:
    """None for what is no socket, or not any more."""
    try:
        if not stat.S_ISSOCK(os.fstat(number).st_mode):
            return None
        same = socket.socket(fileno=os.dup(number))
    except OSError:
        return None
    with same:
        peer = None
        with contextlib.suppress(OSError):
            peer = same.getpeername()
        return _Ends(same.getsockname(), peer, bool(same.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)))


def _open_files() -> Iterator[_File]:
    for number in map(int, os.listdir("/dev/fd")):  # noqa: PTH208 - numbers, not paths
        if number >= _STANDARD_STREAMS:
            # The listing itself is one of them, and closed by now; threads of a fixture come and go.
            with contextlib.suppress(OSError):
                is_ = os.fstat(number)
                yield _File(number, is_.st_dev, is_.st_ino)


def _name(file: _File) -> str:
    ends = _ends(file.number)
    if ends is None:
        where = ""
        with contextlib.suppress(OSError):
            where = os.readlink(f"/dev/fd/{file.number}")  # noqa: PTH115 - not a path, mostly
        child = "event loop" if "eventpoll" in where or "kqueue" in where else "open file"
        return f"{child} {file.number} {where}".rstrip()
    if not isinstance(ends.own, tuple):
        return f"socket {file.number} of a pair in this process, or at {ends.own!r}"
    place = f"{ends.own[0]}:{ends.own[1]}"
    if ends.listens:
        return f"socket listening at {place}"
    return f"socket {place} to {f'{ends.peer[0]}:{ends.peer[1]}' if ends.peer else 'nobody any more'}"


# ---------------------------------------------------------------- telling
def _describe(thing: Thing) -> str:
    match thing.key:
        case threading.Thread() as thread:
            now = sys._current_frames().get(thread.ident or 0)  # noqa: SLF001 - where it is, for who looks for it
            at = f", now at {_caller(now)}" if now else ""
            return f"thread {thread.name}, started at {_started_at.get(thread, 'an unknown place')}{at}"
        case psutil.Process() as process:
            with contextlib.suppress(psutil.Error):
                return f"process {process.pid}: {' '.join(process.cmdline())}"
            return f"process {process.pid}"
        case _File() as file:
            return _name(file)
        case path:
            return f"temporary file {path}"


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink()


def _fail(who: str, told: list[str]) -> None:
    if told:
        pytest.fail("\n- ".join([f"left behind by {who}:", *told]), pytrace=False)


# ---------------------------------------------------------------- pytest
_WATCH: Final = pytest.StashKey[LeftoverWatch]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """How long what is ending may take."""
    parser.addini("leak_patience", "seconds in which what a test started must have ended", default="10")


def pytest_configure(config: pytest.Config) -> None:
    """From here on threads are known by where they were started, and orphans come to us."""
    _adopt_orphans()
    noting = contextlib.ExitStack()
    noting.enter_context(_noting_starts())
    config.add_cleanup(noting.close)


@pytest.fixture(scope="session", autouse=True)
def leak_watch(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LeftoverWatch]:
    """The watch, in the process that runs tests, with a folder of its own for temporary files."""
    own = tmp_path_factory.mktemp("temporary")
    config = request.config
    with pytest.MonkeyPatch.context() as patch:
        # For what this process makes, and for whoever it starts.
        patch.setenv("TMPDIR", str(own))
        patch.setattr(tempfile, "tempdir", str(own))
        watch = LeftoverWatch(own, float(config.getini("leak_patience")))
        config.stash[_WATCH] = watch
        before = watch.look()
        yield watch
        del config.stash[_WATCH]
        for item in request.session.items:
            # The last test still holds what it was given, and pytest lets go of it only after this.
            (getattr(item, "funcargs", None) or {}).clear()
        # So does the last failure, by its traceback.
        for name in ("last_exc", "last_value", "last_traceback"):
            sys.__dict__.pop(name, None)
        _fail("the tests together", watch.left_since(before))


@pytest.fixture(autouse=True)
def leaves_nothing(request: pytest.FixtureRequest, leak_watch: LeftoverWatch) -> Iterator[None]:
    """Whatever this test starts ends with it."""
    before = leak_watch.look()
    yield
    _fail(request.node.nodeid, leak_watch.left_since(before))


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
) -> Generator[None, object, object]:
    """What a fixture of a wider scope starts is its own, and due when it ends."""
    watch = request.config.stash.get(_WATCH, None)
    if watch is None or fixturedef.scope == "function":
        return (yield)
    name = f"fixture {fixturedef.argname} of {fixturedef.baseid or 'all tests'} ({fixturedef.scope})"
    owner = f"{name}#{id(fixturedef)}"
    # The first finalizer is the last to run: after the fixture's own end, and that of all who use it.
    fixturedef.addfinalizer(lambda: _fail(name, watch.disown(owner)))
    before = watch.look()
    try:
        return (yield)
    finally:
        watch.own(owner, before)
