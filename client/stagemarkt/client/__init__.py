"""The facade from Python: `Client` for who waits, `AsyncClient` for who awaits.

Methods are the operations of the OpenAPI document, in snake_case: `geefErkenning` is `geef_erkenning`. Their
answers are plain dictionaries, with types in `shapes`. Errors are of one family: `StagemarktError`.
"""

from stagemarkt.client import shapes
from stagemarkt.client.answer import Answer
from stagemarkt.client.clients import AsyncClient, Client
from stagemarkt.client.errors import (
    AnswerTooLate,
    FeedCursorExpired,
    NoAnswer,
    NotModified,
    ProblemError,
    StagemarktError,
    UnexpectedAnswer,
    WrongSettings,
)
from stagemarkt.client.feed import MutatieBatch
from stagemarkt.client.retry import RetryPolicy
from stagemarkt.client.webhook import receive

__all__ = [
    "Answer",
    "AnswerTooLate",
    "AsyncClient",
    "Client",
    "FeedCursorExpired",
    "MutatieBatch",
    "NoAnswer",
    "NotModified",
    "ProblemError",
    "RetryPolicy",
    "StagemarktError",
    "UnexpectedAnswer",
    "WrongSettings",
    "receive",
    "shapes",
]
