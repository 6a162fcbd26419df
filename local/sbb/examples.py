"""Leerbedrijven and codes of the register that tests and demos may count on.

Each of them is made up: SBB has not given out IDs from 900000001, and no school has BRIN 99XX.

A pair is a leerbedrijf-ID with a crebo or keuzedeel. `register_voorbeelden.py` makes them.
"""

from typing import Final

# Actueel, Amersfoort, 3811MG 1, with contact persons, praktijkopleiders and leerplaatsen.
SHOWPIECE: Final = "900000001"
SHOWPIECE_NAME: Final = "Bitwerk Eemland Software"
SHOWPIECE_POSTCODE: Final = "3811MG"
SHOWPIECE_HUISNUMMER: Final = 1
ERKEND_CREBO: Final = (SHOWPIECE, "25998")
ERKEND_KEUZEDEEL: Final = (SHOWPIECE, "K0067")
# Two leerplaatsen of the showcase: one with places left, one taken, with a GUID and a crebo for its ID.
LEERPLAATS_FREE: Final = "3000001"
LEERPLAATS_FULL: Final = "0a4b5c1d-77e2-4f3a-9b60-c8d21e5f7a93-25998"

HISTORICAL: Final = "900000003"
ABROAD: Final = "900000004"
AMPERSAND: Final = "900000005"
AMPERSAND_NAME: Final = 'Smederij \'t Vuur & <IJzer> "De Eñgelé Hoef"'
EENMANSZAAK: Final = "900000006"
EENMANSZAAK_NAME: Final = "Timmerbedrijf J. de Vriesenaar"
OLD_ID: Final = "99ZZ9999JJ0001602"
LONG_NAME: Final = "900000007"
# Straat holds "Langestraat 27"; there is no Huisnummer.
STRAAT_WITH_NUMBER: Final = "900000008"

# One leerbedrijf with an erkenning of every kind.
ALTERNATING: Final = "900000009"
OPEN_END: Final = (ALTERNATING, "25180")
ENDS: Final = (ALTERNATING, "25168")  # erkend until 2031-07-31
FUTURE: Final = (ALTERNATING, "25171")  # from 2032-08-01
EXPIRED: Final = (ALTERNATING, "25173")  # 2016-08-01 to 2022-07-31
WITHDRAWN: Final = (ALTERNATING, "25174")  # 2016-08-01, withdrawn on 2023-03-15
NEVER_ERKEND: Final = (ALTERNATING, "25998")
ONLY_BBL: Final = (ALTERNATING, "25172")

# Of AMPERSAND: BOL until 2021-10-25, BBL without end.
FROM_BOL_TO_BBL: Final = (AMPERSAND, "25254")

# Several leerbedrijven in different towns bear this very name.
SAME_NAME: Final = "Kinderopvang De Wolkenwagen"
# As a name: more than 50 matches, but not too many; and more than 100.
NAME_MANY: Final = "bv"
NAME_TOO_MANY: Final = "en"

UNKNOWN_LEERBEDRIJF: Final = "999999999"
UNKNOWN_CREBO: Final = "99999"
UNKNOWN_KEUZEDEEL: Final = "K9999"
