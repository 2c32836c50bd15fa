"""What a reviewer does on the Review page, and what they see of it."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView, QPlainTextEdit, QPushButton, QWidget

from csp_desktop import bootstrap
from csp_desktop.core.errors import StorageError
from csp_desktop.core.periods import Quarter
from csp_desktop.core.returns import ReturnState, Summary
from csp_desktop.core.review import Decision
from csp_desktop.services import Services
from csp_desktop.services.changes import Changes, Kind
from csp_desktop.services.review import Review
from csp_desktop.ui.item_models.review_cells import ReviewColumn
from csp_desktop.ui.notifier import Notifier
from csp_desktop.ui.pages.review import ReviewPage
from csp_desktop.ui.tasks import Tasks
from csp_desktop.ui.theme import Theme
from csp_desktop.ui.widgets.empty_state import EmptyState
from csp_desktop.ui.widgets.fields import TextField
from csp_desktop.ui.widgets.page_header import PageHeader
from csp_desktop.ui.widgets.segmented import Segmented
from csp_desktop.ui.widgets.stepper import Stepper
from tests.conftest import LEAD_OFFICER
from tests.ui.conftest import ChosenDialogs
from tests.ui.hands import (
    Q1,
    Q2,
    audit_rows,
    colours,
    focused,
    heard,
    named,
    picture,
    press,
    settle,
    share,
    spoken_name,
    type_in,
    words_on,
)
from tests.ui.pages.reviewing import (
    OFFICER,
    TMG,
    TTCG,
    answer,
    cell,
    current,
    decisions,
    go_to,
    hand_in,
    lines,
    query,
)

KEY = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ASKED = "27 is far below what was usual. Is a digit missing?"

Shown = Callable[..., ReviewPage]


@pytest.fixture(scope="module")
def handed_in(built: Callable[[bool], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two boards have handed their returns in: the longest of all and a short one."""
    path = tmp_path_factory.mktemp("handed_in") / "csp.db"
    shutil.copy(built(True), path)
    with bootstrap.services(path, OFFICER) as officer:
        for board in (TTCG, TMG):
            hand_in(officer, board)
    return path


@pytest.fixture
def database(handed_in: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(handed_in, tmp_path / "csp.db"))


@pytest.fixture
def officer(database: Path) -> Iterator[Services]:
    with bootstrap.services(database, OFFICER) as officer:
        yield officer


@pytest.fixture
def review(undressed: Theme, tasks: Tasks, dialogs: ChosenDialogs, show) -> Shown:
    """Shows the page over some services, with a board's return open."""

    def one(services: Services, board: str = TTCG, quarter: Quarter = Q1) -> ReviewPage:
        notifier = Notifier()
        page = ReviewPage(services, undressed, notifier, tasks, dialogs, quarter)
        notifier.setParent(page)
        notifier.changed.connect(page.take_notice)
        page.setUpdatesEnabled(False)
        page.resize(1190, 700)
        page.show_return(board, quarter)
        show(page)
        page.focus_first()
        return page

    return one


@pytest.fixture
def page(services: Services, review: Shown) -> ReviewPage:
    """The return of the Tactical Tasking and Co-ordinating Group before the lead officer."""
    return review(services)


@pytest.fixture
def sent_back(page: ReviewPage, officer: Services) -> ReviewPage:
    """H3 has been queried and sent back, changed by its board, and submitted again."""
    ask(page, "H3", ASKED)
    press(KEY.Key_S)
    press(KEY.Key_Return)
    answer(officer, "H3", 277, "The extract of 6 July shows 277.")
    page.take_notice(Changes.of(Kind.RETURNS))
    settle()
    return page


def ask(page: ReviewPage, code: str, words: str) -> None:
    go_to(page, code)
    press(KEY.Key_Q)
    type_in(words)
    press(KEY.Key_Return)


def sentence(page: ReviewPage) -> str:
    return page.findChild(PageHeader).accessibleDescription()


def button(page: ReviewPage, begins: str) -> QPushButton:
    found = [
        one
        for one in page.findChildren(QPushButton)
        if one.text().startswith(begins) and one.isVisible()
    ]
    assert len(found) == 1, f"{len(found)} buttons begin with “{begins}”"
    return found[0]


def compared(page: ReviewPage) -> list[str]:
    segments = [one for one in page.findChildren(Segmented) if one.isVisible()]
    return [one.text() for one in segments[-1].findChildren(QPushButton)]


def test_the_return_that_has_waited_longest_opens_at_its_first_line(
    services: Services, review: Shown
) -> None:
    page = review(services, "")
    assert page.board == services.review.inbox(Q1)[0].board.code
    assert focused() is lines(page)
    assert lines(page).currentIndex().row() == 0
    assert "submitted 14 July on time by Police performance officer. 0 of" in sentence(page)


def test_a_return_is_noted_as_opened_when_it_is_first_shown_and_only_then(
    page: ReviewPage, services: Services, database: Path
) -> None:
    assert services.returns.sheet(TTCG, Q1).record.opened_by == "Lead officer"
    assert services.returns.sheet(TMG, Q1).record.opened_by == ""
    before = audit_rows(database)
    for _ in range(3):
        page.reload()
    assert audit_rows(database) == before


def test_accepting_stores_it_and_goes_on_to_the_next_line_to_decide(
    page: ReviewPage, services: Services
) -> None:
    first = current(page)
    press(KEY.Key_A)
    second = current(page)
    assert decisions(services) == {first: Decision.ACCEPTED}
    assert second != first
    assert "1 of" in sentence(page)
    go_to(page, first)
    assert cell(page, ReviewColumn.DECISION) == "Accepted"
    press(KEY.Key_A)
    assert current(page) == second
    assert len(decisions(services)) == 1


def test_a_decision_reads_nothing_again(
    page: ReviewPage, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(*_: object) -> None:
        raise AssertionError("the return was read again")

    with monkeypatch.context() as patched:
        for name in ("sheet", "inbox", "versions"):
            patched.setattr(Review, name, read)
        press(KEY.Key_A)
        ask(page, "H3", ASKED)
        press(KEY.Key_U)
        press(KEY.Key_J)
        press(KEY.Key_A, SHIFT)
    assert services.review.sheet(TTCG, Q1).lines == page.sheet.lines


def test_a_query_is_typed_in_place_and_kept_by_enter(page: ReviewPage, services: Services) -> None:
    go_to(page, "H3")
    press(KEY.Key_Q)
    assert isinstance(focused(), QPlainTextEdit)
    assert spoken_name(focused()) == "Query on H3"
    type_in("Is a digit missing?")
    press(KEY.Key_Return, SHIFT)
    type_in("A seven?")
    press(KEY.Key_Return)
    assert query(services, "H3").reason == "Is a digit missing?\nA seven?"
    assert cell(page, ReviewColumn.DECISION) == "Queried"
    assert "Is a digit missing?\nA seven?" in words_on(page)
    assert focused() is lines(page)


def test_ctrl_enter_keeps_a_query_too(page: ReviewPage, services: Services) -> None:
    go_to(page, "H3")
    press(KEY.Key_Q)
    type_in(ASKED)
    press(KEY.Key_Return, CONTROL)
    assert query(services, "H3").reason == ASKED


def test_a_query_without_words_is_not_kept(page: ReviewPage, services: Services) -> None:
    press(KEY.Key_Q)
    press(KEY.Key_Return)
    assert "Enter what you ask of the board" in words_on(page)
    assert decisions(services) == {}


def test_escape_leaves_a_query_whose_words_wait_for_the_next_time(
    page: ReviewPage, services: Services
) -> None:
    press(KEY.Key_Q)
    type_in("Is this")
    press(KEY.Key_Escape)
    assert focused() is lines(page)
    assert decisions(services) == {}
    press(KEY.Key_J)
    press(KEY.Key_Q)
    assert focused().toPlainText() == ""
    press(KEY.Key_Escape)
    press(KEY.Key_K)
    press(KEY.Key_Q)
    assert focused().toPlainText() == "Is this"


def test_accepting_takes_a_query_away_and_u_takes_either_back(
    page: ReviewPage, services: Services
) -> None:
    ask(page, "H3", ASKED)
    press(KEY.Key_A)
    assert decisions(services) == {"H3": Decision.ACCEPTED}
    go_to(page, "H3")
    press(KEY.Key_U)
    assert decisions(services) == {}
    assert cell(page, ReviewColumn.DECISION) == "To decide"
    ask(page, "H3", ASKED)
    press(KEY.Key_U)
    assert decisions(services) == {}
    assert ASKED not in words_on(page)


def test_shift_a_accepts_what_has_no_finding_and_goes_to_what_has_one(
    page: ReviewPage, services: Services
) -> None:
    sheet = services.review.sheet(TTCG, Q1)
    quiet = {one.code for one in sheet.quiet}
    assert button(page, "Accept ").text() == f"Accept {len(quiet)} lines without findings"
    press(KEY.Key_A, SHIFT)
    assert set(decisions(services)) == quiet
    assert current(page) not in quiet
    assert "H3" not in quiet
    assert not button(page, "No line to accept").isEnabled()


def test_j_and_k_go_through_the_lines_and_stop_at_the_ends(page: ReviewPage) -> None:
    table, count = lines(page), lines(page).model().rowCount()
    press(KEY.Key_K)
    assert table.currentIndex().row() == 0
    press(KEY.Key_J, times=2)
    press(KEY.Key_Down)
    assert table.currentIndex().row() == 3
    press(KEY.Key_J, times=count)
    assert table.currentIndex().row() == count - 1


def test_the_words_below_go_with_the_selected_line(page: ReviewPage, services: Services) -> None:
    go_to(page, "H3")
    [problem] = [
        one
        for line in services.review.sheet(TTCG, Q1).lines
        for one in line.problems
        if line.code == "H3"
    ]
    said = words_on(page)
    assert problem.message in said
    assert "no note on it" in said
    actions = services.returns.sheet(TTCG, Q1).actions
    go_to(page, actions[0].action.code)
    said = words_on(page)
    assert actions[0].action.planned.text in said
    assert f"{actions[0].action.code} goes on" in said


def test_nothing_goes_back_without_a_query_and_the_page_says_how_to_ask_one(
    page: ReviewPage, services: Services
) -> None:
    press(KEY.Key_S)
    assert any("press Q to ask something" in one for one in words_on(page))
    press(KEY.Key_Return, CONTROL)
    assert services.returns.sheet(TTCG, Q1).record.state is ReturnState.SUBMITTED
    press(KEY.Key_Escape)
    assert focused() is lines(page)


def test_a_return_goes_back_with_its_queries_and_a_workbook_that_carries_them(
    page: ReviewPage, services: Services, dialogs: ChosenDialogs, tmp_path: Path, qtbot
) -> None:
    ask(page, "H3", ASKED)
    press(KEY.Key_S)
    assert any(ASKED in one for one in words_on(page))
    press(KEY.Key_Escape)
    assert services.returns.sheet(TTCG, Q1).record.state is ReturnState.SUBMITTED
    press(KEY.Key_S)
    press(KEY.Key_Return)
    record = services.returns.sheet(TTCG, Q1).record
    assert record.state is ReturnState.RETURNED
    assert ASKED in record.reason
    dialogs.answer = tmp_path / "back.xlsx"
    told = heard(page.subject_changed)
    button(page, "Save the return workbook").click()
    qtbot.waitUntil(lambda: f"Workbook written: {dialogs.answer}" in told)
    assert dialogs.answer.exists()


def test_a_changed_line_is_told_from_the_others_and_its_query_as_answered(
    sent_back: ReviewPage,
) -> None:
    page = sent_back
    go_to(page, "H3")
    assert cell(page, ReviewColumn.FINDING) == "Query answered"
    assert cell(page, ReviewColumn.SUBMITTED) == "277"
    said = words_on(page)
    assert ASKED in said
    assert "Answered, waiting for you" in said
    assert any("Changed 27 to 277." in one for one in said)
    assert compared(page) == ["Same quarter last year", "Last quarter", "Version 1"]
    findings = [
        lines(page).model().index(row, ReviewColumn.FINDING).data()
        for row in range(lines(page).model().rowCount())
    ]
    assert findings.count("Query answered") == 1
    assert "Changed" not in findings


def test_what_is_compared_with_is_chosen_and_the_line_stays(sent_back: ReviewPage) -> None:
    page = sent_back
    go_to(page, "H3")
    year_ago = cell(page, ReviewColumn.BEFORE)
    button(page, "Version 1").click()
    assert current(page) == "H3"
    assert cell(page, ReviewColumn.BEFORE) == "27"
    assert cell(page, ReviewColumn.DIFFERENCE) == "+250"
    assert cell(page, ReviewColumn.READS) == "Not judged"
    button(page, "Same quarter").click()
    assert cell(page, ReviewColumn.BEFORE) == year_ago != "27"


def test_a_kept_version_is_read_and_nothing_in_it_decided(
    sent_back: ReviewPage, services: Services
) -> None:
    page = sent_back
    go_to(page, "H3")
    page.read_version(1)
    assert cell(page, ReviewColumn.SUBMITTED) == "27"
    assert any("Read only" in one for one in words_on(page))
    told = heard(page.subject_changed)
    press(KEY.Key_A)
    assert told == ["Version 1 was kept as it was and can only be read."]
    assert decisions(services) == {}
    press(KEY.Key_Escape)
    assert cell(page, ReviewColumn.SUBMITTED) == "277"


def test_approving_says_what_it_locks_and_asks_once_more(
    page: ReviewPage, services: Services
) -> None:
    press(KEY.Key_A, SHIFT)
    press(KEY.Key_Return, CONTROL)
    said = " ".join(words_on(page))
    sheet = services.review.sheet(TTCG, Q1)
    waiting = len(sheet.lines) - sheet.accepted
    assert "and the summary as version 1" in said
    assert f"{waiting} line" in said
    assert "not accepted yet" in said
    press(KEY.Key_Escape)
    assert services.returns.sheet(TTCG, Q1).record.state is ReturnState.SUBMITTED
    press(KEY.Key_Return, CONTROL)
    press(KEY.Key_Return, CONTROL)
    assert services.returns.sheet(TTCG, Q1).record.state is ReturnState.APPROVED
    assert any("Approved 14 July by Lead officer." in one for one in words_on(page))
    assert named(page, QListView, "To review").model().rowCount() == 1


def test_a_return_of_which_something_is_asked_is_not_approved(
    page: ReviewPage, services: Services
) -> None:
    ask(page, "H3", ASKED)
    press(KEY.Key_Return, CONTROL)
    assert services.review.sheet(TTCG, Q1).why_not_approve in words_on(page)
    press(KEY.Key_Return, CONTROL)
    assert services.returns.sheet(TTCG, Q1).record.state is ReturnState.SUBMITTED


def test_nobody_approves_their_own_return(officer: Services, review: Shown) -> None:
    page = review(officer)
    press(KEY.Key_Return, CONTROL)
    assert any("submitted this return and so cannot approve it" in one for one in words_on(page))
    press(KEY.Key_Return, CONTROL)
    assert officer.returns.sheet(TTCG, Q1).record.state is ReturnState.SUBMITTED


def test_an_approved_return_is_reopened_with_a_reason(services: Services, review: Shown) -> None:
    services.review.approve(TMG, Q1)
    page = review(services, TMG)
    button(page, "Reopen…").click()
    assert focused() is named(page, TextField, "Reason for reopening")
    press(KEY.Key_Return, CONTROL)
    assert "Enter the reason for reopening" in words_on(page)
    type_in("The extract was wrong")
    press(KEY.Key_Return)
    record = services.returns.sheet(TMG, Q1).record
    assert record.state.open_for_entry
    assert record.reason == "The extract was wrong"


def test_the_summary_is_read_with_what_it_said_before(
    page: ReviewPage, services: Services, officer: Services
) -> None:
    ask(page, "H3", ASKED)
    press(KEY.Key_S)
    press(KEY.Key_Return)
    words = "Two gangs were dispersed."
    officer.entry.enter(TTCG, Q1, [Summary(board=TTCG, quarter=Q1, achievements=words)])
    officer.entry.submit(TTCG, Q1)
    page.take_notice(Changes.of(Kind.RETURNS))
    assert "The summary has changed." in sentence(page)
    press(KEY.Key_M)
    said = words_on(page)
    assert f"{words}\nBefore: nothing" in said
    assert said.count("Not provided") == 3
    press(KEY.Key_Escape)
    assert focused() is lines(page)
    page.read_version(1)
    press(KEY.Key_M)
    assert words_on(page).count("Not provided") == 4


def test_a_return_that_asks_for_nothing_is_approved_by_its_summary(
    services: Services, officer: Services, review: Shown
) -> None:
    officer.entry.enter("CSP", Q1, [Summary(board="CSP", quarter=Q1, concerns="Few")])
    officer.entry.submit("CSP", Q1)
    page = review(services, "CSP")
    assert lines(page).model().rowCount() == 0
    press(KEY.Key_A)
    press(KEY.Key_Q)
    press(KEY.Key_S)
    press(KEY.Key_Escape)
    press(KEY.Key_Return, CONTROL)
    press(KEY.Key_Return, CONTROL)
    assert services.returns.sheet("CSP", Q1).record.state is ReturnState.APPROVED


def test_ctrl_j_opens_the_next_return_and_comes_round(page: ReviewPage) -> None:
    press(KEY.Key_J, CONTROL)
    assert page.board == TMG
    assert focused() is lines(page)
    press(KEY.Key_J, CONTROL)
    assert page.board == TTCG


def test_where_nothing_waits_the_page_says_what_to_do(page: ReviewPage) -> None:
    page.findChild(Stepper).findChildren(QPushButton)[1].click()
    settle()
    assert page.quarter == Q2
    assert page.board == ""
    nothing = page.findChild(EmptyState)
    assert nothing.isVisible()
    assert nothing.accessibleName().startswith("No return waits for review. Returns for 2015/16-Q2")
    told = heard(page.subject_changed)
    for key in (KEY.Key_A, KEY.Key_Q, KEY.Key_S, KEY.Key_U, KEY.Key_J):
        press(key)
    press(KEY.Key_A, SHIFT)
    press(KEY.Key_Return, CONTROL)
    press(KEY.Key_J, CONTROL)
    assert told == []


def test_a_return_that_was_not_handed_in_is_shown_and_says_so(
    services: Services, review: Shown
) -> None:
    page = review(services, "NPFHF")
    assert any(
        one.endswith(
            "Not handed in.</span> Lines can be decided once it is submitted, or "
            "its workbook is imported."
        )
        for one in words_on(page)
    )
    told = heard(page.subject_changed)
    press(KEY.Key_A)
    assert told == ["The return is not started: there is nothing to decide."]


def test_a_window_that_may_only_look_stores_nothing_and_says_why(
    database: Path, review: Shown
) -> None:
    with bootstrap.services(database, replace(LEAD_OFFICER, looks_only=True)) as services:
        page = review(services)
        assert services.returns.sheet(TTCG, Q1).record.opened_by == ""
        accept = button(page, "Accept")
        assert not accept.isEnabled()
        assert "only look" in accept.toolTip()
        before = audit_rows(database)
        for key in (KEY.Key_A, KEY.Key_Q, KEY.Key_U, KEY.Key_S):
            press(key)
        assert audit_rows(database) == before


def test_what_somebody_else_has_done_meanwhile_is_said_and_shown(
    page: ReviewPage, database: Path
) -> None:
    with bootstrap.services(database, replace(LEAD_OFFICER, user="A colleague")) as theirs:
        theirs.review.approve(TTCG, Q1)
    press(KEY.Key_A)
    said = " ".join(words_on(page))
    assert "Not stored." in said
    assert "Approved 14 July by A colleague." in said


def test_an_import_is_shown_at_once_and_the_line_stays(
    page: ReviewPage, officer: Services, services: Services
) -> None:
    go_to(page, "H5")
    hand_in(officer, "NPFHF")
    page.take_notice(Changes.of(Kind.RETURNS))
    assert named(page, QListView, "To review").model().rowCount() == 3
    assert current(page) == "H5"


def test_a_query_that_cannot_be_kept_is_not_lost(
    page: ReviewPage, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise StorageError("The disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr(Review, "ask", fail)
        ask(page, "H3", ASKED)
    assert any("The disk is full." in one for one in words_on(page))
    assert current(page) == "H3"
    press(KEY.Key_Q)
    assert focused().toPlainText() == ASKED
    press(KEY.Key_Return)
    assert query(services, "H3").reason == ASKED
    assert not any("The disk is full." in one for one in words_on(page))


def test_f6_goes_round_the_panes(page: ReviewPage) -> None:
    press(KEY.Key_F6)
    assert focused().text() == "Accept"
    press(KEY.Key_F6)
    assert focused() is named(page, QListView, "To review")
    press(KEY.Key_F6)
    assert focused() is lines(page)


def test_a_return_of_the_inbox_is_opened_by_enter(page: ReviewPage) -> None:
    inbox = named(page, QListView, "To review")
    inbox.setFocus()
    at_first = page.board
    press(KEY.Key_Down if inbox.currentIndex().row() == 0 else KEY.Key_Up)
    assert page.board == at_first
    press(KEY.Key_Return)
    assert page.board != at_first


def test_the_page_is_painted_in_both_schemes_with_the_line_to_decide_marked(
    services: Services, schemes: Theme, tasks: Tasks, dialogs: ChosenDialogs, show
) -> None:
    notifier = Notifier()
    page = ReviewPage(services, schemes, notifier, tasks, dialogs, Q1)
    page.resize(1190, 700)
    page.show_return(TTCG, Q1)
    show(page)
    table, palette = lines(page), schemes.palette
    row = table.visualRect(table.currentIndex())
    shown = picture(table.viewport()).copy(row)
    assert share(shown, palette.accent) > 0.01
    assert share(shown, palette.select) > 0.5
    assert share(shown, palette.text2) > 0
    press(KEY.Key_A)
    shown = picture(table.viewport()).copy(row)
    assert share(shown, palette.select) == 0
    accepted = table.visualRect(table.model().index(0, ReviewColumn.DECISION))
    assert palette.green in colours(picture(table.viewport()).copy(accepted))


def test_everything_that_takes_the_keyboard_has_a_name(page: ReviewPage) -> None:
    press(KEY.Key_Q)
    nameless = [
        one
        for one in page.findChildren(QWidget)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible() and not spoken_name(one)
    ]
    assert nameless == []
