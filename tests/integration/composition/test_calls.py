"""What each function asks of AWS is what it declares: each right is used, and nothing is asked without one.

Every function runs as it is composed: over the adapters, an AWS in this process, and SBB's simulator.
"""

import io
from importlib import import_module

import pytest

from tests.integration.composition.stage import Stage
from tests.integration.composition.stories import STORIES, Story
from tests.integration.composition.world import World, declared
from tests.unit.requests import ROOT


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.folder)
def test_a_function_asks_what_it_declares(story: Story, world: World, log: io.StringIO) -> None:
    """In its typical run, in which nothing fails, and nobody notices anything."""
    stage = Stage(world)
    story.play(stage)
    assert stage.noticed == {}
    assert '"message":"opslag"' not in log.getvalue()
    asked = {right for call in stage.injector.calls for right in call.rights}
    assert asked == declared(story.ports.needs)


def test_every_function_is_here() -> None:
    """No function is left out: each that needs anything has its story."""
    folders = {path.parent.name for path in ROOT.glob("functions/*/app.py")}
    needy = {folder for folder in folders if import_module(f"stagemarkt.composition.{folder}").NEEDS.rights}
    assert needy == {story.folder for story in STORIES}
