"""Starts the front: `python -m local.intake --map DIR --pki DIR --ca PEM --aws URL --functie NAAM`.

Writes `DIR/intake.json` when it listens, and stops on SIGTERM or SIGINT.
"""

import argparse
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from local.intake.front import IntakeServer
from local.intake.invocation import DeployedFunction
from local.intake.pki import make_server
from local.server import run_until_signal


def main() -> None:
    """Run until a signal comes."""
    parser = argparse.ArgumentParser(prog="python -m local.intake", description="The intake's TLS front")
    parser.add_argument("--map", type=Path, required=True, help="where intake.json goes")
    parser.add_argument("--pki", type=Path, required=True, help="where its CA is, and its certificate goes")
    parser.add_argument("--ca", type=Path, required=True, help="may issue client certificates")
    parser.add_argument("--aws", required=True, help="the emulated AWS")
    parser.add_argument("--functie", required=True, help="the function's name")
    parser.add_argument("--poort", type=int, default=0, help="0: any")
    choices = parser.parse_args()
    own = make_server(choices.pki.resolve())
    server = IntakeServer(choices.poort, own.pair, choices.ca, DeployedFunction(choices.aws, choices.functie))
    run_until_signal(choices.map.resolve() / "intake.json", _serving(server, own.ca))


@contextmanager
def _serving(server: IntakeServer, ca: Path) -> Iterator[Mapping[str, object]]:
    server.begin()
    print(f"Intake: {server.url}", flush=True)
    try:
        yield {"url": server.url, "ca": str(ca)}
    finally:
        server.einde()


if __name__ == "__main__":
    main()
