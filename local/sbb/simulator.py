"""The whole simulator in one object: PKI, register, SOAP service and control interface."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from local.sbb.control.actions import Bediening
from local.sbb.control.mutaties import Mutatiebediening
from local.sbb.control.server import BedieningServer
from local.sbb.disturbances.catalogue import Storingen
from local.sbb.logbook import Logboek
from local.sbb.pki.authority import maak_pki
from local.sbb.processing import Verwerking
from local.sbb.protocol import OIN_SBB, PAD, SCHOLEN
from local.sbb.register.register import maak_register
from local.sbb.scholen import Scholen
from local.sbb.sender import Bezorger
from local.sbb.service import Dienst, vandaag_in_nederland
from local.sbb.shipments import Zendingen
from local.sbb.soap_server import SoapServer


class Simulator:
    """SBB's White Label Stagemarkt on this machine, on threads.

    Args:
        folder: where the PKI goes, in `pki/`.
        poort: of the SOAP service; 0 for any that is free.
        bediening_poort: of the control interface; 0 for any that is free.
        vandaag: gives the day that the service lives in; today in the Netherlands by default.
    """

    def __init__(
        self,
        folder: Path,
        *,
        poort: int = 0,
        bediening_poort: int = 0,
        vandaag: Callable[[], dt.date] = vandaag_in_nederland,
    ) -> None:
        self.pki = maak_pki(folder / "pki", scholen=SCHOLEN)
        self.scholen = Scholen(SCHOLEN)
        self.storingen = Storingen()
        self.logboek = Logboek()
        self.dienst = Dienst(maak_register(), self.scholen, vandaag)
        self.soap = SoapServer(poort, self.pki, Verwerking(self.dienst, self.storingen, self.logboek))
        bezorger = Bezorger(self.pki)
        self.zendingen = Zendingen(bezorger.bezorg, bezorger.breek_af)
        mutaties = Mutatiebediening(self.dienst, self.zendingen)
        bediening = Bediening(
            self.dienst, self.storingen, self.logboek, self.pki, self.soap.tellers, mutaties
        )
        self.bediening = BedieningServer(bediening_poort, bediening, self.beschrijving)

    @property
    def url(self) -> str:
        """Where the SOAP service is."""
        return f"https://localhost:{self.soap.poort}{PAD}"

    @property
    def bediening_url(self) -> str:
        """Where the control interface is."""
        return f"http://127.0.0.1:{self.bediening.poort}"

    def beschrijving(self) -> dict[str, object]:
        """Give what a client needs, as `sbb.json` has it; certificate and key are the first school's."""
        eerste = next(iter(SCHOLEN))
        return {
            "url": self.url,
            "bediening": self.bediening_url,
            "ca": str(self.pki.ca),
            "clientCert": str(self.pki.scholen[eerste].cert),
            "clientKey": str(self.pki.scholen[eerste].key),
            "sbbClientCert": str(self.pki.sbb_client.cert),
            "sbbClientKey": str(self.pki.sbb_client.key),
            "licenties": {school.brin: school.licentie for school in self.scholen.alle()},
            "ontvangerOin": OIN_SBB,
            "scholen": {
                brin: {
                    "naam": SCHOLEN[brin],
                    "clientCert": str(paar.cert),
                    "clientKey": str(paar.key),
                    "licentie": school.licentie,
                    "oin": school.oin,
                }
                for brin, paar in self.pki.scholen.items()
                if (school := self.scholen.vind(brin)) is not None
            },
        }

    def start(self) -> Self:
        """Start both servers."""
        self.soap.begin()
        self.bediening.begin()
        return self

    def stop(self) -> None:
        """Stop both servers and the sending; nothing stays open."""
        self.zendingen.einde()
        self.soap.einde()
        self.bediening.einde()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, soort: type[BaseException] | None, fout: BaseException | None, spoor: TracebackType | None
    ) -> None:
        self.stop()
