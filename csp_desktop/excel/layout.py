"""The return workbook's sheets and columns against the fields of the records, in one place.

Rows are found by their code and columns by their heading, never by position.
"""

from dataclasses import dataclass

FORMAT = 1

HOW_TO = "How_to_fill_in"
FIGURES = "Figures"
ACTIONS = "Actions"
MACHINE = "Machine"

TABLE_HEADING_ROW = 4


@dataclass(frozen=True)
class Column:
    """One column of a sheet.

    Attributes:
        field: what it holds; the same word in writer and reader.
        heading: as printed; the reader looks for exactly this.
        width: in characters.
        entered: whether the person filling in the workbook may change it.
    """

    field: str
    heading: str
    width: int
    entered: bool = False


FIGURE_COLUMNS = (
    Column("code", "Code", 9),
    Column("name", "Indicator", 36),
    Column("unit", "Unit", 15),
    Column("year_ago", "A year ago", 11),
    Column("last_quarter", "Last quarter", 11),
    Column("value", "Figure", 11, entered=True),
    Column("numerator", "Numerator", 11, entered=True),
    Column("denominator", "Out of", 11, entered=True),
    Column("sample_size", "Sample size", 10, entered=True),
    Column("absence", "If no figure, why", 19, entered=True),
    Column("expected_on", "Expected on", 13, entered=True),
    Column("expected_from", "Expected from", 14, entered=True),
    Column("status", "Provisional or final", 13, entered=True),
    Column("source", "Source", 24, entered=True),
    Column("obtained", "Date obtained", 13, entered=True),
    Column("comment", "Comment", 36, entered=True),
)

ACTION_COLUMNS = (
    Column("code", "Code", 10),
    Column("heading", "Under", 26),
    Column("text", "Action", 70),
    Column("lead", "Lead officer's role", 26, entered=True),
    Column("due", "Due", 13, entered=True),
    Column("status", "Status", 14, entered=True),
    Column("note", "Progress this quarter", 60, entered=True),
)

MACHINE_COLUMNS = ("kind", "code", "version", "base", "written")
MACHINE_FACTS = (
    "format",
    "plan",
    "partnership",
    "board",
    "quarter",
    "return",
    "version",
    "state",
    "rules",
)
