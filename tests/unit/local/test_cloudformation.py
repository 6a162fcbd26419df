"""How the template is read before it is deployed at home."""

from local.deployment.cloudformation import read_template
from tests.unit.template import TEMPLATE


def test_the_template_is_read_as_sam_reads_it() -> None:
    """Whichever reads it, libyaml or samtranslator itself, every value is the same."""
    assert read_template() == TEMPLATE
