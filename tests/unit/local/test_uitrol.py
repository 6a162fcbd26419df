"""How the template is read before it is deployed at home."""

from local.deployment.cloudformation import read_template
from tests.unit.template import TEMPLATE


def test_het_sjabloon_wordt_gelezen_zoals_sam_het_leest() -> None:
    """Whichever reads it, libyaml or samtranslator itself, every value is the same."""
    assert read_template() == TEMPLATE
