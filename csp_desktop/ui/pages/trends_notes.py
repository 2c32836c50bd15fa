"""What the form above a chart asks for, done: notes and phases stored, or taken back."""

from csp_desktop.core.analysis.charting import Rebase
from csp_desktop.core.annotations import Annotation
from csp_desktop.core.errors import RefusedError
from csp_desktop.core.reading import UnreadableError, read_day
from csp_desktop.services import Services
from csp_desktop.services.changes import Changes
from csp_desktop.ui.pages.trends_form import NOTE_ON_ALL, PHASE, Typed


def store_typed(services: Services, code: str, typed: Typed) -> Changes:
    """Store a note, or begin a phase, as it was typed.

    Args:
        services: of the database.
        code: of the indicator looked at.
        typed: what stands in the form.

    Raises:
        UserError: the day is none, or the words are missing.
    """
    try:
        day = read_day(typed.day, "Day")
    except UnreadableError as error:
        raise RefusedError(f"{error}.") from error
    if day is None:
        raise RefusedError("Enter the day it happened on, like 1 Nov 2013.")
    if typed.kind == PHASE:
        return services.phases.begin(code, day, typed.fact)
    own = "" if typed.kind == NOTE_ON_ALL else code
    return services.annotations.add(own, day, typed.fact, typed.note)


def take_back(services: Services, code: str, kept: Annotation | Rebase) -> Changes:
    """Take a note or a phase back.

    Args:
        services: of the database.
        code: of the indicator looked at.
        kept: which one.

    Raises:
        UserError: it is not there any more.
    """
    if isinstance(kept, Annotation):
        return services.annotations.take_back(kept.id)
    return services.phases.take_back(code, kept.first)
