"""The return workbook's sheets and columns against the fields of the records, in one place.

Rows are found by their code and columns by their heading, never by position.
"""

from dataclasses import dataclass

FORMAT = 2

HOW_TO = "How_to_fill_in"
FIGURES = "Figures"
ACTIONS = "Actions"
SUMMARY = "Summary"
HISTORY = "History"
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
        since: the first format that has it.
    """

    field: str
    heading: str
    width: int
    entered: bool = False
    since: int = 1


SENT_BACK = Column("sent_back", "Sent back because", 22, since=2)

FIGURE_COLUMNS = (
    Column("code", "Code", 9),
    Column("name", "Indicator", 32),
    Column("unit", "Unit", 13),
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
    Column("explanation", "Note on a query", 30, entered=True, since=2),
    SENT_BACK,
)

ACTION_COLUMNS = (
    Column("code", "Code", 10),
    Column("heading", "Under", 16),
    Column("text", "Action", 40),
    Column("status", "Status", 13, entered=True),
    Column("reason", "Reason for the status", 18, entered=True, since=2),
    Column("percent", "Percent complete", 10, entered=True, since=2),
    Column("note", "Progress this quarter", 32, entered=True),
    Column("next_steps", "Next steps", 22, entered=True, since=2),
    Column("lead", "Lead officer's role", 13, entered=True),
    Column("partners", "Partners", 13, entered=True, since=2),
    Column("start", "Start", 12, entered=True, since=2),
    Column("due", "Due", 12, entered=True),
    Column("original_due", "First due", 12, since=2),
    Column("milestones", "Milestones", 26, entered=True, since=2),
    Column("resources_needed", "Resources needed", 15, entered=True, since=2),
    Column("resources_source", "Source of resources", 15, entered=True, since=2),
    Column("resourcing", "Resources secured", 13, entered=True, since=2),
    Column("evidence", "Evidence", 15, entered=True, since=2),
    Column("aim", "Aim", 18, entered=True, since=2),
    Column("measures", "Measures", 18, entered=True, since=2),
    SENT_BACK,
)

SUMMARY_COLUMNS = (
    Column("code", "Part", 22),
    Column("purpose", "What it is for", 40),
    Column("text", "Text", 90, entered=True),
)
SUMMARY_PARTS = {
    "achievements": ("Achievements", "What went well this quarter, in a sentence or two each."),
    "concerns": ("Concerns", "What worries the board, and what it is doing about it."),
    "decisions": ("Decisions wanted", "What the partnership is asked to decide, and by when."),
    "resources": ("Resources wanted", "What is missing, how much, and what it would be used for."),
}

MACHINE_COLUMNS = ("kind", "code", "version", "base", "written", "details", "cells")
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
MACHINE_FACTS_SINCE_2 = ("submitted_by", "reason", "digest")
