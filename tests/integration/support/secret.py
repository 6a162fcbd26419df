"""Whether something can be read in an error, wherever a log or a caller could look."""

import traceback


def everything_of(error: BaseException) -> str:
    """The error as text, as repr, with its attributes, and the traceback with its whole chain."""
    return "\n".join([str(error), repr(error), repr(vars(error)), *traceback.format_exception(error)])
