from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from local.sbb.processing import AnswerProcessing
from local.sbb.protocol import CONTRACT, OPERATIONS, SOAP, TNS, oin_of
from local.sbb.simulator import Simulator
from local.sbb.xml_tree import MessageSchema, parse
from tests.integration.sbb.client import RawMessage

SCHEMA = MessageSchema(CONTRACT / "whitelabel.xsd")
FIELDS = (
    "CodeLeerbedrijf", "LeerbedrijfNaam", "Postcode", "Huisnummer", "Crebonummer", "Peildatum",
    "LeerplaatsId", "Brin", "Endpoint", "AbonnementID", "LeerplaatsErkenningAanduiding", "Pagina",
    "ZoekInDeBuurt", "Leerweg",
)  # fmt: skip
TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
)
VALUE = TEXT | st.sampled_from(
    ["", " ", "0", "-1", "true", "E", "L", "25998", "3811MG", "9999-12-31Z", "é&<"]
)
QUIET = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)


def processing(sim: Simulator) -> AnswerProcessing:
    """Give what stands behind the wire."""
    return sim.soap.processing


@QUIET
@given(
    operation=st.sampled_from(OPERATIONS), fields=st.dictionaries(st.sampled_from(FIELDS), VALUE, max_size=6)
)
def test_any_content_gets_a_valid_answer(running: Simulator, operation: str, fields: dict[str, str]) -> None:
    """Whatever stands in the fields of a request, the answer is valid against the contract."""
    message = RawMessage(operation, [(name, fields[name]) for name in FIELDS if name in fields])
    processed = processing(running).process_request(message.envelop(), message.action, oin_of("99XX"))
    assert processed.answer.status == 200
    answer = parse(processed.answer.body).findall(f"{{{SOAP}}}Body/*")[0]
    assert SCHEMA.fout(answer) is None


@QUIET
@given(text=st.binary(max_size=200), action=TEXT)
def test_any_bytes_get_a_soap_fault(running: Simulator, text: bytes, action: str) -> None:
    """Whatever bytes come in, the answer is a well-formed fault that repeats none of them."""
    processed = processing(running).process_request(text, f"{TNS}/{action}", None)
    assert processed.answer.status == 500
    assert parse(processed.answer.body)[0][0].tag == f"{{{SOAP}}}Fault"
