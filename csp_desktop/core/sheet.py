"""A return laid out to be filled in: each line with what stood there before, and how complete."""

from dataclasses import dataclass
from datetime import date

from csp_desktop.core.actions import Action, ActionUpdate
from csp_desktop.core.figures import Figure
from csp_desktop.core.periods import Quarter
from csp_desktop.core.plan import Board, Indicator
from csp_desktop.core.returns import Return
from csp_desktop.core.rules import Problem, figure_problems


@dataclass(frozen=True)
class Completeness:
    """How much of what is expected has been entered; never more than all of it."""

    entered: int
    expected: int

    def __add__(self, other: "Completeness") -> "Completeness":
        return Completeness(self.entered + other.entered, self.expected + other.expected)

    @property
    def words(self) -> str:
        """`13 of 21`."""
        return f"{self.entered} of {self.expected}"


@dataclass(frozen=True)
class FigureLine:
    """One indicator in a return.

    Attributes:
        figure: this quarter's; not entered where there is none yet.
        last_quarter, year_ago: the quarter before and the same quarter of the year before.
        asked: whether the return of this quarter must answer it.
    """

    indicator: Indicator
    figure: Figure
    last_quarter: Figure | None
    year_ago: Figure | None
    asked: bool

    @property
    def problems(self) -> list[Problem]:
        """What the rules say of this quarter's figure."""
        return figure_problems(self.indicator, self.figure)


@dataclass(frozen=True)
class ActionLine:
    """One delivery plan action in a return, with the board's update for the quarter."""

    action: Action
    update: ActionUpdate


@dataclass(frozen=True)
class ReturnSheet:
    """One board's return for one quarter."""

    board: Board
    quarter: Quarter
    record: Return
    due: date
    figures: tuple[FigureLine, ...]
    actions: tuple[ActionLine, ...]

    @property
    def figures_complete(self) -> Completeness:
        """Figures entered, of those asked for this quarter."""
        return completeness([line.figure.entered for line in self.figures if line.asked])

    @property
    def actions_complete(self) -> Completeness:
        """Actions updated, of all."""
        return completeness([line.update.entered for line in self.actions])

    @property
    def complete(self) -> Completeness:
        """The whole return."""
        return self.figures_complete + self.actions_complete


def completeness(answered: list[bool]) -> Completeness:
    """How many of the expected answers are there."""
    return Completeness(sum(answered), len(answered))
