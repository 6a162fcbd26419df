"""Leerbedrijven and codes of the register that tests and demos may count on.

Each of them is made up: SBB has not given out IDs from 900000001, and no school has BRIN 99XX.

A pair is a leerbedrijf-ID with a crebo or keuzedeel. `register_voorbeelden.py` makes them.
"""

from typing import Final

# Actueel, Amersfoort, 3811MG 1, with contact persons, praktijkopleiders and leerplaatsen.
TOONBEELD: Final = "900000001"
TOONBEELD_NAAM: Final = "Bitwerk Eemland Software"
TOONBEELD_POSTCODE: Final = "3811MG"
TOONBEELD_HUISNUMMER: Final = 1
ERKEND_CREBO: Final = (TOONBEELD, "25998")
ERKEND_KEUZEDEEL: Final = (TOONBEELD, "K0067")
# Two leerplaatsen of the showcase: one with places left, one taken, with a GUID and a crebo for its ID.
LEERPLAATS_VRIJ: Final = "3000001"
LEERPLAATS_VOL: Final = "0a4b5c1d-77e2-4f3a-9b60-c8d21e5f7a93-25998"

HISTORISCH: Final = "900000003"
BUITENLAND: Final = "900000004"
AMPERSAND: Final = "900000005"
AMPERSAND_NAAM: Final = 'Smederij \'t Vuur & <IJzer> "De Eñgelé Hoef"'
EENMANSZAAK: Final = "900000006"
EENMANSZAAK_NAAM: Final = "Timmerbedrijf J. de Vriesenaar"
OUD_ID: Final = "99ZZ9999JJ0001602"
LANGE_NAAM: Final = "900000007"
# Straat holds "Langestraat 27"; there is no Huisnummer.
STRAAT_MET_NUMMER: Final = "900000008"

# One leerbedrijf with an erkenning of every kind.
WISSELEND: Final = "900000009"
OPEN_EINDE: Final = (WISSELEND, "25180")
EINDIGT: Final = (WISSELEND, "25168")  # erkend until 2031-07-31
TOEKOMSTIG: Final = (WISSELEND, "25171")  # from 2032-08-01
VERLOPEN: Final = (WISSELEND, "25173")  # 2016-08-01 to 2022-07-31
INGETROKKEN: Final = (WISSELEND, "25174")  # 2016-08-01, withdrawn on 2023-03-15
NOOIT_ERKEND: Final = (WISSELEND, "25998")
ALLEEN_BBL: Final = (WISSELEND, "25172")

# Of AMPERSAND: BOL until 2021-10-25, BBL without end.
VAN_BOL_NAAR_BBL: Final = (AMPERSAND, "25254")

# Several leerbedrijven in different towns bear this very name.
ZELFDE_NAAM: Final = "Kinderopvang De Wolkenwagen"
# As a name: more than 50 matches, but not too many; and more than 100.
NAAM_VEEL: Final = "bv"
NAAM_TE_VEEL: Final = "en"

ONBEKEND_LEERBEDRIJF: Final = "999999999"
ONBEKENDE_CREBO: Final = "99999"
ONBEKEND_KEUZEDEEL: Final = "K9999"
