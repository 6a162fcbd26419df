"""Schools: who they are, and the licence under which SBB answers them."""

import re
from typing import Final

from stagemarkt.model.codes import OIN, brin_of_oin, oin_of_school
from stagemarkt.model.toegang import School

from stagemarkt_cli.admin.admin import Admin
from stagemarkt_cli.messages import WRONG_USAGE, Notice

_LONGEST_LICENTIE: Final = 256


def add(admin: Admin, brin: str, name: str | None = None, oin: str | None = None) -> School:
    """Add a school, or change its name or OIN; its secret gets the OIN, and keeps the rest.

    Raises:
        Notice: this is no OIN, or that of another school.
    """
    known = admin.table.school(brin)
    chosen = (oin or (known.oin if known else oin_of_school(brin))).strip().upper()
    if not re.fullmatch(OIN, chosen, re.ASCII):
        raise Notice(f"Dit is geen OIN: {chosen}. Twintig tekens.", code=WRONG_USAGE)
    if brin_of_oin(chosen) not in {None, brin}:
        raise Notice(f"OIN {chosen} is van school {brin_of_oin(chosen)}.", code=WRONG_USAGE)
    school = School(brin, chosen, " ".join((name or "").split()) or (known.naam if known else brin))
    admin.table.store_school(school)
    admin.school_secrets.modify(brin, oin=chosen)
    return school


def set_licentie(admin: Admin, brin: str, licentie: str) -> None:
    """Put the licence in the school's secret; the error never repeats it."""
    admin.require_school(brin)
    text = licentie.strip()
    if not text or len(text) > _LONGEST_LICENTIE or not text.isprintable():
        raise Notice(
            f"Dit kan geen licentie zijn: één regel, hooguit {_LONGEST_LICENTIE} tekens.",
            code=WRONG_USAGE,
        )
    admin.school_secrets.modify(brin, licentie=text)


def remove(admin: Admin, brin: str) -> None:
    """Forget a school and mark its secret for deletion. Raises Notice while an afnemer acts for it."""
    admin.require_school(brin)
    afnemers = admin.table.afnemers_of(brin)
    if afnemers:
        raise Notice(
            f"Voor school {brin} hebben nog afnemers toegang: {', '.join(afnemers)}.",
            f"Trek die eerst in: stagemarkt toegang intrekken --afnemer … --school {brin}",
        )
    # The secret first: while the school is known, what failed can be done again, and no key is forgotten.
    admin.school_secrets.remove(brin)
    admin.table.remove_school(brin)
