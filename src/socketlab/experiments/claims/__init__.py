"""Common statements about sockets, each with the page that tests it.

One file for each folder of pages. A verdict holds where its page agrees; on this
kernel all of them did:
"""

from socketlab.experiments.claims import closing, concurrent, listening
from socketlab.experiments.claims.claim import Claim

KERNEL = "Linux 6.18"
"""Where the verdicts were found."""

CLAIMS: tuple[Claim, ...] = (
    *listening.CLAIMS,
    *closing.CLAIMS,
    *concurrent.CLAIMS,
)
