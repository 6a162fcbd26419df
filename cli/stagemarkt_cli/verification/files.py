"""The file that comes in, and the one that goes beside it: never over another."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from stagemarkt_cli.messages import WRONG_USAGE, Notice

# Fifty thousand rows of a wide sheet.
LARGEST: Final = 50 * 1024 * 1024
_ADDED: Final = "-gecontroleerd"
_MOST_RESULTS: Final = 1000


def progress_path(source: Path) -> Path:
    """Where what is known of it stands until it is done."""
    return source.with_name(f"{source.name}{_ADDED}.voortgang")


def write_beside(source: Path, content: bytes) -> Path:
    """Where it was written: beside the input, under a name that nothing has. Raises Notice."""
    for path in _names(source):
        try:
            with path.open("xb") as stream:
                try:
                    stream.write(content)
                except BaseException:
                    # Half a result looks like one.
                    path.unlink(missing_ok=True)
                    raise
        except FileExistsError:
            continue
        except OSError as error:
            raise Notice(
                f"Het resultaat is niet te schrijven: {path} ({type(error).__name__}).", code=WRONG_USAGE
            ) from None
        return path
    raise Notice(f"Er staan al te veel resultaten naast {source.name}.", code=WRONG_USAGE)


def _names(source: Path) -> Iterator[Path]:
    for number in range(1, _MOST_RESULTS):
        again = "" if number == 1 else f"-{number}"
        yield source.with_name(f"{source.stem}{_ADDED}{again}{source.suffix}")
