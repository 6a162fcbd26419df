"""Repeatable examples: the same each time, nothing kept on disk, and a busy machine is no failure."""

from hypothesis import settings

from tests.unit.conftest import logbook

__all__ = ["logbook"]

settings.register_profile("integratie", derandomize=True, database=None, deadline=None)
settings.load_profile("integratie")
