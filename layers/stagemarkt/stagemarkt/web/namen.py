"""The nearest known name: what a caller probably meant."""

import difflib
from collections.abc import Sequence

from stagemarkt.model.fouten import Tekst


def bedoelde_u(naam: str, bekend: Sequence[str]) -> Tekst:
    """Say which known name is nearest, or which names there are."""
    zonder_hoofdletters = {kandidaat.lower(): kandidaat for kandidaat in bekend}
    # A name of kilobytes is no slip of the pen, and comparing it would cost.
    naaste = difflib.get_close_matches(naam[:100].lower(), zonder_hoofdletters, n=1, cutoff=0.5)
    if naaste:
        bedoeld = zonder_hoofdletters[naaste[0]]
        return Tekst(f"Onbekend; bedoelt u `{bedoeld}`?", f"Unknown; do you mean `{bedoeld}`?")
    if not bekend:
        return Tekst("Onbekend; hier hoort niets.", "Unknown; nothing belongs here.")
    lijst = ", ".join(f"`{kandidaat}`" for kandidaat in bekend)
    return Tekst(f"Onbekend; wel bekend: {lijst}.", f"Unknown; known are: {lijst}.")
