"""Calls the control interface of the simulator."""

import http.client
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from local.certificates import KeyPair
from local.sbb.simulator import Simulator


def control(sim: Simulator, method: str, path: str, body: object = None) -> tuple[int, Any]:
    """Call the control interface; gives status and JSON."""
    connection = http.client.HTTPConnection("127.0.0.1", urlsplit(sim.control_url).port, timeout=60)
    try:
        connection.request(method, path, None if body is None else json.dumps(body))
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def new_school(sim: Simulator, brin: str, **fields: str) -> KeyPair:
    """Have a school of its own for a test."""
    status, school = control(sim, "POST", "/scholen", {"brin": brin, **fields})
    assert status == 200
    return KeyPair(Path(school["clientCert"]), Path(school["clientKey"]))
