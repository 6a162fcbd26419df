"""What `make up` and `make down` do, and how they say it."""

import argparse
import sys
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from local import settings
from local.deployment import UitrolMislukt
from local.ministack import python
from local.processes import StartteNiet
from local.stack import Stapel

_LANGSTE = 4000


def main() -> int:
    """Run one command; 0 when it did what it should."""
    lezer = argparse.ArgumentParser(prog="python -m local", description="The whole stack on this machine.")
    lezer.add_argument("opdracht", choices=["up", "down"])
    opdracht = lezer.parse_args().opdracht
    try:
        if opdracht == "down":
            # A setting that is wrong must not keep a stack up.
            werkmap = settings.lees_werkmap()
            er_was = Stapel(settings.Instellingen(werkmap)).omlaag()
            print("The stack is down." if er_was else f"There was no stack in {werkmap}.")
            return 0
        if not python().exists():
            print("Run `make up`: it installs what is needed first.", file=sys.stderr)
            return 1
        gelezen = settings.lees()
        stapel = Stapel(gelezen)
        print(_voorbeeld(stapel.omhoog(), str(stapel.stack_json), _herkomst(gelezen.sbb)))
    except settings.FouteInstelling as fout:
        print(f"make up: these settings are not right:\n{fout}", file=sys.stderr)
        return 1
    except (StartteNiet, UitrolMislukt, BotoCoreError, ClientError, OSError) as fout:
        # A refusal of AWS can quote the whole template.
        print(f"make {opdracht}: {str(fout)[:_LANGSTE]}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"make {opdracht}: stopped; nothing that it started is left running.", file=sys.stderr)
        return 130
    return 0


def _herkomst(sbb: settings.AndereSbb | None) -> str:
    if sbb is not None:
        return f"What it tells comes from {sbb.url}: it can be about real people."
    return (
        "Its leerbedrijven, people, numbers and schools are made up; crebos, keuzedelen and towns are real."
    )


def _voorbeeld(stack: dict[str, Any], bestand: str, herkomst: str) -> str:
    return f"""
The API answers at {stack["apiUrl"]}
Addresses, key and certificates are in {bestand}. `make down` stops it all.
{herkomst}

Paste this:

  curl -s -H "Authorization: Bearer {stack["apiKey"]}" \\
    "{stack["apiUrl"]}/leerbedrijven/900000001"

Or, from this folder:  .venv/bin/stagemarkt zoek --plaats amersfoort
"""
