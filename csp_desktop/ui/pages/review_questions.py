"""What the Review page asks once more before a whole return is moved on."""

from collections.abc import Sequence
from dataclasses import dataclass

from csp_desktop.core.review import Decision, ReviewSheet, differences
from csp_desktop.core.sheet import FigureLine
from csp_desktop.services.import_report import SUMMARY_LABELS
from csp_desktop.ui.pages.review_words import lines_words


@dataclass(frozen=True)
class Question:
    """What is asked before something is done.

    Attributes:
        sentences: what it does, or why it cannot be done.
        lines: those it is about: code and words.
        confirm: words of the button; nothing can be done where they are empty.
        field: label of the reason that is wanted; none where it is empty.
    """

    title: str
    sentences: Sequence[str]
    lines: Sequence[tuple[str, str]] = ()
    confirm: str = ""
    field: str = ""


def sending_back(sheet: ReviewSheet) -> Question:
    """Which lines go back with which words; how to ask something where nothing is asked yet."""
    queried = sheet.queried
    if not queried:
        return Question(
            "Nothing is asked of the board yet",
            [
                "A return goes back with at least one query, so that its board can read what has "
                "to change. Select a line and press Q to ask something of it."
            ],
        )
    lines = lines_words(len(queried))
    return Question(
        f"Return to {sheet.sheet.board.name}",
        [f"{lines} with what you ask; the board can change the return until it submits again."],
        [(one.code, f"{one.name}: {one.query.reason}") for one in queried if one.query],
        "Return to board",
    )


def approving(sheet: ReviewSheet) -> Question:
    """What approving locks, and the lines that nobody has accepted yet; or why it cannot be."""
    if sheet.why_not_approve:
        return Question("This return cannot be approved now", [sheet.why_not_approve])
    figures = sum(isinstance(one.line, FigureLine) for one in sheet.lines)
    actions = len(sheet.lines) - figures
    parts = [f"{figures} {'figure' if figures == 1 else 'figures'}"] if figures else []
    parts += [f"{actions} {'action' if actions == 1 else 'actions'}"] if actions else []
    version = sheet.sheet.record.version
    said = [
        f"It locks {', '.join(parts)}{' and ' if parts else ''}the summary as version {version}. "
        "They can be changed again only when the return is reopened with a reason."
    ]
    waiting = [one for one in sheet.lines if one.decision is Decision.TO_DECIDE]
    if waiting:
        many = len(waiting) > 1
        said.append(
            f"{lines_words(len(waiting))} {'are' if many else 'is'} not accepted yet. Approving "
            f"accepts {'them' if many else 'it'}:"
        )
    return Question(
        f"Approve version {version} of {sheet.sheet.board.name}",
        said,
        [(one.code, one.name) for one in waiting],
        "Approve",
    )


def reopening(sheet: ReviewSheet) -> Question:
    """What reopening an approved return means."""
    version = sheet.sheet.record.version
    return Question(
        f"Reopen the return of {sheet.sheet.board.name}",
        [
            f"Its board can change it again and submit it as version {version + 1}. Version "
            f"{version} stays readable here."
        ],
        confirm="Reopen",
        field="Reason for reopening",
    )


def telling_summary(sheet: ReviewSheet) -> Question:
    """What the chair tells the partnership, and what it said in the version before."""
    summary = sheet.sheet.summary
    before = sheet.before.records.get("", ()) if sheet.before else ()
    changed = {one.field: str(one.before) for one in differences(before, (summary,))}
    found = []
    for name, label in SUMMARY_LABELS.items():
        words = str(getattr(summary, name)) or "Not provided"
        if name in changed:
            words += f"\nBefore: {changed[name] or 'nothing'}"
        found.append((label, words))
    return Question(f"Summary of {sheet.sheet.board.name}", [], found)
