"""The copy of a pack's material that an edition may show (DESIGN.md 8, CONVENTIONS.md C9, C10).

What people write is shown to the partnership and never to the public: no rule can tell what a
sentence gives away. The public reads the plan's own words, and figures.
"""

from collections.abc import Mapping
from dataclasses import replace

from csp_desktop.core.dashboard import Dashboard, IndicatorRow
from csp_desktop.core.editions import Edition, Withheld, shown_to, withheld
from csp_desktop.core.packs.material import BoardPart, Material
from csp_desktop.core.periods import DateRange
from csp_desktop.core.returns import Summary


def protected(
    material: Material, may_show: Mapping[str, frozenset[DateRange]] | None = None
) -> Material:
    """The material as its edition may show it.

    Internal: everything. Partnership: restricted indicators by name only, without what boards say
    of them. Public: nothing of restricted indicators, no small numbers nor what could tell them,
    nothing that boards wrote, no actions that the plan does not print, and no figures as they were
    reported first: the public is told of a revision by what it was shown before.

    Args:
        material: everything there is.
        may_show: of a public edition, what may be shown of everything in it; None where it shows
            the dashboard of this material alone.
    """
    edition = material.edition
    if edition is Edition.INTERNAL:
        return material
    dashboard = shown_to(material.dashboard, edition, may_show)
    closed = _closed(material, dashboard)
    public = edition is Edition.PUBLIC
    actions, revisions = material.actions, material.revisions
    if public:
        actions = tuple(replace(one, update=None) for one in actions if not one.row.proposed)
        revisions = ()
    return replace(
        material,
        dashboard=dashboard,
        boards=tuple(_board(one, closed, public=public) for one in material.boards),
        actions=actions,
        revisions=tuple(one for one in revisions if one.indicator not in closed),
        published=tuple(one for one in material.published if one.row not in closed),
    )


def _closed(material: Material, dashboard: Dashboard) -> frozenset[str]:
    """The indicators of which nothing may be said: restricted ones, and those with a hidden number.

    A figure the plan printed could tell it.
    """
    restricted = {one.code for one in material.plan.indicators if one.restricted}
    known = {one.indicator.code: one for one in dashboard.rows}
    held = {code for code, one in known.items() if withheld(one) is not None or _has_gap(one)}
    gone = {one.indicator.code for one in material.dashboard.rows} - known.keys()
    return frozenset(restricted | held | gone)


def _has_gap(row: IndicatorRow) -> bool:
    series = row.findings.series if row.findings else ()
    return any(one.gap == Withheld.WITHHELD.value for one in series)


def _board(part: BoardPart, closed: frozenset[str], *, public: bool) -> BoardPart:
    if public:
        blank = Summary(board=part.summary.board, quarter=part.summary.quarter)
        return replace(part, summary=blank, comments={}, queries=())
    return replace(
        part,
        comments={code: said for code, said in part.comments.items() if code not in closed},
        queries=tuple(one for one in part.queries if one.line not in closed),
    )
