"""`stagemarkt verifieer`: a whole file from a desk, gone on with where it stopped, and never written over."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from stagemarkt_cli.verification.asking import TRIES

from tests.unit.cli.command_line import CommandLine
from tests.unit.cli.verifieer_api import CHECKED_AT, FakeVerifications
from tests.unit.requests import ROOT

HEAD = "Leerbedrijf ID;Crebo;Startdatum;Einddatum;Naam\r\n"
GOOD = "900000001;25998;1-9-2026;31-1-2027;Zoë\r\n"
AWAY = {"title": "SBB niet beschikbaar", "code": "bron-niet-beschikbaar", "herhaalbaar": True}
LICENCE = {"title": "Licentie van de school niet geaccepteerd", "code": "bron-licentie", "herhaalbaar": False}


class FileDesk:
    """A folder with one file, and the command."""

    def __init__(self, folder: Path, text: str, name: str = "bpvos.csv") -> None:
        self.api = FakeVerifications()
        self.line = CommandLine(folder, self.api, wide=80)
        self.slept: list[float] = []
        self.line.sleep = self.slept.append
        self.source = folder / name
        self.content = text.encode("cp1252")
        self.source.write_bytes(self.content)

    def check(self, *words: str) -> int:
        """Run it; its exit code. The input stays as it was."""
        self.outcome = self.line("verifieer", self.source.name, *words)
        assert self.source.read_bytes() == self.content
        return self.outcome.code

    def rows(self, name: str = "bpvos-gecontroleerd.csv") -> list[list[str]]:
        """The result, read with Python's own reader."""
        text = self.source.with_name(name).read_bytes().decode("cp1252")
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))

    @property
    def files(self) -> list[str]:
        """What is in the folder."""
        return sorted(path.name for path in self.source.parent.iterdir())


MakeDesk = Callable[[str], FileDesk]


@pytest.fixture
def desk(tmp_path: Path) -> MakeDesk:
    """Makes one with these rows below the headers."""
    return lambda text: FileDesk(tmp_path, HEAD + text)


MIXED = (
    GOOD
    + GOOD
    + "900000001;25168;1-9-2026;31-1-2027;a\r\n"
    + "900000001;25174;1-9-2026;;b\r\n"
    + "999999999;25998;1-9-2026;;c\r\n"
    + "900000001;99999;1-9-2026;;d\r\n"
    + "999999998;99999;1-9-2026;;e\r\n"
    + "9,00E+08;25998;1-9-2026;;f\r\n"
    + ";;;;\r\n"
)


def test_each_row_its_verdict(desk: MakeDesk) -> None:
    """One of six, with its reason and dates; a row asked twice is one question; blank rows stay blank."""
    at = desk(MIXED)
    assert at.check("--ja") == 1
    header, *rows = at.rows()
    assert header[5:] == ["uitkomst", "reden", "erkend", "startdatum", "einddatum", "gecontroleerdOp"]
    assert [row[5:6] + row[7:] for row in rows] == [
        ["erkend", "ja", "2018-08-01", "", CHECKED_AT],
        ["erkend", "ja", "2018-08-01", "", CHECKED_AT],
        ["eindigtTijdensPeriode", "ja", "2018-08-01", "2027-01-01", CHECKED_AT],
        ["nietErkend", "nee", "2018-08-01", "2023-03-15", CHECKED_AT],
        ["onbekendLeerbedrijf", "", "", "", ""],
        ["onbekendeCode", "", "", "", ""],
        ["onbekendeCode", "", "", "", ""],
        ["nietGecontroleerd", "", "", "", ""],
        [],
    ]
    assert rows[3][6] == "ingetrokken op 15-03-2023"
    assert rows[7][6].startswith("A (Leerbedrijf ID): Excel heeft hier cijfers weggelaten")
    assert set(at.api.asked.values()) == {1}
    # Of an ID that is unknown with a code that is known, or the other way round, nothing need be asked.
    assert at.api.alone == []
    assert "bpvos-gecontroleerd.csv" in at.outcome.out
    assert at.files == ["bpvos-gecontroleerd.csv", "bpvos.csv"]


def test_which_of_the_two_is_unknown(desk: MakeDesk) -> None:
    """Where nothing else tells, one question does."""
    at = desk("999999999;99999;1-9-2026;;a\r\n999999999;99998;1-9-2026;;b\r\n")
    assert at.check() == 1
    assert [row[5] for row in at.rows()[1:]] == ["onbekendLeerbedrijf"] * 2
    assert len(at.api.alone) == 1


def test_all_good(desk: MakeDesk) -> None:
    """Exit code 0, and nothing to ask anybody."""
    at = desk(GOOD)
    assert at.check() == 0
    assert "De ene BPVO is erkend." in at.outcome.out


def test_never_over_another(desk: MakeDesk) -> None:
    """A second time the result has another name; neither the first nor the input is touched."""
    at = desk(GOOD)
    at.check()
    first = at.source.with_name("bpvos-gecontroleerd.csv")
    first.write_bytes(b"van iemand anders")
    at.check()
    assert first.read_bytes() == b"van iemand anders"
    assert at.files == ["bpvos-gecontroleerd-2.csv", "bpvos-gecontroleerd.csv", "bpvos.csv"]


def many(count: int) -> str:
    """So many rows, each another leerbedrijf."""
    return "".join(f"{900000001 + n};25998;1-9-2026;;n{n}\r\n" for n in range(count))


def test_in_batches(desk: MakeDesk) -> None:
    """A hundred at a time."""
    at = desk(many(250))
    assert at.check() == 0
    assert at.api.sizes == [100, 100, 50]


def test_on_again_after_ctrl_c(desk: MakeDesk) -> None:
    """Ctrl-C writes no result; the same command asks only what was not asked, and takes its own file away."""
    at = desk(many(250))
    at.api.stops_after = 1
    assert at.check() == 130
    assert "100 van 250" in at.outcome.fout
    assert at.files == ["bpvos.csv", "bpvos.csv-gecontroleerd.voortgang"]
    at.api.stops_after = 1000
    assert at.check() == 0
    assert at.api.sizes == [100, 100, 50]
    assert [row[5] for row in at.rows()[1:]] == ["erkend"] * 250
    assert at.files == ["bpvos-gecontroleerd.csv", "bpvos.csv"]


def test_another_input_begins_anew(desk: MakeDesk) -> None:
    """What was known of a file that has changed since is not believed; half a line is none."""
    at = desk(many(150))
    at.api.stops_after = 1
    at.check()
    progress = at.source.with_name("bpvos.csv-gecontroleerd.voortgang")
    progress.write_bytes(progress.read_bytes()[:-20])
    at.api.stops_after = 2
    at.check()
    assert "Al bekend van vandaag: 99 van 150." in at.outcome.fout
    at.content = at.content.replace(b"900000001;", b"900000777;")
    at.source.write_bytes(at.content)
    at.api.stops_after = 1000
    at.api.asked.clear()
    assert at.check() == 0
    assert sum(at.api.asked.values()) == 150


def test_what_failed_is_asked_again(desk: MakeDesk) -> None:
    """A source that is away, a batch that is refused, a facade that says when to come back: waited for."""
    at = desk(many(3))
    busy = {"title": "Te veel aanvragen", "code": "limiet-overschreden", "herhaalbaar": True}
    at.api.fails = [AWAY, httpx.Response(429, json=busy, headers={"Retry-After": "7"}), httpx.Response(502)]
    assert at.check() == 0
    assert at.slept == [2.0, 7.0, 8.0]
    assert [row[5] for row in at.rows()[1:]] == ["erkend"] * 3


def test_a_source_that_stays_away(desk: MakeDesk) -> None:
    """What cannot be asked is not checked, with the reason, and exit code 3: a failure is no no."""
    at = desk(GOOD)
    at.api.fails = [AWAY] * TRIES
    assert at.check() == 3
    assert at.rows()[1][5:8] == ["nietGecontroleerd", "SBB niet beschikbaar", ""]
    assert len(at.slept) == TRIES - 1


def test_a_part_that_stays_away(desk: MakeDesk) -> None:
    """What came in time has its verdict; the rest says why it has none."""
    at = desk(many(150))
    refused = httpx.Response(503, json=AWAY)
    at.api.fails = [None, *[refused] * TRIES]
    assert at.check() == 3
    outcomes = [row[5] for row in at.rows()[1:]]
    assert outcomes == ["erkend"] * 100 + ["nietGecontroleerd"] * 50
    assert "nietErkend" not in outcomes
    assert at.rows()[-1][6].startswith("SBB niet beschikbaar")
    assert at.check() == 0
    assert at.api.sizes[-1] == 50
    assert [row[5] for row in at.rows("bpvos-gecontroleerd-2.csv")[1:]] == ["erkend"] * 150


def test_what_somebody_must_set_right(desk: MakeDesk) -> None:
    """A licence that is refused is waited for by nobody, and is no verdict."""
    at = desk(GOOD)
    at.api.fails = [LICENCE]
    assert at.check() == 3
    assert at.rows()[1][5:7] == ["nietGecontroleerd", "Licentie van de school niet geaccepteerd"]
    assert at.slept == []


def test_a_key_that_is_refused(desk: MakeDesk) -> None:
    """No result, nothing left behind, and the API's own words."""
    at = desk(GOOD)
    at.api.fails = [
        httpx.Response(401, json={"title": "Niet geauthenticeerd", "code": "niet-geauthenticeerd"})
    ]
    assert at.check() == 1
    assert "Niet geauthenticeerd" in at.outcome.fout
    assert at.files == ["bpvos.csv"]


def test_a_guess_is_asked(tmp_path: Path) -> None:
    """With nobody there it ends, and says what to give; with --ja or what it said, it goes on."""
    at = FileDesk(tmp_path, "Bedrijf;Opleiding\r\n900000001;25998\r\n")
    assert at.check() == 2
    assert "--kolommen 'leerbedrijfId:#A,code:#B'" in " ".join(at.outcome.fout.split())
    assert at.api.sizes == []
    assert at.check("--kolommen", "leerbedrijfId:#A,code:#B") == 0
    assert at.check("--ja") == 0


@pytest.mark.parametrize(
    ("content", "words", "said"),
    [
        (b"", (), "Er staat niets in"),
        (b"a;b\r\n1;2\r\n", (), "de kolom met leerbedrijfId"),
        (b"PK\x03\x04 stuk", (), "beschadigd"),
        (b"leerbedrijfId;code\r\nx!;y\r\n", (), "rij 2, A (leerbedrijfId)"),
        (b"leerbedrijfId;code\r\n900000001;25998\r\n", ("--kolommen", "x"), "niet te lezen bij 'x'"),
    ],
)
def test_what_cannot_be_used(tmp_path: Path, content: bytes, words: tuple[str, ...], said: str) -> None:
    """Exit code 2, nothing asked, nothing written."""
    at = FileDesk(tmp_path, "")
    at.content = content
    at.source.write_bytes(content)
    assert at.check(*words) == 2
    assert said in " ".join(at.outcome.fout.split())
    assert (at.api.sizes, at.files) == ([], ["bpvos.csv"])


def test_our_cells_are_no_formulas(desk: MakeDesk) -> None:
    """What comes from the caller's cells or the facade never begins one of ours; theirs stay as they are."""
    at = desk('=1+1;25998;1-9-2026;;"=HYPERLINK(""x"")"\r\n900000001;25998;1-9-2026;;@x\r\n')
    at.api.fails = [{"title": "=2+2", "code": "x", "herhaalbaar": False}]
    assert at.check("--ja") == 3
    rows = at.rows()[1:]
    assert [row[4] for row in rows] == ['=HYPERLINK("x")', "@x"]
    assert [cell for row in rows for cell in row[5:] if cell.startswith(("=", "+", "-", "@"))] == []


def test_the_screen_in_the_documentation(tmp_path: Path) -> None:
    """docs/verifieren.md shows what a terminal of 80 columns shows."""
    at = FileDesk(tmp_path, HEAD + MIXED)
    at.check("--ja")
    shown = re.search(
        r"```text\n(.*?)```", (ROOT / "docs/verifieren.md").read_text(encoding="utf-8"), re.DOTALL
    )
    assert shown is not None
    assert shown[1] == f"$ stagemarkt verifieer bpvos.csv --ja\n{at.outcome.fout}{at.outcome.out}"
    assert max(map(len, shown[1].splitlines())) <= 80
