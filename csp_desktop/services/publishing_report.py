"""What an import of a publisher's file did, or would do: revisions, years, phases."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from csp_desktop.core.figures import Figure
from csp_desktop.core.periods import DateRange, Quarter
from csp_desktop.core.plan import Plan
from csp_desktop.core.publishers import Publisher, publisher_of
from csp_desktop.core.vintages import Verdict, Vintage
from csp_desktop.services.publisher_figures import FileFigures, LeftOut


@dataclass(frozen=True)
class Revision:
    """What a figure said, and what it says now: `reported 250, now 243`."""

    was: Figure
    now: Figure


@dataclass(frozen=True)
class NewPhase:
    """A quarter from which figures follow another classification than before.

    Attributes:
        indicators: the codes of those that change there.
    """

    quarter: Quarter
    before: Publisher
    after: Publisher
    indicators: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ImportedFigures:
    """What an import did, or would do.

    Attributes:
        area: whose figures they are.
        numbers: every figure worked out from the file, by indicator and quarter.
        new, unchanged: how many figures.
        restated: how many of the unchanged follow another classification than before, and are
            stored again with the source they have now.
        revisions: of quarters, in the order of the table of indicators and of time.
        years: the same of financial years whose four quarters stood here before, as sums.
        ignored: how many of the area's rows no indicator takes.
    """

    publisher: Publisher
    area: str
    numbers: Mapping[str, Mapping[Quarter, Decimal]]
    new: int
    unchanged: int
    restated: int
    revisions: tuple[Revision, ...]
    years: tuple[Revision, ...]
    phases: tuple[NewPhase, ...]
    left_out: tuple[LeftOut, ...]
    ignored: int


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """What a publisher's file has for one return; nothing of it is stored.

    Attributes:
        fills: figures for cells that have no number yet, ready to be entered.
        changes: figures for cells that have another number, ready to be entered.
        same: what stands there and says the same already.
    """

    publisher: Publisher
    fills: tuple[Figure, ...]
    changes: tuple[Figure, ...]
    same: tuple[Figure, ...]
    left_out: tuple[LeftOut, ...]


def fetched(figures: FileFigures, found: Sequence[Vintage]) -> Fetched:
    """What a return can take from a file."""
    as_it_is = (Verdict.SAME, Verdict.RESTATED)
    return Fetched(
        publisher=figures.publisher,
        fills=tuple(one.after for one in found if one.verdict is Verdict.NEW),
        changes=tuple(one.after for one in found if one.verdict is Verdict.REVISED),
        same=tuple(one.before for one in found if one.verdict in as_it_is),
        left_out=(*figures.left_out, *_left_out(found)),
    )


def reported(
    figures: FileFigures,
    found: Sequence[Vintage],
    plan: Plan,
    series: Mapping[str, Sequence[Figure]],
) -> ImportedFigures:
    """What an import does with a file's figures.

    Args:
        figures: what the file has.
        found: what each number does in its place.
        plan: whose figures they are.
        series: what stood in the area before, by indicator.
    """
    verdicts = [one.verdict for one in found]
    return ImportedFigures(
        publisher=figures.publisher,
        area=figures.area,
        numbers={code: one.numbers for code, one in figures.series.items()},
        new=verdicts.count(Verdict.NEW),
        unchanged=verdicts.count(Verdict.SAME) + verdicts.count(Verdict.RESTATED),
        restated=verdicts.count(Verdict.RESTATED),
        revisions=tuple(
            Revision(one.before, one.after) for one in found if one.verdict is Verdict.REVISED
        ),
        years=_years([one for one in found if plan.indicator(one.before.indicator).adds_up]),
        phases=_phases(found, series),
        left_out=(*figures.left_out, *_left_out(found)),
        ignored=figures.ignored,
    )


def _left_out(found: Iterable[Vintage]) -> list[LeftOut]:
    return [
        LeftOut(one.before.indicator, one.before.period.quarter, one.why)
        for one in found
        if one.verdict is Verdict.LEFT_OUT
    ]


def _years(found: Iterable[Vintage]) -> tuple[Revision, ...]:
    of_years: dict[tuple[str, DateRange], list[Vintage]] = {}
    for one in found:
        year = Quarter.containing(one.before.period.first).year
        of_years.setdefault((one.before.indicator, year.range), []).append(one)
    years = []
    for (_, year_range), ones in of_years.items():
        was = _sum([one.before for one in ones], year_range)
        now = _sum([one.after for one in ones], year_range)
        if was and now and was.value != now.value:
            years.append(Revision(was, now))
    return tuple(years)


def _sum(quarters: Sequence[Figure], year: DateRange) -> Figure | None:
    """The year's figure; None where one of its quarters has no number."""
    values = [one.value for one in quarters if one.value is not None]
    if len(values) < 4:
        return None
    first = quarters[0]
    return Figure(
        indicator=first.indicator, area=first.area, period=year, value=sum(values, Decimal(0))
    )


def _phases(
    found: Iterable[Vintage], series: Mapping[str, Sequence[Figure]]
) -> tuple[NewPhase, ...]:
    """Where neighbouring figures will follow different classifications."""
    afterwards: dict[str, dict[DateRange, Figure]] = {
        code: {one.period: one for one in figures} for code, figures in series.items()
    }
    for one in found:
        afterwards[one.after.indicator][one.after.period] = one.after
    codes: dict[tuple[Quarter, Publisher, Publisher], list[str]] = {}
    for code, figures in afterwards.items():
        known = [
            (period.quarter, publisher)
            for period, one in sorted(figures.items(), key=lambda item: item[0])
            if period.quarter and one.has_number and (publisher := publisher_of(one.source))
        ]
        for (_, before), (quarter, after) in pairwise(known):
            if before is not after:
                codes.setdefault((quarter, before, after), []).append(code)
    in_time = sorted(codes.items(), key=lambda item: item[0][0])
    return tuple(NewPhase(*place, tuple(own)) for place, own in in_time)
