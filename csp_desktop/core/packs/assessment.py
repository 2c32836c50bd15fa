"""The Strategic Assessment: three years from October to September in the plan's own layout."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from csp_desktop.core.analysis.control_chart import Verdict
from csp_desktop.core.analysis.difference import Reading
from csp_desktop.core.analysis.funnel import Funnel
from csp_desktop.core.analysis.rag import Rag
from csp_desktop.core.dashboard import Dashboard, IndicatorRow, ThemeRow
from csp_desktop.core.editions import Edition, shown_to
from csp_desktop.core.numbers import rounded
from csp_desktop.core.packs.cells import (
    change_cell,
    colour_words,
    latest_cell,
    period_words,
    signal_words,
    words_cell,
)
from csp_desktop.core.packs.document import (
    NOT_AVAILABLE,
    Cell,
    Column,
    Line,
    Number,
    Pack,
    PackKind,
    Sheet,
    Table,
)
from csp_desktop.core.packs.material import Material
from csp_desktop.core.packs.meeting import charts_of, cover, missing_of
from csp_desktop.core.packs.overview import (
    DIRECTION,
    LONG,
    NOW,
    SIGNALS,
    agency_names,
    unit_noun,
    what_changed,
)
from csp_desktop.core.packs.pages import Notes, book, split_for, standing_lines, tab_name
from csp_desktop.core.packs.quality import data_quality, definitions
from csp_desktop.core.periods import DateRange, day_words
from csp_desktop.core.plan import Indicator

_MONTHS, _OCTOBER = 12, 10
_WRONG_WAY = (Reading.WORSE,)
_POPULATIONS = "People"  # what a funnel's notes on whom its rates are of begin with


@dataclass(frozen=True)
class Years:
    """What an assessment holds beside a quarter's material.

    Attributes:
        dashboards: of the assessment years with their ranges, the oldest first.
        compared: indicators of which the plan's area is held against its neighbours.
        few: codes of those that count few in an area.
    """

    dashboards: tuple[tuple[DateRange, Dashboard], ...]
    compared: tuple[tuple[Indicator, Funnel], ...] = ()
    few: frozenset[str] = frozenset()

    @property
    def last(self) -> Dashboard:
        """Of the year that is assessed."""
        return self.dashboards[-1][1]


def assessment_year(range_: DateRange) -> bool:
    """Whether a range is an assessment year: October to September."""
    return range_.months == _MONTHS and range_.first.month == _OCTOBER


def year_words(range_: DateRange) -> str:
    """An assessment year as the plan heads its columns: `2013/14`."""
    start = range_.first.year
    return f"{start}/{(start + 1) % 100:02d}"


def protected_years(
    years: Years, edition: Edition, may_show: Mapping[str, frozenset[DateRange]] | None = None
) -> Years:
    """The years as an edition may show them; small counts of areas take their comparison along.

    Args:
        years: as they are.
        edition: for whom.
        may_show: of a public edition, what may be shown of everything in it.
    """
    if edition is Edition.INTERNAL:
        return years
    dashboards = tuple((one, shown_to(board, edition, may_show)) for one, board in years.dashboards)
    shown = {row.indicator.code for row in dashboards[-1][1].rows if row.findings is not None}
    few = frozenset[str]() if edition is Edition.PARTNERSHIP else _with_few(years)
    compared = tuple(
        (indicator, funnel if edition is Edition.PARTNERSHIP else _without_sources(funnel))
        for indicator, funnel in years.compared
        if indicator.code in shown - few
    )
    return Years(dashboards, compared)


def _without_sources(funnel: Funnel) -> Funnel:
    """Without the notes that may name a source of counts, which boards write."""
    return replace(funnel, notes=tuple(one for one in funnel.notes if one.startswith(_POPULATIONS)))


def _with_few(years: Years) -> frozenset[str]:
    """The indicators that count few in an area, and all that are joined to one by sums."""
    found = {*years.few}
    families = [{one.code, one.part_of, *one.sum_of} - {""} for one, _ in years.compared]
    while more := {code for one in families if found & one for code in one} - found:
        found |= more
    return frozenset(found)


def assessment_pack(material: Material, years: Years) -> Pack:
    """The assessment of the last of the years.

    Args:
        material: of the last quarter of the years, as the edition may show it.
        years: as the edition may show them.
    """
    notes = Notes()
    last = years.dashboards[-1][0]
    title = f"{material.plan.partnership}: Strategic Assessment {year_words(last)}"
    body = [*_body(material, years, notes)]
    return Pack(
        kind=PackKind.ASSESSMENT,
        edition=material.edition,
        title=title,
        period=str(last),
        author=material.plan.partnership,
        made=material.made,
        marking=material.marking,
        meeting=day_words(material.meeting) if material.meeting else "",
        sheets=book(
            cover(material, title, _headline(years), missing_of_years(material, years)),
            body,
            notes,
            standing_lines(material.edition, material.marking, material.rule),
        ),
    )


def missing_of_years(material: Material, years: Years) -> tuple[str, ...]:
    """What the assessment lacks, a sentence each."""
    return missing_of(replace(material, dashboard=years.last), years.dashboards[-1][0])


def _body(material: Material, years: Years, notes: Notes) -> Iterator[Sheet]:
    edition = material.edition
    yield what_changed(material.changes, material.since)
    for theme in years.last.themes:
        if theme.rows:
            yield _theme(material, years, theme, notes)
    yield _trends(material, notes)
    if edition is not Edition.PUBLIC:
        drawn: set[str] = set()
        for theme in material.dashboard.themes:
            yield from charts_of(theme.rows, drawn)
    if any(one.topic == "consultation" for one in material.plan.facts):
        yield _consultation(material)
    if years.compared:
        yield _areas(years)
    yield _review(years)
    yield from split_for(edition, data_quality(material))
    yield definitions(replace(material, dashboard=years.last))


def _headline(years: Years) -> Iterator[str]:
    dates, last = years.dashboards[-1]
    rows = [one for one in last.rows if one.findings is not None]
    have = "has" if len(rows) == 1 else "have"
    yield f"Of {len(last.rows)} indicators {len(rows)} {have} a figure for {dates.words()}."
    for words, readings in (
        ("better", (Reading.BETTER, Reading.AS_WANTED)),
        ("worse", _WRONG_WAY),
        ("not really changed", (Reading.NO_CHANGE, Reading.NO_REAL_CHANGE)),
    ):
        named = [one.indicator.code for one in rows if _reads(one) in readings]
        if named:
            is_ = "is" if len(named) == 1 else "are"
            yield f"{len(named)} {is_} {words} than the year before: {', '.join(named)}."


def _reads(row: IndicatorRow) -> Reading:
    change = row.findings.short.change if row.findings else None
    return change.reads if change else Reading.NOT_JUDGED


def _theme(material: Material, years: Years, theme: ThemeRow, notes: Notes) -> Sheet:
    """The plan's own table: three years, the difference and the direction of travel."""
    agencies = agency_names(material.plan)
    columns = (
        Column("Code"),
        Column("Performance indicator", wide=True),
        Column("Lead agency"),
        Column("Unit"),
        *(Column(f"{year_words(one)} October to September") for one, _ in years.dashboards),
        Column("Difference"),
        Column(f"Direction of travel {notes.mark(DIRECTION)}"),
        Column(f"Colour {notes.mark(NOW)}"),
    )
    by_year = [{row.indicator.code: row for row in board.rows} for _, board in years.dashboards]
    rows = []
    for row in theme.rows:
        code = row.indicator.code
        change = row.findings.short.change if row.findings else None
        difference = (change.percent or change.absolute) if change else ""
        rows.append(
            (
                code,
                row.indicator.name,
                agencies.get(row.indicator.agency, row.indicator.agency),
                unit_noun(row),
                *(latest_cell(year[code]) if code in year else NOT_AVAILABLE for year in by_year),
                words_cell(difference) if difference else NOT_AVAILABLE,
                change.reads.value if change else "Not compared",
                colour_words(row),
            )
        )
    name = tab_name(theme.priority.code, "three_years")
    title = f"{theme.priority.code} {theme.priority.title}: three years"
    return Sheet(
        tab_name("Theme", theme.priority.code), title, tables=(Table(name, columns, tuple(rows)),)
    )


def _trends(material: Material, notes: Notes) -> Sheet:
    title = f"Trends up to {material.quarter.range.words()}"
    if all(one.findings is None for one in material.dashboard.rows):
        return Sheet("Trends", title, lines=(Line("There are no figures."),))
    columns = (
        Column("Theme"),
        Column("Code"),
        Column("Indicator", wide=True),
        Column("Period"),
        Column("Latest figure"),
        Column("On the same period last year"),
        Column(f"Since the plan began {notes.mark(LONG)}"),
        Column(f"Signals {notes.mark(SIGNALS)}"),
        Column("What the chart says", wide=True),
    )
    rows = tuple(
        (
            theme.priority.code,
            one.indicator.code,
            one.indicator.name,
            period_words(one.findings.period),
            latest_cell(one),
            change_cell(one.findings.short),
            change_cell(one.findings.long),
            signal_words(one),
            one.findings.charted.words or "Nothing beyond the signals.",
        )
        for theme in material.dashboard.themes
        for one in theme.rows
        if one.findings is not None
    )
    return Sheet("Trends", title, tables=(Table("Trends", columns, rows),))


def _consultation(material: Material) -> Sheet:
    columns = (
        Column("Question", wide=True),
        Column("Answer", wide=True),
        Column("Number"),
        Column("Unit"),
    )
    rows = tuple(
        (
            *_question(one.item),
            NOT_AVAILABLE if one.value is None else _printed(one.value),
            one.unit or "number",
        )
        for one in material.plan.facts
        if one.topic == "consultation"
    )
    return Sheet(
        "Consultation",
        "What people said when they were asked",
        lines=(Line(f"Source: {material.plan.source}."),),
        tables=(Table("Consultation", columns, rows),),
    )


def _question(item: str) -> tuple[str, str]:
    question, _, answer = item.partition(": ")
    return (question, answer) if answer else (item, item)


def _printed(value: Decimal) -> Number:
    """A number that the plan prints, with the decimals it is printed with."""
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int), "a number that was printed is finite"
    return Number(value, max(0, -exponent))


def _number(value: Fraction) -> Number:
    places = 0 if value.denominator == 1 else 1
    return Number(rounded(value, places), places)


def _areas(years: Years) -> Sheet:
    """The plan's area beside its neighbours, in the plan's order and never as a league table."""
    columns = (
        Column("Code"),
        Column("Indicator", wide=True),
        Column("Area"),
        Column("Number"),
        Column("Rate", "per 1,000 people"),
        Column("Against all areas together", wide=True),
    )
    rows = tuple(
        (
            indicator.code,
            indicator.name,
            one.area,
            Number(rounded(one.count, 0)),
            Number(rounded(one.rate, 1), 1),
            one.standing.value.capitalize(),
        )
        for indicator, funnel in years.compared
        for one in funnel.points
    )
    dates = years.compared[0][1].period
    told = dict.fromkeys(note for _, funnel in years.compared for note in funnel.notes)
    return Sheet(
        "Boroughs",
        f"Beside the neighbouring boroughs, {dates.words()}",
        lines=tuple(Line(one) for one in told),
        tables=(Table("Boroughs", columns, rows),),
    )


def _review(years: Years) -> Sheet:
    """What speaks for and against each priority when the plan is reviewed."""
    columns = (
        Column("Priority"),
        Column("Title", wide=True),
        Column("Indicators with a figure"),
        Column("Better"),
        Column("Worse"),
        Column("Red"),
        Column("Concern in the chart"),
        Column("What it aims at over three years", wide=True),
        Column("Up for review"),
    )
    rows = tuple(tuple(_review_row(one)) for one in years.last.themes)
    return Sheet(
        "Priorities",
        "Priorities up for review",
        lines=(
            Line(
                "A priority is up for review where more of its indicators are worse than better, "
                "or where one is red. People decide; the figures only ask."
            ),
        ),
        tables=(Table("Priorities", columns, rows),),
    )


def _review_row(theme: ThemeRow) -> Iterator[Cell]:
    rows = [one for one in theme.rows if one.findings is not None]
    better = sum(_reads(one) in (Reading.BETTER, Reading.AS_WANTED) for one in rows)
    worse = sum(_reads(one) in _WRONG_WAY for one in rows)
    red = sum(one.now.rag is Rag.RED for one in rows)
    aims = [one.text for one in theme.priority.three_year_aims]
    yield theme.priority.code
    yield theme.priority.title
    for count in (len(rows), better, worse, red, sum(map(_is_concern, rows))):
        yield _number(Fraction(count))
    yield "; ".join(aims) or theme.priority.three_year_note or "The plan names none."
    yield "Yes" if red or worse > better else "No"


def _is_concern(row: IndicatorRow) -> bool:
    chart = row.findings.charted.chart if row.findings else None
    return chart is not None and chart.variation is Verdict.CONCERN


def year_ranges(last: DateRange, count: int = 3) -> Sequence[DateRange]:
    """So many assessment years, the oldest first, the given one last."""
    found = [last]
    while len(found) < count:
        before = found[0].moved(-_MONTHS)
        assert before is not None, "an assessment year has whole months"
        found.insert(0, before)
    return found
