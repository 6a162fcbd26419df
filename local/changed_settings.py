"""What a stack was started with, in words, and what is otherwise now: said before it is started anew."""

import hashlib
from collections.abc import Mapping
from typing import Final

from local import ministack, package
from local.settings import Instellingen, in_woorden

# Said by name alone: a fingerprint tells nobody anything.
_CODE: Final = "the code"
_PYTHON: Final = "the Python of the emulated AWS"
_BESTANDEN: Final = "what is in the certificates or the licence of SBB_URL"
_STIL: Final = frozenset({_CODE, _PYTHON, _BESTANDEN})
WEG: Final = (
    "With it goes what was made in it: schools, afnemers and keys of your own, abonnementen, the feed of",
    "changes, kept answers. The demo key, the certificates of the simulator and the ports stay.",
)


def beschrijf(instellingen: Instellingen) -> dict[str, str]:
    """Settings by their variables' names, and fingerprints of what else makes it another stack."""
    gezegd = in_woorden(instellingen) | {
        "limits per afnemer": instellingen.limiet_per_afnemer,
        _CODE: package.vingerafdruk(),
        _PYTHON: ministack.versie(),
    }
    if instellingen.sbb is not None:
        # A certificate that was renewed in place is another stack; none of it is readable here.
        som = hashlib.sha256(instellingen.sbb.licentie.encode())
        for bestand in (instellingen.sbb.ca, instellingen.sbb.certificaat, instellingen.sbb.sleutel):
            som.update(bestand.read_bytes())
        gezegd[_BESTANDEN] = som.hexdigest()
    return gezegd


def anders(toen: Mapping[str, str], nu: Mapping[str, str]) -> list[str]:
    """A line for each difference."""
    return [
        _regel(naam, toen.get(naam), nu.get(naam))
        for naam in {**toen, **nu}
        if toen.get(naam) != nu.get(naam)
    ]


def _regel(naam: str, toen: str | None, nu: str | None) -> str:
    if naam in _STIL:
        return f"{naam} has changed"
    return f"{naam} was {toen or 'not set'}, and is {nu or 'not set'}"
