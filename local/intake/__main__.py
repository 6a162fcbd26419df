"""Starts the front: `python -m local.intake --map DIR --pki DIR --ca PEM --aws URL --functie NAAM`.

Writes `DIR/intake.json` when it listens, and stops on SIGTERM or SIGINT.
"""

import argparse
import json
import signal
import threading
from pathlib import Path

from local.intake.front import IntakeServer
from local.intake.invocation import Functie
from local.intake.pki import maak_server
from local.sbb.pki.files import schrijf_veilig


def main() -> None:
    """Run until a signal comes."""
    ontleder = argparse.ArgumentParser(prog="python -m local.intake", description="The intake's TLS front")
    ontleder.add_argument("--map", type=Path, required=True, help="where intake.json goes")
    ontleder.add_argument("--pki", type=Path, required=True, help="where its CA is, and its certificate goes")
    ontleder.add_argument("--ca", type=Path, required=True, help="may issue client certificates")
    ontleder.add_argument("--aws", required=True, help="the emulated AWS")
    ontleder.add_argument("--functie", required=True, help="the function's name")
    ontleder.add_argument("--poort", type=int, default=0, help="0: any")
    keuzes = ontleder.parse_args()
    einde = threading.Event()
    for soort in (signal.SIGTERM, signal.SIGINT):
        signal.signal(soort, lambda *_: einde.set())
    klaar: Path = keuzes.map.resolve() / "intake.json"
    klaar.parent.mkdir(parents=True, exist_ok=True)
    klaar.unlink(missing_ok=True)
    eigen = maak_server(keuzes.pki.resolve())
    server = IntakeServer(keuzes.poort, eigen.paar, keuzes.ca, Functie(keuzes.aws, keuzes.functie))
    server.begin()
    schrijf_veilig(klaar, json.dumps({"url": server.url, "ca": str(eigen.ca)}, indent=2).encode())
    print(f"Intake: {server.url}", flush=True)
    einde.wait()
    server.einde()
    klaar.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
