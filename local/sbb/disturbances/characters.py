"""What the texts of faults have in common."""

from typing import Final

# Stands in every text of a fault that a caller must never pass on.
CANARY: Final = (
    "KANARIE-c0ffee: System.NullReferenceException at Sbb.WhiteLabel.Zoeken() in D:\\build\\Zoeken.cs"
)
HTML_TYPE: Final = "text/html; charset=utf-8"
