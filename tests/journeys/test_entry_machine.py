"""Any order of edits, undoing, submitting and sending back, against a plain model of the return.

CSP_HYPOTHESIS=long takes many more steps, at random.
"""

import shutil
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar
from uuid import uuid4

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from csp_desktop import bootstrap, paths
from csp_desktop.core.actions import Action, ActionStatus, ActionUpdate
from csp_desktop.core.errors import RefusedError
from csp_desktop.core.figures import Absence, Figure, Unit, blank
from csp_desktop.core.line_reading import blank_again, field_text, read_line
from csp_desktop.core.periods import Quarter
from csp_desktop.core.records import Draft, Record
from csp_desktop.core.returns import ReturnState, Summary
from csp_desktop.core.rules import Severity
from csp_desktop.core.sheet import ReturnSheet
from csp_desktop.services.session import Session
from csp_desktop.storage.audit import first_break
from csp_desktop.storage.connection import opened
from csp_desktop.storage.migrate import schema_version
from tests.conftest import NOW

BOARD, QUARTER = "RRB", Quarter(2015, 1)
WANTED_STEPS = 2_000
STEPS, FAST_RUNS, LONG_RUNS = 120, 26, 400
LOOK_EVERY = 15

Key = tuple[str, ...]
Content = tuple[Decimal | None, Decimal | None, Decimal | None, Absence | None]
BLANK: Content = (None, None, None, Absence.NOT_ENTERED)
NOT_APPLICABLE: Content = (None, None, None, Absence.NOT_APPLICABLE)
OPEN = (ReturnState.NOT_STARTED, ReturnState.IN_PROGRESS, ReturnState.RETURNED)

MOVES = {
    (ReturnState.IN_PROGRESS, ReturnState.SUBMITTED),
    (ReturnState.SUBMITTED, ReturnState.IN_PROGRESS),
    (ReturnState.SUBMITTED, ReturnState.RETURNED),
    (ReturnState.RETURNED, ReturnState.SUBMITTED),
    (ReturnState.SUBMITTED, ReturnState.APPROVED),
    (ReturnState.APPROVED, ReturnState.IN_PROGRESS),
}


def _number(value: str) -> Content:
    return Decimal(value), None, None, None


def _parts(numerator: str, denominator: str | None, value: str | None = None) -> Content:
    return (
        None if value is None else Decimal(value),
        Decimal(numerator),
        None if denominator is None else Decimal(denominator),
        None,
    )


ABSENCES: dict[str, Content] = {
    "n/a": NOT_APPLICABLE,
    "NYA": (None, None, None, Absence.NOT_YET_AVAILABLE),
    "No data": (None, None, None, Absence.NOT_COLLECTED),
}
COUNTS = {"0": "0", "5": "5", "1,234": "1234", " 12 ": "12", "0.5": "0.5", "-3": "-3"}
SHARES = {"23%": _number("23"), "250%": _number("250"), "24/413": _parts("24", "413")}
SHARES |= {"375 (23%)": _parts("375", None, "23"), "30/20": _parts("30", "20")}
TYPED: dict[Unit, dict[str, Content]] = {
    Unit.COUNT: {text: _number(value) for text, value in COUNTS.items()} | ABSENCES,
    Unit.RATE: {text: _number(text) for text in ("1.02", "0", "-1")} | ABSENCES,
    Unit.PERCENTAGE: SHARES | ABSENCES,
}
UNREADABLE = ["about 30", "1,23", "-", "12 34"]
PICK = st.integers(0, 10**6)
WORDS = st.sampled_from(["", "Short of staff", "Counted by hand", "“Two” came late"])
REASONS = st.sampled_from(["", " ", "Two came late", "Are these all?"])
DAYS = st.sampled_from([None, date(2015, 5, 1), date(2015, 9, 30), date(2016, 1, 31)])


def filled(content: Content, start: Unit, end: Unit) -> Content | None:
    """What filling down makes of a figure in a line of another unit; None where it is left."""
    value, numerator, _, absence = content
    if absence is not None:
        return content
    if start is end:
        return content
    if Unit.PERCENTAGE is start or numerator is not None or value is None:
        return None
    return None if end is Unit.PERCENTAGE and 0 < value < 1 else content


def is_wrong(content: Content, unit: Unit) -> bool:
    """Whether a figure keeps the return from being handed in."""
    value, numerator, denominator, _ = content
    if unit is Unit.PERCENTAGE:
        above = numerator is not None and denominator is not None and numerator > denominator
        return above or (value is not None and not 0 <= value <= 100)
    return value is not None and (value < 0 or (unit is Unit.COUNT and value % 1 != 0))


@dataclass
class Model:
    """The return as plain values, with steps of its own to undo."""

    held: dict[Key, Any] = field(default_factory=dict)
    done: list[tuple[dict[Key, Any], dict[Key, Any]]] = field(default_factory=list)
    undone: list[tuple[dict[Key, Any], dict[Key, Any]]] = field(default_factory=list)
    state: ReturnState = ReturnState.NOT_STARTED
    version: int = 0
    opened: bool = False
    reasons: dict[str, str] = field(default_factory=dict)

    def put(self, changes: dict[Key, Any]) -> None:
        self.held |= changes
        if self.state is ReturnState.NOT_STARTED and any(key[0] != "draft" for key in changes):
            self.state = ReturnState.IN_PROGRESS

    def step(self, changes: dict[Key, Any]) -> None:
        self.done.append(({key: self.held[key] for key in changes}, changes))
        self.undone = []
        self.put(changes)

    def stands(self, wanted: dict[Key, Any]) -> bool:
        return all(self.held[key] == value for key, value in wanted.items())


def _is_open(machine: Any) -> bool:
    """A locked return is tried less often than an open one."""
    return machine.model.state in OPEN


class EntryMachine(RuleBasedStateMachine):
    """An officer and the team at one return, each with a connection of their own."""

    steps = unlocked = 0
    reached: ClassVar[set[tuple[ReturnState, ReturnState]]] = set()

    def __init__(self, template: Path, folder: Path) -> None:
        super().__init__()
        self.path = Path(shutil.copy(template, folder / f"{uuid4().hex}.db"))
        self.stack = ExitStack()
        officer, team = (Session(name, lambda: NOW) for name in ("Officer", "The team"))
        self.officer = self.stack.enter_context(bootstrap.services(self.path, officer))
        self.team = self.stack.enter_context(bootstrap.services(self.path, team))
        self.plan = self.officer.plan
        self.indicators = self.plan.indicators_of(BOARD)
        self.looked = 0
        sheet = self.officer.returns.sheet(BOARD, QUARTER)
        self.actions = {line.action.code: line.action for line in sheet.actions}
        self.model = Model()
        for one in self.indicators:
            self.model.held["figure", one.code] = BLANK, "", "", None
            self.model.held["draft", one.code, "number"] = ""
        for code in self.actions:
            self.model.held["update", code] = None, "", None, ""
            self.model.held["action", code] = None, None, ""
            self.model.held["draft", code, "due"] = ""
        self.model.held["summary",] = "", "", "", ""
        self.before_first = True

    # What the officer does.

    @rule(pick=PICK, text=PICK, comment=WORDS)
    def edit(self, pick: int, text: int, comment: str) -> None:
        one = self._one(pick)
        typed = list(TYPED[one.unit])[text % len(TYPED[one.unit])]
        there = self._figure(one.code)
        figure = read_line(one, there, {"number": typed, "comment": comment}).figure
        content = TYPED[one.unit][typed]
        self._step([figure], {("figure", one.code): self._said(one.code, content, comment)})

    @precondition(_is_open)
    @rule(pick=PICK, text=st.sampled_from(UNREADABLE))
    def type_what_cannot_be_read(self, pick: int, text: str) -> None:
        one = self._one(pick)
        reading = read_line(one, self._figure(one.code), {"number": text})
        assert list(reading.refused) == ["number"]
        draft = Draft(one.code, QUARTER, "number", text)
        self._enter([draft], {("draft", one.code, "number"): text})

    @precondition(_is_open)
    @rule(pick=PICK, texts=st.lists(PICK, min_size=2, max_size=3))
    def paste(self, pick: int, texts: list[int]) -> None:
        records, changes = [], {}
        for place, text in enumerate(texts):
            one = self._one(pick + place)
            typed = list(TYPED[one.unit])[text % len(TYPED[one.unit])]
            records.append(read_line(one, self._figure(one.code), {"number": typed}).figure)
            changes["figure", one.code] = self._said(one.code, TYPED[one.unit][typed])
        self._step(records, changes)

    @precondition(_is_open)
    @rule(pick=PICK)
    def clear(self, pick: int) -> None:
        one = self._one(pick)
        figure = blank_again(self._figure(one.code))
        self._step([figure], {("figure", one.code): self._said(one.code, BLANK)})

    @precondition(_is_open)
    @rule(pick=PICK, down=st.integers(1, 4))
    def fill_down(self, pick: int, down: int) -> None:
        first = self._one(pick)
        content = self.model.held["figure", first.code][0]
        text = field_text("number", first, self._figure(first.code))
        records, changes = [], {}
        for place in range(1, down + 1):
            one = self._one(pick + place)
            reading = read_line(one, self._figure(one.code), {"number": text})
            wanted = filled(content, first.unit, one.unit)
            assert ("number" in reading.refused) is (wanted is None)
            if wanted is not None:
                records.append(reading.figure)
                changes["figure", one.code] = self._said(one.code, wanted)
        if records:
            self._step(records, changes)

    @precondition(_is_open)
    @rule(pick=PICK, words=WORDS)
    def note_on_a_query(self, pick: int, words: str) -> None:
        one = self._one(pick)
        content, comment, _, _ = self.model.held["figure", one.code]
        figure = self._figure(one.code).explained_by(words)
        said = content, comment, words, content if words else None
        self._enter([figure], {("figure", one.code): said})

    @precondition(_is_open)
    @rule(
        pick=PICK,
        status=st.none() | st.sampled_from(ActionStatus),
        percent=st.sampled_from([None, 0, 40, 100, 101]),
        reason=WORDS,
        note=WORDS,
    )
    def update_an_action(
        self, pick: int, status: ActionStatus | None, percent: int | None, reason: str, note: str
    ) -> None:
        code = self._code(pick)
        there = self.officer.entry.stored(ActionUpdate(action=code, quarter=QUARTER))
        update = replace(there, status=status, percent=percent, reason=reason, note=note)
        self._enter([update], {("update", code): (status, reason, percent, note)})

    @precondition(_is_open)
    @rule(pick=PICK, due=DAYS, lead=WORDS)
    def change_an_action(self, pick: int, due: date | None, lead: str) -> None:
        code = self._code(pick)
        _, original, _ = self.model.held["action", code]
        action = replace(self._action(code).due_on(due), lead=lead)
        drafted = ("draft", code, "due")
        self._enter(
            [action, Draft(code, QUARTER, "due", "")],
            {("action", code): (due, original or due, lead), drafted: ""},
        )

    @precondition(_is_open)
    @rule(pick=PICK)
    def type_a_day_that_is_none(self, pick: int) -> None:
        code = self._code(pick)
        draft = Draft(code, QUARTER, "due", "next spring")
        self._enter([draft], {("draft", code, "due"): "next spring"})

    @precondition(_is_open)
    @rule(text=st.sampled_from(["Posters", "A stall"]))
    def propose(self, text: str) -> None:
        proposal = self.officer.entry.proposal(BOARD, "CC2", text)
        key = ("proposal", proposal.code)
        self.model.held.setdefault(key, None)
        self._enter([proposal], {key: text})

    @precondition(lambda self: _is_open(self) and self._proposals())
    @rule(pick=PICK)
    def take_a_proposal_back(self, pick: int) -> None:
        codes = self._proposals()
        code = codes[pick % len(codes)]
        self._enter([replace(self._action(code), dropped=True)], {("proposal", code): None})

    @precondition(_is_open)
    @rule(said=st.tuples(WORDS, WORDS, WORDS, WORDS))
    def write_the_summary(self, said: tuple[str, str, str, str]) -> None:
        names = ("achievements", "concerns", "decisions", "resources")
        there = self.officer.entry.stored(Summary(board=BOARD, quarter=QUARTER))
        summary = replace(there, **dict(zip(names, said, strict=True)))
        self._enter([summary], {("summary",): said})

    @rule(times=st.integers(1, 2))
    def undo(self, times: int) -> None:
        for _ in range(times):
            self._again(self.officer.edits.undo, self.model.done, self.model.undone, back=True)

    @precondition(lambda self: self.model.undone)
    @rule(times=st.integers(1, 2))
    def redo(self, times: int) -> None:
        for _ in range(times):
            self._again(self.officer.edits.redo, self.model.undone, self.model.done, back=False)

    @precondition(_is_open)
    @rule()
    def undo_and_redo(self) -> None:
        self.undo(1)
        self.redo(1)

    # What moves a return on.

    @precondition(_is_open)
    @rule(how=PICK)
    def hand_in(self, how: int) -> None:
        (self.submit, self.finish)[how % 2]("")

    @precondition(lambda self: not _is_open(self))
    @rule(how=PICK, reason=REASONS)
    def move_on(self, how: int, reason: str) -> None:
        moves = (self.withdraw, self.open, self.send_back, self.approve, self.reopen)
        moves[how % len(moves)](reason)

    @precondition(lambda self: not _is_open(self))
    @rule()
    def unlock(self) -> None:
        """One way after the other, so that none is left to chance."""
        way = EntryMachine.unlocked % 3
        EntryMachine.unlocked += 1
        if self.model.state is ReturnState.SUBMITTED:
            if self.model.opened or way == 0:
                self.open("")
                self.withdraw("")
                self.send_back("Are these all?")
            elif way == 1:
                self.withdraw("")
            else:
                self.approve("")
        if self.model.state is ReturnState.APPROVED:
            self.reopen("Two came late")

    def submit(self, reason: str) -> None:
        self._move(
            lambda: self.officer.entry.submit(BOARD, QUARTER),
            self.model.state in OPEN and self._is_ready(),
            ReturnState.SUBMITTED,
            more=1,
        )

    def finish(self, reason: str) -> None:
        self.answer_all_that_is_left()
        assert self._is_ready()
        self.submit(reason)

    def withdraw(self, reason: str) -> None:
        self._move(
            lambda: self.officer.entry.withdraw(BOARD, QUARTER),
            self.model.state is ReturnState.SUBMITTED and not self.model.opened,
            ReturnState.IN_PROGRESS,
        )

    def open(self, reason: str) -> None:
        possible = self.model.state is ReturnState.SUBMITTED
        if self._allowed(lambda: self.team.review.open(BOARD, QUARTER), possible):
            self.model.opened = True

    def send_back(self, reason: str) -> None:
        one = self.indicators[len(reason) % len(self.indicators)].code
        reasons = {one: reason, self._code(0): "Say more"}
        possible = self.model.state is ReturnState.SUBMITTED and bool(reason.strip())
        self._move(
            lambda: self.team.review.send_back(BOARD, QUARTER, reasons),
            possible,
            ReturnState.RETURNED,
        )
        if possible:
            self.model.reasons = reasons

    def approve(self, reason: str) -> None:
        possible = self.model.state is ReturnState.SUBMITTED
        self._move(lambda: self.officer.review.approve(BOARD, QUARTER), False, self.model.state)
        self._move(lambda: self.team.review.approve(BOARD, QUARTER), possible, ReturnState.APPROVED)

    def reopen(self, reason: str) -> None:
        self._move(
            lambda: self.team.review.reopen(BOARD, QUARTER, reason),
            self.model.state is ReturnState.APPROVED and bool(reason.strip()),
            ReturnState.IN_PROGRESS,
            more=1,
        )

    def answer_all_that_is_left(self) -> None:
        """Give every blank and every fault one absence, and every action a status, in one step."""
        records: list[Record] = []
        changes: dict[Key, Any] = {}
        for one in self.indicators:
            content = self.model.held["figure", one.code][0]
            if content == BLANK or is_wrong(content, one.unit):
                figure = read_line(one, self._figure(one.code), {"number": "n/a"}).figure
                records.append(figure)
                changes["figure", one.code] = self._said(one.code, NOT_APPLICABLE)
        for code in self.actions:
            if self._is_answered(code):
                continue
            update = self.officer.entry.stored(ActionUpdate(action=code, quarter=QUARTER))
            records.append(replace(update, status=ActionStatus.ON_TRACK, percent=None))
            _, reason, _, note = self.model.held["update", code]
            changes["update", code] = ActionStatus.ON_TRACK, reason, None, note
        for key, text in self.model.held.items():
            if key[0] == "draft" and text:
                records.append(Draft(key[1], QUARTER, key[2], ""))
                changes[key] = ""
        if records:
            self._enter(records, changes)

    @rule(pick=PICK, comment=WORDS, over_the_last_edit=st.booleans())
    def somebody_else_writes_over_a_figure(
        self, pick: int, comment: str, over_the_last_edit: bool
    ) -> None:
        code = self._one(pick).code
        if over_the_last_edit and self.model.done:
            _, after = self.model.done[-1]
            code = next((key[1] for key in after if key[0] == "figure"), code)
        figure = replace(self._figure(code), comment=comment)
        is_open = self.model.state in OPEN
        if self._allowed(lambda: self.team.entry.enter(BOARD, QUARTER, [figure]), is_open):
            self.model.put(
                {("figure", code): self._said(code, self.model.held["figure", code][0], comment)}
            )

    # What must hold.

    @invariant()
    def the_database_equals_the_model(self) -> None:
        if self.before_first:
            self.before_first = False
            return
        EntryMachine.steps += 1
        self.looked = (self.looked + 1) % LOOK_EVERY
        if self.looked == 0:
            self._look(self.team.returns.sheet(BOARD, QUARTER))

    def teardown(self) -> None:
        self.stack.close()
        fresh = Session("Somebody", lambda: NOW)
        with bootstrap.services(self.path, fresh) as services:
            self._look(services.returns.sheet(BOARD, QUARTER))
        with opened(self.path, schema_version(paths.MIGRATIONS)) as store:
            assert first_break(store) is None
        self.path.unlink()

    def _look(self, sheet: ReturnSheet) -> None:
        held, model = self.model.held, self.model
        for line in sheet.figures:
            code, figure = line.indicator.code, line.figure
            content, comment, note, noted = held["figure", code]
            parts = figure.value, figure.numerator, figure.denominator, figure.absence
            assert parts == content
            assert (figure.comment, figure.explanation) == (comment, note)
            assert figure.explained is (noted == content)
            assert line.drafts.get("number", "") == held["draft", code, "number"]
        planned = [line for line in sheet.actions if line.asked]
        assert [line.action.code for line in planned] == list(self.actions)
        for line in planned:
            code, action, update = line.action.code, line.action, line.update
            assert (action.due, action.original_due, action.lead) == held["action", code]
            said = update.status, update.reason, update.percent, update.note
            assert said == held["update", code]
            assert line.drafts.get("due", "") == held["draft", code, "due"]
        proposed = [line.action for line in sheet.actions if not line.asked]
        assert [one.code for one in proposed] == self._proposals()
        assert all(one.planned.text == held["proposal", one.code] for one in proposed)
        written = sheet.summary
        assert held["summary",] == (
            written.achievements,
            written.concerns,
            written.decisions,
            written.resources,
        )
        assert (sheet.record.state, sheet.record.version) == (model.state, model.version)
        assert sheet.open is (model.state in OPEN)
        self._look_at_reasons(sheet)
        has_errors = any(one.severity is Severity.ERROR for one in sheet.problems)
        assert has_errors is not self._is_ready()

    def _look_at_reasons(self, sheet: ReturnSheet) -> None:
        lines = (*sheet.figures, *sheet.actions)
        reasons = {one.reason.line: one.reason.reason for one in lines if one.reason}
        assert reasons == (self.model.reasons if self.model.state is ReturnState.RETURNED else {})

    def _one(self, pick: int) -> Any:
        return self.indicators[pick % len(self.indicators)]

    def _code(self, pick: int) -> str:
        return list(self.actions)[pick % len(self.actions)]

    def _figure(self, code: str) -> Figure:
        found = self.officer.entry.stored(blank(code, self.plan.area, QUARTER.range))
        assert isinstance(found, Figure)
        return found

    def _action(self, code: str) -> Action:
        some = next(iter(self.actions.values()))
        planned = replace(some.planned, code=code)
        found = self.officer.entry.stored(replace(some, planned=planned))
        assert isinstance(found, Action)
        return found

    def _proposals(self) -> list[str]:
        return [key[1] for key, text in self.model.held.items() if key[0] == "proposal" and text]

    def _said(self, code: str, content: Content, comment: str | None = None) -> Any:
        """The figure of the model with another number, and another comment where one is given."""
        _, before, note, noted = self.model.held["figure", code]
        return content, before if comment is None else comment, note, noted

    def _is_answered(self, code: str) -> bool:
        status, _, percent, _ = self.model.held["update", code]
        return status is not None and percent != 101

    def _is_ready(self) -> bool:
        held = self.model.held
        for one in self.indicators:
            content = held["figure", one.code][0]
            if is_wrong(content, one.unit) or (one.asked_in(QUARTER) and content == BLANK):
                return False
        if not all(map(self._is_answered, self.actions)):
            return False
        return not any(text for key, text in held.items() if key[0] == "draft")

    def _step(self, figures: list[Figure], changes: dict[Key, Any]) -> None:
        """Enter figures as the grid does: what was typed before and not read goes with them."""
        records: list[Record] = list(figures)
        for figure in figures:
            key = ("draft", figure.indicator, "number")
            if self.model.held[key]:
                records.append(Draft(figure.indicator, QUARTER, "number", ""))
                changes[key] = ""
        self._enter(records, changes)

    def _enter(self, records: list[Any], changes: dict[Key, Any]) -> None:
        is_open = self.model.state in OPEN
        if self._allowed(lambda: self.officer.edits.enter(BOARD, QUARTER, records), is_open):
            self.model.step(changes)

    def _again(self, call: Any, source: list[Any], target: list[Any], *, back: bool) -> None:
        if not source:
            assert call(BOARD, QUARTER)[0] is None
            return
        before, after = source[-1]
        there, wanted = (after, before) if back else (before, after)
        possible = self.model.state in OPEN and self.model.stands(there)
        if self._allowed(lambda: call(BOARD, QUARTER), possible):
            target.append(source.pop())
            self.model.put(wanted)

    def _move(self, call: Any, possible: bool, state: ReturnState, more: int = 0) -> None:
        if self._allowed(call, possible):
            EntryMachine.reached.add((self.model.state, state))
            self.model.state = state
            self.model.version += more
            self.model.opened = False

    def _allowed(self, call: Any, expected: bool) -> bool:
        """Whether a call went through, which must be as the model expects."""
        try:
            call()
        except RefusedError:
            assert not expected
            return False
        assert expected
        return True


def test_any_order_of_edits_leaves_the_database_equal_to_the_model(
    empty_database: Path, tmp_path: Path
) -> None:
    EntryMachine.steps = EntryMachine.unlocked = 0
    EntryMachine.reached.clear()
    is_long = settings.default.max_examples > FAST_RUNS * 10
    runs = LONG_RUNS if is_long else FAST_RUNS
    run_state_machine_as_test(
        lambda: EntryMachine(empty_database, tmp_path),
        settings=settings(max_examples=runs, stateful_step_count=STEPS),
    )
    assert EntryMachine.steps >= WANTED_STEPS
    assert EntryMachine.reached == MOVES
