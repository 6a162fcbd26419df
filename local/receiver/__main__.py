"""`python -m local.receiver whsec_…`: receive the webhooks of the local stack, and print what comes."""

import argparse
import json
import signal
import sys
import threading
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from local.receiver.behaviour import CERTIFICATEN, GEDRAGINGEN
from local.receiver.pki import Ontvangerpki, maak_pki
from local.receiver.server import Ontvangen, Ontvanger
from local.sbb.pki.files import Sleutelpaar
from local.settings import lees_werkmap


def main() -> int:
    """Listen until interrupted."""
    keuze = _lezer().parse_args()
    # What a script starts in its background ignores this signal; it must end it all the same.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    stack_json = lees_werkmap() / "stack.json"
    if not stack_json.exists():
        print("Run `make up` first: it chooses the ports that the stack may send to.", file=sys.stderr)
        return 1
    stack: dict[str, Any] = json.loads(stack_json.read_text())
    poort = urlsplit(stack["ontvangers"][keuze.nummer - 1]).port or 0
    pki = maak_pki(Path(stack["ontvangerCa"]).parent)
    with Ontvanger(poort, _paar(pki, keuze.gedrag), keuze.sleutel, _druk_af) as ontvanger:
        ontvanger.gedrag = GEDRAGINGEN.get(keuze.gedrag, GEDRAGINGEN["goed"])
        print(f"Receiving at {ontvanger.url} ({keuze.gedrag}); Ctrl-C ends it.", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return 0
    return 0


def _lezer() -> argparse.ArgumentParser:
    lezer = argparse.ArgumentParser(
        prog="python -m local.receiver", description="Receives the webhooks of the local stack."
    )
    lezer.add_argument("sleutel", nargs="*", help="the secrets of the abonnement (whsec_…)")
    lezer.add_argument("--nummer", type=int, choices=(1, 2, 3), default=1, help="which of the three URLs")
    lezer.add_argument("--gedrag", choices=(*GEDRAGINGEN, *CERTIFICATEN), default="goed", help="what it does")
    return lezer


def _paar(pki: Ontvangerpki, gedrag: str) -> Sleutelpaar:
    return {"andere-naam": pki.andere_naam, "verlopen": pki.verlopen}.get(gedrag, pki.server)


def _druk_af(ontvangen: Ontvangen) -> None:
    oordeel = "signature right" if ontvangen.klopt else "SIGNATURE NOT RIGHT"
    print(f"{datetime.now().astimezone():%H:%M:%S} {ontvangen.koppen.get('webhook-id')} {oordeel}")
    print(json.dumps(ontvangen.gebeurtenis, indent=2, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    sys.exit(main())
