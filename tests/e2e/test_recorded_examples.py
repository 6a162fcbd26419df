"""Every example in the OpenAPI document is what the stack answers, today as when it was recorded."""

import json
from collections.abc import Iterator

import pytest
from stagemarkt.web.documents import examples
from stagemarkt.web.problems import PROBLEMS
from stagemarkt.web.routes import ROUTES, SCOPES
from stagemarkt_cli.admin import scholen
from stagemarkt_cli.admin.admin import Admin

from tests.e2e.client import FacadeClient
from tests.e2e.conftest import SbbSightings
from tests.e2e.recorded_examples import ExampleAsker, Surroundings, comparable, is_as_recorded
from tests.e2e.simulator import SimulatorControl
from tests.e2e.sleutels import make_sleutel

EXAMPLES = examples.recorded()
NAMES = [f"{one['operatie']}-{one['naam']}" for one in EXAMPLES]


@pytest.fixture(scope="module")
def sleutels(admin: Admin) -> dict[str, str]:
    """The keys that they are asked with, of an afnemer who has nothing else."""
    scholen.add(admin, "99XY")
    return {
        "": make_sleutel(admin, {"99XX": SCOPES}),
        "geen": "",
        "alleen-verificatie": make_sleutel(admin, {"99XX": ("verificatie",)}),
        "twee-scholen": make_sleutel(admin, {"99XX": SCOPES, "99XY": SCOPES}),
    }


@pytest.fixture
def asker(
    facade: FacadeClient, sleutels: dict[str, str], sbb: SimulatorControl, sightings: SbbSightings
) -> Iterator[ExampleAsker]:
    """Who asks them, and leaves the stack as it was."""
    asker = ExampleAsker(facade, Surroundings(sleutels, lambda: sbb.report(1), sightings.reset_guard))
    yield asker
    asker.end(sleutels[""])
    # SBB takes the school again: the last that is known of her is no refusal.
    sightings.reset_guard()
    facade.restore_sbb()
    assert facade.erkenning("900000001", "25998").status_code == 200


def test_every_example_is_what_is_answered(asker: ExampleAsker, pytestconfig: pytest.Config) -> None:
    """In their order; with `--neem-op` what is answered otherwise is written down instead."""
    found = [(example, asker.ask(example)) for example in EXAMPLES]
    other = {
        name: (comparable(example["antwoord"]), comparable(answer))
        for name, (example, answer) in zip(NAMES, found, strict=True)
        if not is_as_recorded(example, answer)
    }
    if pytestconfig.getoption("--neem-op"):
        recorded = [
            {**example, "antwoord": answer if name in other else example["antwoord"]}
            for name, (example, answer) in zip(NAMES, found, strict=True)
        ]
        examples.SOURCE.write_text(json.dumps(recorded, ensure_ascii=False, indent=1) + "\n")
        return
    assert other == {}


def test_every_operation_and_problem_has_one() -> None:
    """Every operation with an answer of its own has an example, and so has every problem that is one."""
    documents = {"geefOpenapi", "geefAsyncapi", "beeindigAbonnement"}
    good = {one["operatie"] for one in EXAMPLES if one["status"] < 400}
    assert good == {route.operatie for route in ROUTES} - documents
    assert {one["antwoord"]["code"] for one in EXAMPLES if one["status"] >= 400} == set(PROBLEMS) - {
        "niet-gevraagd"
    }
