"""What became of a row, and how that stands in the columns behind the caller's own."""

from typing import Final, Literal, NamedTuple

RowOutcome = Literal[
    "erkend",
    "nietErkend",
    "eindigtTijdensPeriode",
    "onbekendLeerbedrijf",
    "onbekendeCode",
    "nietGecontroleerd",
]
OUTCOMES: Final[tuple[RowOutcome, ...]] = (
    "erkend",
    "nietErkend",
    "eindigtTijdensPeriode",
    "onbekendLeerbedrijf",
    "onbekendeCode",
    "nietGecontroleerd",
)
HEADERS: Final = ("uitkomst", "reden", "erkend", "startdatum", "einddatum", "gecontroleerdOp")


class RowVerdict(NamedTuple):
    """What became of one row.

    Attributes:
        uitkomst: one of six; a failure of the source is `nietGecontroleerd`, and never a no.
        reden: why, in a sentence.
        erkend: on the peildatum; None where nobody knows.
        startdatum: of the erkenning, `JJJJ-MM-DD`, or empty.
        einddatum: likewise; empty where there is no end.
        gecontroleerd_op: when SBB was asked, in UTC; empty where it was not.
    """

    uitkomst: RowOutcome
    reden: str = ""
    erkend: bool | None = None
    startdatum: str = ""
    einddatum: str = ""
    gecontroleerd_op: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """In the order of `HEADERS`; none of them is a formula to a spreadsheet."""
        said = {True: "ja", False: "nee", None: ""}[self.erkend]
        texts = self.uitkomst, self.reden, said, self.startdatum, self.einddatum, self.gecontroleerd_op
        return tuple(_harmless(" ".join(text.split())) for text in texts)


def _harmless(text: str) -> str:
    """A text that a spreadsheet would work out is shown instead: an apostrophe tells it so."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
