"""The page of packs, over a stand-in that drafts at once, and once over the real service."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QPushButton, QRadioButton, QTableView

from csp_desktop.core.disclosure.rounding import EXACT, ROUNDED, Rule
from csp_desktop.core.editions import Edition
from csp_desktop.core.errors import RefusedError, StorageError
from csp_desktop.core.packs.changes import ChangeKind, PackChange
from csp_desktop.core.packs.document import Pack, PackKind
from csp_desktop.core.packs.facts import Facts
from csp_desktop.core.packs.issued import IssuedPack, PackDraft, Suspicion
from csp_desktop.core.periods import DateRange, Quarter
from csp_desktop.services import Services
from csp_desktop.services.changes import Changes, Kind
from csp_desktop.ui.notifier import Notifier
from csp_desktop.ui.pages.packs import PacksPage
from csp_desktop.ui.pages.packs_words import file_name
from csp_desktop.ui.tasks import Tasks
from csp_desktop.ui.theme import Theme
from csp_desktop.ui.widgets.fields import TextField
from csp_desktop.ui.widgets.segmented import Segmented
from csp_desktop.ui.widgets.stepper import Stepper
from tests.ui.conftest import ChosenDialogs
from tests.ui.documents.packs import COVER, pack
from tests.ui.hands import Q1, Q2, enter, focused, heard, named, press, settle, words_on

CONTROL = Qt.KeyboardModifier.ControlModifier
SUSPICIONS = (
    Suspicion("H3, note of TTCG", "Jo Bloggs", "a person’s name"),
    Suspicion("D-07, what was done", "12 High Street", "an address"),
)
CHANGE = PackChange(
    ChangeKind.RAG,
    "H3",
    "Theft of motor vehicle",
    "Amber",
    "Red",
    "was “Amber”, now “Red”: 59 over",
)
OTHER_CHANGE = PackChange(
    ChangeKind.NEW_ACTION, "D-07", "A new refuge", "", "On track", "new: on track"
)


def issued(number: int, edition: Edition = Edition.PARTNERSHIP, **content: object) -> IssuedPack:
    given_ = {
        "id": f"pack-{number}",
        "kind": PackKind.MEETING,
        "edition": edition,
        "period": f"2015/16-Q{number}",
        "board": "",
        "meeting": "12 August 2015",
        "known_at": "2015-07-12T09:30:00.000Z",
        "at": f"2015-0{number + 6}-12T09:30:00.000Z",
        "by": "Lead officer",
        "digest": f"{number}" * 64,
        "suppressed": number,
        "excluded": (),
    }
    return IssuedPack(**{**given_, **content})


@dataclass
class Packs:
    """What the page asks of the service, answered from memory."""

    asked: list[tuple[object, ...]] = field(default_factory=list)
    written: list[tuple[str, Path]] = field(default_factory=list)
    known: list[IssuedPack] = field(default_factory=list)
    content: dict[str, object] = field(default_factory=dict)
    marked: str = ""
    fails: Exception | None = None
    known_on: date | None = None
    counts: Rule = EXACT
    may_go_on: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.may_go_on.set()

    def draft(
        self,
        kind: PackKind,
        period: Quarter | DateRange,
        edition: Edition,
        *,
        board: str = "",
        meeting: date | None = None,
        known_on: date | None = None,
    ) -> PackDraft:
        self.asked.append((kind, period, edition, board, meeting))
        self.known_on = known_on
        assert self.may_go_on.wait(10)
        if self.fails is not None:
            raise self.fails
        whole = replace(
            pack(edition, (COVER,), self.marked), kind=kind, board=board, period=str(period)
        )
        return replace(PackDraft(pack=whole, facts=Facts()), **self.content)

    def write(self, pack: Pack, path: Path) -> str:
        self.written.append((f"draft for {pack.period}", path))
        return "0" * 64

    def issue(self, draft: PackDraft, path: Path) -> SimpleNamespace:
        if self.fails is not None:
            raise self.fails
        self.known.insert(0, issued(3, draft.pack.edition))
        self.written.append(("issue", path))
        return SimpleNamespace(pack=self.known[0], changes=Changes.of(Kind.PACKS))

    def issued(self) -> list[IssuedPack]:
        return self.known

    def pack(self, pack_id: str) -> Pack:
        return pack(Edition.PARTNERSHIP, (COVER,), "OFFICIAL")

    def write_again(self, pack_id: str, path: Path) -> str:
        self.written.append((pack_id, path))
        return "1" * 64

    def compare(self, earlier_id: str, later_id: str) -> list[PackChange]:
        self.asked.append(("compare", earlier_id, later_id))
        return [OTHER_CHANGE]

    def rule(self) -> Rule:
        return self.counts

    def set_rounded(self, rounded: bool) -> Changes:
        self.counts = ROUNDED if rounded else EXACT
        return Changes.of(Kind.PACKS)

    def marking(self) -> str:
        return self.marked

    def set_marking(self, text: str) -> Changes:
        if len(text) > 60:
            raise RefusedError("The marking must be one line of 60 characters or less.")
        self.marked = text
        return Changes.of(Kind.PACKS)


@pytest.fixture
def packs() -> Packs:
    return Packs()


@pytest.fixture
def tasks(library: Services) -> Iterator[Tasks]:
    tasks = Tasks(library.release_thread)
    yield tasks
    tasks.stop()


@pytest.fixture
def make(
    library: Services, undressed: Theme, tasks: Tasks, dialogs: ChosenDialogs, packs: Packs, show
) -> Iterator[Callable[..., PacksPage]]:
    made: list[PacksPage] = []

    def one(services: Services | None = None) -> PacksPage:
        notifier = Notifier()
        using = services or replace(library, packs=packs)
        page = PacksPage(using, undressed, notifier, tasks, dialogs, Q1)
        notifier.setParent(page)
        notifier.changed.connect(page.take_notice)
        page.resize(1190, 700)
        show(page)
        page.focus_first()
        made.append(page)
        return page

    yield one
    for page in made:
        page.let_go()


@pytest.fixture
def page(make: Callable[..., PacksPage]) -> PacksPage:
    return make()


@pytest.fixture
def wait(qtbot) -> Callable[[PacksPage], None]:
    def until_done(page: PacksPage) -> None:
        qtbot.waitUntil(lambda: not page.is_busy)
        settle()

    return until_done


@pytest.fixture
def choose(wait: Callable[[PacksPage], None]) -> Callable[..., None]:
    """Chooses an edition as a person does, and waits for the draft."""

    def edition(page: PacksPage, chosen: Edition = Edition.PARTNERSHIP) -> None:
        named(page, QRadioButton, chosen.words).click()
        wait(page)

    return edition


def button(page: PacksPage, words: str) -> QPushButton:
    return next(
        one for one in page.findChildren(QPushButton) if one.text() == words and one.isVisible()
    )


def table(page: PacksPage, name: str) -> list[list[str]]:
    model = named(page, QTableView, name).model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def select(page: PacksPage, *rows: int) -> None:
    shown = named(page, QTableView, "Issued packs")
    flags = QItemSelectionModel.SelectionFlag
    shown.selectionModel().clearSelection()
    for row in rows:
        index = shown.model().index(row, 0)
        shown.selectionModel().select(index, flags.Select | flags.Rows)


def all_words(page: PacksPage) -> str:
    return "\n".join(words_on(page))


# The edition comes first


def test_nothing_is_drafted_before_somebody_has_chosen_the_edition(
    page: PacksPage, packs: Packs
) -> None:
    assert not [one for one in page.findChildren(QRadioButton) if one.isChecked()]
    assert packs.asked == []
    assert "Choose the edition first" in words_on(page)
    for words in ("Save a draft…", "Save as PDF…", "Issue…"):
        assert not button(page, words).isEnabled()
        assert button(page, words).toolTip() == "There is no draft yet"
    named(page, TextField, "Marking").setFocus()
    button(page, "Choose the edition").click()
    assert focused().accessibleName() == "Internal edition"


def test_the_edition_is_chosen_by_key_and_stands_in_the_header(
    page: PacksPage, packs: Packs, wait
) -> None:
    press(Qt.Key.Key_Right, times=2)
    press(Qt.Key.Key_Space)
    wait(page)
    assert packs.asked[-1] == (PackKind.MEETING, Q1, Edition.PUBLIC, "", None)
    assert any(
        one.startswith("Public edition: meeting pack for 2015/16-Q1") for one in words_on(page)
    )


def test_what_was_drafted_for_other_eyes_goes_at_once(
    page: PacksPage, packs: Packs, choose, wait
) -> None:
    packs.content = {"missing": ("A secret gap.",)}
    choose(page, Edition.INTERNAL)
    assert "A secret gap." in words_on(page)
    packs.may_go_on.clear()
    packs.content = {}
    named(page, QRadioButton, "Public edition").click()
    settle()
    assert "A secret gap." not in all_words(page)
    assert "Internal edition:" not in all_words(page)
    assert button(page, "Issue…").toolTip() == "The draft is being worked out"
    packs.may_go_on.set()
    wait(page)
    assert "Nothing is missing" in words_on(page)


def test_of_two_drafts_asked_for_the_last_is_shown(page: PacksPage, packs: Packs, wait) -> None:
    packs.may_go_on.clear()
    named(page, QRadioButton, "Internal edition").click()
    named(page, QRadioButton, "Public edition").click()
    packs.may_go_on.set()
    wait(page)
    assert "Internal edition:" not in all_words(page)
    assert "Public edition:" in all_words(page)


# Which pack


def test_a_chairs_update_wants_its_board(page: PacksPage, packs: Packs, choose, wait) -> None:
    choose(page)
    segments = named(page, Segmented, "Kind of pack")
    press_segment(segments, "Chair's update")
    assert "Choose the board first" in words_on(page)
    count = len(packs.asked)
    button(page, "Choose the board").click()
    board = focused()
    assert isinstance(board, QComboBox)
    board.setCurrentIndex(board.findData("TTCG"))
    board.activated.emit(board.currentIndex())
    wait(page)
    assert packs.asked[count:] == [(PackKind.CHAIR, Q1, Edition.PARTNERSHIP, "TTCG", None)]
    assert "chair's update of TTCG for 2015/16-Q1" in all_words(page)


def press_segment(segments: Segmented, words: str) -> None:
    next(one for one in segments.findChildren(QPushButton) if one.text() == words).click()
    settle()


def test_an_assessment_is_of_a_year_from_october_and_for_no_meeting(
    page: PacksPage, packs: Packs, choose, wait
) -> None:
    choose(page)
    press_segment(named(page, Segmented, "Kind of pack"), "Strategic Assessment")
    wait(page)
    year = DateRange.of_months(2014, 10, 12)
    assert packs.asked[-1] == (PackKind.ASSESSMENT, year, Edition.PARTNERSHIP, "", None)
    stepper = page.findChild(Stepper)
    assert stepper.label == "October 2014 to September 2015"
    assert not named(page, TextField, "Meeting on").isVisible()
    named(page, QPushButton, "Previous period").click()
    wait(page)
    assert packs.asked[-1][1] == DateRange.of_months(2013, 10, 12)


def test_stepping_drafts_the_pack_of_another_quarter(
    page: PacksPage, packs: Packs, choose, wait
) -> None:
    choose(page)
    named(page, QPushButton, "Next period").click()
    wait(page)
    assert packs.asked[-1][1] == Q2
    page.show_quarter(Q1)
    wait(page)
    assert packs.asked[-1][1] == Q1


def test_a_meeting_is_a_real_day_or_nothing_changes(
    page: PacksPage, packs: Packs, choose, wait
) -> None:
    choose(page)
    count = len(packs.asked)
    named(page, TextField, "Meeting on").setFocus()
    enter("31 Feb 2015")
    assert "Meeting on must be a real date, like 14 Aug 2015" in words_on(page)
    assert len(packs.asked) == count
    focused().selectAll()
    enter("12 Aug 2015")
    wait(page)
    assert packs.asked[-1][-1] == date(2015, 8, 12)
    assert "Meeting on must be a real date, like 14 Aug 2015" not in words_on(page)


def test_figures_are_shown_as_known_on_a_day_where_one_is_named(
    page: PacksPage, packs: Packs, choose, wait
) -> None:
    choose(page)
    field = named(page, TextField, "Figures as known on")
    field.setFocus()
    enter("31 Feb 2015")
    assert "Figures as known on must be a real date, like 14 Aug 2015" in words_on(page)
    assert packs.known_on is None
    focused().selectAll()
    enter("12 Feb 2015")
    wait(page)
    assert packs.known_on == date(2015, 2, 12)
    field.setFocus()
    focused().selectAll()
    press(Qt.Key.Key_Delete)
    enter("")
    wait(page)
    assert packs.known_on is None


def test_public_counts_are_set_to_round_numbers_by_key(
    page: PacksPage, packs: Packs, choose, wait
) -> None:
    choose(page)
    box = next(one for one in page.findChildren(QCheckBox) if "nearest 5" in one.text())
    assert not box.isVisible(), "partners are shown exact counts"
    choose(page, Edition.PUBLIC)
    count = len(packs.asked)
    box.setFocus()
    press(Qt.Key.Key_Space)
    wait(page)
    assert packs.counts is ROUNDED
    assert len(packs.asked) > count
    press(Qt.Key.Key_Space)
    wait(page)
    assert packs.counts is EXACT


def test_the_marking_is_kept_for_every_pack(page: PacksPage, packs: Packs, choose, wait) -> None:
    choose(page)
    count = len(packs.asked)
    named(page, TextField, "Marking").setFocus()
    enter("OFFICIAL-SENSITIVE")
    wait(page)
    assert packs.marked == "OFFICIAL-SENSITIVE"
    assert len(packs.asked) > count
    focused().selectAll()
    enter("x" * 61)
    assert "The marking must be one line of 60 characters or less." in words_on(page)
    assert packs.marked == "OFFICIAL-SENSITIVE"


# What it lacks and holds


def test_gaps_come_first_then_what_is_withheld_left_out_and_held(
    page: PacksPage, packs: Packs, choose
) -> None:
    packs.content = {
        "missing": ("16 returns are not in.", "110 indicators have no figure."),
        "suppressed": 1234,
        "excluded": ("C1", "C2a"),
    }
    choose(page, Edition.PUBLIC)
    words = words_on(page)
    assert "2 gaps in this pack" in words
    assert "16 returns are not in.\n110 indicators have no figure." in words
    assert "1,234 figures are withheld because of small numbers." in words
    assert "Left out wholly: 2 restricted indicators" in words
    assert (
        "C1 Alcohol users in structured treatment\nC2a Drug treatment completed: opiates" in words
    )
    assert "Contents: 1 sheet" in words
    assert COVER.title in words


def test_a_pack_without_gaps_says_so(page: PacksPage, packs: Packs, choose) -> None:
    choose(page)
    assert "Nothing is missing" in words_on(page)
    packs.content = {"missing": ("One thing.",)}
    choose(page, Edition.INTERNAL)
    assert "1 gap in this pack" in words_on(page)


def test_what_cannot_be_drafted_says_why_and_is_tried_again(
    page: PacksPage, packs: Packs, choose, wait
) -> None:
    packs.fails = StorageError("The database is in use by another program.")
    choose(page)
    assert "The pack cannot be drafted now" in words_on(page)
    assert "The database is in use by another program." in words_on(page)
    assert not button(page, "Issue…").isEnabled()
    packs.fails = None
    button(page, "Try again").click()
    wait(page)
    assert "Nothing is missing" in words_on(page)


# What looks like a person


def test_what_looks_like_a_person_is_listed_with_its_place(
    page: PacksPage, packs: Packs, choose
) -> None:
    packs.content = {"suspicions": SUSPICIONS}
    choose(page)
    assert "2 places look as if they told who somebody is" in words_on(page)
    assert (
        "H3, note of TTCG: “Jo Bloggs” looks like a person’s name\n"
        "D-07, what was done: “12 High Street” looks like an address"
    ) in words_on(page)


@pytest.mark.parametrize("words", ["Save a draft…", "Save as PDF…", "Issue…"])
def test_nothing_is_written_before_somebody_says_they_have_read_it(
    page: PacksPage,
    packs: Packs,
    choose,
    wait,
    dialogs: ChosenDialogs,
    tmp_path: Path,
    words: str,
) -> None:
    packs.content = {"suspicions": SUSPICIONS}
    dialogs.answer, dialogs.issues = tmp_path / "file", True
    choose(page)
    button(page, words).click()
    wait(page)
    assert dialogs.offered == []
    button(page, "I have read all 2 places").click()
    wait(page)
    assert len(dialogs.offered) == 1
    assert named(page, QCheckBox, "").isChecked()
    assert (tmp_path / "file").exists() or packs.written
    assert not [one for one in words_on(page) if "go into the file as they are" in one]


def test_a_public_pack_is_not_issued_before_what_looks_like_a_person_is_read(
    page: PacksPage, packs: Packs, choose, dialogs: ChosenDialogs
) -> None:
    packs.content = {"suspicions": SUSPICIONS}
    choose(page, Edition.PUBLIC)
    issue = button(page, "Issue…")
    assert not issue.isEnabled()
    assert issue.toolTip() == (
        "2 places look as if they told who somebody is. Read what is listed, then say that you have"
    )
    press(Qt.Key.Key_Return, CONTROL)
    assert dialogs.offered == []
    named(page, QCheckBox, "").click()
    assert issue.isEnabled()


def test_what_was_read_stays_read_only_while_it_is_the_same(
    page: PacksPage, packs: Packs, choose, wait
) -> None:
    packs.content = {"suspicions": SUSPICIONS}
    choose(page)
    named(page, QCheckBox, "").click()
    page.take_notice(Changes.of(Kind.FIGURES))
    wait(page)
    assert named(page, QCheckBox, "").isChecked()
    packs.content = {"suspicions": SUSPICIONS[1:]}
    page.take_notice(Changes.of(Kind.FIGURES))
    wait(page)
    assert not named(page, QCheckBox, "").isChecked()
    assert "1 place looks as if it told who somebody is" in words_on(page)


def test_what_was_read_for_partners_has_to_be_read_again_for_the_public(
    page: PacksPage, packs: Packs, choose
) -> None:
    packs.content = {"suspicions": SUSPICIONS}
    choose(page, Edition.PARTNERSHIP)
    named(page, QCheckBox, "").click()
    choose(page, Edition.PUBLIC)
    assert not named(page, QCheckBox, "").isChecked()
    assert not button(page, "Issue…").isEnabled()


# Files


def test_a_draft_is_written_under_a_name_that_says_what_it_is(
    page: PacksPage, packs: Packs, choose, wait, dialogs: ChosenDialogs, tmp_path: Path
) -> None:
    packs.marked = "OFFICIAL: SENSITIVE"
    choose(page, Edition.PUBLIC)
    dialogs.answer = tmp_path / "draft.xlsx"
    press(Qt.Key.Key_S, CONTROL)
    wait(page)
    assert dialogs.offered == [
        "Tower-Hamlets-CSP_Meeting-pack_2015-16-Q1_Public-edition_OFFICIAL-SENSITIVE.xlsx"
    ]
    assert packs.written == [("draft for 2015/16-Q1", tmp_path / "draft.xlsx")]
    assert f"Nothing is issued. {tmp_path / 'draft.xlsx'}" in all_words(page)


def test_a_pdf_is_written_of_the_draft_that_is_shown(
    page: PacksPage, choose, wait, dialogs: ChosenDialogs, tmp_path: Path
) -> None:
    choose(page)
    dialogs.answer = tmp_path / "pack.pdf"
    press(Qt.Key.Key_P, CONTROL)
    wait(page)
    assert dialogs.offered[0].endswith("_Partnership-edition.pdf")
    assert (tmp_path / "pack.pdf").read_bytes().startswith(b"%PDF")


def test_a_file_that_cannot_be_written_is_said(
    page: PacksPage, choose, wait, dialogs: ChosenDialogs, tmp_path: Path
) -> None:
    (tmp_path / "pack.pdf").mkdir()
    (tmp_path / "pack.pdf" / "in the way").touch()
    choose(page)
    dialogs.answer = tmp_path / "pack.pdf"
    button(page, "Save as PDF…").click()
    wait(page)
    assert "Not written." in all_words(page)
    assert "cannot be written" in all_words(page)


def test_issuing_asks_for_the_file_and_whether_it_is_meant(
    page: PacksPage, packs: Packs, choose, wait, dialogs: ChosenDialogs, tmp_path: Path
) -> None:
    packs.content = {"missing": ("One.", "Two.")}
    choose(page)
    button(page, "Issue…").click()
    assert dialogs.questions == []
    dialogs.answer = tmp_path / "pack.xlsx"
    button(page, "Issue…").click()
    assert dialogs.questions == ["Issue the meeting pack for 2015/16-Q1, partnership edition?"]
    assert packs.written == []
    dialogs.issues = True
    told = heard(page._notifier.changed)
    button(page, "Issue…").click()
    wait(page)
    assert packs.written == [("issue", tmp_path / "pack.xlsx")]
    assert told == [Changes.of(Kind.PACKS)]
    assert f"pack-3: {tmp_path / 'pack.xlsx'}" in all_words(page)
    assert table(page, "Issued packs")[0][2] == "2015/16-Q3"


def test_what_was_not_issued_is_said_with_the_reason(
    page: PacksPage, packs: Packs, choose, wait, dialogs: ChosenDialogs, tmp_path: Path
) -> None:
    choose(page)
    dialogs.answer, dialogs.issues = tmp_path / "pack.xlsx", True
    packs.fails = StorageError("The disk is full.")
    button(page, "Issue…").click()
    wait(page)
    assert "Not issued." in all_words(page)
    assert "The disk is full." in all_words(page)
    assert packs.written == []


@given(
    st.text(max_size=20),
    st.sampled_from(PackKind),
    st.sampled_from(Edition),
    st.text(max_size=60),
)
def test_a_file_can_have_its_name_on_every_system(
    short_name: str, kind: PackKind, edition: Edition, marking: str
) -> None:
    whole = replace(pack(edition, (COVER,), marking), kind=kind)
    name = file_name(short_name, whole, ".xlsx")
    assert name.endswith(f"2015-16-Q1_{edition.words.replace(' ', '-')}.xlsx") or marking.strip()
    assert not set(name) & set('<>:"/\\|?*\n\r\t\0')
    assert edition.words.replace(" ", "-") in name


# What has been issued


@pytest.fixture
def three(packs: Packs) -> list[IssuedPack]:
    packs.known = [issued(3, Edition.PUBLIC, excluded=("C1",)), issued(2), issued(1)]
    return packs.known


def test_where_nothing_has_been_issued_it_says_so(page: PacksPage) -> None:
    assert "No pack has been issued" in words_on(page)
    for words in ("Compare", "Write again…", "PDF…"):
        assert not button(page, words).isEnabled()


def test_issued_packs_stand_newest_first_with_what_is_known_of_the_selected_one(
    three: list[IssuedPack], page: PacksPage
) -> None:
    assert table(page, "Issued packs") == [
        ["12 Sep 2015", "Meeting pack", "2015/16-Q3", "Public", "12 August 2015"],
        ["12 Aug 2015", "Meeting pack", "2015/16-Q2", "Partnership", "12 August 2015"],
        ["12 Jul 2015", "Meeting pack", "2015/16-Q1", "Partnership", "12 August 2015"],
    ]
    (about,) = (one for one in words_on(page) if one.startswith("pack-3"))
    assert "by Lead officer. 3 figures withheld, left out: C1. SHA-256 3333" in about


@pytest.mark.parametrize(
    ("row", "said"), [(2, "the very file that was issued"), (1, "the same words, in another file")]
)
def test_an_issued_pack_is_written_again_and_it_says_whether_it_is_the_same_file(
    three: list[IssuedPack],
    page: PacksPage,
    packs: Packs,
    wait,
    dialogs: ChosenDialogs,
    tmp_path: Path,
    row: int,
    said: str,
) -> None:
    dialogs.answer = tmp_path / "again.xlsx"
    select(page, row)
    button(page, "Write again…").click()
    wait(page)
    assert packs.written == [(three[row].id, tmp_path / "again.xlsx")]
    assert dialogs.offered[0].endswith("_OFFICIAL.xlsx")
    assert said in all_words(page)


def test_an_issued_pack_is_written_as_a_pdf(
    three: list[IssuedPack], page: PacksPage, wait, dialogs: ChosenDialogs, tmp_path: Path
) -> None:
    dialogs.answer = tmp_path / "again.pdf"
    button(page, "PDF…").click()
    wait(page)
    assert (tmp_path / "again.pdf").read_bytes().startswith(b"%PDF")


def test_two_issued_packs_are_compared_the_earlier_first(
    three: list[IssuedPack], page: PacksPage, packs: Packs, choose
) -> None:
    packs.content = {"changes": (CHANGE,), "since": "pack-2"}
    choose(page)
    select(page, 1, 2)
    button(page, "Compare").click()
    assert packs.asked[-1] == ("compare", "pack-1", "pack-2")
    assert "What changed from 2015/16-Q1 to 2015/16-Q2" in words_on(page)
    assert table(page, "What changed") == [["New action", "D-07", "A new refuge", "new: on track"]]
    button(page, "Back to the next pack").click()
    assert table(page, "What changed")[0][:2] == ["Colour now", "H3"]


def test_only_two_packs_alike_are_compared(three: list[IssuedPack], page: PacksPage) -> None:
    select(page, 0, 1)
    assert button(page, "Compare").toolTip() == (
        "Choose two packs of the same kind, board and edition"
    )
    select(page, 1)
    assert button(page, "Compare").toolTip().startswith("Choose two issued packs")
    select(page, 1, 2)
    assert button(page, "Compare").isEnabled()
    assert not button(page, "Write again…").isEnabled()


def test_what_changed_since_the_last_pack_is_a_table_and_the_selected_row_a_sentence(
    three: list[IssuedPack], page: PacksPage, packs: Packs, choose
) -> None:
    packs.content = {"changes": (CHANGE, OTHER_CHANGE), "since": "pack-2"}
    choose(page)
    assert "What changed since the pack for 2015/16-Q2, issued on 12 August 2015" in words_on(page)
    assert table(page, "What changed") == [
        ["Colour now", "H3", "Theft of motor vehicle", "was “Amber”, now “Red”: 59 over"],
        ["New action", "D-07", "A new refuge", "new: on track"],
    ]
    assert "H3 Theft of motor vehicle: was “Amber”, now “Red”: 59 over" in words_on(page)
    named(page, QTableView, "What changed").setFocus()
    press(Qt.Key.Key_Down)
    assert "D-07 A new refuge: new: on track" in words_on(page)


def test_the_first_pack_of_its_kind_says_that_there_is_none_to_compare_with(
    page: PacksPage, choose
) -> None:
    choose(page)
    assert "No earlier pack" in words_on(page)


# The keyboard, and a window that may only look


def test_f6_goes_round_the_panes(three: list[IssuedPack], page: PacksPage, packs, choose) -> None:
    packs.content = {"changes": (CHANGE,), "since": "pack-2", "suspicions": SUSPICIONS}
    choose(page)
    page.focus_first()
    seen = []
    for _ in range(5):
        press(Qt.Key.Key_F6)
        seen.append(focused().accessibleName() or focused().text())
    assert seen == [
        "I have read all 2 places",
        "Issued packs",
        "What changed",
        "Partnership edition",
        "I have read all 2 places",
    ]


def test_a_window_that_may_only_look_drafts_and_does_not_issue(
    library: Services, packs: Packs, make, choose
) -> None:
    session = replace(library.session, looks_only=True)
    page = make(replace(library, packs=packs, session=session))
    choose(page)
    assert "may only look" in button(page, "Issue…").toolTip()
    assert button(page, "Save a draft…").isEnabled()
    assert named(page, TextField, "Marking").isReadOnly()


def test_a_draft_that_comes_back_to_a_closing_window_finds_nobody(
    page: PacksPage, packs: Packs, tasks: Tasks
) -> None:
    packs.may_go_on.clear()
    named(page, QRadioButton, "Public edition").click()
    page.let_go()
    packs.may_go_on.set()
    tasks.stop()
    settle()
    assert "Public edition:" not in all_words(page)


# The real service


def test_a_public_pack_is_drafted_issued_and_listed(
    services: Services, make, qtbot, dialogs: ChosenDialogs, tmp_path: Path
) -> None:
    page = make(services)
    dialogs.answer, dialogs.issues = tmp_path / "pack.xlsx", True
    named(page, QRadioButton, "Public edition").click()
    qtbot.waitUntil(lambda: not page.is_busy, timeout=60_000)
    settle()
    restricted = [one for one in services.plan.indicators if one.restricted]
    assert f"Left out wholly: {len(restricted)} restricted indicators" in words_on(page)
    if not button(page, "Issue…").isEnabled():
        named(page, QCheckBox, "").click()
    button(page, "Issue…").click()
    qtbot.waitUntil(lambda: not page.is_busy, timeout=60_000)
    settle()
    assert (tmp_path / "pack.xlsx").is_file()
    assert [row[1:4] for row in table(page, "Issued packs")] == [
        ["Meeting pack", "2015/16-Q1", "Public"]
    ]
    assert services.packs.issued()[0].edition is Edition.PUBLIC
