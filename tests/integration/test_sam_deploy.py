"""What docs/deploying.md says that `sam deploy --guided` asks, it asks: by the code of SAM that asks it."""

import json
import re
import subprocess

import pytest

from tests.unit.requests import ROOT
from tests.unit.template import TEMPLATE

SAM = ROOT / ".local" / "venv-sam" / "bin" / "python"
TEXT = (ROOT / "docs/deploying.md").read_text(encoding="utf-8")
# Read by SAM's own Python: the functions of which it doubts that they know who calls, and what it says then.
ASKS = """
import inspect, json, sys
from samcli.commands.deploy.auth_utils import auth_per_resource
from samcli.commands.deploy.guided_context import GuidedContext
from samcli.lib.providers.sam_stack_provider import SamLocalStackProvider
stacks, _ = SamLocalStackProvider.get_stacks(sys.argv[1])
unsure = sorted({name for name, known in auth_per_resource(stacks) if not known})
json.dump([unsure, inspect.getsource(GuidedContext)], sys.stdout)
"""


def _what_sam_says() -> tuple[list[str], str]:
    if not SAM.exists():
        pytest.skip("SAM is not installed here: `make check` does that")
    said = subprocess.run(
        [str(SAM), "-c", ASKS, str(ROOT / "template.yaml")],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
        timeout=120,
    )
    unsure, source = json.loads(said.stdout)
    return unsure, source


def test_of_whom_it_asks_and_in_which_words() -> None:
    """Of exactly the functions that the document names, with these words, and N ends it."""
    unsure, source = _what_sam_says()
    asked = re.findall(r"`(\w+) (has no authentication\. Is this okay\?)`", TEXT)
    assert [name for name, _ in asked] == unsure
    assert all(words in source for _, words in asked)
    assert "Security Constraints Not Satisfied!" in source
    assert "Security Constraints Not Satisfied!" in TEXT
    assert "SAM configuration file" in source
    assert "default=False" in source.split("has no authentication", 1)[1].split(")", 1)[0]


def test_which_parameters_have_no_default() -> None:
    """The document names those for which Enter is no answer, and no other."""
    sentence = re.search(r"Enter takes what it shows\. (.*?) have no\s+default", TEXT, re.DOTALL)
    assert sentence is not None
    named = re.findall(r"`(\w+)`", sentence[1])
    assert named == [name for name, value in TEMPLATE["Parameters"].items() if "Default" not in value]
