"""How the X API may be asked: the token, the dialect and the budget of reads."""

from dataclasses import dataclass, field
from typing import Literal

from pydantic import SecretStr

Dialect = Literal["tweet", "post"]


@dataclass(frozen=True, slots=True, kw_only=True)
class XAccess:
    """The settings of the same names say what each one means; `base` is the API's address."""

    base: str
    token: SecretStr = field(repr=False)
    dialect: Dialect
    max_wait_s: float
    reads_per_run: int
    reads_per_month: int


@dataclass(slots=True, kw_only=True)
class Budget:
    """Tweets that may still be read: the lesser of what is left of the run's and of the month's share."""

    per_run: int
    per_month: int
    run: int = 0
    month: int = 0

    @property
    def left(self) -> int:
        """Tweets that may still be read now."""
        return max(0, min(self.per_run - self.run, self.per_month - self.month))

    def spend(self, reads: int) -> None:
        """Count tweets that were read."""
        self.run += reads
        self.month += reads

    @property
    def said(self) -> str:
        """What is spent and what is left, in words."""
        return (
            f"{self.run:,} of {self.per_run:,} reads of this run, "
            f"{self.month:,} of {self.per_month:,} of this month"
        )
