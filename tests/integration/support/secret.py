"""Whether something can be read in an error, wherever a log or a caller could look."""

import traceback


def everything_of(fout: BaseException) -> str:
    """The error as text, as repr, with its attributes, and the traceback with its whole chain."""
    return "\n".join([str(fout), repr(fout), repr(vars(fout)), *traceback.format_exception(fout)])
