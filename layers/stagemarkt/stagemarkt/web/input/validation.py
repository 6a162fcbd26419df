"""Reading input whole: every fault is collected, and what could be read is given beside them."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from stagemarkt.model.errors import (
    GENEST,
    Invoerfout,
    InvoerTeGroot,
    MediatypeNietOndersteund,
    OngeldigeInvoer,
    Plaats,
    Tekst,
)
from stagemarkt.web.input.fields import PADVELDEN, Veld
from stagemarkt.web.input.json_body import Unreadable, read_object
from stagemarkt.web.input.name_hints import bedoelde_u
from stagemarkt.web.input.readers import Onleesbaar
from stagemarkt.web.request import Verzoek

MAX_LICHAAM: Final = 16 * 1024
# As many as a person mends at a time; a body can hold more than a thousand unknown names.
MAX_FOUTEN: Final = 100
ONGELDIG: Final = "ongeldige-invoer"
ONBEKEND: Final = "onbekende-parameter"
# What stands in the place of bytes that are no UTF-8, by the time that they come here.
_VERVANGEN: Final = "\ufffd"
_GEEN_UTF8: Final = Tekst(
    "Geen UTF-8. Een é is in een adres `%C3%A9`; `%E9` is Latin-1.",
    "Not UTF-8. An é is `%C3%A9` in an address; `%E9` is Latin-1.",
)
_HALF_TEKEN: Final = re.compile("[\ud800-\udfff]")
_HALF: Final = Tekst("Bevat een half teken (surrogaat).", "Contains half a character (a surrogate).")
_JSON_SOORTEN: Final[Mapping[type, str]] = {
    str: "string",
    int: "integer",
    bool: "boolean",
    dict: "object",
    list: "array",
}

_NAMEN_VAN_SOORTEN: Final[Mapping[str, tuple[str, str]]] = {
    "string": ("een tekst", "a string"),
    "integer": ("een geheel getal", "an integer"),
    "boolean": ("`true` of `false`", "`true` or `false`"),
    "object": ("een object", "an object"),
    "array": ("een lijst", "a list"),
}


class Invoer:
    """What was read so far: `waarden` by field name, and the faults. `afronden` raises when there are any."""

    def __init__(self) -> None:
        self.waarden: dict[str, Any] = {}
        self.fouten: list[Invoerfout] = []
        # Of what is beyond `MAX_FOUTEN`: the place and the code alone.
        self._verder: list[tuple[Plaats, str]] = []

    def fout(self, plaats: Plaats, naam: str, detail: Tekst, code: str = ONGELDIG) -> None:
        """Note a fault."""
        if len(self.fouten) < MAX_FOUTEN:
            self.fouten.append(Invoerfout(plaats, naam, code, detail))
        else:
            self._verder.append((plaats, code))

    def afronden(self) -> None:
        """Raise OngeldigeInvoer with every fault noted; beyond `MAX_FOUTEN` the last says how many more."""
        if self._verder:
            self.fouten.append(_en_nog(self._verder))
        if self.fouten:
            raise OngeldigeInvoer(tuple(self.fouten))

    def pad(self, verzoek: Verzoek) -> None:
        """Read the values in the path."""
        for naam, tekst in verzoek.padvelden.items():
            self._lees("path", PADVELDEN[naam], tekst)

    def query(self, verzoek: Verzoek, velden: Sequence[Veld]) -> None:
        """Read the query. Unknown keys are faults, and so is a key that is there twice."""
        bekend = {veld.naam: veld for veld in velden}
        for naam, teksten in verzoek.query.items():
            if _VERVANGEN in naam:
                self.fout("query", naam[:100], _GEEN_UTF8)
            elif naam not in bekend:
                self._onbekend("query", naam, list(bekend))
            elif len(teksten) != 1:
                self.fout(
                    "query", naam, Tekst("Geef deze parameter één keer op.", "Give this parameter once.")
                )
            else:
                self._lees("query", bekend[naam], teksten[0])

    def lichaam(self, verzoek: Verzoek, velden: Sequence[Veld]) -> frozenset[str]:
        """Read a JSON object from the body, as strictly as the query; the names that were in it.

        Raises:
            MediatypeNietOndersteund, InvoerTeGroot: the body cannot be looked at.
            OngeldigeInvoer: it is no JSON object.
        """
        bekend = {veld.naam: veld for veld in velden}
        _controleer(verzoek)
        try:
            gegeven, fouten = read_object(verzoek.lichaam)
        except Unreadable as fout:
            # Nothing in it can be judged: with what was found before, that is all there is to say.
            self.fout("body", "", fout.detail)
            self.afronden()
            raise AssertionError("a fault was noted just now") from fout
        for fout_ in fouten:
            self.fout("body", GENEST.join(fout_.path), fout_.detail)
        gemeld = {fout_.path[0] for fout_ in fouten}
        for naam, waarde in gegeven.items():
            if naam in gemeld:
                # One fault of a field is enough.
                continue
            if naam not in bekend:
                self._onbekend("body", naam, list(bekend))
            elif _JSON_SOORTEN.get(type(waarde)) not in _soorten(bekend[naam]):
                self.fout("body", naam, _verwacht(bekend[naam]))
            else:
                tekst = waarde if isinstance(waarde, str) else json.dumps(waarde)
                self._lees("body", bekend[naam], tekst)
        return frozenset(gegeven)

    def _lees(self, plaats: Plaats, veld: Veld, tekst: str) -> None:
        if _VERVANGEN in tekst:
            self.fout(plaats, veld.naam, _GEEN_UTF8)
            return
        if _HALF_TEKEN.search(tekst):
            self.fout(plaats, veld.naam, _HALF)
            return
        try:
            self.waarden[veld.naam] = veld.lees(tekst)
        except Onleesbaar as fout:
            self.fout(plaats, veld.naam, fout.detail)

    def _onbekend(self, plaats: Plaats, naam: str, bekend: Sequence[str]) -> None:
        if len(self.fouten) < MAX_FOUTEN:
            self.fout(plaats, naam[:100], bedoelde_u(naam, bekend), ONBEKEND)
        else:
            # Looking for the nearest known name is what costs here.
            self._verder.append((plaats, ONBEKEND))


def _en_nog(verder: Sequence[tuple[Plaats, str]]) -> Invoerfout:
    codes = {code for _, code in verder}
    nl = (
        f"En nog {len(verder)} {'fout' if len(verder) == 1 else 'fouten'}; de eerste {MAX_FOUTEN} staan hier."
    )
    en = f"And {len(verder)} more; the first {MAX_FOUTEN} are here."
    return Invoerfout(verder[-1][0], "", codes.pop() if len(codes) == 1 else ONGELDIG, Tekst(nl, en))


def _soorten(veld: Veld) -> list[str]:
    soort = veld.schema["type"]
    return soort if isinstance(soort, list) else [soort]


def _verwacht(veld: Veld) -> Tekst:
    namen = [_NAMEN_VAN_SOORTEN[soort] for soort in _soorten(veld)]
    nl, en = " of ".join(nl for nl, _ in namen), " or ".join(en for _, en in namen)
    return Tekst(f"Moet {nl} zijn; laat weg wat er niet is.", f"Must be {en}; leave out what is not there.")


def _controleer(verzoek: Verzoek) -> None:
    if verzoek.koppen.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise MediatypeNietOndersteund(Tekst("Stuur application/json.", "Send application/json."))
    if verzoek.lichaam is not None and len(verzoek.lichaam) > MAX_LICHAAM:
        raise InvoerTeGroot(Tekst(f"Hooguit {MAX_LICHAAM // 1024} kB.", f"At most {MAX_LICHAAM // 1024} kB."))
