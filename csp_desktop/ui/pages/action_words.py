"""What an action's form says in words: why it is locked, and the story of its due date."""

from csp_desktop.core.actions import Action, DueChange
from csp_desktop.core.periods import day_of, day_words
from csp_desktop.core.sheet import ReturnSheet


def why_locked(sheet: ReturnSheet) -> str:
    """Why nothing of a return may be changed here and now; empty where it may."""
    if sheet.open:
        return ""
    if sheet.record.state.open_for_entry:
        return "This window may only look, because the database is open elsewhere."
    return (
        f"The return is {sheet.record.state.words.lower()} and locked. "
        "It can be changed again when it is sent back or reopened."
    )


def story_of_due(action: Action) -> str:
    """The first due date, every move with when and by whom, and how far it has slipped."""
    first = action.original_due
    if first is None or (not action.moves and first == action.due):
        return ""
    lines = [f"First due {day_words(first)}.", *map(_move, action.moves)]
    if action.slips:
        times = {1: "once", 2: "twice"}.get(action.slips, f"{action.slips} times")
        days = action.days_slipped
        later = f"{days} {'day' if days == 1 else 'days'} later than first promised"
        lines.append(f"Put off {times}, {later if days else 'now due as first promised'}.")
    return "\n".join(lines)


def _move(move: DueChange) -> str:
    at = day_of(move.at)
    after = f"to {day_words(move.after)}" if move.after else "to no date"
    return f"Moved from {day_words(move.before)} {after} on {day_words(at)} by {move.by}."
