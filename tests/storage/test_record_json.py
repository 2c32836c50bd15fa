"""Records through JSON and back: whatever a return can hold comes back the same."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from csp_desktop.core.actions import (
    Action,
    ActionStatus,
    ActionUpdate,
    DueChange,
    Milestone,
    OwnPriority,
    PlannedAction,
    Resourcing,
)
from csp_desktop.core.figures import Absence, Figure, FigureStatus
from csp_desktop.core.periods import DateRange, Quarter
from csp_desktop.core.returns import LineReason, Return, ReturnState, Summary
from csp_desktop.storage.record_json import record_from_json, record_to_json

TEXT = st.text(max_size=20)
DAYS = st.dates()
MAYBE_DAY = st.none() | DAYS
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False)
QUARTERS = st.builds(Quarter, st.integers(1990, 2090), st.integers(1, 4))
RANGES = st.tuples(DAYS, DAYS).map(lambda days: DateRange(min(days), max(days)))
NUMBER_PARTS = st.fixed_dictionaries(
    {"value": NUMBERS},
    optional={"numerator": NUMBERS, "denominator": NUMBERS, "sample_size": st.integers(0)},
) | st.fixed_dictionaries({"absence": st.sampled_from(Absence)})


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    texts = ("indicator", "area", "source", "comment", "explanation", "explains", "shared")
    rest: dict[str, Any] = {name: draw(TEXT) for name in texts}
    return Figure(
        **rest,
        **draw(NUMBER_PARTS),
        period=draw(RANGES),
        expected_on=draw(MAYBE_DAY),
        expected_from=draw(TEXT),
        status=draw(st.sampled_from(FigureStatus)),
        obtained=draw(MAYBE_DAY),
        version=draw(st.integers(0)),
    )


ACTIONS = st.builds(
    Action,
    planned=st.builds(PlannedAction, TEXT, TEXT, TEXT, TEXT, st.lists(TEXT).map(tuple), TEXT),
    measures=st.lists(TEXT, max_size=3).map(tuple),
    start=MAYBE_DAY,
    due=MAYBE_DAY,
    original_due=MAYBE_DAY,
    milestones=st.lists(st.builds(Milestone, TEXT, MAYBE_DAY, MAYBE_DAY), max_size=3).map(tuple),
    resourcing=st.none() | st.sampled_from(Resourcing),
    moves=st.lists(st.builds(DueChange, DAYS, MAYBE_DAY, TEXT, TEXT), max_size=3).map(tuple),
    proposed=st.booleans(),
    dropped=st.booleans(),
    priority=TEXT,
    shared=TEXT,
)
UPDATES = st.builds(
    ActionUpdate,
    action=TEXT,
    quarter=QUARTERS,
    status=st.none() | st.sampled_from(ActionStatus),
    percent=st.none() | st.integers(0, 100),
    note=TEXT,
    version=st.integers(0),
)
RECORDS = st.one_of(
    figures(),
    ACTIONS,
    UPDATES,
    st.builds(OwnPriority, TEXT, TEXT, TEXT),
    st.builds(Summary, board=TEXT, quarter=QUARTERS, achievements=TEXT, version=st.integers(0)),
    st.builds(LineReason, TEXT, TEXT, st.integers(0), TEXT, TEXT),
    st.builds(Return, board=TEXT, quarter=QUARTERS, state=st.sampled_from(ReturnState), plan=TEXT),
)


@given(RECORDS)
def test_a_record_comes_back_as_it_was(record: Any) -> None:
    again = record_from_json(type(record), record_to_json(record))
    assert again == record
    assert repr(again) == repr(record)  # 1.50 equals 1.5, and is not what was entered


def test_a_number_keeps_its_digits_and_a_day_stands_as_it_is_written() -> None:
    period = DateRange(date(2015, 4, 1), date(2015, 6, 30))
    figure = Figure(indicator="F1", area="", period=period, value=Decimal("78.50"))
    text = record_to_json(figure)
    assert '"value": "78.50"' in text
    assert '"first": "2015-04-01"' in text
