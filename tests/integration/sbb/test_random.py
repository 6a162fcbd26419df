from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from local.sbb.processing import Verwerking
from local.sbb.protocol import CONTRACT, OPERATIES, SOAP, TNS, oin_van
from local.sbb.simulator import Simulator
from local.sbb.xml_tree import Schema, ontleed
from tests.integration.sbb.client import Bericht

SCHEMA = Schema(CONTRACT / "whitelabel.xsd")
VELDEN = (
    "CodeLeerbedrijf", "LeerbedrijfNaam", "Postcode", "Huisnummer", "Crebonummer", "Peildatum",
    "LeerplaatsId", "Brin", "Endpoint", "AbonnementID", "LeerplaatsErkenningAanduiding", "Pagina",
    "ZoekInDeBuurt", "Leerweg",
)  # fmt: skip
TEKST = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
)
WAARDE = TEKST | st.sampled_from(
    ["", " ", "0", "-1", "true", "E", "L", "25998", "3811MG", "9999-12-31Z", "é&<"]
)
RUSTIG = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)


def verwerking(sim: Simulator) -> Verwerking:
    """Give what stands behind the wire."""
    return sim.soap.verwerking


@RUSTIG
@given(
    operatie=st.sampled_from(OPERATIES), velden=st.dictionaries(st.sampled_from(VELDEN), WAARDE, max_size=6)
)
def test_elke_inhoud_krijgt_een_geldig_antwoord(
    draaiend: Simulator, operatie: str, velden: dict[str, str]
) -> None:
    """Whatever stands in the fields of a request, the answer is valid against the contract."""
    bericht = Bericht(operatie, [(naam, velden[naam]) for naam in VELDEN if naam in velden])
    verwerkt = verwerking(draaiend).verwerk(bericht.envelop(), bericht.actie, oin_van("99XX"))
    assert verwerkt.antwoord.status == 200
    antwoord = ontleed(verwerkt.antwoord.body).findall(f"{{{SOAP}}}Body/*")[0]
    assert SCHEMA.fout(antwoord) is None


@RUSTIG
@given(tekst=st.binary(max_size=200), actie=TEKST)
def test_elke_bytes_krijgen_een_soap_fault(draaiend: Simulator, tekst: bytes, actie: str) -> None:
    """Whatever bytes come in, the answer is a well-formed fault that repeats none of them."""
    verwerkt = verwerking(draaiend).verwerk(tekst, f"{TNS}/{actie}", None)
    assert verwerkt.antwoord.status == 500
    assert ontleed(verwerkt.antwoord.body)[0][0].tag == f"{{{SOAP}}}Fault"
