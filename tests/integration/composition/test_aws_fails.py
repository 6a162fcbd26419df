"""The matrix: each call to AWS of each function fails in each way, and comes again as AWS has it come again.

Whatever fails: nothing is lost, nothing comes twice but under the same id, whoever asked hears that it is
ours and that he may ask again, and SBB and the schools are blamed for nothing. What must be so after each run
is in its story. `make proof` plays all cells and prints what came of them; `make test` a part.
"""

from collections.abc import Callable

import pytest

from tests.integration.composition.conftest import OpenWorld
from tests.integration.composition.matrix import Cell, MatrixReport, cells_of
from tests.integration.composition.stage import Stage
from tests.integration.composition.stories import STORIES, Story


def _play(open_world: OpenWorld, run: Callable[[Stage], str]) -> str:
    with open_world() as world:
        stage = Stage(world)
        try:
            return run(stage)
        finally:
            stage.close()


def _cells(story: Story, open_world: OpenWorld) -> list[Cell]:
    found: list[Cell] = []

    def record(stage: Stage) -> str:
        story.play(stage)
        found.extend(cells_of(story, stage.injector.calls))
        return ""

    _play(open_world, record)
    return found


@pytest.mark.proof
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.folder)
def test_whatever_fails_at_aws(story: Story, open_world: OpenWorld, scale: Callable[[int], int]) -> None:
    """Each cell of this function ends as it must."""
    cells, report, wrong = _cells(story, open_world), MatrixReport(), []
    # All of them, or a fortieth where this is no proof.
    for cell in cells[:: 2 * (1000 // scale(1000)) - 1]:
        try:
            report.note(cell, _play(open_world, cell.play))
        except Exception as error:  # noqa: BLE001 - all that is wrong is told together
            wrong.append(f"{cell}: {type(error).__name__} {error}".splitlines()[0])
    print(f"\n{report}\n\n{story.folder}: {report.cells} of {len(cells)} cells.")  # noqa: T201 - the proof's figures
    assert wrong == []
