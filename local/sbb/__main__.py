"""Starts the simulator: `python -m local.sbb --map DIR [--poort N] [--bediening-poort N]`.

Writes `DIR/sbb.json` when it is ready, and stops on SIGTERM or SIGINT.
"""

import argparse
import json
import signal
import threading
from pathlib import Path

from local.sbb.pki.files import write_safely
from local.sbb.simulator import Simulator


def main() -> None:
    """Run until a signal comes."""
    parser = argparse.ArgumentParser(prog="python -m local.sbb", description="SBB's White Label Stagemarkt")
    parser.add_argument("--map", type=Path, required=True, help="where the PKI and sbb.json go")
    parser.add_argument("--poort", type=int, default=0, help="of the SOAP service (0: any)")
    parser.add_argument("--bediening-poort", type=int, default=0, help="of the control interface (0: any)")
    choices = parser.parse_args()
    einde = threading.Event()
    for soort in (signal.SIGTERM, signal.SIGINT):
        signal.signal(soort, lambda *_: einde.set())
    folder: Path = choices.map.resolve()
    description = folder / "sbb.json"
    # An old one would tell a reader that this run is ready already.
    description.unlink(missing_ok=True)
    with Simulator(folder, port=choices.poort, control_port=choices.bediening_poort) as simulator:
        tekst = json.dumps(simulator.description(), indent=2)
        write_safely(description, tekst.encode())
        print(f"SBB: {simulator.url}, bediening: {simulator.control_url}", flush=True)
        einde.wait()
    description.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
