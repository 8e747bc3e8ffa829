"""The ladder: one connection as two lifelines, and what passed between them."""

from socketlab.report.ladder.picture import ladder

__all__ = ["ladder"]
