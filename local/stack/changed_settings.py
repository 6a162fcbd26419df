"""What a stack was started with, in words, and what is otherwise now: said before it is started anew."""

import hashlib
from collections.abc import Mapping
from typing import Final

from local.deployment import package
from local.emulator import ministack
from local.settings import Settings, in_words

# Said by name alone: a fingerprint tells nobody anything.
_CODE: Final = "the code"
_PYTHON: Final = "the Python of the emulated AWS"
_FILES: Final = "what is in the certificates or the licence of SBB_URL"
_SILENT: Final = frozenset({_CODE, _PYTHON, _FILES})
GONE: Final = (
    "With it goes what was made in it: schools, afnemers and keys of your own, abonnementen, the feed of",
    "changes, kept answers. The demo key, the certificates of the simulator and the ports stay.",
)


def describe(settings: Settings) -> dict[str, str]:
    """Settings by their variables' names, and fingerprints of what else makes it another stack."""
    gezegd = in_words(settings) | {
        "limits per afnemer": settings.limiet_per_afnemer,
        _CODE: package.fingerprint(),
        _PYTHON: ministack.version(),
    }
    if settings.sbb is not None:
        # A certificate that was renewed in place is another stack; none of it is readable here.
        digest = hashlib.sha256(settings.sbb.licentie.encode())
        for file in (settings.sbb.ca, settings.sbb.certificaat, settings.sbb.sleutel):
            digest.update(file.read_bytes())
        gezegd[_FILES] = digest.hexdigest()
    return gezegd


def otherwise(then: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """A line for each difference."""
    return [
        _line(name, then.get(name), now.get(name))
        for name in {**then, **now}
        if then.get(name) != now.get(name)
    ]


def _line(name: str, then: str | None, now: str | None) -> str:
    if name in _SILENT:
        return f"{name} has changed"
    return f"{name} was {then or 'not set'}, and is {now or 'not set'}"
