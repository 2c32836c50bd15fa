"""The meeting pack: what the partnership meets over."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from csp_desktop.core.analysis.rag import Rag
from csp_desktop.core.dashboard import IndicatorRow
from csp_desktop.core.editions import Edition
from csp_desktop.core.packs.changes import ChangeKind
from csp_desktop.core.packs.charts import chart_sheet
from csp_desktop.core.packs.document import Line, Pack, PackKind, Sheet
from csp_desktop.core.packs.material import Material
from csp_desktop.core.packs.overview import (
    action_exceptions,
    dashboard,
    exceptional,
    exceptions,
    turning,
    what_changed,
)
from csp_desktop.core.packs.pages import Notes, book, split_for, standing_lines
from csp_desktop.core.packs.quality import data_quality, definitions
from csp_desktop.core.packs.themes import theme_sheet
from csp_desktop.core.periods import DateRange, day_words
from csp_desktop.core.returns import ReturnState

WORKING_PAPER = (
    "This workbook is a working paper of the partnership. Figures marked provisional may change."
)


def meeting_pack(material: Material) -> Pack:
    """The pack of a quarter.

    Args:
        material: as its edition may show it.
    """
    notes = Notes()
    body = [*_body(material, notes)]
    title = f"{material.plan.partnership}: meeting pack, {material.quarter}"
    return Pack(
        kind=PackKind.MEETING,
        edition=material.edition,
        title=title,
        period=str(material.quarter),
        author=material.plan.partnership,
        made=material.made,
        marking=material.marking,
        meeting=day_words(material.meeting) if material.meeting else "",
        sheets=book(
            cover(material, title, headline(material), missing_of(material)),
            body,
            notes,
            standing_lines(material.edition, material.marking, material.rule),
        ),
    )


def _body(material: Material, notes: Notes) -> Iterator[Sheet]:
    edition = material.edition
    drawn: set[str] = set()
    yield what_changed(material.changes, material.since)
    yield exceptions(material)
    yield from split_for(edition, dashboard(material, notes))
    for theme in material.dashboard.themes:
        yield from split_for(edition, theme_sheet(material, theme))
        if edition is not Edition.PUBLIC:
            yield from charts_of(theme.rows, drawn)
    yield action_exceptions(material)
    yield from split_for(edition, data_quality(material))
    yield definitions(material)


def charts_of(rows: Iterable[IndicatorRow], drawn: set[str]) -> Iterator[Sheet]:
    """The charts of indicators that have enough figures, each once.

    Args:
        rows: in order; an indicator may serve several themes.
        drawn: codes of those that have their chart already; those drawn now are added.
    """
    for row in rows:
        sheet = None if row.indicator.code in drawn else chart_sheet(row)
        if sheet is not None:
            drawn.add(row.indicator.code)
            yield sheet


def cover(material: Material, title: str, headline: Iterable[str], missing: Sequence[str]) -> Sheet:
    """What the pack says in one minute, what it lacks, and what it is."""
    meeting = day_words(material.meeting) if material.meeting else "no day is named"
    known = (
        f"as known on {day_words(material.known_on)}"
        if material.known_on
        else f"as known on {day_words(material.made.date())}"
    )
    lines = (
        Line("In one minute", heading=True),
        *(Line(one) for one in headline),
        Line("What is missing", heading=True),
        *(Line(one) for one in missing or ("Nothing: every return that was due is in.",)),
        Line("What this is", heading=True),
        Line(f"Meeting: {meeting}."),
        Line(f"{material.edition.words}. Figures {known}."),
        *((Line(f"Marking: {material.marking}."),) if material.marking else ()),
        Line(WORKING_PAPER),
    )
    return Sheet("Cover", title, lines)


def headline(material: Material) -> Iterator[str]:
    """What a member of the board has to know, a sentence each."""
    rows = material.dashboard.rows
    now = Counter(one.now.rag for one in rows)
    turns = sum(bool(turning(one)) for one in rows)
    judged = sum(now[one] for one in (Rag.RED, Rag.AMBER, Rag.GREEN))
    yield (
        f"Of {judged} indicators that have a target and figures to hold against it, "
        f"{now[Rag.RED]} {_are(now[Rag.RED])} red, {now[Rag.AMBER]} amber and "
        f"{now[Rag.GREEN]} green; {turns} more {_are(turns)} turning."
    )
    red = [f"{one.indicator.code} {one.indicator.name}" for one in rows if one.now.rag is Rag.RED]
    if red:
        yield f"Red: {'; '.join(red)}."
    exceptions_ = sum(exceptional(one) for one in material.actions)
    yield (
        f"Of {len(material.actions)} actions {exceptions_} {_are(exceptions_)} off track or "
        "overdue."
    )
    queries = sum(len(one.queries) for one in material.boards)
    if queries:
        yield f"{queries} {'query is' if queries == 1 else 'queries are'} unanswered."
    yield _changed(material)


def _changed(material: Material) -> str:
    if not material.since:
        return "It is the first pack of its kind and edition to be issued."
    kinds = Counter(one.kind for one in material.changes)
    if not kinds:
        return f"Nothing has changed since {material.since}."
    told = [
        f"{kinds[one]} {one.words.lower()}{'' if kinds[one] == 1 else 's'}"
        for one in ChangeKind
        if kinds[one]
    ]
    return f"Changed since {material.since}: {', '.join(told)}."


def missing_of(material: Material, dates: DateRange | None = None) -> tuple[str, ...]:
    """What the pack lacks, a sentence each.

    Args:
        material: as its edition may show it.
        dates: that its figures should reach into; None for those of its quarter.
    """
    dates = dates or material.quarter.range
    late = [one for one in material.boards if one.owes and one.state.open_for_entry]
    waiting = [one for one in material.boards if one.state is ReturnState.SUBMITTED]
    found = []
    public = material.edition is Edition.PUBLIC
    if late:
        names = "" if public else f": {', '.join(one.board.code for one in late)}"
        returns = "1 return is" if len(late) == 1 else f"{len(late)} returns are"
        found.append(f"{returns} not in{names}.")
    if waiting:
        names = "" if public else f": {', '.join(one.board.code for one in waiting)}"
        returns = "1 return is" if len(waiting) == 1 else f"{len(waiting)} returns are"
        found.append(f"{returns} in and not approved yet{names}.")
    bare = sum(
        1
        for one in material.dashboard.rows
        if one.findings is None or one.findings.period.last < dates.first
    )
    if bare:
        count = len(material.dashboard.rows)
        found.append(f"{bare} of {count} indicators have no figure for {dates.words()}.")
    return tuple(found)


def _are(count: int) -> str:
    return "is" if count == 1 else "are"
