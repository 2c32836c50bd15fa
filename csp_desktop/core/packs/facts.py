"""What a pack says, as facts that another pack can be held against."""

from dataclasses import dataclass

from csp_desktop.core.periods import DateRange


@dataclass(frozen=True)
class FigureFact:
    """A figure as a pack shows it.

    Attributes:
        words: as shown; empty where the edition withholds it.
    """

    indicator: str
    area: str
    period: DateRange
    words: str

    @property
    def place(self) -> tuple[str, str, DateRange]:
        """Which figure it is, whatever it says."""
        return self.indicator, self.area, self.period


@dataclass(frozen=True)
class IndicatorFact:
    """An indicator as a pack judges it.

    Attributes:
        now, forecast: a colour in a word, or why there is none.
        why: the arithmetic behind the colour.
        target: what is asked, in words; empty without a target.
        terms: the definition, the tolerance and the profile that hold, in words.
    """

    code: str
    name: str
    now: str
    forecast: str
    why: str
    target: str
    terms: str


@dataclass(frozen=True)
class ActionFact:
    """An action as a pack reports it; `due` in words, empty without a day."""

    code: str
    text: str
    board: str
    status: str
    due: str
    open: bool


@dataclass(frozen=True)
class Facts:
    """Everything of a pack that another is held against.

    Attributes:
        rounded_to: what its counts are rounded to; 1 for none.
    """

    figures: tuple[FigureFact, ...] = ()
    indicators: tuple[IndicatorFact, ...] = ()
    actions: tuple[ActionFact, ...] = ()
    rounded_to: int = 1
