"""Starts the simulator: `python -m local.sbb --map DIR [--poort N] [--bediening-poort N]`.

Writes `DIR/sbb.json` when it is ready, and stops on SIGTERM or SIGINT.
"""

import argparse
import json
import signal
import threading
from pathlib import Path

from local.sbb.pki.files import schrijf_veilig
from local.sbb.simulator import Simulator


def main() -> None:
    """Run until a signal comes."""
    ontleder = argparse.ArgumentParser(prog="python -m local.sbb", description="SBB's White Label Stagemarkt")
    ontleder.add_argument("--map", type=Path, required=True, help="where the PKI and sbb.json go")
    ontleder.add_argument("--poort", type=int, default=0, help="of the SOAP service (0: any)")
    ontleder.add_argument("--bediening-poort", type=int, default=0, help="of the control interface (0: any)")
    keuzes = ontleder.parse_args()
    einde = threading.Event()
    for soort in (signal.SIGTERM, signal.SIGINT):
        signal.signal(soort, lambda *_: einde.set())
    folder: Path = keuzes.map.resolve()
    beschrijving = folder / "sbb.json"
    # An old one would tell a reader that this run is ready already.
    beschrijving.unlink(missing_ok=True)
    with Simulator(folder, poort=keuzes.poort, bediening_poort=keuzes.bediening_poort) as simulator:
        tekst = json.dumps(simulator.beschrijving(), indent=2)
        schrijf_veilig(beschrijving, tekst.encode())
        print(f"SBB: {simulator.url}, bediening: {simulator.bediening_url}", flush=True)
        einde.wait()
    beschrijving.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
