"""Starts the front: `python -m local.intake --map DIR --pki DIR --ca PEM --aws URL --functie NAAM`.

Writes `DIR/intake.json` when it listens, and stops on SIGTERM or SIGINT.
"""

import argparse
import json
import signal
import threading
from pathlib import Path

from local.intake.front import IntakeServer
from local.intake.invocation import DeployedFunction
from local.intake.pki import make_server
from local.sbb.pki.files import write_safely


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
    einde = threading.Event()
    for soort in (signal.SIGTERM, signal.SIGINT):
        signal.signal(soort, lambda *_: einde.set())
    ready: Path = choices.map.resolve() / "intake.json"
    ready.parent.mkdir(parents=True, exist_ok=True)
    ready.unlink(missing_ok=True)
    own = make_server(choices.pki.resolve())
    server = IntakeServer(choices.poort, own.pair, choices.ca, DeployedFunction(choices.aws, choices.functie))
    server.begin()
    write_safely(ready, json.dumps({"url": server.url, "ca": str(own.ca)}, indent=2).encode())
    print(f"Intake: {server.url}", flush=True)
    einde.wait()
    server.einde()
    ready.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
