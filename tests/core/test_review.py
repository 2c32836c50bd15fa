from dataclasses import replace
from decimal import Decimal

import pytest

from csp_desktop.core.figures import Absence, Figure
from csp_desktop.core.periods import Quarter
from csp_desktop.core.returns import LineReason
from csp_desktop.core.review import (
    Content,
    FieldDifference,
    KeptVersion,
    differences,
    thread_of,
)

QUARTER = Quarter(2015, 1)
FIGURE = Figure(indicator="H3", area="Here", period=QUARTER.range, value=Decimal(27))


def kept(number: int, *records: Content, by: str = "A. Officer") -> KeptVersion:
    return KeptVersion(number, by, f"2015-07-{number:02}T09:00Z", "", "", {"H3": records})


def asked(version: int, text: str = "Why?") -> LineReason:
    return LineReason("H3", text, version, "A reviewer", f"2015-07-{version:02}T12:00Z")


def said(before: object, now: object) -> str:
    return "" if before == now else "It was counted again"


def test_a_record_stored_again_differs_in_nothing() -> None:
    again = replace(FIGURE, version=7, shared="{}", id=Figure(**vars(FIGURE)).id)
    assert differences([FIGURE], [again]) == []


def test_each_field_that_says_something_else_is_a_difference() -> None:
    now = replace(FIGURE, value=None, absence=Absence.NOT_COLLECTED, comment="Moved")
    assert differences([FIGURE], [now]) == [
        FieldDifference("value", Decimal(27), None),
        FieldDifference("absence", None, Absence.NOT_COLLECTED),
        FieldDifference("comment", "", "Moved"),
    ]


def test_against_nothing_there_is_no_difference() -> None:
    assert differences([], [FIGURE]) == []


def test_a_thread_is_what_was_asked_and_what_the_next_version_did() -> None:
    now = replace(FIGURE, value=Decimal(277))
    thread = thread_of(
        [asked(2, "And now?"), asked(1)], [kept(1, FIGURE), kept(2, now)], "H3", said, 1
    )
    assert [(one.text, one.by, one.from_team, one.waiting) for one in thread] == [
        ("Why?", "A reviewer", True, False),
        ("It was counted again", "A. Officer", False, False),
        ("And now?", "A reviewer", True, True),
    ]


@pytest.mark.parametrize("versions", [[], [kept(1, FIGURE)], [kept(2, FIGURE)]])
def test_without_both_versions_nothing_is_said_of_an_answer(versions: list[KeptVersion]) -> None:
    assert [one.text for one in thread_of([asked(1)], versions, "H3", said, 1)] == ["Why?"]
