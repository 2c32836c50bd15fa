"""Quarters, financial years and other ranges of dates: every figure covers one.

The financial year runs from April to March; quarter 1 is April to June (DESIGN.md 4).
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import total_ordering

from csp_desktop.core.errors import NotFoundError

_QUARTER = re.compile(r"(\d{4})/(\d{2})-Q([1-4])")
_YEAR = re.compile(r"(\d{4})/(\d{2})")
_MONTHS = re.compile(r"(\d{4})-(\d{2})\.\.(\d{4})-(\d{2})")
_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.\.(\d{4}-\d{2}-\d{2}))?")
_HOW = (
    "A period is written 2015/16-Q1 (quarter), 2015/16 (financial year), "
    "2014-10..2015-09 (whole months) or 2014-11-30 (one day)."
)


def _unreadable(text: str) -> NotFoundError:
    return NotFoundError(f"“{text}” is not a period. {_HOW}")


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


@dataclass(frozen=True, order=True)
class DateRange:
    """A first and a last day, both included.

    Raises:
        ValueError: the last day comes before the first.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"{self.last} comes before {self.first}")

    @classmethod
    def of_months(cls, year: int, month: int, months: int) -> "DateRange":
        """The range of so many whole months that begins with the given one."""
        end = year * 12 + (month - 1) + months - 1
        return cls(date(year, month, 1), _month_end(end // 12, end % 12 + 1))

    @property
    def months(self) -> int | None:
        """How many whole months it covers; None where it does not cover whole months."""
        if self.first.day != 1 or self.last != _month_end(self.last.year, self.last.month):
            return None
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1

    @property
    def quarter(self) -> "Quarter | None":
        """The financial quarter it is, if it is one."""
        if self.months != 3 or self.first.month % 3 != 1:
            return None
        return Quarter.containing(self.first)

    @property
    def financial_year(self) -> "FinancialYear | None":
        """The financial year it is, if it is one."""
        if self.months != 12 or self.first.month != 4:
            return None
        return FinancialYear(self.first.year)

    @property
    def kind(self) -> str:
        """What it has in common with ranges that may stand in one line with it.

        Financial quarters, years from the same month, other ranges of so many months from the
        same month, single days and other numbers of days are each a kind of their own.
        """
        if self.quarter is not None:
            return "quarter"
        if self.months is None:
            return "day" if self.first == self.last else f"{self.days} days"
        if self.months == 1:
            return "month"
        return f"{self.months} months from {self.first:%B}"

    @property
    def days(self) -> int:
        """How many days it covers."""
        return (self.last - self.first).days + 1

    def moved(self, months: int) -> "DateRange | None":
        """The range of the same length so many months later; None where it has no whole months."""
        if not self.months:
            return None
        start = self.first.year * 12 + self.first.month - 1 + months
        return DateRange.of_months(start // 12, start % 12 + 1, self.months)

    def comparable(self, other: "DateRange") -> bool:
        """Whether figures of the two may be set side by side: as long as each other.

        Months count as equally long, and whole months are not compared with other days.
        """
        if self.months is None or other.months is None:
            return self.months == other.months and self.days == other.days
        return self.months == other.months

    def overlaps(self, other: "DateRange") -> bool:
        """Whether the two share a day."""
        return self.first <= other.last and other.first <= self.last

    def contains(self, other: "DateRange") -> bool:
        """Whether the other lies wholly inside."""
        return self.first <= other.first and other.last <= self.last

    def __str__(self) -> str:
        """The notation of the command line: `2015/16-Q1`, `2015/16`, `2014-10..2015-09`."""
        if self.quarter is not None:
            return str(self.quarter)
        if self.financial_year is not None:
            return str(self.financial_year)
        if self.months is not None:
            return f"{self.first:%Y-%m}..{self.last:%Y-%m}"
        if self.first == self.last:
            return self.first.isoformat()
        return f"{self.first.isoformat()}..{self.last.isoformat()}"

    def words(self) -> str:
        """The range as people say it: `April to June 2015`, `October 2013 to September 2014`."""
        if self.first == self.last:
            return day_words(self.last)
        if self.financial_year is not None:
            return f"financial year {self}"
        if self.months is None:
            return f"{day_words(self.first)} to {day_words(self.last)}"
        if self.months == 1:
            return f"{self.first:%B %Y}"
        if self.first.year == self.last.year:
            return f"{self.first:%B} to {self.last:%B %Y}"
        return f"{self.first:%B %Y} to {self.last:%B %Y}"


@total_ordering
@dataclass(frozen=True)
class FinancialYear:
    """April of `start` to March of the year after; `FinancialYear(2015)` is 2015/16."""

    start: int

    @classmethod
    def parse(cls, text: str) -> "FinancialYear":
        """Read `2015/16`.

        Raises:
            NotFoundError: the text is no financial year.
        """
        match = _YEAR.fullmatch(text.strip())
        if match is None or (int(match[1]) + 1) % 100 != int(match[2]):
            raise _unreadable(text)
        return cls(int(match[1]))

    @property
    def range(self) -> DateRange:
        """Its dates."""
        return DateRange.of_months(self.start, 4, 12)

    @property
    def quarters(self) -> tuple["Quarter", ...]:
        """Its four quarters in order."""
        return tuple(Quarter(self.start, number) for number in (1, 2, 3, 4))

    def __lt__(self, other: "FinancialYear") -> bool:
        return self.start < other.start

    def __str__(self) -> str:
        return f"{self.start}/{(self.start + 1) % 100:02d}"


@total_ordering
@dataclass(frozen=True)
class Quarter:
    """A financial quarter: `Quarter(2015, 1)` is April to June 2015, written `2015/16-Q1`.

    Raises:
        ValueError: the number is not 1 to 4.
    """

    start: int
    number: int

    def __post_init__(self) -> None:
        if self.number not in (1, 2, 3, 4):
            raise ValueError(f"a year has no quarter {self.number}")

    @classmethod
    def parse(cls, text: str) -> "Quarter":
        """Read `2015/16-Q1`.

        Raises:
            NotFoundError: the text is no quarter.
        """
        match = _QUARTER.fullmatch(text.strip().upper())
        if match is None or (int(match[1]) + 1) % 100 != int(match[2]):
            raise NotFoundError(
                f"“{text}” is not a quarter. A quarter is written 2015/16-Q1: "
                "the financial year, then Q1 (April to June) to Q4."
            )
        return cls(int(match[1]), int(match[3]))

    @classmethod
    def containing(cls, day: date) -> "Quarter":
        """The quarter a day falls in."""
        start = day.year if day.month >= 4 else day.year - 1
        return cls(start, (day.month - 4) % 12 // 3 + 1)

    @property
    def year(self) -> FinancialYear:
        """The financial year it belongs to."""
        return FinancialYear(self.start)

    @property
    def range(self) -> DateRange:
        """Its dates."""
        month = (self.number * 3) % 12 + 1
        return DateRange.of_months(self.start + (self.number == 4), month, 3)

    def plus(self, quarters: int) -> "Quarter":
        """The quarter so many later (or, negative, earlier)."""
        index = self._index + quarters
        return Quarter(index // 4, index % 4 + 1)

    @property
    def previous(self) -> "Quarter":
        """The quarter before."""
        return self.plus(-1)

    @property
    def year_before(self) -> "Quarter":
        """The same quarter of the year before."""
        return self.plus(-4)

    def due(self, days: int) -> date:
        """The day so many days after it ends."""
        return self.range.last + timedelta(days=days)

    @property
    def _index(self) -> int:
        return self.start * 4 + self.number - 1

    def __lt__(self, other: "Quarter") -> bool:
        return self._index < other._index

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    def words(self) -> str:
        """`quarter 1, April to June 2015`."""
        return f"quarter {self.number}, {self.range.words()}"


def parse_range(text: str) -> DateRange:
    """Read any period of the command line's notation.

    Raises:
        NotFoundError: the text is no period, or names a month or day that does not exist.
    """
    text = text.strip()
    try:
        if _QUARTER.fullmatch(text.upper()):
            return Quarter.parse(text).range
        if _YEAR.fullmatch(text):
            return FinancialYear.parse(text).range
        if months := _MONTHS.fullmatch(text):
            first = date(int(months[1]), int(months[2]), 1)
            return DateRange(first, _month_end(int(months[3]), int(months[4])))
        if days := _DAYS.fullmatch(text):
            first = date.fromisoformat(days[1])
            return DateRange(first, date.fromisoformat(days[2]) if days[2] else first)
    except (ValueError, calendar.IllegalMonthError):
        pass
    raise _unreadable(text)


def day_of(at: str) -> date:
    """The day of a moment (ISO 8601, UTC), by the clock of this machine."""
    return datetime.fromisoformat(at).astimezone().date()


def day_words(day: date, *, year: bool = True) -> str:
    """`17 July 2015`, or `17 July`; spelt here because `%-d` is not to be had on Windows."""
    return f"{day.day} {day:%B %Y}" if year else f"{day.day} {day:%B}"
