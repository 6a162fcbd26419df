"""Calls the control interface of the simulator."""

import http.client
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from local.sbb.pki.files import Sleutelpaar
from local.sbb.simulator import Simulator


def bedien(sim: Simulator, methode: str, pad: str, body: object = None) -> tuple[int, Any]:
    """Call the control interface; gives status and JSON."""
    verbinding = http.client.HTTPConnection("127.0.0.1", urlsplit(sim.bediening_url).port, timeout=60)
    try:
        verbinding.request(methode, pad, None if body is None else json.dumps(body))
        antwoord = verbinding.getresponse()
        return antwoord.status, json.loads(antwoord.read())
    finally:
        verbinding.close()


def nieuwe_school(sim: Simulator, brin: str, **velden: str) -> Sleutelpaar:
    """Have a school of its own for a test."""
    status, school = bedien(sim, "POST", "/scholen", {"brin": brin, **velden})
    assert status == 200
    return Sleutelpaar(Path(school["clientCert"]), Path(school["clientKey"]))
