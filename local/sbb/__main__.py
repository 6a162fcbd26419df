"""Starts the simulator: `python -m local.sbb --map DIR [--poort N] [--bediening-poort N]`.

Writes `DIR/sbb.json` when it is ready, and stops on SIGTERM or SIGINT.
"""

import argparse
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from local.sbb.simulator import Simulator
from local.server import run_until_signal


def main() -> None:
    """Run until a signal comes."""
    parser = argparse.ArgumentParser(prog="python -m local.sbb", description="SBB's White Label Stagemarkt")
    parser.add_argument("--map", type=Path, required=True, help="where the PKI and sbb.json go")
    parser.add_argument("--poort", type=int, default=0, help="of the SOAP service (0: any)")
    parser.add_argument("--bediening-poort", type=int, default=0, help="of the control interface (0: any)")
    choices = parser.parse_args()
    folder: Path = choices.map.resolve()
    run_until_signal(folder / "sbb.json", _simulator(folder, choices.poort, choices.bediening_poort))


@contextmanager
def _simulator(folder: Path, port: int, control_port: int) -> Iterator[Mapping[str, object]]:
    with Simulator(folder, port=port, control_port=control_port) as simulator:
        print(f"SBB: {simulator.url}, bediening: {simulator.control_url}", flush=True)
        yield simulator.description()


if __name__ == "__main__":
    main()
