"""Runs the functions' processes: imports once what all of them need, and forks for each cold start.

Most of what a cold start costs is the same for every function: starting Python, importing boto3 and the rest
of what the layers ship, reading botocore's descriptions of AWS's services. This process has done that. It has
one thread and no code of ours, so that a fork of it is what a fresh interpreter is after the same imports.

Run by `local.emulator.workers` in MiniStack's own environment, so it imports nothing of ours.
"""

import contextlib
import functools
import gc
import importlib
import json
import os
import runpy
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

# What the package imports of others, and what that imports when it is first used. It may be too little:
# a function imports by itself what is not there.
LIBRARIES: Final = (
    "aws_lambda_powertools",
    "boto3",
    "botocore.config",
    "botocore.exceptions",
    "certifi",
    "cryptography.x509.oid",
    "h11",
    "httpcore",
    "httpx",
    "pydantic.alias_generators",
    "pydantic.json_schema",
    "standardwebhooks.webhooks",
    "xml.etree.ElementTree",
    "zoneinfo",
)
# AWS's services that functions ask: of these botocore reads the description.
SERVICES: Final = ("dynamodb", "secretsmanager", "sns", "sqs")
# Bytes of a request: more than the kernel takes in one piece.
LARGEST: Final = 2**18
# stdin, stdout and stderr of who is forked.
STREAMS: Final = 3


def prepare() -> None:
    """Import and read what every cold start would."""
    for name in LIBRARIES:
        importlib.import_module(name)
    import boto3  # noqa: PLC0415 - what the tests of this module run on does not need it
    import botocore.session  # noqa: PLC0415

    # Each session of botocore reads the descriptions anew; what one has read serves every other one.
    botocore.session.create_loader = functools.cache(botocore.session.create_loader)
    # What is read and imported for the first client of a service, with keys of nobody, which go with it.
    session = boto3.Session("-", "-", region_name="eu-west-1")
    for service in SERVICES:
        session.client(service).close()


def serve(channel: socket.socket) -> Callable[[], None] | None:
    """Fork for each request that comes, until the channel is closed.

    A request is JSON with `script`, `cwd` and `env`, and comes with three open files: the new process's own
    stdin, stdout and stderr. The answer is its id, and comes with a descriptor of it (pidfd).

    Returns:
        In the process that a request is for, what it must do; None in this one, at the end.
    """
    # Not copied for nothing: looking for garbage would write into every page.
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGCHLD, _reap)
    message, streams = _next(channel)
    while message:
        # As long as nobody waited for it the id of a process that has ended already is nobody else's.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
        pid = os.fork()
        if pid == 0:
            channel.close()
            return functools.partial(become, streams=streams, **json.loads(message))
        for stream in streams:
            os.close(stream)
        handle = os.pidfd_open(pid)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
        socket.send_fds(channel, [str(pid).encode()], [handle])
        os.close(handle)
        message, streams = _next(channel)
    return None


def become(script: str, cwd: str, env: dict[str, str], streams: Sequence[int]) -> None:
    """Be what `python <script>` would be in this folder, with this environment and these streams."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    for stream in streams:
        os.close(stream)
    os.chdir(cwd)
    os.environ.clear()  # noqa: TID251 - another program's from here on
    os.environ.update(env)  # noqa: TID251
    time.tzset()
    sys.argv[:] = [script]
    sys.path[0] = str(Path(script).parent)
    runpy.run_path(script, run_name="__main__")


def _next(channel: socket.socket) -> tuple[bytes, list[int]]:
    """The next request and its open files; an empty one when nobody can ask any more."""
    message, streams, _, _ = socket.recv_fds(channel, LARGEST, STREAMS)
    return message, streams


def _reap(*_: Any) -> None:  # noqa: ANN401 - as `signal` calls it
    with contextlib.suppress(ChildProcessError):
        ended = -1
        while ended:
            ended, _status = os.waitpid(-1, os.WNOHANG)


def main(channel: socket.socket) -> None:
    """Serve; and be, when it is one's turn."""
    prepare()
    run = serve(channel)
    if run is not None:
        run()


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
