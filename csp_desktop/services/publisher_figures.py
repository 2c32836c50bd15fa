"""A plan's figures as a publisher's file has them, by the table in the plan folder."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from csp_desktop.core.errors import NotFoundError, RefusedError
from csp_desktop.core.figures import Unit
from csp_desktop.core.periods import Quarter
from csp_desktop.core.plan import Plan
from csp_desktop.core.publishers import (
    Line,
    PublishedArea,
    Publisher,
    QuarterSeries,
    added_up,
    category_of,
    read_area,
    same_words,
)
from csp_desktop.storage.publisher_maps import MapRow, plan_id, read_map


@dataclass(frozen=True)
class LeftOut:
    """What was not taken from a file, and why, in words.

    Attributes:
        quarter: None where it is every one.
    """

    indicator: str
    quarter: Quarter | None
    why: str


@dataclass(frozen=True)
class FileFigures:
    """The plan's indicators as a file has them for one area.

    Attributes:
        area: as the plan writes it, where it names it.
        series: by indicator, of those that the file has every row of.
        sources: of the figures, in words, by indicator.
        ignored: how many of the area's rows no indicator takes.
    """

    publisher: Publisher
    area: str
    series: Mapping[str, QuarterSeries]
    sources: Mapping[str, str]
    left_out: tuple[LeftOut, ...]
    ignored: int

    def only(self, codes: Sequence[str], quarter: Quarter) -> "FileFigures":
        """The same for some indicators and one quarter."""
        series, left_out = {}, []
        for code in codes:
            known = self.series.get(code, QuarterSeries({}))
            if quarter in known.numbers:
                series[code] = QuarterSeries({quarter: known.numbers[quarter]})
                continue
            of_file = [one for one in self.left_out if one.indicator == code]
            why = next((one.why for one in of_file if one.quarter in (None, quarter)), "")
            left_out.append(LeftOut(code, quarter, why or f"the file has nothing for {quarter}"))
        sources = {code: self.sources[code] for code in codes}
        return FileFigures(self.publisher, self.area, series, sources, tuple(left_out), 0)


def check_plan_folder(folder: Path, plan: Plan) -> None:
    """Refuse a folder that does not hold this plan.

    Raises:
        NotFoundError: it holds none.
        RefusedError: it holds another.
        StorageError: it cannot be read.
    """
    try:
        held = plan_id(folder)
    except NotFoundError as error:
        raise NotFoundError(
            f"There is no plan in the folder {folder}. Name the folder of this plan with --plan."
        ) from error
    if held != plan.id:
        raise RefusedError(
            f"The folder {folder} holds the plan “{held}”, and this database the plan "
            f"“{plan.id}”. Name the folder of this plan with --plan."
        )


def figures_of(
    publisher: Publisher, file: Path, lines: Sequence[Line], area: str, plan: Plan, folder: Path
) -> FileFigures:
    """What a publisher's file says of the plan's indicators in one area.

    Args:
        publisher: whose file it is.
        file: where the lines come from, for the messages.
        lines: its rows, the heading first.
        area: in whatever case.
        plan: whose indicators they are.
        folder: the plan folder, with the table of which rows make which indicator.

    Raises:
        NotFoundError: the file has no such area, or the plan folder no such table.
        RefusedError: a row of the file cannot be read, or one of the table does not fit.
        StorageError: the table cannot be read.
    """
    published = read_area(publisher, file.name, lines, area)
    taken = _rows_by_indicator(published, file, plan, folder)
    series, sources, left_out = {}, {}, []
    for code, rows in taken.items():
        sources[code] = published.source(rows[0].names)
        absent = [row for row in rows if category_of(row.names) not in published.series]
        if absent:
            why = f"the file has no row “{' / '.join(absent[0].names)}” for {published.area}"
            left_out.append(LeftOut(code, None, why))
            continue
        series[code] = added_up([published.series[category_of(row.names)] for row in rows])
        left_out += [LeftOut(code, quarter, why) for quarter, why in series[code].missing.items()]
    known = {category_of(row.names) for rows in taken.values() for row in rows}
    return FileFigures(
        publisher=publisher,
        area=_as_in_plan(plan, published.area),
        series=series,
        sources=sources,
        left_out=tuple(left_out),
        ignored=sum(count for one, count in published.rows.items() if one not in known),
    )


def _rows_by_indicator(
    published: PublishedArea, file: Path, plan: Plan, folder: Path
) -> dict[str, list[MapRow]]:
    publisher = published.publisher
    taken: dict[str, list[MapRow]] = {}
    for row in read_map(folder, publisher.code, publisher.map_columns):
        if category_of(row.names) not in published.categories:
            raise RefusedError(
                f"{row.place}: {file.name} has no row “{' / '.join(row.names)}”. Write it as the "
                "file does, or take the row out."
            )
        of_indicator = taken.setdefault(_indicator_of(row, publisher, plan), [])
        if of_indicator and publisher.result:
            raise RefusedError(
                f"{row.place}: {row.indicator} has a row already, and results of a survey cannot "
                "be added up. Take one of the two out."
            )
        of_indicator.append(row)
    return taken


def _indicator_of(row: MapRow, publisher: Publisher, plan: Plan) -> str:
    try:
        indicator = plan.indicator(row.indicator)
    except NotFoundError as error:
        raise RefusedError(f"{row.place}: {error}") from error
    if indicator.sum_of:
        raise RefusedError(
            f"{row.place}: {indicator.code} is worked out as the sum of "
            f"{' and '.join(indicator.sum_of)}. Take the row out."
        )
    fits = indicator.unit.is_percentage if publisher.result else indicator.unit is Unit.COUNT
    if not fits:
        given = "percentages" if publisher.result else "counts"
        raise RefusedError(
            f"{row.place}: {publisher.code} gives {given}, and {indicator.code} is a "
            f"{indicator.unit.value.replace('_', ' ')}. Take the row out."
        )
    return indicator.code


def _as_in_plan(plan: Plan, area: str) -> str:
    """An area as the plan writes it, which publishers now and then write otherwise."""
    own = (plan.area, *plan.neighbours)
    return next((one for one in own if same_words(one) == same_words(area)), area)
