"""The questions about our own code that the meaning of a difference turns on."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from pydantic import BaseModel
from stagemarkt.adapters.soap.messages import Resultaatkop
from stagemarkt.adapters.soap.signaalcodes import SIGNAALCODES

from stagemarkt_cli.contract.usage.answers import Leesveld, modellen, zoek_veld
from stagemarkt_cli.contract.usage.source_code import (
    Broncode,
    bevat,
    lees_broncode,
    lees_broncode_van_ontvangst,
    noemt,
)

_VOORVOEGSELS: Final = {
    "namespace": "templateparameter SbbNamespace",
    "eindpunt": "templateparameter SbbUrl",
    "soapaction": "templateparameter SbbSoapAction",
    "signaalcodes": "templateparameter SbbSignaalcodes",
}
_OMHULSEL: Final = ("maak_verzoek", "open_antwoord")


@dataclass(frozen=True, slots=True)
class Gebruik:
    """What the facade asks, sends and reads.

    Attributes:
        broncode: the index of the SOAP adapter.
        berichten: the message models by name.
        ontvangst: the index of what reads and answers the messages of SBB.
    """

    broncode: Broncode
    berichten: Mapping[str, type[BaseModel]]
    ontvangst: Broncode = field(default_factory=lambda: Broncode(()))

    def operatie(self, naam: str) -> tuple[str, ...]:
        """Where this operation is asked, or answered; nothing when it is not used here."""
        wortels = self.broncode.wortels(naam) or self.ontvangst.wortels(naam)
        return tuple(symbool.plek for symbool in wortels)

    def ontvangt(self, operatie: str) -> bool:
        """Whether it is SBB that asks this of us."""
        return bool(self.ontvangst.wortels(operatie))

    def ontvangen(self, operatie: str, naam: str) -> tuple[str, ...]:
        """Where an element by this name is read of what SBB asks, or else what reads the whole."""
        wortels = self.ontvangst.wortels(operatie)
        return noemt(self.ontvangst.omgeving(wortels), naam) or tuple(wortel.plek for wortel in wortels)

    def bevestigd(self, operatie: str, naam: str) -> tuple[str, ...]:
        """Where an element by this name is written in the answer to SBB, or else what writes the whole."""
        functies = [symbool for symbool in self.ontvangst.symbolen if symbool.functie]
        return bevat(functies, naam) or bevat(functies, f"{operatie}Response")

    def gestuurd(self, operatie: str, pad: tuple[str, ...]) -> tuple[str, ...]:
        """Where the element at `pad` of a request is written; nothing when it is never sent."""
        wortels = self.broncode.wortels(operatie)
        omgeving = self.broncode.omgeving(wortels)
        if not wortels or not pad:
            return ()
        if len(pad) == 1:
            return bevat(omgeving, pad[0])
        # A part of an element that is not sent is not sent either.
        stappen = [noemt(omgeving, stap) for stap in pad[1:]]
        return stappen[-1] if all(stappen) else ()

    def gelezen(self, operatie: str, pad: tuple[str, ...]) -> Leesveld | None:
        """How the element at `pad` of an answer is read; None when it is passed over."""
        model = self._model(operatie)
        if model is None or not pad:
            return None
        return zoek_veld(model, pad[1:])

    def omhulsel(self, operatie: str, naam: str) -> tuple[str, ...]:
        """Where the element around a message is named: it is called after its operation, or on its own."""
        omgeving = self.broncode.omgeving(self.broncode.wortels(operatie))
        return bevat(omgeving, naam.removeprefix(operatie) or naam) or tuple(map(self.plek, _OMHULSEL))

    def tabel(self, waarden: Collection[str]) -> tuple[str, ...]:
        """The tables that hold these values."""
        return tuple(symbool.plek for symbool in self.broncode.tabel(waarden))

    def onbekende_waarde_mag(self, waarden: Collection[str]) -> bool:
        """Whether each table of these values has an answer for another one."""
        tabellen = self.broncode.tabel(waarden)
        return bool(tabellen) and all(map(self.broncode.is_verdraagzaam, tabellen))

    def plek(self, naam: str) -> str:
        """Where a function or constant of the adapter is. Raises KeyError when there is none."""
        try:
            return self.broncode.plek(naam)
        except KeyError:
            return self.ontvangst.plek(naam)

    def is_signaalcode(self, pad: tuple[str, ...]) -> bool:
        """Whether this is the element with the signaalcode."""
        return pad[1:] == (Resultaatkop.model_fields["signaalcode"].alias,)

    def onbekende_signaalcodes(self, waarden: Collection[str]) -> list[str]:
        """Those that are not in our table."""
        return sorted(set(waarden) - {str(code) for code in SIGNAALCODES}, key=lambda code: (len(code), code))

    def instelling(self, naam: str) -> str:
        """The parameter of the template that a name or address comes from."""
        return _VOORVOEGSELS[naam]

    def _model(self, operatie: str) -> type[BaseModel] | None:
        """The model that a function that asks this operation reads its answer with."""
        for symbool in self.broncode.wortels(operatie):
            for naam in sorted(symbool.namen):
                model = self.berichten.get(naam)
                if model is not None and issubclass(model, Resultaatkop) and model is not Resultaatkop:
                    return model
        return None


@cache
def gebruik_hier() -> Gebruik:
    """That of the facade as it is installed here."""
    return Gebruik(lees_broncode(), modellen(), lees_broncode_van_ontvangst())
