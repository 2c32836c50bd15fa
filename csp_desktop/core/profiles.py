"""How a year's target is spread over its quarters: equally, by the seasons, or as typed."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import Enum
from fractions import Fraction

_QUARTERS = 4


class ProfileKind(Enum):
    """Where the shares of a profile come from."""

    EQUAL = "equal"
    SEASONAL = "seasonal"
    TYPED = "typed"


@dataclass(frozen=True)
class Profile:
    """The shares of a year that its quarters are asked for.

    Attributes:
        shares: in per cent, the first quarter on, for a typed profile; they come to 100.
    """

    kind: ProfileKind
    shares: tuple[Decimal, ...] = ()

    @classmethod
    def parse(cls, text: str) -> "Profile":
        """Read `equal`, `seasonal` or four shares in per cent, `30 25 25 20`; nothing is `equal`.

        Raises:
            ValueError: it is none of these, or the shares do not come to 100; the message says so.
        """
        text = text.strip().lower()
        if text in ("", ProfileKind.EQUAL.value):
            return EQUAL
        if text == ProfileKind.SEASONAL.value:
            return SEASONAL
        try:
            shares = tuple(Decimal(part.rstrip("%")) for part in text.split())
        except InvalidOperation as error:
            raise ValueError(
                f"“{text}” is no profile; write equal, seasonal or four shares like 30 25 25 20"
            ) from error
        if len(shares) != _QUARTERS or not all(one.is_finite() and one >= 0 for one in shares):
            raise ValueError(f"a typed profile has four shares like 30 25 25 20, not “{text}”")
        if sum(shares) != 100:
            raise ValueError(f"the shares of a profile come to 100, not to {sum(shares)}")
        return cls(ProfileKind.TYPED, shares)

    def __str__(self) -> str:
        """As it is typed."""
        if self.kind is ProfileKind.TYPED:
            return " ".join(f"{share:f}" for share in self.shares)
        return str(self.kind.value)

    @property
    def fractions(self) -> tuple[Fraction, ...]:
        """The typed shares, of one."""
        return tuple(Fraction(share) / 100 for share in self.shares)


EQUAL, SEASONAL = Profile(ProfileKind.EQUAL), Profile(ProfileKind.SEASONAL)
