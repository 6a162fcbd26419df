"""The subject of a certificate as text: exactly the serialNumbers that are in it."""

import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.domein.onderwerp import OngeldigOnderwerp, serienummers

OIN = "00000003273711120000"


@pytest.mark.parametrize(
    "onderwerp",
    [
        f"C=NL,O=SBB,CN=whitelabel.sbb.example,2.5.4.5={OIN}",
        f"serialNumber={OIN},CN=x",
        f"SERIALNUMBER = {OIN} , CN = x",
        f"CN=x, OID.2.5.4.5={OIN}",
        f"CN=x+serialNumber={OIN},O=y",
        f'O="Bakker, Zonen & Co", serialNumber="{OIN}"',
        f"2.5.4.5=#1314{OIN.encode().hex()},CN=x",
        f"CN=x,2.5.4.5=#0c14{OIN.encode().hex().upper()}",
        f"O=Bakker\\, Zonen\\+Co,CN=a=b,serialNumber={OIN}",
        f"CN=x;serialNumber={OIN}",
        f"CN=,serialNumber={OIN}  ",
        "serialNumber=\\30000000\\327371112000\\30",
    ],
)
def test_elke_schrijfwijze(onderwerp: str) -> None:
    """Each way to write a subject gives the same serialNumber."""
    verwacht = "000000027371112000" + "0" if onderwerp.startswith("serialNumber=\\") else OIN
    assert serienummers(onderwerp) == [verwacht]


@pytest.mark.parametrize(
    "onderwerp",
    [
        f"CN=x\\,serialNumber={OIN}",
        f'CN="x,serialNumber={OIN}"',
        f'CN="x\\",serialNumber={OIN}"',
        f"CN=x\\2CserialNumber={OIN}",
        f"O=x\\+2.5.4.5={OIN},CN=y",
        f"CN=serialNumber={OIN}",
        f"1.2.5.4.5={OIN},2.5.4.55={OIN}",
        f"serialNumberX={OIN}",
        f"CN=x\nserialNumber={OIN}",
    ],
)
def test_een_naam_kan_geen_veld_spelen(onderwerp: str) -> None:
    """What stands inside another field is no serialNumber, however it is written."""
    assert serienummers(onderwerp) == []


@pytest.mark.parametrize(
    "onderwerp",
    [
        "",
        "whitelabel.sbb.example",
        f"/C=NL/CN=x/serialNumber={OIN}",
        f"CN=x,,serialNumber={OIN}",
        f"CN=x,serialNumber={OIN},",
        f"CN=x,serialNumber={OIN}\\",
        f'CN="x,serialNumber={OIN}',
        f'CN="x"y,serialNumber={OIN}',
        f"CN=x<y,serialNumber={OIN}",
        "serialNumber=#1314",
        "serialNumber=#131",
        "serialNumber=#0281",
        "serialNumber=#1301ff",
        "serialNumber=#zz",
        "=x",
        f"serial number={OIN}",
    ],
)
def test_wat_niet_op_een_manier_te_lezen_is_wordt_geweigerd(onderwerp: str) -> None:
    """A subject that is not wholly understood is refused, not read in part."""
    with pytest.raises(OngeldigOnderwerp):
        serienummers(onderwerp)


def test_er_kunnen_er_meer_zijn() -> None:
    """Every serialNumber is given, so that who expects one can refuse two."""
    assert serienummers(f"serialNumber=1,CN=x+2.5.4.5=2,serialNumber={OIN}") == ["1", "2", OIN]


_SOORTEN = (
    NameOID.COMMON_NAME,
    NameOID.ORGANIZATION_NAME,
    NameOID.SERIAL_NUMBER,
    NameOID.EMAIL_ADDRESS,
    NameOID.DN_QUALIFIER,
)
_VEEG = st.sampled_from([*list(',;+="<>#\\ /'), "serialNumber=1", ",2.5.4.5=", "a", "é"])
_WAARDEN = st.lists(_VEEG, min_size=1, max_size=4).map("".join)
_ATTRIBUTEN = st.builds(x509.NameAttribute, st.sampled_from(_SOORTEN), _WAARDEN)
_NAMEN = st.lists(
    st.lists(_ATTRIBUTEN, min_size=1, max_size=2, unique_by=lambda a: a.oid).map(
        x509.RelativeDistinguishedName
    ),
    min_size=1,
    max_size=4,
).map(x509.Name)


@given(_NAMEN)
def test_wat_rfc_4514_schrijft_wordt_zo_gelezen(naam: x509.Name) -> None:
    """Whatever stands in a subject, its text by RFC 4514 gives its own serialNumbers and no other."""
    echt = [str(a.value) for a in naam.get_attributes_for_oid(NameOID.SERIAL_NUMBER)]
    gelezen = serienummers(naam.rfc4514_string())
    assert sorted(_ascii(n) for n in gelezen) == sorted(_ascii(n) for n in echt)


def _ascii(tekst: str) -> str:
    return tekst.encode("ascii", "ignore").decode()
