from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt

from csp_desktop.core.blocks import read_html, read_text
from csp_desktop.core.figures import Absence, Figure, FigureStatus, Unit, blank
from csp_desktop.core.line_reading import FIGURE_FIELDS, read_line
from csp_desktop.core.periods import Quarter
from csp_desktop.core.plan import Indicator, Plan, Polarity
from csp_desktop.core.records import Draft, Record
from csp_desktop.core.returns import LineReason
from csp_desktop.core.sheet import FigureLine, ReturnSheet
from csp_desktop.excel import layout
from csp_desktop.services import Services
from csp_desktop.ui import marks
from csp_desktop.ui.item_models.figure_grid import (
    FigureColumn,
    FigureGrid,
    PasteReport,
    RefusedCell,
)
from csp_desktop.ui.item_models.roles import Role
from tests.places import ROOT
from tests.ui.hands import Q1, Q2, blank_sheet, heard

C = FigureColumn
EDIT = Qt.ItemDataRole.EditRole
SPOKEN = Qt.ItemDataRole.AccessibleTextRole
TIP = Qt.ItemDataRole.ToolTipRole
ENTERED = [one for one in C if one >= C.ENTRY]
F5_MUST_BE = "Racist and religious offences must be a whole number, like 30"


def show(grid: FigureGrid, services: Services, board: str = "NPFHF", quarter: Quarter = Q1) -> None:
    grid.show_sheet(services.returns.sheet(board, quarter))


@pytest.fixture
def grid(plan: Plan, watch) -> FigureGrid:
    """The figures of the No Place For Hate Forum; what is entered stands there afterwards."""
    return keeping(watch(FigureGrid()), blank_sheet(plan, "NPFHF"))


@pytest.fixture
def kept(services: Services, watch) -> FigureGrid:
    """The same, stored in a database and read again."""
    grid = watch(FigureGrid())

    def store(records: Sequence[Record], what: str) -> None:
        services.edits.enter("NPFHF", Q1, records, what)
        show(grid, services)

    show(grid, services)
    grid.entered.connect(store)
    return grid


def keeping(grid: FigureGrid, sheet: ReturnSheet) -> FigureGrid:
    """A grid that shows what is entered without a database."""
    shown = [sheet]

    def take(records: Sequence[Record], _: str) -> None:
        lines = tuple(with_records(line, records) for line in shown[-1].figures)
        shown.append(replace(shown[-1], figures=lines))
        grid.show_sheet(shown[-1])

    grid.show_sheet(sheet)
    grid.entered.connect(take)
    return grid


def with_records(line: FigureLine, records: Sequence[Record]) -> FigureLine:
    """A line once records are stored, some of them perhaps its own."""
    for record in records:
        if isinstance(record, Figure) and record.indicator == line.indicator.code:
            line = replace(line, figure=record)
        elif isinstance(record, Draft) and record.line == line.indicator.code:
            drafts = {**line.drafts, record.field: record.text}
            line = replace(line, drafts={name: text for name, text in drafts.items() if text})
    return line


def cell(grid: FigureGrid, code: str, column: C = C.ENTRY) -> QModelIndex:
    return grid.index(grid.row_of(code), column)


def cells(grid: FigureGrid, *codes: str, column: C = C.ENTRY) -> list[QModelIndex]:
    return [cell(grid, code, column) for code in codes]


def put(grid: FigureGrid, code: str, text: str, column: C = C.ENTRY) -> bool:
    return grid.setData(cell(grid, code, column), text, EDIT)


def texts(grid: FigureGrid, *codes: str, column: C = C.ENTRY) -> list[str]:
    return [cell(grid, code, column).data(EDIT) for code in codes]


def line_of(grid: FigureGrid, code: str) -> FigureLine:
    line = grid.line(grid.row_of(code))
    assert line is not None
    return line


def stored(grid: FigureGrid, code: str) -> Figure:
    return line_of(grid, code).figure


def change(grid: FigureGrid, code: str, **fields: object) -> None:
    line = grid.line(grid.row_of(code))
    grid.entered.emit([replace(line.figure, **fields)], "enter figure")


def sent_back(sheet: ReturnSheet, code: str, why: str) -> ReturnSheet:
    """As the team does it, with a reason."""
    reason = LineReason(code, why, 1, "Reviewer", "2015-07-20T09:00:00+00:00")
    lines = (
        replace(one, reason=reason) if one.indicator.code == code else one for one in sheet.figures
    )
    return replace(sheet, figures=tuple(lines))


def rows_of(refreshed) -> set[int]:
    return {row for first, last, *_ in refreshed for row in range(first.row(), last.row() + 1)}


# What it promises Qt


def test_the_model_keeps_its_promises_from_return_to_return(
    kept: FigureGrid, services: Services
) -> None:
    for board, quarter in (("TTCG", Q1), ("CSP", Q1), ("NPFHF", Q2), ("NPFHF", Q1)):
        show(kept, services, board, quarter)
        lines = services.plan.indicators_of(board)
        assert kept.rowCount() == len(lines) + len({one.group for one in lines})


def test_no_cell_answers_nothing(grid: FigureGrid) -> None:
    assert grid.data(QModelIndex()) is None
    assert grid.flags(QModelIndex()) == Qt.ItemFlag.NoItemFlags
    assert grid.rowCount(grid.index(1, 0)) == 0
    assert grid.columnCount(grid.index(1, 0)) == 0
    assert FigureGrid().rowCount() == 0
    assert FigureGrid().first_row() == -1


# Columns and headings


def test_the_columns_one_types_into_are_those_of_the_return_workbook(grid: FigureGrid) -> None:
    grid.set_wide(True)
    columns = [one for one in layout.FIGURE_COLUMNS if one.entered][: len(ENTERED)]
    fields = ["number" if one.field == "value" else one.field for one in columns]
    assert fields == list(FIGURE_FIELDS)
    headings = [grid.headerData(one, Qt.Orientation.Horizontal) for one in ENTERED]
    assert headings[1:] == [one.heading for one in columns[1:]]


def test_the_ordinary_view_has_the_entry_and_the_notes(grid: FigureGrid) -> None:
    assert list(grid.visible) == [
        C.CODE, C.NAME, C.YEAR_AGO, C.LAST_QUARTER, C.ENTRY, C.NOTE,
    ]  # fmt: skip
    grid.set_wide(False, compared=False)
    assert list(grid.visible) == [C.CODE, C.NAME, C.ENTRY, C.NOTE]
    grid.set_wide(True)
    assert list(grid.visible) == list(C)


def test_the_column_to_fill_in_names_its_quarter_and_says_so(grid: FigureGrid) -> None:
    headings = [grid.headerData(one, Qt.Orientation.Horizontal) for one in grid.visible]
    assert headings == [
        "Code",
        "Indicator",
        "2014/15-Q1\na year ago",
        "2014/15-Q4\nlast quarter",
        "2015/16-Q1\nenter here",
        "Notes",
    ]


def test_indicators_stand_under_the_headings_of_their_groups(
    grid: FigureGrid, services: Services
) -> None:
    shown: list[tuple[str, str]] = []
    heading = ""
    for row in range(grid.rowCount()):
        line = grid.line(row)
        if line is None:
            heading = grid.index(row, 0).data()
        else:
            shown.append((heading, line.indicator.code))
    wanted = [(one.group, one.code) for one in services.plan.indicators_of("NPFHF")]
    assert sorted(shown) == sorted(wanted)
    assert [code for _, code in shown if _ == wanted[0][0]] == [
        code for group, code in wanted if group == wanted[0][0]
    ]


def test_a_heading_can_neither_be_reached_nor_edited(grid: FigureGrid) -> None:
    assert len(grid.groups()) >= 2
    for row in grid.groups():
        for column in C:
            assert grid.flags(grid.index(row, column)) == Qt.ItemFlag.NoItemFlags
            assert grid.index(row, column).data(Role.HEADING)
            assert not grid.setData(grid.index(row, column), "5", EDIT)
        assert grid.index(row, 0).data()


def test_the_first_row_is_the_one_below_the_first_heading(grid: FigureGrid) -> None:
    assert grid.groups()[0] == 0
    assert grid.first_row() == 1


# Entering


def test_editing_one_figure_refreshes_its_row_and_no_other(grid: FigureGrid) -> None:
    refreshed, reset = heard(grid.dataChanged), heard(grid.modelReset)
    assert put(grid, "F5", "239")
    assert rows_of(refreshed) == {grid.row_of("F5")}
    assert {first.column() for first, *_ in refreshed} == {0}
    assert {last.column() for _, last, *_ in refreshed} == {len(C) - 1}
    assert reset == []
    assert cell(grid, "F5").data() == "239"


def test_reading_the_same_return_again_refreshes_nothing(
    kept: FigureGrid, services: Services
) -> None:
    put(kept, "F5", "about 200")
    refreshed = heard(kept.dataChanged)
    show(kept, services)
    assert refreshed == []


@pytest.mark.parametrize(
    ("code", "typed", "shown"),
    [
        ("F1", "1,234", "1,234"),
        ("F1", " 12 ", "12"),
        ("F1", "0", "0"),
        ("F2", "23%", "23%"),
        ("F2", "78/287", "27.2%"),
        ("F4", "nya", "Not yet available"),
        ("F4", "n/a", "Not applicable"),
    ],
)
def test_figures_are_read_as_people_type_them(
    grid: FigureGrid, code: str, typed: str, shown: str
) -> None:
    assert put(grid, code, typed)
    assert cell(grid, code).data() == shown


def test_editing_begins_with_what_would_have_to_be_typed(grid: FigureGrid) -> None:
    assert texts(grid, "F2") == [""]
    put(grid, "F2", "78 / 287")
    assert texts(grid, "F2") == ["78/287"]
    put(grid, "F2", "nya")
    assert texts(grid, "F2") == ["Not yet available"]


def test_entering_what_stands_there_stores_nothing(grid: FigureGrid) -> None:
    put(grid, "F1", "287")
    before = stored(grid, "F1")
    told = heard(grid.entered)
    assert put(grid, "F1", "287")
    assert told == []
    assert stored(grid, "F1") == before


def test_a_figure_that_holds_more_than_one_types_is_not_reduced_by_leaving_it(
    grid: FigureGrid,
) -> None:
    change(
        grid, "F2", value=Decimal("5.8"), numerator=Decimal(24), denominator=Decimal(413),
        absence=None,
    )  # fmt: skip
    assert put(grid, "F2", texts(grid, "F2")[0])
    assert stored(grid, "F2").value == Decimal("5.8")


def test_every_column_from_the_entry_on_takes_text_and_no_other(grid: FigureGrid) -> None:
    told = heard(grid.entered)
    for column in C:
        is_edited = bool(grid.flags(cell(grid, "F2", column)) & Qt.ItemFlag.ItemIsEditable)
        assert is_edited == (column in ENTERED)
        if column not in ENTERED:
            assert not put(grid, "F2", "5", column)
    assert not grid.setData(cell(grid, "F2"), "5", Qt.ItemDataRole.DisplayRole)
    assert told == []


@pytest.mark.parametrize(
    ("column", "typed", "field", "held"),
    [
        (C.NUMERATOR, "1,024", "numerator", Decimal(1024)),
        (C.DENOMINATOR, "2048", "denominator", Decimal(2048)),
        (C.EXPECTED_FROM, " Police ", "expected_from", "Police"),
        (C.STATUS, "final", "status", FigureStatus.FINAL),
        (C.SOURCE, "CRIS", "source", "CRIS"),
        (C.OBTAINED, "6/7/2015", "obtained", date(2015, 7, 6)),
        (C.NOTE, "From the new system", "comment", "From the new system"),
    ],
)
def test_each_field_is_read_into_its_place(
    grid: FigureGrid, column: C, typed: str, field: str, held: object
) -> None:
    put(grid, "F2", "78/287")
    assert put(grid, "F2", typed, column)
    assert getattr(stored(grid, "F2"), field) == held


def test_a_day_is_expected_of_a_figure_that_is_not_yet_available(grid: FigureGrid) -> None:
    assert put(grid, "F4", "Not yet available", C.ABSENCE)
    assert put(grid, "F4", "14 Aug 2015", C.EXPECTED_ON)
    assert stored(grid, "F4").expected_on == date(2015, 8, 14)
    assert cell(grid, "F4").data() == "Not yet available, due 14 Aug"


@pytest.mark.parametrize(
    ("field", "text", "what"),
    [
        ("number", "23%", "enter figure"),
        ("numerator", "5", "enter figure"),
        ("absence", "nya", "enter figure"),
        ("status", "final", "status of F2"),
        ("comment", "Checked", "comment of F2"),
        ("obtained", "6 Jul 2015", "date obtained of F2"),
        ("obtained", "soon", "date obtained of F2"),
    ],
)
def test_a_step_says_what_was_done(grid: FigureGrid, field: str, text: str, what: str) -> None:
    told = heard(grid.entered)
    grid.take_text("F2", field, text)
    assert [words for _, words in told] == [what]


def test_only_what_has_changed_is_told(grid: FigureGrid) -> None:
    told = heard(grid.entered)
    put(grid, "F5", "about 200")
    put(grid, "F5", "200")
    assert told[0][0] == [Draft("F5", Q1, "number", "about 200")]
    figure, draft = told[1][0]
    assert (figure.indicator, figure.value) == ("F5", 200)
    assert draft == Draft("F5", Q1, "number", "")


def test_an_indicator_of_another_board_takes_no_text(grid: FigureGrid) -> None:
    told = heard(grid.entered)
    assert not grid.take_text("D1", "number", "5")
    assert told == []


def test_what_stood_there_before_stands_beside_the_cell(
    kept: FigureGrid, services: Services
) -> None:
    put(kept, "F1", "287")
    put(kept, "F5", "nya")
    show(kept, services, quarter=Q2)
    before = [cell(kept, code, C.LAST_QUARTER) for code in ("F1", "F5", "F7")]
    assert [one.data() for one in before] == ["287", "Not yet available", ""]
    assert [one.data(TIP) for one in before] == [None, "Not yet available", None]
    assert cell(kept, "F1").data() == "not entered"


def test_a_yearly_figure_says_when_it_is_asked_for(services: Services, watch) -> None:
    yearly = next(
        one for one in services.plan.indicators if not one.asked_in(Q1) and not one.sum_of
    )
    grid = watch(FigureGrid())
    show(grid, services, yearly.board)
    assert cell(grid, yearly.code).data() == "asked for in Q4"
    show(grid, services, yearly.board, Quarter(2015, 4))
    assert cell(grid, yearly.code).data() == "not entered"


# Text that cannot be read


def test_text_that_cannot_be_read_stays_in_its_cell_as_a_draft(grid: FigureGrid) -> None:
    assert not put(grid, "F5", "about 200")
    assert not stored(grid, "F5").entered
    assert line_of(grid, "F5").drafts == {"number": "about 200"}
    one = cell(grid, "F5")
    assert one.data() == one.data(EDIT) == "about 200"
    assert one.data(Role.DRAFT)
    assert one.data(Role.PROBLEM) == one.data(TIP) == F5_MUST_BE
    assert one.data(SPOKEN).endswith(f"about 200, not read: {F5_MUST_BE}")
    assert cell(grid, "F7").data(Role.DRAFT) is None


@pytest.mark.parametrize("text", ["0.23", "-", "–"])
def test_what_may_mean_two_things_is_kept_until_somebody_says(grid: FigureGrid, text: str) -> None:
    assert not put(grid, "F2", text)
    assert line_of(grid, "F2").drafts == {"number": text}
    assert not stored(grid, "F2").entered


def test_text_that_still_cannot_be_read_is_not_told_again(grid: FigureGrid) -> None:
    put(grid, "F5", "about 200")
    told = heard(grid.entered)
    assert not put(grid, "F5", "about 200")
    assert told == []


def test_a_draft_hides_the_figure_below_it_but_does_not_touch_it(grid: FigureGrid) -> None:
    put(grid, "F5", "nya")
    before = stored(grid, "F5")
    put(grid, "F5", "soon")
    assert cell(grid, "F5").data(Role.ABSENCE) is None
    assert cell(grid, "F5").data() == "soon"
    assert stored(grid, "F5") == before


def test_a_draft_in_a_column_out_of_view_is_explained_at_the_figure(grid: FigureGrid) -> None:
    put(grid, "F2", "78/287")
    put(grid, "F2", "many", C.DENOMINATOR)
    assert "must be a whole number" in cell(grid, "F2").data(Role.PROBLEM)
    assert "must be a whole number" in cell(grid, "F2", C.DENOMINATOR).data(Role.PROBLEM)
    grid.set_wide(True)
    assert cell(grid, "F2").data(Role.PROBLEM) is None
    assert cell(grid, "F2", C.DENOMINATOR).data() == "many"


def test_a_draft_is_read_as_soon_as_the_rest_of_its_line_allows(grid: FigureGrid) -> None:
    assert not put(grid, "F2", "287", C.DENOMINATOR)
    assert put(grid, "F2", "78", C.NUMERATOR)
    found = stored(grid, "F2")
    assert (found.numerator, found.denominator) == (78, 287)
    assert line_of(grid, "F2").drafts == {}


def test_a_draft_is_still_there_when_one_comes_back_to_its_return(
    kept: FigureGrid, services: Services
) -> None:
    put(kept, "F5", "about 200")
    show(kept, services, quarter=Q2)
    assert cell(kept, "F5").data() == "not entered"
    show(kept, services, "TTCG")
    show(kept, services)
    assert cell(kept, "F5").data() == "about 200"


def test_what_the_rules_refuse_is_stored_and_explained(grid: FigureGrid) -> None:
    assert put(grid, "F5", "3.5")
    assert stored(grid, "F5").value == Decimal("3.5")
    assert cell(grid, "F5").data(Role.PROBLEM) == F5_MUST_BE
    assert cell(grid, "F5").data(Role.DRAFT) is None


LIKELY = st.sampled_from(
    ["", "5", "23%", "24/413", "nya", "-", "0.23", "375 (23%)", "14 Aug 2015", "final", "78% of 9"]
)


@given(
    st.lists(st.tuples(st.sampled_from(FIGURE_FIELDS), LIKELY | st.text(max_size=6)), max_size=8)
)
def test_whatever_is_typed_is_in_the_figure_or_stands_there_as_it_was_typed(
    plan: Plan, edits: list[tuple[str, str]]
) -> None:
    grid = keeping(FigureGrid(), blank_sheet(plan, "NPFHF"))
    for field, text in edits:
        taken = grid.take_text("F2", field, text)
        assert (field in line_of(grid, "F2").drafts) == (not taken)
        if not taken:
            column = next(one for one in ENTERED if FIGURE_FIELDS[one - C.ENTRY] == field)
            assert texts(grid, "F2", column=column) == [text]


def test_a_part_is_blanked_though_the_figures_own_text_cannot_be_read(grid: FigureGrid) -> None:
    put(grid, "F2", "24/413")
    put(grid, "F2", "about a quarter")
    assert put(grid, "F2", "", C.DENOMINATOR)
    assert (stored(grid, "F2").numerator, stored(grid, "F2").denominator) == (24, None)
    assert line_of(grid, "F2").drafts == {"number": "about a quarter"}


# Clearing


def test_a_cleared_figure_is_blank_again_and_keeps_its_comment(grid: FigureGrid) -> None:
    put(grid, "F5", "239")
    change(grid, "F5", comment="Counted twice")
    grid.clear(cells(grid, "F5"))
    assert cell(grid, "F5").data() == "not entered"
    assert stored(grid, "F5").absence is Absence.NOT_ENTERED
    assert stored(grid, "F5").comment == "Counted twice"


def test_numbers_and_absences_are_cleared_as_one_step(grid: FigureGrid) -> None:
    put(grid, "F1", "287")
    put(grid, "F4", "nya")
    put(grid, "F5", "about 200")
    told = heard(grid.entered)
    grid.clear(cells(grid, "F1", "F4", "F5", "F7"))
    assert [what for _, what in told] == ["clear 3 figures"]
    assert texts(grid, "F1", "F4", "F5", "F7") == [""] * 4


def test_an_absence_is_kept_apart_from_a_number(grid: FigureGrid) -> None:
    put(grid, "F1", "287")
    put(grid, "F4", "nya")
    told = heard(grid.entered)
    grid.clear(cells(grid, "F1", "F4", column=C.ABSENCE))
    assert stored(grid, "F1").value == 287
    assert not stored(grid, "F4").entered
    assert [what for _, what in told] == ["clear figure"]


def test_other_fields_are_blanked_one_by_one(grid: FigureGrid) -> None:
    put(grid, "F2", "24/413")
    for column, text in ((C.SOURCE, "CRIS"), (C.OBTAINED, "6 Jul 2015"), (C.NOTE, "Checked")):
        put(grid, "F2", text, column)
        grid.clear([cell(grid, "F2", column)])
    grid.clear([cell(grid, "F2", C.STATUS)])
    found = stored(grid, "F2")
    assert (found.source, found.obtained, found.comment) == ("", None, "")
    assert found.status is FigureStatus.PROVISIONAL
    grid.clear([cell(grid, "F2", C.DENOMINATOR)])
    assert (stored(grid, "F2").numerator, stored(grid, "F2").denominator) == (24, None)


def test_a_whole_row_is_cleared_at_once(grid: FigureGrid) -> None:
    put(grid, "F2", "24/413")
    put(grid, "F2", "Checked", C.NOTE)
    put(grid, "F2", "soon", C.OBTAINED)
    told = heard(grid.entered)
    grid.clear([cell(grid, "F2", column) for column in C])
    assert len(told) == 1
    found = line_of(grid, "F2")
    assert (found.figure.entered, found.figure.comment, found.drafts) == (False, "", {})


def test_clearing_what_is_blank_stores_nothing(grid: FigureGrid) -> None:
    told = heard(grid.entered)
    grid.clear(cells(grid, "F7", "F9"))
    grid.clear([grid.index(0, C.ENTRY)])
    grid.clear([])
    assert told == []


# Copying


def test_a_block_is_what_a_person_would_type(grid: FigureGrid) -> None:
    put(grid, "F1", "1,287")
    put(grid, "F1a", "nya")
    put(grid, "F1b", "about 200")
    put(grid, "F1a", "From CRIS", C.NOTE)
    assert grid.block([cell(grid, "F1"), cell(grid, "F1c", C.NOTE)]) == [
        ["1287", ""],
        ["Not yet available", "From CRIS"],
        ["about 200", ""],
        ["", ""],
    ]
    assert grid.block([]) == []


def test_a_block_leaves_headings_out_and_has_what_stood_there_before(
    kept: FigureGrid, services: Services
) -> None:
    for code, text in (("F1", "1,287"), ("F9", "22"), ("F2", "23%")):
        put(kept, code, text)
    show(kept, services, quarter=Q2)
    block = kept.block([cell(kept, "F9", C.CODE), cell(kept, "F2", C.ENTRY)])
    assert [row[0] for row in block] == ["F9", "F2"]
    assert [row[3:] for row in block] == [["22", ""], ["23%", ""]]


def test_the_clipboard_gets_the_block_as_text_and_as_a_table(grid: FigureGrid) -> None:
    put(grid, "F2", "24/413")
    chosen = cells(grid, "F9", "F2")
    data = grid.mimeData(chosen)
    assert set(grid.mimeTypes()) <= set(data.formats())
    assert read_text(data.text()) == read_html(data.html()) == grid.block(chosen)


def test_all_that_is_copied_from_a_return_can_be_put_into_another(
    grid: FigureGrid, services: Services
) -> None:
    grid.set_wide(True)
    put(grid, "F2", "24/413")
    put(grid, "F2", "Checked\ntwice", C.NOTE)
    put(grid, "F1", "287")
    put(grid, "F4", "nya")
    put(grid, "F4", "14 Aug 2015", C.EXPECTED_ON)
    codes = services.plan.indicators_of("NPFHF")
    everything = [cell(grid, codes[0].code, C.CODE), cell(grid, codes[-1].code, C.NOTE)]
    rows = read_text(grid.mimeData(everything).text())
    other = FigureGrid()
    told = heard(other.entered)
    show(other, services, quarter=Q2)
    other.set_wide(True)
    report = other.paste(other.index(other.first_row(), C.CODE), rows)
    assert {one.column for one in report.refused} <= {"2015/16-Q1", "2014/15-Q2"}
    [(records, what)] = told
    assert what == "paste 3 figures"
    found = {one.indicator: one for one in records}
    assert found["F2"].comment == "Checked\ntwice"
    assert (found["F2"].numerator, found["F2"].denominator) == (24, 413)
    assert found["F4"].expected_on == date(2015, 8, 14)


# Pasting


def test_a_block_goes_in_from_a_cell_down_past_headings_as_one_step(grid: FigureGrid) -> None:
    told = heard(grid.entered)
    report = grid.paste(cell(grid, "F7"), [["7", "counted"], ["nya"], ["8.7%", "low"]])
    assert report == PasteReport(taken=5)
    assert [what for _, what in told] == ["paste 3 figures"]
    assert texts(grid, "F7", "F9", "F2") == ["7", "Not yet available", "8.7%"]
    assert texts(grid, "F7", "F9", "F2", column=C.NOTE) == ["counted", "", "low"]
    assert stored(grid, "F7").value == 7


def test_what_cannot_be_read_is_listed_and_left_as_it_was(grid: FigureGrid) -> None:
    put(grid, "F1a", "8")
    report = grid.paste(cell(grid, "F1"), [["287"], ["lots"], ["12"]])
    why = grid_message(grid, "F1a", "lots")
    assert report == PasteReport(2, (RefusedCell("F1a", "2015/16-Q1", "lots", why),))
    assert texts(grid, "F1", "F1a", "F1b") == ["287", "8", "12"]
    assert line_of(grid, "F1a").drafts == {}


def grid_message(grid: FigureGrid, code: str, text: str) -> str:
    """Why a text cannot be read, as the cell itself says when it is typed."""
    return (
        read_line(line_of(grid, code).indicator, stored(grid, code), {"number": text})
        .refused["number"]
        .args[0]
    )


def test_a_blank_cell_of_a_block_erases_nothing(grid: FigureGrid) -> None:
    put(grid, "F1", "287")
    put(grid, "F1a", "nya")
    put(grid, "F1b", "about 200")
    told = heard(grid.entered)
    for nothing in ("", "  ", "\u200b", "not entered"):
        report = grid.paste(cell(grid, "F1"), [[nothing], [nothing], [nothing]])
        assert report == PasteReport()
    assert told == []
    assert texts(grid, "F1", "F1a", "F1b") == ["287", "Not yet available", "about 200"]


def test_a_block_that_reads_takes_the_place_of_a_draft(grid: FigureGrid) -> None:
    put(grid, "F5", "about 200")
    grid.paste(cell(grid, "F5"), [["239"]])
    assert line_of(grid, "F5").drafts == {}
    put(grid, "F5", "about 200")
    grid.paste(cell(grid, "F5"), [["plenty"]])
    assert line_of(grid, "F5").drafts == {"number": "about 200"}


def test_rows_beyond_the_last_are_reported_once_each(grid: FigureGrid) -> None:
    last = grid.line(grid.rowCount() - 1).indicator.code
    report = grid.paste(cell(grid, last), [["23"], ["7", "8"], ["", ""], ["9", ""]])
    assert report.taken == 1
    assert [(one.code, one.text, one.why) for one in report.refused] == [
        ("", "7", "It is beyond the last row"),
        ("", "9", "It is beyond the last row"),
    ]


def test_a_block_wider_than_what_is_in_view_overwrites_no_comment(grid: FigureGrid) -> None:
    put(grid, "F1", "Counted twice", C.NOTE)
    report = grid.paste(cell(grid, "F1"), [["287", "24", "413"]])
    assert report.taken == 1
    assert [(one.text, one.why) for one in report.refused] == [
        ("24", "No column in view is left for it"),
        ("413", "No column in view is left for it"),
    ]
    assert texts(grid, "F1", column=C.NOTE) == ["Counted twice"]


def test_what_is_not_entered_may_be_part_of_a_block_as_it_stands(grid: FigureGrid) -> None:
    before = [cell(grid, "F1", column).data() for column in (C.NAME, C.YEAR_AGO, C.LAST_QUARTER)]
    report = grid.paste(cell(grid, "F1", C.NAME), [[*before, "287"]])
    assert report == PasteReport(taken=1)
    report = grid.paste(cell(grid, "F1", C.NAME), [["Hate", "1", "2", "288"]])
    assert report.taken == 1
    assert {one.why for one in report.refused} == {"Nothing is entered in this column"}
    assert [one.column for one in report.refused] == ["Indicator", "2014/15-Q1", "2014/15-Q4"]
    assert texts(grid, "F1") == ["288"]


def test_rows_are_found_by_their_codes_wherever_the_block_is_put(grid: FigureGrid) -> None:
    rows = [["Code", "Figure"], ["F5", "239"], ["F1", "287"], ["X9", "3"], ["F5", "240"]]
    for column in (C.ENTRY, C.CODE):
        report = grid.paste(cell(grid, "F9", column), rows)
        assert texts(grid, "F5", "F1", "F9") == ["239", "287", ""]
        assert report.taken == 2
        assert [(one.code, one.why) for one in report.refused] == [
            ("Code", "No line has this code"),
            ("X9", "No line has this code"),
            ("F5", "The block has this code twice"),
        ]


def test_codes_with_their_names_come_with_the_columns_in_view(grid: FigureGrid) -> None:
    put(grid, "F1", "287")
    block = grid.block([cell(grid, "F1", C.CODE), cell(grid, "F1a", C.NOTE)])
    block[1][4], block[1][5] = "8", "counted"
    assert grid.paste(cell(grid, "F5"), block[::-1]) == PasteReport(taken=3)
    assert texts(grid, "F1", "F1a", "F5") == ["287", "8", ""]
    assert texts(grid, "F1a", column=C.NOTE) == ["counted"]


def test_rows_of_the_return_workbook_go_in_one_to_one_in_either_view(
    grid: FigureGrid, services: Services
) -> None:
    names = {one.code: one.name for one in services.plan.indicators}
    count = ["F5", names["F5"], "number", "", "", "239", *[""] * 9, "From CRIS"]
    share = ["F2", names["F2"], "percentage, 0 to 100", "", "", "", "24", "413", "", "", "", "",
             "Final", "CRIS", "6 Jul 2015", ""]  # fmt: skip
    headings = [one.heading for one in layout.FIGURE_COLUMNS]
    assert (headings[2], headings[5], headings[15]) == ("Unit", "Figure", "Comment")
    assert len(count) == len(share) == 16
    told = heard(grid.entered)
    assert grid.paste(cell(grid, "F1", C.CODE), [share, count]) == PasteReport(taken=7)
    assert [what for _, what in told] == ["paste 2 figures"]
    found = stored(grid, "F2")
    assert (found.numerator, found.denominator, found.source) == (24, 413, "CRIS")
    assert (found.status, found.obtained) == (FigureStatus.FINAL, date(2015, 7, 6))
    assert (stored(grid, "F5").value, stored(grid, "F5").comment) == (239, "From CRIS")


def test_one_column_of_codes_is_no_block_of_codes(grid: FigureGrid) -> None:
    grid.paste(cell(grid, "F5", C.NOTE), [["F1"]])
    assert texts(grid, "F5", column=C.NOTE) == ["F1"]


def test_nothing_is_put_into_a_locked_return(kept: FigureGrid, services: Services, hand_in) -> None:
    put(kept, "F1", "287")
    hand_in("NPFHF", Q1)
    show(kept, services)
    told = heard(kept.entered)
    report = kept.paste(cell(kept, "F1"), [["287"], ["8"]])
    assert [(one.code, one.why) for one in report.refused] == [("F1a", "The return is locked")]
    assert kept.fill(cells(kept, "F1", "F1a"), "8") == PasteReport()
    assert kept.fill_down(cells(kept, "F1", "F1a")) == PasteReport()
    assert told == []


BLOCK_CELL = LIKELY | st.sampled_from(["F1", "F5", "X"])


@given(
    st.lists(st.lists(BLOCK_CELL, min_size=1, max_size=6), max_size=6),
    st.sampled_from(["F1", "F9", "F11"]),
    st.sampled_from(C),
    st.booleans(),
)
def test_every_cell_of_a_block_is_taken_or_reported(
    plan: Plan, rows: list[list[str]], code: str, column: C, wide: bool
) -> None:
    grid = FigureGrid()
    grid.show_sheet(blank_sheet(plan, "NPFHF"))
    grid.set_wide(wide)
    told = heard(grid.entered)
    report = grid.paste(cell(grid, code, column), rows)
    assert len(told) <= 1
    assert not [one for one, _ in told if any(isinstance(record, Draft) for record in one)]
    assert report.taken + len(report.refused) <= sum(bool(text) for row in rows for text in row)
    assert all(one.why and one.text for one in report.refused)
    assert bool(told) <= bool(report.taken)


# Filling


def test_one_text_fills_many_cells_as_one_step(grid: FigureGrid) -> None:
    told = heard(grid.entered)
    report = grid.fill(cells(grid, "F1", "F1a", "F2"), "12")
    assert report == PasteReport(taken=3)
    assert [what for _, what in told] == ["fill 3 figures"]
    assert grid.fill(cells(grid, "F1", "F1a"), " ") == PasteReport()
    report = grid.fill(cells(grid, "F1", "F2"), "24/413")
    assert [one.code for one in report.refused] == ["F1"]
    assert texts(grid, "F1", "F1a", "F2") == ["12", "12", "24/413"]


def test_the_top_cell_of_each_column_is_filled_down(grid: FigureGrid) -> None:
    put(grid, "F1", "0")
    put(grid, "F1", "None reported", C.NOTE)
    told = heard(grid.entered)
    chosen = [
        cell(grid, code, column) for code in ("F1b", "F1", "F1a") for column in (C.NOTE, C.ENTRY)
    ]
    assert grid.fill_down(chosen) == PasteReport(taken=4)
    assert [what for _, what in told] == ["fill down 2 figures"]
    assert texts(grid, "F1a", "F1b", "F1c") == ["0", "0", ""]
    assert texts(grid, "F1a", "F1b", column=C.NOTE) == ["None reported"] * 2


def test_a_single_cell_is_filled_from_the_one_above(grid: FigureGrid) -> None:
    put(grid, "F9", "nya")
    assert grid.fill_down(cells(grid, "F2")).taken == 1
    assert texts(grid, "F2") == ["Not yet available"]
    assert grid.fill_down(cells(grid, "F1")) == PasteReport()


def test_a_blank_at_the_top_erases_nothing_below(grid: FigureGrid) -> None:
    put(grid, "F1a", "8")
    assert grid.fill_down(cells(grid, "F1", "F1a")) == PasteReport()
    assert grid.fill_down([]) == PasteReport()
    assert texts(grid, "F1a") == ["8"]


# 200 rows by 4 columns from LibreOffice

KINDS = (
    Unit.COUNT, Unit.PERCENTAGE, Unit.PERCENTAGE, Unit.COUNT, Unit.MONEY, Unit.COUNT, Unit.COUNT,
    Unit.PERCENTAGE, Unit.PERCENTAGE, Unit.PERCENTAGE, Unit.SURVEY_PERCENTAGE, Unit.COUNT,
    Unit.COUNT, Unit.COUNT,
)  # fmt: skip


def long_sheet(plan: Plan, count: int) -> ReturnSheet:
    """A board that is asked for many figures, of the kinds that the captured block has."""
    lines = []
    for number in range(count):
        code, unit = f"Z{number + 1}", KINDS[number % len(KINDS)]
        indicator = Indicator(
            code=code,
            name=f"Figure {number + 1}",
            title="",
            unit=unit,
            polarity=Polarity.NONE,
            agency="",
            board="NPFHF",
            group="All",
        )
        lines.append(
            FigureLine(indicator, blank(code, plan.area, Q1.range), None, None, asked=True)
        )
    return replace(blank_sheet(plan, "NPFHF"), figures=tuple(lines))


@pytest.mark.parametrize("kind", ["tsv", "html"])
def test_two_hundred_rows_by_four_columns_of_libreoffice_go_in_as_one_step(
    plan: Plan, kind: str
) -> None:
    captured = ROOT / "tests" / "data" / "clipboard" / f"libreoffice_200x4.{kind}"
    text = captured.read_text(encoding="utf-8")
    grid = FigureGrid()
    grid.show_sheet(long_sheet(plan, 200))
    grid.set_wide(True)
    told = heard(grid.entered)
    report = grid.paste(cell(grid, "Z1"), read_text(text) if kind == "tsv" else read_html(text))

    [(records, what)] = told
    assert what == "paste 144 figures"
    assert len(records) == 144
    assert all(isinstance(one, Figure) for one in records)
    assert report.taken == 186
    assert len(report.refused) == 56
    figures = {one.indicator: one for one in records}
    assert [str(figures[code].value) for code in ("Z1", "Z2", "Z4", "Z5", "Z13")] == [
        "1234", "23", "12", "5", "7",
    ]  # fmt: skip
    parts = [
        (one.value, one.numerator, one.denominator, one.sample_size)
        for one in map(figures.get, ("Z3", "Z8", "Z9", "Z11"))
        if one is not None
    ]
    assert parts == [
        (None, 24, 413, None),
        (None, 24, 413, None),
        (23, 375, 1630, None),
        (78, None, None, 1171),
    ]
    assert figures["Z6"].absence is Absence.NOT_YET_AVAILABLE
    first = report.refused[:4]
    assert [(one.code, one.column) for one in first] == [
        ("Z7", "2015/16-Q1"), ("Z10", "2015/16-Q1"), ("Z12", "2015/16-Q1"), ("Z13", "Numerator"),
    ]  # fmt: skip
    assert [one.why for one in first] == [
        "Figure 7 must be a whole number, like 30",
        "Figure 10: 0.23 may be 23% or 0.23%",
        "Figure 12: say what “–” means, or enter the figure",
        "Figure 13 is not a percentage: enter one number",
    ]


# Finding


@pytest.mark.parametrize(
    ("text", "found"),
    [("f5", "F5"), ("RACIST", "F5"), ("counted tw", "F9"), ("no such thing", None), ("  ", None)],
)
def test_a_line_is_found_by_its_code_its_name_or_its_comment(
    grid: FigureGrid, text: str, found: str | None
) -> None:
    put(grid, "F9", "Counted twice", C.NOTE)
    row = grid.find(text, grid.first_row())
    assert (grid.line(row).indicator.code if row >= 0 else None) == found


def test_finding_goes_on_from_row_to_row_and_round(grid: FigureGrid) -> None:
    rows, row = [], -1
    for _ in range(40):
        row = grid.find("offences", row)
        rows.append(row)
    turn = rows.index(min(rows), 1)
    assert rows[:turn] == sorted(set(rows))
    assert rows[turn] == rows[0]
    assert FigureGrid().find("F1", -1) == -1


# Locked


def test_a_locked_return_cannot_be_edited(services: Services, hand_in, watch) -> None:
    hand_in("NPFHF", Q1)
    grid = watch(FigureGrid())
    show(grid, services)
    told = heard(grid.entered)
    for row in range(grid.rowCount()):
        for column in C:
            assert not grid.flags(grid.index(row, column)) & Qt.ItemFlag.ItemIsEditable
    assert not put(grid, "F1", "5")
    grid.clear(cells(grid, "F1"))
    assert told == []
    heading = grid.headerData(C.ENTRY, Qt.Orientation.Horizontal)
    assert heading == "2015/16-Q1\nlocked"


def test_a_return_that_is_locked_meanwhile_keeps_its_rows_and_says_so(
    kept: FigureGrid, services: Services, hand_in
) -> None:
    assert kept.flags(cell(kept, "F1")) & Qt.ItemFlag.ItemIsEditable
    hand_in("NPFHF", Q1)
    reset, headings = heard(kept.modelReset), heard(kept.headerDataChanged)
    show(kept, services)
    assert not kept.flags(cell(kept, "F1")) & Qt.ItemFlag.ItemIsEditable
    assert reset == []
    assert len(headings) == 1


# Looks and words


def test_every_cell_says_something(grid: FigureGrid) -> None:
    for code, text in (("F1", "287"), ("F4", "nya"), ("F5", "about 200")):
        put(grid, code, text)
    for wide in (False, True):
        grid.set_wide(wide)
        for row in range(grid.rowCount()):
            for column in C:
                assert grid.index(row, column).data(SPOKEN), (row, column)


def test_a_figure_is_spoken_with_its_indicator_and_its_quarter(grid: FigureGrid) -> None:
    put(grid, "F1", "287")
    assert cell(grid, "F1").data(SPOKEN) == "Hate crime (total), 2015/16-Q1, 287"
    before = cell(grid, "F1", C.LAST_QUARTER).data(SPOKEN)
    assert before == "Hate crime (total), 2014/15-Q4, nothing"
    assert cell(grid, "F1", C.NUMERATOR).data(SPOKEN) == "Hate crime (total), Numerator, nothing"


def test_every_absence_has_its_mark(grid: FigureGrid) -> None:
    for absence in set(Absence) - {Absence.NOT_ENTERED}:
        put(grid, "F4", absence.words)
        assert cell(grid, "F4").data(Role.ABSENCE) is marks.Absence[absence.name]
    assert cell(grid, "F5").data(Role.ABSENCE) is marks.Absence.NOT_ENTERED


@pytest.mark.parametrize(
    ("status", "gutter"),
    [
        (FigureStatus.PROVISIONAL, "prov."),
        (FigureStatus.REVISED, "rev."),
        (FigureStatus.FINAL, None),
    ],
)
def test_the_gutter_says_how_sure_a_figure_is(
    grid: FigureGrid, status: FigureStatus, gutter: str | None
) -> None:
    change(grid, "F1", value=Decimal(5), absence=None, status=status)
    assert cell(grid, "F1").data(Role.GUTTER) == gutter
    assert cell(grid, "F5").data(Role.GUTTER) is None


def test_parts_are_shown_with_commas_and_edited_without(grid: FigureGrid) -> None:
    put(grid, "F2", "1024/20480")
    parts = [cell(grid, "F2", column) for column in (C.NUMERATOR, C.DENOMINATOR)]
    assert [one.data() for one in parts] == ["1,024", "20,480"]
    assert [one.data(EDIT) for one in parts] == ["1024", "20480"]


def test_a_comment_is_a_glyph_in_the_ordinary_view_and_words_in_the_wide_one(
    grid: FigureGrid,
) -> None:
    note = cell(grid, "F1", C.NOTE)
    assert note.data(SPOKEN) == "Hate crime (total), Notes, no note"
    assert note.data(Role.MARK) is None
    put(grid, "F1", "From the\nnew system", C.NOTE)
    assert note.data(SPOKEN) == "Hate crime (total), Notes, note: From the\nnew system"
    assert note.data(Role.MARK) is marks.Sign.NOTE
    assert note.data() == ""
    assert note.data(TIP) == "From the\nnew system"
    grid.set_wide(True)
    assert note.data() == "From the new system"
    assert note.data(Role.MARK) is None


@pytest.fixture
def queried(grid: FigureGrid) -> FigureGrid:
    """F5 is marked as revised, which the rules ask about."""
    change(grid, "F5", value=Decimal(239), absence=None, status=FigureStatus.REVISED)
    return grid


def test_a_query_that_waits_is_said_in_the_notes_and_marked_at_the_figure(
    queried: FigureGrid,
) -> None:
    entry, note = cell(queried, "F5"), cell(queried, "F5", C.NOTE)
    assert entry.data(Role.QUERY)
    assert entry.data(TIP) == "Query: 239 is marked as revised"
    assert entry.data(SPOKEN).endswith("239, query: 239 is marked as revised")
    assert entry.data(Role.PROBLEM) is None
    assert note.data() == "Query"
    assert note.data(TIP) == "Query: 239 is marked as revised"
    assert note.data(SPOKEN).endswith("query: 239 is marked as revised")
    assert cell(queried, "F5", C.SOURCE).data(Role.QUERY) is None
    assert cell(queried, "F7").data(Role.QUERY) is None


def test_a_query_that_is_answered_leaves_the_glyph_of_a_note(queried: FigureGrid) -> None:
    line = queried.line(queried.row_of("F5"))
    queried.entered.emit([line.figure.explained_by("Recounted")], "explain")
    entry, note = cell(queried, "F5"), cell(queried, "F5", C.NOTE)
    assert entry.data(Role.QUERY) is None
    assert entry.data(Role.EXPLAINED)
    assert note.data() == ""
    assert note.data(Role.MARK) is marks.Sign.NOTE
    assert note.data(SPOKEN).endswith("explained: Recounted")


def test_a_comment_in_the_wide_view_does_not_hide_that_a_query_waits(queried: FigureGrid) -> None:
    put(queried, "F5", "Checked", C.NOTE)
    assert cell(queried, "F5", C.NOTE).data() == "Query"
    queried.set_wide(True)
    assert cell(queried, "F5", C.NOTE).data() == "Checked"
    assert cell(queried, "F5", C.NOTE).data(Role.QUERY) is None
    assert cell(queried, "F5").data(Role.QUERY)


def test_a_line_that_was_sent_back_says_so_and_why(grid: FigureGrid, plan: Plan) -> None:
    grid.show_sheet(sent_back(blank_sheet(plan, "NPFHF"), "F7", "Last quarter said 9"))
    note = cell(grid, "F7", C.NOTE)
    assert note.data() == "Sent back"
    assert note.data(TIP) == "Sent back: Last quarter said 9"
    assert note.data(SPOKEN).endswith("sent back: Last quarter said 9")
    assert note.data(Role.SENT_BACK) == "Last quarter said 9"
    assert cell(grid, "F9", C.NOTE).data(Role.SENT_BACK) is None
