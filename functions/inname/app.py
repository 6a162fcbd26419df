"""The intake of SBB's mutaties: SOAP over mutual TLS, for the client certificate with SBB's OIN alone.

Touches the table of mutaties and the queue of what is to be passed on; no secret, and not SBB.
"""

from stagemarkt.composition.inname import InnamePorts
from stagemarkt.entry.intake import make_entry
from stagemarkt.entry.last_resort import without_text

_ports = InnamePorts()
handler = without_text("bericht", make_entry(lambda: _ports.front))
