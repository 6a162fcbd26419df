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

from local.certificates import KeyPair
from local.receiver.behaviour import BEHAVIOURS, CERTIFICATES
from local.receiver.pki import ReceiverPki, make_pki
from local.receiver.server import ReceivedPost, Receiver
from local.settings import read_work_folder


def main() -> int:
    """Listen until interrupted."""
    choice = _reader().parse_args()
    # What a script starts in its background ignores this signal; it must end it all the same.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    stack_json = read_work_folder() / "stack.json"
    if not stack_json.exists():
        print("Run `make up` first: it chooses the ports that the stack may send to.", file=sys.stderr)
        return 1
    stack: dict[str, Any] = json.loads(stack_json.read_text())
    port = urlsplit(stack["ontvangers"][choice.nummer - 1]).port or 0
    pki = make_pki(Path(stack["ontvangerCa"]).parent)
    with Receiver(port, _pair(pki, choice.gedrag), choice.sleutel, _print) as receiver:
        receiver.behaviour = BEHAVIOURS.get(choice.gedrag, BEHAVIOURS["goed"])
        print(f"Receiving at {receiver.url} ({choice.gedrag}); Ctrl-C ends it.", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return 0
    return 0


def _reader() -> argparse.ArgumentParser:
    reader = argparse.ArgumentParser(
        prog="python -m local.receiver", description="Receives the webhooks of the local stack."
    )
    reader.add_argument("sleutel", nargs="*", help="the secrets of the abonnement (whsec_…)")
    reader.add_argument("--nummer", type=int, choices=(1, 2, 3), default=1, help="which of the three URLs")
    reader.add_argument("--gedrag", choices=(*BEHAVIOURS, *CERTIFICATES), default="goed", help="what it does")
    return reader


def _pair(pki: ReceiverPki, behaviour: str) -> KeyPair:
    return {"andere-naam": pki.other_name, "verlopen": pki.expired}.get(behaviour, pki.server)


def _print(received: ReceivedPost) -> None:
    judgement = "signature right" if received.is_right else "SIGNATURE NOT RIGHT"
    print(f"{datetime.now().astimezone():%H:%M:%S} {received.koppen.get('webhook-id')} {judgement}")
    print(json.dumps(received.this_event, indent=2, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    sys.exit(main())
