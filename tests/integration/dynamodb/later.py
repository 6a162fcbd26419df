"""What a release that is not there yet adds to an item: nobody knows it."""

from typing import Final

FROM_LATER: Final = {"uitEenLatereUitgave": {"S": "of a later release"}}
