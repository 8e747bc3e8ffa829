"""What is said of closing connections."""

from socketlab.experiments.claims.claim import Claim

CLAIMS = (
    Claim(
        statement="TIME-WAIT is at the client.",
        source="pictures in textbooks, where the client closes first",
        page="close_order",
        verdict="half true",
        condition="It is at the end that closes first, whichever that is.",
    ),
)
