"""The chair's update: what one board tells the partnership of its quarter."""

from collections.abc import Iterator
from dataclasses import replace

from csp_desktop.core.dashboard import theme
from csp_desktop.core.editions import Edition
from csp_desktop.core.packs.document import Column, Line, Pack, PackKind, Sheet, Table
from csp_desktop.core.packs.material import BoardPart, Material
from csp_desktop.core.packs.meeting import charts_of, cover, headline, missing_of
from csp_desktop.core.packs.overview import (
    action_exceptions,
    dashboard,
    exceptions,
    what_changed,
)
from csp_desktop.core.packs.pages import Notes, book, split_for, standing_lines
from csp_desktop.core.packs.quality import data_quality, definitions
from csp_desktop.core.packs.themes import actions_table, theme_sheet
from csp_desktop.core.periods import day_words

_NOTHING = "Nothing was written."


def for_board(material: Material, board: str) -> Material:
    """The part of the material that one board answers for."""
    whole = material.dashboard
    themes = []
    for one in whole.themes:
        own = [row for row in one.rows if row.indicator.board == board]
        if own:
            themes.append(theme(one.priority, own, whole.quarter.range))
    dashboard = replace(whole, themes=tuple(themes))
    codes = {row.indicator.code for row in dashboard.rows}
    return replace(
        material,
        dashboard=dashboard,
        boards=tuple(one for one in material.boards if one.board.code == board),
        actions=tuple(one for one in material.actions if one.row.board == board),
        revisions=tuple(one for one in material.revisions if one.indicator in codes),
        published=tuple(one for one in material.published if one.row in codes),
    )


def chair_pack(material: Material) -> Pack:
    """The update of one board.

    Args:
        material: of the board alone, as its edition may show it.
    """
    [part] = material.boards
    notes = Notes()
    title = f"{part.board.name}: chair's update, {material.quarter}"
    body = [*_body(material, part, notes)]
    return Pack(
        kind=PackKind.CHAIR,
        edition=material.edition,
        title=title,
        period=str(material.quarter),
        board=part.board.code,
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


def _body(material: Material, part: BoardPart, notes: Notes) -> Iterator[Sheet]:
    edition = material.edition
    yield what_changed(material.changes, material.since)
    if edition is not Edition.PUBLIC:
        yield _update(part)
    yield exceptions(material)
    if material.dashboard.rows:
        yield from split_for(edition, dashboard(material, notes))
        drawn: set[str] = set()
        for one in material.dashboard.themes:
            sheet = theme_sheet(replace(material, actions=()), one)
            if sheet.tables:
                yield from split_for(edition, sheet)
            if edition is not Edition.PUBLIC:
                yield from charts_of(one.rows, drawn)
    yield _actions(material)
    yield action_exceptions(material)
    yield from split_for(edition, data_quality(material))
    if material.dashboard.rows:
        yield definitions(material)


def _update(part: BoardPart) -> Sheet:
    summary = part.summary
    rows = (
        ("Achievements", summary.achievements or _NOTHING),
        ("Concerns", summary.concerns or _NOTHING),
        ("Decisions wanted", summary.decisions or _NOTHING),
        ("Resources wanted", summary.resources or _NOTHING),
    )
    columns = (Column("About"), Column("What the chair says", wide=True))
    return Sheet(
        "Update",
        "What the board has achieved, and what it wants of the partnership",
        tables=(Table("Update", columns, rows),),
    )


def _actions(material: Material) -> Sheet:
    title = "Actions this quarter"
    if not material.actions:
        return Sheet("Actions", title, lines=(Line("The plan gives this board no actions."),))
    table = replace(actions_table("Actions", material.actions, material), title="")
    return Sheet("Actions", title, tables=(table,))
