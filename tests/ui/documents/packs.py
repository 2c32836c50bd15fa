"""A little pack with everything a pack may hold."""

from datetime import UTC, date, datetime
from decimal import Decimal

from csp_desktop.core.editions import Edition
from csp_desktop.core.packs.document import (
    CONFIDENTIAL,
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

MADE = datetime(2015, 7, 14, 12, 0, tzinfo=UTC)
QUARTERS = [
    f"{year}/{year % 100 + 1}-Q{number}" for year in (2013, 2014) for number in (1, 2, 3, 4)
]
LONG = " ".join(f"word{number}" for number in range(1, 1600))

COVER = Sheet(
    "Cover",
    "Little Wittering CSP: meeting pack",
    (
        Line("Quarter 1, April to June 2015"),
        Line("What this is", heading=True),
        Line("The figures and actions of the quarter, as known on 14 July 2015."),
        Line("Contents", tab="Contents"),
    ),
)
CONTENTS = Sheet(
    "Contents",
    "Contents",
    tables=(
        Table(
            "contents",
            (Column("Sheet"), Column("What it holds", wide=True)),
            (
                (Link("Indicators of theme A", "Theme_A"), "Every indicator with its colour."),
                (Link("Chart of A1", "Chart_A1"), "Eight quarters as a chart and a table."),
                (Link("What the boards say", "Says"), "Comments as they were written."),
            ),
        ),
    ),
)
THEME = Sheet(
    "Theme_A",
    "Theme A: safer streets",
    (Line("One row an indicator."),),
    (
        Table(
            "theme_a",
            (
                Column("Code"),
                Column("Indicator", wide=True),
                Column("April to June 2015", "offences"),
                Column("Difference", "%"),
                Column("As at"),
                Column("Colour now"),
            ),
            (
                (
                    "A1",
                    "Thefts of pedal cycles from streets, yards and stations",
                    Number(Decimal(1234)),
                    Number(Decimal("-3.04"), places=1, signed=True),
                    date(2015, 7, 3),
                    "Amber",
                ),
                (
                    "A2",
                    "Offices broken into",
                    CONFIDENTIAL,
                    "",
                    date(2015, 7, 3),
                    "Too few to judge",
                ),
                ("A3", "Cost of repairs", Number(Decimal("1250.5"), 2, "£"), "", "", "No target"),
            ),
        ),
    ),
    blank="A blank cell means that there is nothing to compare with.",
)
CHARTED = Sheet(
    "Chart_A1",
    "A1: thefts of pedal cycles",
    tables=(
        Table(
            "chart_a1",
            (
                Column("Quarter"),
                Column("Thefts"),
                Column("Mean"),
                Column("Upper limit"),
                Column("Lower limit"),
                Column("Target"),
            ),
            tuple(
                (
                    quarter,
                    Number(Decimal(300 + 17 * (at % 3))) if at != 5 else "[x]",
                    Number(Decimal(316)),
                    Number(Decimal(352)),
                    Number(Decimal(280)),
                    Number(Decimal(290)) if at > 3 else "",
                )
                for at, quarter in enumerate(QUARTERS)
            ),
        ),
    ),
    chart=Chart(
        "Thefts of pedal cycles by quarter",
        "Thefts varied about a mean of 316 with no signal.",
        "Thefts",
        0,
        (
            ChartLine(1, Role.FIGURES),
            ChartLine(2, Role.MEAN),
            ChartLine(3, Role.LIMIT),
            ChartLine(4, Role.LIMIT),
            ChartLine(5, Role.TARGET),
        ),
    ),
)
SAYS = Sheet(
    "Says",
    "What the boards say",
    tables=(
        Table(
            "says",
            (Column("Code"), Column("Comment", wide=True), Column("Board")),
            (
                *((f"A{at}", f"Nothing to tell of row {at}.", "Forum") for at in range(1, 60)),
                ("A60", LONG, ""),
                ("A61", "One paragraph.\nAnother paragraph.", "Forum"),
            ),
        ),
    ),
)
WIDE = Sheet(
    "Wide",
    "Every quarter",
    tables=(
        Table(
            "wide",
            (Column("Indicator"), *(Column(f"Quarter{at}") for at in range(1, 25))),
            tuple(
                (f"Row{row}", *(Number(Decimal(1_000_000 + 1000 * row + at)) for at in range(24)))
                for row in range(1, 6)
            ),
            title="Twenty-four quarters side by side",
        ),
    ),
)


def pack(
    edition: Edition = Edition.PARTNERSHIP,
    sheets: tuple[Sheet, ...] = (COVER, CONTENTS, THEME, CHARTED, SAYS, WIDE),
    marking: str = "OFFICIAL-SENSITIVE",
) -> Pack:
    return Pack(
        kind=PackKind.MEETING,
        edition=edition,
        title="Little Wittering CSP: meeting pack, 2015/16-Q1",
        period="2015/16-Q1",
        author="Little Wittering Community Safety Partnership",
        made=MADE,
        sheets=sheets,
        marking=marking,
    )
