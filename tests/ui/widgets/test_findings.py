from PySide6.QtCore import Qt

from csp_desktop.ui.marks import Sign
from csp_desktop.ui.theme import Theme
from csp_desktop.ui.widgets.find_field import FindField
from csp_desktop.ui.widgets.findings import Finding, Findings
from csp_desktop.ui.widgets.key_button import KeyButton
from tests.ui.hands import enter, focused, heard, press, type_in, words_on

TWO = [Finding("F1 number", "F1 is far", "No note yet"), Finding("F2 number", "F2 is zero")]


def test_each_finding_is_a_link_to_its_place(theme: Theme, show) -> None:
    box = Findings(theme, "query", Sign.QUERY)
    show(box)
    box.show_findings("2 queries", "They do not stop you.", TWO)
    chosen = heard(box.chosen)
    box.focus_first()
    assert focused().text() == "F1 is far"
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    assert chosen == ["F1 number", "F2 number"]
    assert {"2 queries", "They do not stop you.", "No note yet"} <= set(words_on(box))
    assert box.accessibleName() == "2 queries. F1 is far. F2 is zero"


def test_a_box_without_findings_hides(theme: Theme, show) -> None:
    box = Findings(theme, "info")
    show(box)
    box.show_findings("2", "", TWO)
    box.show_findings("0", "", [])
    assert not box.isVisible()


def test_a_long_list_scrolls_instead_of_pushing_the_page_away(theme: Theme, show) -> None:
    box = Findings(theme, "warning", lines_shown=3)
    show(box)
    box.show_findings("Few", "", TWO)
    few = box.sizeHint().height()
    box.show_findings("Many", "", TWO * 40)
    assert box.sizeHint().height() < 2 * few


def test_a_box_that_closes_says_so(theme: Theme, show) -> None:
    box = Findings(theme, "warning", closes=True)
    show(box)
    box.show_findings("2", "", TWO)
    gone = heard(box.dismissed)
    next(one for one in box.findChildren(KeyButton) if one.text() == "Close").click()
    assert not box.isVisible()
    assert len(gone) == 1


def test_typing_finds_enter_finds_the_next_and_escape_goes_back(theme: Theme, show) -> None:
    field = FindField(theme, "Find in this return")
    show(field)
    wanted, left = heard(field.wanted), heard(field.left)
    field.open()
    type_in("ha")
    enter("t")
    assert wanted == ["h", "ha", "hat", "hat"]
    field.show_found(False)
    assert field.property("error")
    assert "“hat” is nowhere" in field.toolTip()
    press(Qt.Key.Key_Escape)
    assert (len(left), field.text(), field.property("error")) == (1, "", False)
