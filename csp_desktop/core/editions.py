"""What an edition may show of the dashboard: a copy, protected before anything is drawn.

DESIGN.md 8, CONVENTIONS.md C2, C7, C9, C10. Which numbers may be public is `publication`'s matter;
here whatever rests on a number that is withheld is withheld with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import Enum

from csp_desktop.core.analysis.charting import Charted
from csp_desktop.core.analysis.comparison import Comparison, YearToDate
from csp_desktop.core.analysis.findings import Findings
from csp_desktop.core.analysis.rag import Judgement, Rag
from csp_desktop.core.analysis.series import Point
from csp_desktop.core.analysis.standing import TargetFinding, YearForecast
from csp_desktop.core.dashboard import Dashboard, IndicatorRow, theme
from csp_desktop.core.disclosure.rounding import EXACT, Rule
from csp_desktop.core.periods import DateRange
from csp_desktop.core.plan import Indicator
from csp_desktop.core.publication import Told, publishable, tilings

COULD_TELL = "Withheld: it could tell a small number."  # in place of any sentence

_NOT_COMPARED = "Not compared."
_NO_FIGURE = "No figure"

_Shown = Mapping[str, frozenset[DateRange]]


class Edition(Enum):
    """Whom figures are shown to; each holds back more than the one before it."""

    INTERNAL = "Internal edition"
    PARTNERSHIP = "Partnership edition"
    PUBLIC = "Public edition"

    @property
    def words(self) -> str:
        """As it stands on every page: `Partnership edition`."""
        return self.value

    @property
    def next(self) -> "Edition":
        """The one after it; after the public one the internal one again."""
        every = list(Edition)
        return every[(every.index(self) + 1) % len(every)]

    def protects_less_than(self, other: "Edition") -> bool:
        """Whether it shows what the other holds back."""
        every = list(Edition)
        return every.index(self) < every.index(other)


class Withheld(Enum):
    """Why an edition does not show a figure that there is; words, not symbols (C2)."""

    RESTRICTED = "Restricted"
    WITHHELD = "Withheld"

    @property
    def words(self) -> str:
        """The reason as a sentence."""
        return _REASONS[self]


_REASONS = {
    Withheld.RESTRICTED: "Restricted: its supplier limits who may see it.",
    Withheld.WITHHELD: "Withheld: it is small, or could tell a figure that must not be shown.",
}


def may_be_public(
    dashboards: Sequence[Dashboard], earlier: Sequence[Told] = (), rule: Rule = EXACT
) -> dict[str, frozenset[DateRange]]:
    """The ranges whose numbers a public edition may show, by the indicator's code.

    Args:
        dashboards: everything that the edition shows.
        earlier: every public edition that was issued before.
        rule: how counts are published.
    """
    rows = [one for board in dashboards for one in board.rows]
    restricted = frozenset(one.indicator.code for one in rows if _is_restricted(one))
    tied = _tied({one.indicator.code: one for one in rows}, restricted)
    unrestricted = [one for one in rows if one.indicator.code not in restricted]
    apart = [one for one in rows if one.indicator.code in restricted]
    return publishable(unrestricted, tied, earlier, apart, rule)


def shown_to(dashboard: Dashboard, edition: Edition, may_show: _Shown | None = None) -> Dashboard:
    """A copy of a dashboard with what an edition may show, and its stories made anew from that.

    Internal: everything. Partnership: restricted indicators by name only, and nothing worked out
    from them. Public: restricted indicators not at all; counts of 1 to 4, and shares of so few or
    of all but so few, not at all; and nothing that such a number could be worked out from: sums
    and the wholes they are parts of, differences, targets, colours, forecasts and charts. The
    reasons a board gave for a figure that is missing, and for a new phase, stay inside as well.

    Args:
        dashboard: as it is.
        edition: for whom.
        may_show: of a public edition, what `may_be_public` found for everything in it; None where
            it shows this dashboard alone.

    Raises:
        RefusedError: it was not found out whether a figure may be public.
    """
    if edition is Edition.INTERNAL:
        return dashboard
    rows = {one.indicator.code: one for one in dashboard.rows}
    restricted = frozenset(code for code, one in rows.items() if _is_restricted(one))
    if edition is Edition.PARTNERSHIP:
        tied = _tied(rows, restricted)
        kept = {code: _to_partners(one, restricted, tied) for code, one in rows.items()}
    else:
        shown = may_be_public([dashboard]) if may_show is None else may_show
        kept = {
            code: _to_public(one, shown) for code, one in rows.items() if code not in restricted
        }
    themes = []
    for part in dashboard.themes:
        own = [kept[one.indicator.code] for one in part.rows if one.indicator.code in kept]
        themes.append(theme(part.priority, own, dashboard.quarter.range))
    return replace(dashboard, themes=tuple(themes))


def withheld(row: IndicatorRow) -> Withheld | None:
    """Why the edition does not show the figure of a row; None where nothing is held back."""
    if row.findings is not None:
        return None
    return next((one for one in Withheld if one.value == row.why), None)


def _is_restricted(row: IndicatorRow) -> bool:
    found = row.findings
    return row.indicator.restricted or (found is not None and found.indicator.restricted)


def _tied(rows: Mapping[str, IndicatorRow], restricted: frozenset[str]) -> frozenset[str]:
    """The indicators that are not restricted but could tell one that is.

    Sums and wholes it is part of, and theirs in turn; what makes it up where it is one itself.
    """
    found = set(restricted)
    for code in restricted:
        found.update(rows[code].indicator.sum_of)
        found.update(key for key, one in rows.items() if one.indicator.part_of == code)
    while more := {
        code
        for code, one in rows.items()
        if code not in found and found.intersection(_parts(rows, one.indicator))
    }:
        found |= more
    return frozenset(found - restricted)


def _parts(rows: Mapping[str, IndicatorRow], indicator: Indicator) -> set[str]:
    """What an indicator is the sum or the whole of."""
    own = {code for code, one in rows.items() if one.indicator.part_of == indicator.code}
    return own.union(indicator.sum_of)


def _to_partners(
    row: IndicatorRow, restricted: frozenset[str], tied: frozenset[str]
) -> IndicatorRow:
    if row.indicator.code in restricted:
        return replace(row, findings=None, why=Withheld.RESTRICTED.value)
    if row.indicator.code in tied and row.findings is not None:
        return replace(row, findings=None, why=Withheld.WITHHELD.value)
    return row


def _to_public(row: IndicatorRow, shown: _Shown) -> IndicatorRow:
    found, own = row.findings, shown[row.indicator.code]
    if found is None:
        return replace(row, why=_NO_FIGURE)
    if found.period not in own:
        return replace(row, findings=None, why=Withheld.WITHHELD.value)
    series = tuple(_point(one, own) for one in found.series)
    protected = replace(
        found,
        series=series,
        comparisons=tuple(_comparison(one, found, own) for one in found.comparisons),
        short=_comparison(found.short, found, own),
        long=_comparison(found.long, found, own),
        year_to_date=_year_to_date(found, own),
        charted=_without_reasons(found.charted),
        members=tuple(
            one for one in found.members if found.period in shown.get(one.indicator.code, ())
        ),
    )
    whole = all(one.value is None or one.period in own for one in found.series)
    return replace(row, findings=protected if whole else _without_derived(protected))


def _point(point: Point, own: frozenset[DateRange]) -> Point:
    if point.value is None:
        return Point(point.period, None, gap=_NO_FIGURE)
    return point if point.period in own else Point(point.period, None, gap=Withheld.WITHHELD.value)


def _without_derived(found: Findings) -> Findings:
    """Without what rests on the whole series, of which a number is held back.

    The profile, a baseline, limits and a forecast each take many of its numbers together.
    """
    grey = Judgement(Rag.GREY, COULD_TELL)
    targets = (
        TargetFinding(
            replace(one.line, level=None, baseline=None, words=COULD_TELL), grey, grey, None
        )
        for one in found.targets
    )
    return replace(
        found,
        targets=tuple(targets),
        charted=Charted(None, COULD_TELL),
        year=YearForecast(None, None, COULD_TELL),
        members=(),
    )


def _comparison(one: Comparison, found: Findings, own: frozenset[DateRange]) -> Comparison:
    """A difference only where both its ends rest on numbers that are shown."""
    if one.change is None:
        return replace(one, words=_NOT_COMPARED)
    assert one.against is not None, "a change is one against another range"
    now = _range_now(one.against, found.period)
    if all(_rests_on(end, found, own) for end in (one.against, now)):
        return one
    return Comparison(one.name, one.against, None, COULD_TELL)


def _range_now(against: DateRange, period: DateRange) -> DateRange:
    """The range that is held against another one: the period, or so many months to its end."""
    longer = (against.months or 0) - (period.months or 0)
    first = period.moved(-longer) if longer > 0 else None
    return DateRange(first.first, period.last) if first else period


def _rests_on(whole: DateRange, found: Findings, own: frozenset[DateRange]) -> bool:
    """Whether a range is shown, or has no figure of its own and is filled by ranges that are."""
    if whole in own:
        return True
    there = {one.period for one in found.series if one.value is not None}
    return whole not in there and bool(tilings(whole, there & own))


def _year_to_date(found: Findings, own: frozenset[DateRange]) -> YearToDate | None:
    """The year so far where all of it is shown; a second figure of it could tell one that is not.

    None also stands for it where it was reported: such a figure carries its board's comment.
    """
    so_far = found.year_to_date
    if so_far is None or so_far.reported is not None:
        return None
    return so_far if all(one.period in own for one in so_far.summed.parts) else None


def _without_reasons(charted: Charted) -> Charted:
    """The chart without the reasons people gave for its phases."""
    return replace(charted, words="", reasons=()) if charted.reasons else charted
