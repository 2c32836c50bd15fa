"""Packs of a small partnership, as whole as a meeting gets them; every figure is of no place."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from csp_desktop.core.editions import Edition
from csp_desktop.core.packs.document import (
    CONFIDENTIAL,
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    SHORTHAND,
    Cell,
    Chart,
    ChartLine,
    Column,
    Line,
    Link,
    Number,
    Pack,
    PackKind,
    Role,
    Sheet,
    Table,
)

MADE = datetime(2015, 7, 28, 9, 30, tzinfo=UTC)
PARTNERSHIP = "Little Wittering Community Safety Partnership"
MARKING = "OFFICIAL-SENSITIVE"
ONE_TABLE = "This worksheet contains one table."
BLANKS = "A blank cell means that the board gave no comment."
INDICATORS = (
    ("B1", "Offences of domestic burglary recorded by the police"),
    ("B2", "Theft from the person"),
    ("B3", "Residents who feel safe outside after dark in the area in which they live"),
    ("B4", "Repeat victims of anti-social behaviour"),
)
COMMENTS = (
    "",
    "Three linked arrests in June; the series on the Green has stopped, and the two officers lent "
    "by the neighbouring borough went back on 22 June.",
    "",
    "The survey's answers come in July.",
)
_SIGNED = (Decimal(-12), Decimal(4), Decimal("1.5"), Decimal(0))


def pack(edition: Edition = Edition.INTERNAL) -> Pack:
    """A meeting pack with every kind of sheet that its edition may have."""
    marking = "" if edition is Edition.PUBLIC else MARKING
    body = [_theme("Theme_B", "B", marking, edition), _actions(marking)]
    if edition is not Edition.PUBLIC:
        body += [chart_sheet(code, name, marking) for code, name in INDICATORS[:2]]
    return whole(body, edition, marking)


def whole(body: Sequence[Sheet], edition: Edition, marking: str) -> Pack:
    """A pack with its cover, its contents and its notes before these sheets."""
    return Pack(
        kind=PackKind.MEETING,
        edition=edition,
        title=f"{PARTNERSHIP}: meeting pack for 2015/16-Q1",
        period="April to June 2015",
        author=PARTNERSHIP,
        made=MADE,
        sheets=(_cover(edition, marking), _contents(body, marking), _notes(marking), *body),
        marking=marking,
    )


def number(
    value: str | int | Decimal, places: int = 0, unit: str = "", signed: bool = False
) -> Number:
    return Number(Decimal(value), places, unit, signed)


def lines(marking: str, *texts: str) -> tuple[Line, ...]:
    return tuple(Line(text) for text in (*texts, marking) if text)


def _cover(edition: Edition, marking: str) -> Sheet:
    texts = (
        Line(f"{edition.words}. {marking}." if marking else f"{edition.words}."),
        Line("April to June 2015, as known on 28 July 2015."),
        Line("What the meeting should know", heading=True),
        Line(
            "Domestic burglary is red: 143 offences against a profile of 120. The forecast for the "
            "year is amber, because the series on the Green stopped in June."
        ),
        Line("Theft from the person is green, and has been below its profile for five quarters."),
        Line("Two actions are late: new lamps on the Green, and the survey of repeat victims."),
        Line("How to read this workbook", heading=True),
        Line(
            "It is a working paper of the partnership, not a publication of statistics. Every "
            "worksheet is listed in the table of contents."
        ),
        Line("Contents", tab="Contents"),
    )
    return Sheet("Cover", f"{PARTNERSHIP}: meeting pack", texts)


def _contents(body: Sequence[Sheet], marking: str) -> Sheet:
    rows = [(Link("Notes", "Notes"), "Notes that worksheets refer to.")]
    rows += [(Link(_linked(sheet), sheet.tab), sheet.title) for sheet in body]
    columns = (Column("Worksheet"), Column("What it holds", wide=True))
    return Sheet(
        "Contents",
        "Table of contents",
        lines(marking, ONE_TABLE),
        (Table("contents", columns, tuple(rows)),),
    )


def _linked(sheet: Sheet) -> str:
    return sheet.tab.replace("_", " ")


def _notes(marking: str) -> Sheet:
    rows: tuple[tuple[Cell, ...], ...] = (
        ("[note 1]", "A profile shares the year's target out over its quarters."),
        ("[note 2]", "Comments are the boards' own, as they stood on the day of the pack."),
    )
    columns = (Column("Note"), Column("Text", wide=True))
    return Sheet("Notes", "Notes", lines(marking, ONE_TABLE), (Table("notes", columns, rows),))


def _theme(tab: str, code: str, marking: str, edition: Edition) -> Sheet:
    public = edition is Edition.PUBLIC
    first = _figures_table(code, public)
    second = Table(f"changes_{code}", _CHANGES, _changed(), "2b: How the figures moved")
    tables = (first,) if public else (first, second)
    marks = (CONFIDENTIAL, NOT_AVAILABLE) if public else (NOT_APPLICABLE, NOT_AVAILABLE)
    several = f"This worksheet contains {len(tables)} tables."
    texts = lines(
        marking,
        ONE_TABLE if public else several,
        "Notes are explained on the worksheet Notes.",
        *(f"{mark} {SHORTHAND[mark]}." for mark in marks),
    )
    return Sheet(tab, f"Priority {code}: fewer victims", texts, tables, blank=BLANKS)


_CHANGES = (
    Column("Code"),
    Column("Against a year ago", "difference"),
    Column("In percent", "%"),
    Column("Reported on"),
)


def _figures_table(code: str, public: bool) -> Table:
    columns = (
        Column("Code"),
        Column("Indicator", wide=True),
        Column("April to June 2015", "as its unit"),
        Column("Profile [note 1]", "as its unit"),
        Column("Now"),
        Column("Comment [note 2]", wide=True),
    )
    values: tuple[Cell, ...] = (
        number(1143),
        CONFIDENTIAL if public else number("3"),
        number("67.25", 1, "%"),
        NOT_AVAILABLE,
    )
    profiles = (number(1120), number(15), number(70, 1, "%"), number("12500", 0, "£"))
    rags = ("Red", "Green", "Amber", "Grey")
    rows = tuple(
        (one[0], one[1], value, profile, rag, "" if public and not text else text)
        for one, value, profile, rag, text in zip(
            INDICATORS, values, profiles, rags, COMMENTS, strict=True
        )
    )
    return Table(f"figures_{code}", columns, rows, "" if public else "2a: Figures of the quarter")


def _changed() -> tuple[tuple[Cell, ...], ...]:
    shares: tuple[Cell, ...] = (
        number("-9.54", 1, "%", signed=True),
        NOT_APPLICABLE,
        number("1.5", 1, "pt", signed=True),
        number(0, 1, "%", signed=True),
    )
    return tuple(
        (code, number(moved, 0, "", signed=True), share, date(2015, 7, 10 + place))
        for place, ((code, _), moved, share) in enumerate(
            zip(INDICATORS, _SIGNED, shares, strict=True)
        )
    )


def _actions(marking: str) -> Sheet:
    columns = (
        Column("Action"),
        Column("What is to be done", wide=True),
        Column("Due"),
        Column("Status"),
        Column("Progress", wide=True),
    )
    rows: tuple[tuple[Cell, ...], ...] = (
        ("S-01", "New lamps on the Green", date(2015, 6, 30), "Late", "=Order placed in May"),
        (
            "S-02",
            "Survey of repeat victims, with the housing associations and the two largest social "
            "landlords, repeated each year",
            date(2015, 9, 30),
            "On course",
            "Questions agreed with the survey's board; the field work begins on 1 September.",
        ),
    )
    return Sheet(
        "Actions",
        "Delivery plan: actions due this year",
        lines(marking, ONE_TABLE, "Late actions first, then by the day they are due."),
        (Table("actions", columns, rows),),
    )


def chart_sheet(code: str, name: str, marking: str, quarters: int = 21) -> Sheet:
    """The run of an indicator: a gap in words, a blank one, and lines drawn as roles ask."""
    columns = (
        Column("Quarter"),
        Column("Offences", "number"),
        Column("Mean", "number"),
        Column("Upper limit", "number"),
        Column("Lower limit", "number"),
        Column("Target", "number"),
    )
    rows = tuple(_quarter(place, quarters) for place in range(quarters))
    said = (
        f"Line chart of {name[0].lower()}{name[1:]} over {quarters} quarters: above its profile "
        "in the latest one, and within its limits."
    )
    lined = tuple(
        ChartLine(column, role)
        for column, role in enumerate(
            (Role.FIGURES, Role.MEAN, Role.LIMIT, Role.LIMIT, Role.TARGET), start=1
        )
    )
    texts = (
        ONE_TABLE,
        "The chart beside it shows the same figures.",
        said,
        f"{NOT_AVAILABLE} {SHORTHAND[NOT_AVAILABLE]}.",
    )
    return Sheet(
        f"Chart_{code}",
        f"{code}: {name}",
        lines(marking, *texts),
        (Table(f"run_{code}", columns, rows),),
        Chart(f"{code}: {name}", said, "Offences", 0, lined),
        "A blank cell means that the line is not drawn there.",
    )


def _quarter(place: int, quarters: int) -> tuple[Cell, ...]:
    year = 2015 - (quarters - place - 1) // 4
    value: Cell = number(120 + place * 37 % 29)
    if place == 5:
        value = NOT_AVAILABLE
    target: Cell = number(115) if place >= quarters - 8 else ""
    label = f"{year}/{(year + 1) % 100:02}-Q{(place - quarters) % 4 + 1}"
    return (label, value, number("133.4", 1), number("171.9", 1), number("94.9", 1), target)
