"""Which mark stands for which state of a record."""

from csp_desktop.core.actions import ActionStatus
from csp_desktop.core.figures import Absence
from csp_desktop.core.returns import ReturnState
from csp_desktop.ui import marks


def state_mark(state: ReturnState) -> marks.ReturnState:
    """The chip of a return's state."""
    return marks.ReturnState[state.name]


def status_mark(status: ActionStatus) -> marks.ActionStatus:
    """The mark of an action's status."""
    return marks.ActionStatus[status.name]


def absence_mark(absence: Absence) -> marks.Absence:
    """The mark of a typed absence."""
    return marks.Absence[absence.name]
