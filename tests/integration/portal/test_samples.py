"""The checks of signatures that vendors copy, each in its own language, on what we and strangers send."""

import base64
import json
import subprocess
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
from stagemarkt.adapters.delivery.webhook import signed
from stagemarkt.domain.changes.proofs import new_signing_secret

from portal.site import SAMPLES
from tests.integration.delivery.received import MESSAGE, SLEUTEL

PROJECT: Final = Path(__file__).resolve().parents[3]
TYPESCRIPT: Final = PROJECT / "tests" / "browser" / "node_modules" / "typescript" / "bin" / "tsc"
OTHER: Final = new_signing_secret()
_LONG: Final = 120


class ReceivedWebhook(NamedTuple):
    """What a receiver gets: three headers (None: absent), the body, the secret; and whether it is ours."""

    id: str | None
    moment: str | None
    signatures: str | None
    body: bytes
    secret: str
    is_ours: bool


def _attempts() -> list[ReceivedWebhook]:
    now = datetime.now(UTC).timestamp()

    def ours(skew: float = 0) -> ReceivedWebhook:
        headers = {
            name.lower(): value for name, value in signed(MESSAGE, (OTHER, SLEUTEL), now + skew).items()
        }
        return ReceivedWebhook(
            headers["webhook-id"],
            headers["webhook-timestamp"],
            headers["webhook-signature"],
            MESSAGE.inhoud,
            SLEUTEL,
            is_ours=True,
        )

    good = ours()
    signature = good.signatures or ""
    strange = good._replace(is_ours=False)
    values = [
        *(
            "",
            " ",
            ",",
            "abc",
            "v1",
            "v1,",
            "v1,,",
            "v1,abc",
            "v1,====",
            "v1,!!!!",
            "v2," + "A" * 44,
            "v1,\u2603",
        ),
        *("v1," + "A" * 100_000, "v1,AAAA " * 5_000, signature.lower(), signature.replace(",", "")),
        *("nan", "inf", "1e400", "-1", "9" * 400, "0x10", "1_0", "12:00", f"{int(now)}.5", f" {int(now)}"),
        *(f"{int(now)}\n", f"+{int(now)}", "\u0661\u0662", "9223372036854775807", "-9223372036854775808"),
    ]
    return [
        *(good, good._replace(secret=OTHER), ours(-200), ours(200)),
        *(ours(skew)._replace(is_ours=False) for skew in (-400, 400)),
        *(strange._replace(id=value) for value in (None, *values)),
        *(strange._replace(moment=value) for value in (None, *values)),
        *(strange._replace(signatures=value) for value in (None, *values)),
        *(strange._replace(body=body) for body in (b"", b"{", b"\xff\xfe", MESSAGE.inhoud + b" ")),
        strange._replace(secret=new_signing_secret()),
    ]


EXPECTED: Final = [attempt.is_ours for attempt in _attempts()]


def _lines() -> str:
    """One attempt a line: id, moment, signatures, body and secret in base64, `-` for what is absent.

    Made when they are sent: what was signed five minutes ago is too old, and this file was read before then.
    """

    def packed(value: str | bytes | None) -> str:
        if value is None:
            return "-"
        return "=" + base64.b64encode(value.encode() if isinstance(value, str) else value).decode()

    return "".join(
        " ".join(map(packed, (a.id, a.moment, a.signatures, a.body, a.secret))) + "\n" for a in _attempts()
    )


def _run(command: Sequence[str], folder: Path) -> list[bool]:
    """Give it the attempts; it answers `true` or `false` for each, on a line."""
    outcome = subprocess.run(
        command, input=_lines(), capture_output=True, text=True, check=False, timeout=_LONG, cwd=folder
    )
    assert outcome.returncode == 0, outcome.stderr
    verdicts = {"true": True, "false": False}
    return [verdicts[line.lower()] for line in outcome.stdout.split()]


def _compile(command: Sequence[str], folder: Path) -> None:
    outcome = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_LONG, cwd=folder)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_what_is_tried() -> None:
    """What is ours and what is not, in every part that a stranger can write."""
    assert EXPECTED.count(True) == 4
    assert EXPECTED.count(False) > 100


def test_python() -> None:
    """As it stands, in this Python."""
    room: dict[str, Any] = {}
    exec((SAMPLES / "verify.py").read_text(), room)  # noqa: S102 - our own sample
    names = ("webhook-id", "webhook-timestamp", "webhook-signature")
    verdicts = []
    for attempt in _attempts():
        headers = dict(zip(names, attempt[:3], strict=True))
        event = room["receive"](headers, attempt.body, attempt.secret)
        verdicts.append(event == json.loads(MESSAGE.inhoud))
    assert verdicts == EXPECTED


def test_php(required: Callable[[str], str], tmp_path: Path) -> None:
    """In PHP."""
    sample = (SAMPLES / "verify.php").read_text()
    driver = """
while (($line = fgets(STDIN)) !== false) {
    $part = array_map(fn ($p) => $p === '-' ? null : base64_decode(substr($p, 1)), explode(' ', trim($line)));
    $headers = ['webhook-id' => $part[0], 'webhook-timestamp' => $part[1], 'webhook-signature' => $part[2]];
    echo receive($headers, $part[3], $part[4]) === null ? "false\\n" : "true\\n";
}
"""
    (tmp_path / "run.php").write_text(sample + driver)
    command = [required("php"), "-d", "error_reporting=-1", "-d", "display_errors=stderr", "run.php"]
    assert _run(command, tmp_path) == EXPECTED


def test_java(required: Callable[[str], str], tmp_path: Path) -> None:
    """In Java 11 or later."""
    (tmp_path / "Verify.java").write_text((SAMPLES / "Verify.java").read_text())
    (tmp_path / "Run.java").write_text("""
import java.io.*;
import java.nio.charset.StandardCharsets;
import java.util.*;
class Run {
    static byte[] bytes(String part) {
        return part.equals("-") ? null : Base64.getDecoder().decode(part.substring(1));
    }
    static String text(String part) {
        return part.equals("-") ? null : new String(bytes(part), StandardCharsets.UTF_8);
    }
    public static void main(String[] args) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] p = line.split(" ");
            System.out.println(Verify.isRight(text(p[0]), text(p[1]), text(p[2]), bytes(p[3]), text(p[4])));
        }
    }
}
""")
    _compile([required("javac"), "-Xlint:all", "-Werror", "-d", ".", "Verify.java", "Run.java"], tmp_path)
    assert _run([required("java"), "-Xshare:auto", "-cp", ".", "Run"], tmp_path) == EXPECTED


def test_csharp(required: Callable[[str], str], tmp_path: Path) -> None:
    """In C#, compiled and run by Mono, so that it does in .NET of any age."""
    (tmp_path / "Verify.cs").write_text((SAMPLES / "Verify.cs").read_text())
    (tmp_path / "Run.cs").write_text("""
using System; using System.Text;
static class Run {
    static byte[] Bytes(string part) {
        return part == "-" ? null : Convert.FromBase64String(part.Substring(1));
    }
    static string Text(string part) {
        return part == "-" ? null : Encoding.UTF8.GetString(Bytes(part));
    }
    static void Main() {
        for (var line = Console.ReadLine(); line != null; line = Console.ReadLine()) {
            var p = line.Split(' ');
            Console.WriteLine(Verify.IsRight(Text(p[0]), Text(p[1]), Text(p[2]), Bytes(p[3]), Text(p[4])));
        }
    }
}
""")
    _compile([required("mcs"), "-warnaserror", "-out:run.exe", "Verify.cs", "Run.cs"], tmp_path)
    assert _run([required("mono"), "run.exe"], tmp_path) == EXPECTED


def test_typescript(
    required: Callable[[str], str], is_missing: Callable[[str], None], tmp_path: Path
) -> None:
    """In TypeScript, checked as strictly as can be, and run by Node."""
    if not TYPESCRIPT.exists():
        is_missing("TypeScript (npm ci --prefix tests/browser)")
    (tmp_path / "verify.ts").write_text((SAMPLES / "verify.ts").read_text())
    (tmp_path / "package.json").write_text('{"type": "module"}')
    (tmp_path / "run.ts").write_text("""
import { readFileSync } from "node:fs";
import { receive } from "./verify.js";
for (const line of readFileSync(0, "utf8").trim().split("\\n")) {
  const part = line.split(" ").map((p) => (p === "-" ? undefined : Buffer.from(p.slice(1), "base64")));
  const [id, moment, signatures] = part.slice(0, 3).map((p) => p?.toString());
  const headers = { "webhook-id": id, "webhook-timestamp": moment, "webhook-signature": signatures };
  console.log(receive(headers, part[3] ?? Buffer.of(), String(part[4])) !== null);
}
""")
    types = PROJECT / "tests" / "browser" / "node_modules" / "@types"
    options = [
        "--strict",
        "--skipLibCheck",
        "--module",
        "nodenext",
        "--target",
        "es2022",
        "--typeRoots",
        str(types),
        "--types",
        "node",
    ]
    node = required("node")
    _compile([node, str(TYPESCRIPT), *options, "verify.ts", "run.ts"], tmp_path)
    assert _run([node, "run.js"], tmp_path) == EXPECTED


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_each_sample_is_on_the_page(path: Path) -> None:
    """What is tried here is what stands on the page."""
    assert f'sample("{path.name}")' in (SAMPLES.parent / "pages" / "webhooks.md").read_text()
