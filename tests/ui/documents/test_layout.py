"""Where everything stands on paper: inside the margins, never on one another, none of it lost."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QApplication

from csp_desktop.core.packs.document import Column, Line, Number, Sheet, Table
from csp_desktop.ui.documents.flow import Fill, Page, PlacedChart, PlacedLine
from csp_desktop.ui.documents.layout import laid_out
from csp_desktop.ui.documents.paper import Paper, Text, Type
from csp_desktop.ui.theme import Theme
from tests.ui.documents.packs import CHARTED, COVER, pack

WORDS = st.text("abcdefghij mnopqrst WM ijl-,.", max_size=30)
SENTENCES = st.lists(WORDS, max_size=40).map(" ".join)
CELLS = st.one_of(
    WORDS, SENTENCES, st.decimals(-1_000_000, 1_000_000, places=2).map(lambda one: Number(one, 2))
)


@st.composite
def some_tables(draw: st.DrawFn) -> Table:
    count = draw(st.integers(1, 14))
    columns = tuple(
        Column(f"Heading {at}", draw(st.sampled_from(["", "%"]))) for at in range(count)
    )
    rows = draw(st.lists(st.tuples(*(CELLS for _ in columns)), max_size=6))
    return Table("table", columns, tuple(rows) * draw(st.integers(1, 3)), draw(WORDS))


@pytest.fixture
def paper_type(qapp: QApplication, undressed: Theme) -> Type:
    return Type(undressed)


def lines(page: Page) -> list[PlacedLine]:
    return [one for one in page.items if isinstance(one, PlacedLine)]


def places(page: Page) -> Iterator[QRectF]:
    for one in lines(page):
        line = one.text._lines[one.number].naturalTextRect()
        yield QRectF(one.at.x() + line.left(), one.at.y(), line.width(), one.text.step)


def overlap(one: QRectF, other: QRectF) -> bool:
    both = one.intersected(other)
    return both.width() > 1 and both.height() > 1  # a tenth of a point


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(some_tables(), min_size=1, max_size=2), SENTENCES)
def test_nothing_stands_on_another_or_outside_and_every_line_stands_once(
    paper_type: Type, tables: list[Table], sentence: str
) -> None:
    above = (Line("A heading", heading=True), Line(f"So {sentence}"))
    sheet = Sheet("Sheet", "A sheet", above, tuple(tables))
    laid = laid_out(pack(sheets=(COVER, sheet)), paper_type)
    placed: dict[Text, set[int]] = {}
    for page in laid.pages:
        found = list(places(page))
        body = page.paper.body.adjusted(-1, -1, 1, 1)
        assert all(body.contains(one) for one in found if one.width())
        assert not [pair for pair in combinations(found, 2) if overlap(*pair)]
        for one in lines(page):
            placed.setdefault(one.text, set()).add(one.number)
    for text, numbers in placed.items():
        assert numbers == set(range(text.lines))
    said = [text.words for text in placed]
    for table in tables:
        for row in table.rows:
            for cell in row:
                assert not isinstance(cell, str) or not cell.strip() or cell in said


def test_a_row_that_a_page_can_hold_is_never_cut_in_two(paper_type: Type) -> None:
    tall = "\n".join(f"line {at}" for at in range(20))
    rows = tuple((f"R{at}", tall) for at in range(12))
    sheet = Sheet("Sheet", "A sheet", (), (Table("t", (Column("Row"), Column("Says")), rows),))
    laid = laid_out(pack(sheets=(COVER, sheet)), paper_type)
    pages_of_row: dict[int, set[int]] = {}
    for number, page in enumerate(laid.pages):
        for one in lines(page):
            if one.text.words == tall:
                pages_of_row.setdefault(id(one.text), set()).add(number)
    assert len(pages_of_row) == 12
    assert all(len(one) == 1 for one in pages_of_row.values())
    assert len(laid.pages) > 3


def test_a_heading_never_stands_alone_at_the_foot_of_a_page(paper_type: Type) -> None:
    for count in range(30, 52):
        above = (*(Line(f"line {at}") for at in range(count)), Line("Opens", True), Line("Opened"))
        laid = laid_out(pack(sheets=(COVER, Sheet("Sheet", "A sheet", above))), paper_type)
        said = [[one.text.words for one in lines(page)] for page in laid.pages]
        assert [one for one in said if "Opens" in one] == [one for one in said if "Opened" in one]


def test_a_table_of_few_columns_stays_upright_and_as_narrow_as_its_words(paper_type: Type) -> None:
    table = Table("t", (Column("Code"), Column("Count")), (("A1", Number(Decimal(1))),))
    laid = laid_out(pack(sheets=(COVER, Sheet("Sheet", "A sheet", (), (table,)))), paper_type)
    page = laid.pages[1]
    assert page.paper == Paper(wide=False)
    assert (
        max(one.place.right() for one in page.items if isinstance(one, Fill))
        < page.paper.body.center().x()
    )


def test_a_chart_lies_whole_inside_its_page(paper_type: Type) -> None:
    laid = laid_out(pack(sheets=(COVER, CHARTED)), paper_type)
    (chart,) = (one for one in laid.pages[1].items if isinstance(one, PlacedChart))
    assert laid.pages[1].paper.body.contains(chart.place)
    assert chart.drawing.title == "Thefts"
    assert not [one for one in places(laid.pages[1]) if overlap(one, chart.place)]
