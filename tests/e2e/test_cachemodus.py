"""What the operator's choice keeps at rest, seen in the tables of a stack deployed with it."""

from pathlib import Path

import pytest

from local.instellingen import Instellingen
from local.sbb import voorbeelden as vb
from local.stapel import Stapel
from tests.e2e.klant import Facade


@pytest.mark.parametrize("modus", ["uit", "zonder-persoonsgegevens"])
def test_niets_persoonlijks_in_rust(eigen_map: Path, modus: str) -> None:
    """Under this choice no identification is kept: each is asked of SBB, and callers must not keep it."""
    stapel = Stapel(Instellingen(eigen_map, cache_mode=modus), meld=lambda _: None)
    stapel.omhoog()
    try:
        with Facade(eigen_map) as facade:
            antwoorden = [facade.vraag(f"/leerbedrijven/{vb.EENMANSZAAK}") for _ in range(2)]
            antwoorden.append(facade.vraag("/leerbedrijven", params={"naam": vb.EENMANSZAAK_NAAM}))
            assert [a.status_code for a in antwoorden] == [200] * 3
            assert {a.headers["Cache-Status"] for a in antwoorden} == {"stagemarkt; fwd=bypass"}
            assert {a.headers["Cache-Control"] for a in antwoorden} == {"private, no-store"}
            assert len(facade.verzoeken()) == 3
        aws, uitgerold = stapel.uitgerold()
        tabel = aws.client("dynamodb").scan(TableName=uitgerold.uitvoer["AntwoordenTabel"])
        assert tabel["Items"] == []
    finally:
        stapel.omlaag()


def test_een_kapotte_cache_kost_geen_antwoord(eigen_map: Path) -> None:
    """With the table gone every answer still comes, from SBB, and says that nothing was stored."""
    stapel = Stapel(Instellingen(eigen_map), meld=lambda _: None)
    stapel.omhoog()
    try:
        with Facade(eigen_map) as facade:
            facade.vraag(f"/leerbedrijven/{vb.TOONBEELD}")
            aws, uitgerold = stapel.uitgerold()
            aws.client("dynamodb").delete_table(TableName=uitgerold.uitvoer["AntwoordenTabel"])
            antwoord = facade.vraag(f"/leerbedrijven/{vb.TOONBEELD}")
            assert antwoord.status_code == 200
            assert antwoord.headers["Cache-Status"] == "stagemarkt; fwd=miss"
    finally:
        stapel.omlaag()
