"""The whole simulator in one object: PKI, register, SOAP service and control interface."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from local.sbb.control.actions import Control, MutatieControl
from local.sbb.control.server import ControlServer
from local.sbb.disturbances.catalogue import Disturbances
from local.sbb.logbook import CallLog
from local.sbb.pki import make_pki
from local.sbb.processing import AnswerProcessing
from local.sbb.protocol import OIN_SBB, PATH, SCHOLEN
from local.sbb.register.register import build_register
from local.sbb.scholen import Schools
from local.sbb.service import Service, today_in_netherlands
from local.sbb.shipments import MutatieSender, Shipments
from local.sbb.soap_server import SoapServer


class Simulator:
    """SBB's White Label Stagemarkt on this machine, on threads.

    Args:
        folder: where the PKI goes, in `pki/`.
        port: of the SOAP service; 0 for any that is free.
        control_port: of the control interface; 0 for any that is free.
        today: gives the day that the service lives in; today in the Netherlands by default.
    """

    def __init__(
        self,
        folder: Path,
        *,
        port: int = 0,
        control_port: int = 0,
        today: Callable[[], dt.date] = today_in_netherlands,
    ) -> None:
        self.pki = make_pki(folder / "pki", scholen=SCHOLEN)
        self.scholen = Schools(SCHOLEN)
        self.disturbances = Disturbances()
        self.logbook = CallLog()
        self.service = Service(build_register(), self.scholen, today)
        self.soap = SoapServer(
            port, self.pki, AnswerProcessing(self.service, self.disturbances, self.logbook)
        )
        sender = MutatieSender(self.pki)
        self.shipments = Shipments(sender.dispatch, sender.break_off)
        mutaties = MutatieControl(self.service, self.shipments)
        bediening = Control(
            self.service, self.disturbances, self.logbook, self.pki, self.soap.counters, mutaties
        )
        self.bediening = ControlServer(control_port, bediening, self.description)

    @property
    def url(self) -> str:
        """Where the SOAP service is."""
        return f"https://localhost:{self.soap.port}{PATH}"

    @property
    def control_url(self) -> str:
        """Where the control interface is."""
        return f"http://127.0.0.1:{self.bediening.port}"

    def description(self) -> dict[str, object]:
        """Give what a client needs, as `sbb.json` has it; certificate and key are the first school's."""
        first = next(iter(SCHOLEN))
        return {
            "url": self.url,
            "bediening": self.control_url,
            "ca": str(self.pki.ca),
            "clientCert": str(self.pki.scholen[first].cert),
            "clientKey": str(self.pki.scholen[first].key),
            "sbbClientCert": str(self.pki.sbb_client.cert),
            "sbbClientKey": str(self.pki.sbb_client.key),
            "licenties": {school.brin: school.licentie for school in self.scholen.everything()},
            "ontvangerOin": OIN_SBB,
            "scholen": {
                brin: {
                    "naam": SCHOLEN[brin],
                    "clientCert": str(pair.cert),
                    "clientKey": str(pair.key),
                    "licentie": school.licentie,
                    "oin": school.oin,
                }
                for brin, pair in self.pki.scholen.items()
                if (school := self.scholen.find(brin)) is not None
            },
        }

    def start(self) -> Self:
        """Start both servers."""
        self.soap.begin()
        self.bediening.begin()
        return self

    def stop(self) -> None:
        """Stop both servers and the sending; nothing stays open."""
        self.shipments.einde()
        self.soap.einde()
        self.bediening.einde()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trail: TracebackType | None
    ) -> None:
        self.stop()
