"""Changes of the plan under control: what was agreed by whom, where and when; the old one stays."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4

from csp_desktop.core.actions import Action
from csp_desktop.core.analysis.series import Point
from csp_desktop.core.analysis.targets import target_line
from csp_desktop.core.errors import NotFoundError
from csp_desktop.core.figures import Unit
from csp_desktop.core.periods import DateRange, day_words
from csp_desktop.core.plan import Indicator, Plan, Target
from csp_desktop.core.plan_changes import (
    ACTION,
    BASELINE,
    DEADLINE,
    DEFINITION,
    DUE,
    INDICATOR,
    OUTSIDE,
    PROFILE,
    TARGET,
    TOLERANCE,
    VALUE,
    PlanChange,
    PlanItem,
    PlanStory,
    Standing,
    ToldChange,
    change_words,
    indicator_with,
    read_change,
    standing_words,
    stored_value,
    target_with,
    target_words,
    yes_or_no,
)
from csp_desktop.services.analysis import Analysis
from csp_desktop.services.changes import Changes, Kind
from csp_desktop.services.session import Session, stored_moment
from csp_desktop.storage.action_repository import ActionRepository
from csp_desktop.storage.audit import Author
from csp_desktop.storage.connection import Store
from csp_desktop.storage.plan_change_repository import PlanChangeRepository

_NO_DATE, _NO_DEFINITION = "No due date", "No definition"
_Known = dict[tuple[str, str], list[PlanChange]]


class PlanChanges:
    """Records changes of targets, indicators and due dates, and reads their story."""

    def __init__(self, store: Store, plan: Plan, session: Session) -> None:
        self._store = store
        self._plan = plan
        self._session = session
        self._changes = PlanChangeRepository(store)
        self._actions = ActionRepository(store)
        self._analysis = Analysis(store, plan)

    def items(self) -> list[PlanItem]:
        """Every target, indicator and action, in the plan's order."""
        with self._store.snapshot():
            known = self._changes.all()
            actions = [
                action
                for board in self._plan.boards
                for action in self._actions.of_board(board.code)
            ]
        found = [self._target_item(one, known) for one in self._plan.targets]
        found += [_indicator_item(one, known) for one in self._plan.indicators]
        found += [_action_item(one, known) for one in actions]
        return found

    def story(self, entity: str, entity_id: str) -> PlanStory:
        """What the plan said of an item, what was agreed since, and what holds now.

        Args:
            entity: target, indicator or action.
            entity_id: its id or code.

        Raises:
            NotFoundError: there is no such item.
        """
        with self._store.snapshot():
            changes = self._changes.of(entity, entity_id)
            known = {(entity, entity_id): changes}
            if entity == TARGET:
                return self._target_story(self._target(entity_id), known)
            if entity == INDICATOR:
                return _indicator_story(self._plan.indicator(entity_id), known)
            return _action_story(self._action(entity_id), known)

    def record(self, entity: str, entity_id: str, typed: Mapping[str, str]) -> Changes:
        """Record a change as it was agreed; a due date moves the action itself too.

        Args:
            entity: target, indicator or action.
            entity_id: its id or code.
            typed: what stands in the form, by field (see `core.plan_changes`).

        Raises:
            ChangeFormError: something is missing or cannot be read.
            NotFoundError: there is no such item.
            RefusedError: this window may only look.
        """
        self._session.check_may_write()
        author = self._session.author("record a change of the plan")
        with self._store.transaction():
            author = _after(self._changes.of(entity, entity_id), author)
            current = self.story(entity, entity_id).current
            values, agreed = read_change(entity, current, typed, self._session.today())
            changes = [
                PlanChange(
                    id=uuid4(),
                    entity=entity,
                    entity_id=entity_id,
                    field=field,
                    before=current.get(field, ""),
                    after=after,
                    agreed=agreed,
                    by=author.user,
                    at=author.at,
                )
                for field, after in values.items()
            ]
            if entity == ACTION:
                self._move(entity_id, values[DUE], author)
            self._changes.add(changes, author, said=entity == ACTION)
        return Changes.of(Kind.PLAN, *([Kind.ACTIONS] if entity == ACTION else []))

    def _move(self, code: str, due: str, author: Author) -> None:
        """The team agrees it, so that a return of the board that is locked does not hinder it."""
        action = self._action(code)
        self._actions.save(action.due_on(date.fromisoformat(due)), author)

    def _target_story(self, target: Target, known: _Known) -> PlanStory:
        changes = known[TARGET, target.id]
        now = target_with(target, changes)
        return PlanStory(
            item=self._target_item(target, known),
            printed=target.text,
            original=target_words(target, self._unit_of(target)),
            current={
                VALUE: stored_value(now.value),
                BASELINE: str(now.baseline) if now.baseline else "",
                DEADLINE: str(now.deadline) if now.deadline else "",
            },
            changes=_told(changes, target, self._unit_of(target)),
            standings=tuple(
                self._standing(self._plan.indicator(code), target, now)
                for code in target.indicators
            ),
        )

    def _standing(self, indicator: Indicator, original: Target, now: Target) -> Standing:
        series = self._analysis.trend(indicator.code).series
        first = self._against(original, indicator, series)
        changed = self._against(now, indicator, series) if now != original else ""
        return Standing(indicator, first, changed)

    def _against(self, target: Target, indicator: Indicator, series: tuple[Point, ...]) -> str:
        dates = DateRange(self._plan.first_day, self._plan.last_day)
        return standing_words(series, target_line(target, indicator, series, dates), indicator)

    def _target_item(self, target: Target, known: _Known) -> PlanItem:
        changes = known.get((TARGET, target.id), [])
        now = target_words(target_with(target, changes), self._unit_of(target))
        names = [self._plan.indicator(code).name for code in target.indicators]
        name = " and ".join(names) or target.text
        return PlanItem(TARGET, target.id, target.id, name, now, _agreements(changes))

    def _unit_of(self, target: Target) -> Unit | None:
        codes = target.indicators
        return self._plan.indicator(codes[0]).unit if codes else None

    def _target(self, target_id: str) -> Target:
        found = next((one for one in self._plan.targets if one.id == target_id), None)
        if found is None:
            raise NotFoundError(f"There is no target “{target_id}” in this plan.")
        return found

    def _action(self, code: str) -> Action:
        found = self._actions.get(code)
        if found is None:
            raise NotFoundError(f"There is no action “{code}” in this plan.")
        return found


def _indicator_item(indicator: Indicator, known: _Known) -> PlanItem:
    changes = known.get((INDICATOR, indicator.code), [])
    now = indicator_with(indicator, changes).definition or _NO_DEFINITION
    code = indicator.code
    return PlanItem(INDICATOR, code, code, indicator.name, now, _agreements(changes))


def _action_item(action: Action, known: _Known) -> PlanItem:
    changes = known.get((ACTION, action.code), [])
    now = day_words(action.due) if action.due else _NO_DATE
    name = action.planned.text
    return PlanItem(ACTION, action.code, action.code, name, now, _agreements(changes))


def _indicator_story(indicator: Indicator, known: _Known) -> PlanStory:
    changes = known[INDICATOR, indicator.code]
    now = indicator_with(indicator, changes)
    return PlanStory(
        item=_indicator_item(indicator, known),
        printed=indicator.title,
        original=indicator.definition or _NO_DEFINITION,
        current={
            DEFINITION: now.definition,
            TOLERANCE: stored_value(now.tolerance) if now.tolerance is not None else "",
            PROFILE: str(now.profile),
            OUTSIDE: yes_or_no(now.outside_control),
        },
        changes=_told(changes),
    )


def _action_story(action: Action, known: _Known) -> PlanStory:
    changes = known[ACTION, action.code]
    agreed = {(one.at, one.after) for one in changes}
    # The first day ever set is kept as the original, also where it was itself such a change.
    was_set_so = any(one.after == str(action.original_due) for one in changes[:1] if not one.before)
    first = None if was_set_so else action.original_due
    return PlanStory(
        item=_action_item(action, known),
        printed=action.planned.text,
        original=day_words(first) if first else _NO_DATE,
        current={DUE: action.due.isoformat() if action.due else ""},
        changes=_told(changes),
        moves=tuple(one for one in action.moves if (one.at, str(one.after or "")) not in agreed),
    )


def _after(changes: list[PlanChange], author: Author) -> Author:
    """The author at a moment after the last change: their order says what holds now.

    Clocks are put back, and may stand still for a millisecond.
    """
    if not changes or changes[-1].at < author.at:
        return author
    later = datetime.fromisoformat(changes[-1].at) + timedelta(milliseconds=1)
    return replace(author, at=stored_moment(later))


def _told(
    changes: list[PlanChange], target: Target | None = None, unit: Unit | None = None
) -> tuple[ToldChange, ...]:
    return tuple(ToldChange(one, change_words(one, target, unit)) for one in changes)


def _agreements(changes: list[PlanChange]) -> int:
    """How often something was agreed; value and deadline changed together count once."""
    return len({one.at for one in changes})
