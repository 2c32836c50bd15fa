"""Publishers of figures: how each one's file is laid out, and what it says of each quarter.

The rows come already split into cells, each with its line, the heading first. Counts by month are
summed over whole financial quarters; a survey's results stand for the quarter they end with.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches

from csp_desktop.core.errors import NotFoundError, RefusedError
from csp_desktop.core.periods import DateRange, Quarter
from csp_desktop.core.reading import number

Line = tuple[int, list[str]]
Category = tuple[str, ...]

_MONTH = re.compile(r"\d{4}(?:0[1-9]|1[0-2])")


@dataclass(frozen=True, kw_only=True)
class Publisher:
    """One publisher's series, in the one form in which it is published.

    Attributes:
        code: how it is named on the command line and in the plan folder.
        short: its letters, where there is little room.
        name: how the source of its figures begins, by which they are known for its.
        place: where the file is published and under which licence; empty where nobody says.
        columns: the headings it must have, in its own order.
        area: which of them names the area.
        categories: which of them say what a row is about.
        map_columns: what the table in the plan folder calls `categories`.
        result: which of them hold a result's date and its proportion, for a survey; empty
            where every other column is a month.
    """

    code: str
    short: str
    name: str
    place: str = ""
    columns: tuple[str, ...]
    area: str
    categories: tuple[str, ...]
    map_columns: tuple[str, ...]
    result: tuple[str, ...] = ()

    @property
    def layout(self) -> str:
        """What its heading must hold, in words."""
        named = ", ".join(self.columns)
        return named if self.result else f"{named}, then months like 201504"

    def knows(self, heading: Iterable[str]) -> bool:
        """Whether a heading is that of its file."""
        there = [same_words(cell) for cell in heading]
        if any(there.count(same_words(column)) != 1 for column in self.columns):
            return False
        return bool(self.result) or any(map(_MONTH.fullmatch, there))


MPS_OLD = Publisher(
    code="mps-old",
    short="MPS",
    name="Metropolitan Police Service, recorded crime by borough and month, older classification",
    place="London Datastore, Open Government Licence v3.0",
    columns=("Borough", "Major Category", "Minor Category"),
    area="Borough",
    categories=("Major Category", "Minor Category"),
    map_columns=("major", "minor"),
)
MPS_NEW = Publisher(
    code="mps-new",
    short="MPS",
    name="Metropolitan Police Service, recorded crime by borough and month, newer classification",
    place="London Datastore, Open Government Licence v3.0",
    columns=("MajorText", "MinorText", "BoroughName"),
    area="BoroughName",
    categories=("MajorText", "MinorText"),
    map_columns=("major", "minor"),
)
ATTITUDE_SURVEY = Publisher(
    code="attitude-survey",
    short="PAS",
    name="MOPAC Public Attitude Survey by borough",
    columns=("Date", "Borough", "Measure", "Proportion"),
    area="Borough",
    categories=("Measure",),
    map_columns=("measure",),
    result=("Date", "Proportion"),
)
PUBLISHERS = (MPS_OLD, MPS_NEW, ATTITUDE_SURVEY)


def publisher_of(source: str) -> Publisher | None:
    """Whose series a figure with this source belongs to; None where it is none of these.

    Where neighbouring figures of an indicator come from different ones, the classification has
    changed and a new phase begins.
    """
    return next((one for one in PUBLISHERS if source.startswith(one.name)), None)


def publisher_with(heading: Sequence[str]) -> Publisher | None:
    """Whose file has this heading; None where it is none of these."""
    return next((one for one in PUBLISHERS if one.knows(heading)), None)


def publisher_named(code: str) -> Publisher:
    """The publisher's series with this code.

    Raises:
        NotFoundError: there is none; the message lists the codes there are.
    """
    found = next((one for one in PUBLISHERS if one.code == code.strip().lower()), None)
    if found is None:
        codes = ", ".join(one.code for one in PUBLISHERS)
        raise NotFoundError(f"There is no source “{code}”. The sources are {codes}.")
    return found


@dataclass(frozen=True)
class QuarterSeries:
    """What is known of each quarter.

    Attributes:
        numbers: of the quarters that are complete; a survey's as 0 to 100.
        missing: what is wanting of every other quarter the file touches, in words.
    """

    numbers: Mapping[Quarter, Decimal]
    missing: Mapping[Quarter, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PublishedArea:
    """What a publisher's file says of one area.

    Attributes:
        area: as the file writes it.
        rows: how many rows the file has of it, by category.
        series: by category.
        categories: what the file has rows of, for whatever area.
        span: the first and last month or day it covers, in words.
    """

    publisher: Publisher
    area: str
    rows: Mapping[Category, int]
    series: Mapping[Category, QuarterSeries]
    categories: frozenset[Category]
    span: str

    def source(self, named: Sequence[str]) -> str:
        """The source of the figures made from these categories, as the file writes them."""
        publisher = self.publisher
        if publisher.result:
            return f"{publisher.name}, measure {named[0]}, dated the last day of the quarter"
        return f"{publisher.name}, {self.span} ({publisher.place}), summed by quarter"


def same_words(text: str) -> str:
    """The text as it is compared: whatever its case and its spaces."""
    return " ".join(text.split()).casefold()


def category_of(names: Iterable[str]) -> Category:
    """What a row is about, as it is compared."""
    return tuple(map(same_words, names))


def quarter_sums(months: Mapping[date, Decimal | None]) -> QuarterSeries:
    """Sum months into the financial quarters of which all three are there.

    Args:
        months: the count of each month, by its first day; None where its cell is blank.
    """
    numbers, missing = {}, {}
    for quarter in sorted({Quarter.containing(month) for month in months}):
        counts = {month: months.get(month) for month in _months_of(quarter)}
        wanting = [month for month, count in counts.items() if count is None]
        if wanting:
            named = " and ".join(f"{month:%B %Y}" for month in wanting)
            missing[quarter] = f"the file has no count for {named}"
        else:
            numbers[quarter] = sum((one for one in counts.values() if one is not None), Decimal(0))
    return QuarterSeries(numbers, missing)


def added_up(series: Sequence[QuarterSeries]) -> QuarterSeries:
    """The sum of several, for the quarters that are complete in each of them."""
    missing: dict[Quarter, str] = {}
    for one in series:
        missing = {**one.missing, **missing}
    numbers = {
        quarter: sum((one.numbers[quarter] for one in series), Decimal(0))
        for quarter in series[0].numbers
        if quarter not in missing
    }
    return QuarterSeries(numbers, missing)


def read_area(publisher: Publisher, name: str, lines: Sequence[Line], area: str) -> PublishedArea:
    """What a publisher's file says of one area.

    Args:
        publisher: whose file it is.
        name: of the file, for the messages.
        lines: its rows, the heading first.
        area: in whatever case.

    Raises:
        NotFoundError: the file has no such area.
        RefusedError: a row cannot be read or stands there twice; the message names its line.
    """
    (_, heading), *rows = lines
    at = _Columns(publisher, name, heading)
    of_area = []
    areas: dict[str, str] = {}
    for line, cells in rows:
        if len(cells) != len(heading):
            raise RefusedError(
                f"{name}, line {line} has {len(cells)} columns. There must be {len(heading)}, as "
                "in the heading."
            )
        written = cells[at.area].strip()
        areas.setdefault(same_words(written), written)
        if same_words(written) == same_words(area):
            of_area.append((line, cells))
    if not of_area:
        raise NotFoundError(_no_area(name, area, list(areas.values())))
    counts: dict[Category, int] = {}
    for _, cells in of_area:
        counts[at.category(cells)] = counts.get(at.category(cells), 0) + 1
    return PublishedArea(
        publisher=publisher,
        area=areas[same_words(area)],
        rows=counts,
        series=_results(at, of_area) if publisher.result else _counts(at, of_area),
        categories=frozenset(at.category(cells) for _, cells in rows),
        span=at.span,
    )


class _Columns:
    """Where in a row what stands, and the words for where a row stands."""

    def __init__(self, publisher: Publisher, name: str, heading: Sequence[str]) -> None:
        self._name = name
        known = [same_words(cell) for cell in heading]
        places = {column: known.index(same_words(column)) for column in publisher.columns}
        self.area = places[publisher.area]
        self._categories = [places[column] for column in publisher.categories]
        self.result = [places[column] for column in publisher.result]
        self.months: dict[int, date] = {}
        if not publisher.result:
            taken = set(places.values())
            self._read_months([(at, cell) for at, cell in enumerate(known) if at not in taken])

    @property
    def span(self) -> str:
        """From the first month to the last, in words; empty where there are none."""
        months = sorted(self.months.values())
        return f"{months[0]:%B %Y} to {months[-1]:%B %Y}" if months else ""

    def category(self, cells: Sequence[str]) -> Category:
        """What a row is about."""
        return category_of(cells[at] for at in self._categories)

    def words(self, cells: Sequence[str]) -> str:
        """What a row is about, in the file's own words."""
        return " / ".join(cells[at].strip() for at in self._categories)

    def refuse(self, line: int, what: str) -> RefusedError:
        """The sentence that says where and what."""
        return RefusedError(f"{self._name}, line {line}: {what}.")

    def _read_months(self, cells: Iterable[tuple[int, str]]) -> None:
        for at, cell in cells:
            if not _MONTH.fullmatch(cell):
                raise self.refuse(1, f"the heading “{cell}” must be a month, like 201504")
            month = date(int(cell[:4]), int(cell[4:]), 1)
            if month in self.months.values():
                raise self.refuse(1, f"the month {cell} stands in the heading twice")
            self.months[at] = month


def _counts(at: _Columns, rows: Iterable[Line]) -> dict[Category, QuarterSeries]:
    first: dict[Category, int] = {}
    series = {}
    for line, cells in rows:
        category = at.category(cells)
        if category in first:
            raise _twice(at, line, cells, first[category])
        first[category] = line
        months = {month: _count(at, line, cells[place]) for place, month in at.months.items()}
        series[category] = quarter_sums(months)
    return series


def _results(at: _Columns, rows: Iterable[Line]) -> dict[Category, QuarterSeries]:
    first: dict[tuple[Category, Quarter], int] = {}
    series: dict[Category, QuarterSeries] = {}
    numbers: dict[Category, dict[Quarter, Decimal]] = {}
    missing: dict[Category, dict[Quarter, str]] = {}
    day_at, proportion_at = at.result
    for line, cells in rows:
        category, quarter = at.category(cells), _quarter(at, line, cells[day_at])
        if (category, quarter) in first:
            raise _twice(at, line, cells, first[category, quarter])
        first[category, quarter] = line
        percentage = _percentage(at, line, cells[proportion_at])
        if percentage is None:
            missing.setdefault(category, {})[quarter] = "the file has no result for it"
        else:
            numbers.setdefault(category, {})[quarter] = percentage
    for category, _ in first:
        known = dict(sorted(numbers.get(category, {}).items()))
        series[category] = QuarterSeries(known, missing.get(category, {}))
    return series


def _count(at: _Columns, line: int, cell: str) -> Decimal | None:
    if not cell.strip():
        return None
    try:
        count = number(cell)
    except ValueError:
        count = Decimal(-1)
    if count < 0 or count != count.to_integral_value():
        raise at.refuse(line, f"“{cell.strip()}” must be a whole number, like 30, or blank")
    return count


def _percentage(at: _Columns, line: int, cell: str) -> Decimal | None:
    if not cell.strip():
        return None
    try:
        proportion = number(cell.replace(",", "."))
    except ValueError:
        proportion = Decimal(-1)
    if not 0 <= proportion <= 1:
        raise at.refuse(line, f"“{cell.strip()}” must be a proportion between 0 and 1, like 0,56")
    return Decimal(f"{(proportion * 100).normalize():f}")


def _quarter(at: _Columns, line: int, cell: str) -> Quarter:
    try:
        day = datetime.strptime(cell.strip(), "%d/%m/%Y").date()
    except ValueError as error:
        raise at.refuse(line, f"“{cell.strip()}” must be a real date, like 30/06/2015") from error
    quarter = Quarter.containing(day)
    if day != quarter.range.last:
        raise at.refuse(line, f"{cell.strip()} must be the last day of a quarter, like 30/06/2015")
    return quarter


def _months_of(quarter: Quarter) -> list[date]:
    first = quarter.range.first
    return [DateRange.of_months(first.year, first.month + more, 1).first for more in range(3)]


def _twice(at: _Columns, line: int, cells: Sequence[str], first: int) -> RefusedError:
    return at.refuse(
        line, f"“{at.words(cells)}” of {cells[at.area].strip()} stands in line {first} already"
    )


def _no_area(name: str, area: str, areas: Sequence[str]) -> str:
    near = get_close_matches(area.title(), areas, n=3) or sorted(areas)
    kind = "Those like it are" if len(near) < len(areas) else "Its areas are"
    return f"{name} has no area “{area}”. {kind} {', '.join(near)}."
