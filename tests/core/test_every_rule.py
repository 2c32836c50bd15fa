"""Every rule by its id: where it speaks and what it says, and where it is just silent."""

from datetime import date

import pytest

from csp_desktop.core import queries, rules
from csp_desktop.core.actions import ActionStatus
from csp_desktop.core.figures import Absence, FigureStatus, Unit
from csp_desktop.core.queries import Past
from csp_desktop.core.rules import Severity
from csp_desktop.core.sheet import ActionLine, FigureLine
from tests.core.rule_lines import QUARTER, action_line, figure, line, past, revised

COUNT, PERCENTAGE, SURVEY = Unit.COUNT, Unit.PERCENTAGE, Unit.SURVEY_PERCENTAGE
RATE, MONEY = Unit.RATE, Unit.MONEY
STEADY = past(40, 41, 39, 40, 42, 38, 40, 41)
RARE = past(0, 0, 0, 6, 0, 0, 0, 0)
TWELVE_MONTHS = QUARTER.plus(1).range

Line = FigureLine | ActionLine

ERRORS: list[tuple[str, Line, str, Line]] = [
    ("negative", line(value=-1), "Burglary must be 0 or more", line(value=0)),
    ("negative", line(RATE, value="-0.01"), "Burglary must be 0 or more", line(RATE, value=0)),
    ("negative", line(value=-1), "Burglary must be 0 or more", line(MONEY, value=-1)),
    (
        "negative",
        line(PERCENTAGE, numerator=-1, denominator=10),
        "Burglary must be 0 or more",
        line(PERCENTAGE, numerator=0, denominator=10),
    ),
    (
        "negative",
        line(SURVEY, value=78, sample_size=-1),
        "Burglary must be 0 or more",
        line(SURVEY, value=78, sample_size=1),
    ),
    (
        "decimals-in-count",
        line(value="30.5"),
        "Burglary must be a whole number, like 30",
        line(value="30.0"),
    ),
    (
        "decimals-in-count",
        line(PERCENTAGE, numerator="30.5", denominator=100),
        "Burglary: both parts must be whole numbers, like 24/413",
        line(PERCENTAGE, value="30.5", numerator=30, denominator=100),
    ),
    (
        "decimals-in-count",
        line(PERCENTAGE, numerator=30, denominator="100.5"),
        "Burglary: both parts must be whole numbers, like 24/413",
        line(RATE, value="100.5"),
    ),
    (
        "numerator-above-denominator",
        line(PERCENTAGE, numerator=1414, denominator=1413),
        "Burglary: 1,414 must be 1,413 or fewer, because it is a part of it",
        line(PERCENTAGE, numerator=1413, denominator=1413),
    ),
    (
        "numerator-above-denominator",
        line(PERCENTAGE, value=0, numerator=0, denominator=0),
        "Burglary: the number it is a part of must be 1 or more; where there were none, enter n/a",
        line(PERCENTAGE, value=0, numerator=0, denominator=1),
    ),
    (
        "denominator-missing",
        line(PERCENTAGE, numerator=24),
        "Enter what “Burglary” is out of",
        line(PERCENTAGE, numerator=24, value=6),
    ),
    (
        "denominator-missing",
        line(SURVEY, numerator=24, sample_size=413),
        "Enter what “Burglary” is out of",
        line(SURVEY, numerator=24, sample_size=413, denominator=413),
    ),
    (
        "percentage-range",
        line(PERCENTAGE, value="100.1"),
        "Burglary must be between 0% and 100%",
        line(PERCENTAGE, value=100),
    ),
    (
        "percentage-range",
        line(SURVEY, value="-0.1", sample_size=5),
        "Burglary must be between 0% and 100%",
        line(SURVEY, value=0, sample_size=5),
    ),
    (
        "percentage-range",
        line(PERCENTAGE, value=101),
        "Burglary must be between 0% and 100%",
        line(RATE, value=101),
    ),
    (
        "sample-size-missing",
        line(SURVEY, value=78),
        "Enter the sample size of “Burglary”: how many people were asked",
        line(SURVEY, value=78, sample_size=1),
    ),
    (
        "sample-size-missing",
        line(SURVEY, value=78, sample_size=0),
        "Enter the sample size of “Burglary”: how many people were asked",
        line(PERCENTAGE, value=78),
    ),
    (
        "wrong-kind",
        line(value=7, denominator=413),
        "Burglary is not a percentage: enter one number",
        line(value=7),
    ),
    (
        "wrong-kind",
        line(MONEY, numerator=24, denominator=413),
        "Burglary is not a percentage: enter one number",
        line(PERCENTAGE, numerator=24, denominator=413),
    ),
    (
        "wrong-kind",
        line(PERCENTAGE, value=78, sample_size=1171),
        "Burglary is not a survey: it has no sample size",
        line(SURVEY, value=78, sample_size=1171),
    ),
    (
        "overlap",
        line(before=Past(overlapping=[figure(TWELVE_MONTHS, value=5)]), value=4),
        "Burglary has a figure for July to September 2015 too, which shares days with "
        "April to June 2015",
        line(
            before=Past(overlapping=[figure(TWELVE_MONTHS, absence=Absence.NOT_COLLECTED)]),
            value=4,
        ),
    ),
    (
        "overlap",
        line(before=Past(overlapping=[figure(TWELVE_MONTHS, value=5)]), value=4),
        "Burglary has a figure for July to September 2015 too, which shares days with "
        "April to June 2015",
        line(
            before=Past(overlapping=[figure(TWELVE_MONTHS, value=5)]),
            absence=Absence.NOT_COLLECTED,
        ),
    ),
    (
        "not-entered",
        line(),
        "Enter the figure for “Burglary”, or say why there is none",
        line(absence=Absence.NOT_COLLECTED),
    ),
    (
        "not-entered",
        line(),
        "Enter the figure for “Burglary”, or say why there is none",
        line(asked=False),
    ),
    (
        "not-readable",
        line(drafts={"number": "about 30"}),
        "Burglary must be a whole number, like 30",
        line(drafts={"number": "30"}),
    ),
    (
        "not-readable",
        line(absence=Absence.NOT_YET_AVAILABLE, drafts={"expected_on": "soon"}),
        "Burglary: the day it is expected must be a real date, like 14 Aug 2015",
        line(absence=Absence.NOT_YET_AVAILABLE, drafts={"expected_on": "14 Aug 2015"}),
    ),
    (
        "not-readable",
        action_line(drafts={"due": "soon"}),
        "Action H-01: Due must be a real date, like 14 Aug 2015",
        action_line(),
    ),
    (
        "percent-complete-range",
        action_line(percent=101),
        "Action H-01: percent complete must be between 0 and 100",
        action_line(percent=100),
    ),
    (
        "percent-complete-range",
        action_line(percent=-1),
        "Action H-01: percent complete must be between 0 and 100",
        action_line(percent=0),
    ),
    (
        "status-missing",
        action_line(None),
        "Choose a status for action H-01",
        action_line(ActionStatus.NOT_STARTED),
    ),
    (
        "status-missing",
        action_line(None),
        "Choose a status for action H-01",
        action_line(None, proposed=True),
    ),
]

QUERIES: list[tuple[str, Line, str, Line]] = [
    (
        "far-from-history",
        line(before=STEADY, value=45),
        "45 is far from what was usual in the 8 figures before, 36 to 44",
        line(before=STEADY, value=44),
    ),
    (
        "far-from-history",
        line(before=STEADY, value=35),
        "35 is far from what was usual in the 8 figures before, 36 to 44",
        line(before=STEADY, value=36),
    ),
    (
        "far-from-history",
        line(before=STEADY, value=4500),
        "4,500 is far from what was usual in the 8 figures before, 36 to 44",
        line(before=past(40, 41, 39, 40, 42, 38, 40), value=4500),
    ),
    (
        "far-from-history",
        line(before=RARE, value=5),
        "5 is far from what was usual in the 8 figures before, 0 to 4",
        line(before=RARE, value=4),
    ),
    (
        "far-from-history",
        line(PERCENTAGE, past(*["12.5"] * 9), value="14.6"),
        "14.6% is far from what was usual in the 9 figures before, 10.5% to 14.5%",
        line(PERCENTAGE, past(*["12.5"] * 9), value="14.5"),
    ),
    (
        "far-from-history",
        line(PERCENTAGE, past(*[99] * 8), value=96),
        "96% is far from what was usual in the 8 figures before, 97% to 100%",
        line(PERCENTAGE, past(*[99] * 8), value=97),
    ),
    (
        "far-from-history",
        line(RATE, past(*["1.02"] * 8), value="1.07"),
        "1.07 is far from what was usual in the 8 figures before, 0.98 to 1.06",
        line(RATE, past(*["1.02"] * 8), value="1.06"),
    ),
    (
        "far-from-history",
        line(MONEY, past(*[1000] * 8), value="1004.50"),
        "£1,004.50 is far from what was usual in the 8 figures before, £996 to £1,004",
        line(MONEY, past(*[1000] * 8), value="1004"),
    ),
    (
        "far-from-history",
        line(MONEY, past(*[-5] * 8), value=-10),
        "−£10 is far from what was usual in the 8 figures before, −£9 to −£1",
        line(MONEY, past(*[-5] * 8), value=-9),
    ),
    (
        "implausible",
        line(plausible=("91", "501"), value=502),
        "502 is outside what is plausible here, 91 to 501",
        line(plausible=("91", "501"), value=501),
    ),
    (
        "implausible",
        line(before=past(*[90] * 7), plausible=("91", "501"), value=90),
        "90 is outside what is plausible here, 91 to 501",
        line(before=past(*[90] * 8), plausible=("91", "501"), value=90),
    ),
    (
        "implausible",
        line(plausible=("91", None), value=90),
        "90 is outside what is plausible here, 91 or more",
        line(plausible=("91", None), value=91),
    ),
    (
        "implausible",
        line(plausible=(None, "1501"), value=1502),
        "1,502 is outside what is plausible here, 1,501 or fewer",
        line(plausible=(None, "1501"), value=-1),
    ),
    (
        "implausible",
        line(PERCENTAGE, plausible=(None, "27"), numerator=24, denominator=80),
        "30.0% is outside what is plausible here, 27% or less",
        line(PERCENTAGE, plausible=(None, "27"), numerator=27, denominator=100),
    ),
    (
        "implausible",
        line(MONEY, plausible=("1000", "5000"), value="999.99"),
        "£999.99 is outside what is plausible here, £1,000 to £5,000",
        line(MONEY, value="999.99"),
    ),
    (
        "zero-after-never-zero",
        line(before=past(3, 1, 2), value=0),
        "0, where none of the 3 figures before was",
        line(before=past(3, 0, 2), value=0),
    ),
    (
        "zero-after-never-zero",
        line(PERCENTAGE, past(3), value=0),
        "0%, where the figure before was not",
        line(PERCENTAGE, value=0),
    ),
    (
        "zero-after-never-zero",
        line(before=past(3, Absence.NOT_COLLECTED), value=0),
        "0, where the figure before was not",
        line(before=past(3, Absence.NOT_COLLECTED), value=1),
    ),
    (
        "turned",
        line(before=past(10, 20, 30, 40), value=35),
        "35 is a fall after three rises in a row",
        line(before=past(10, 20, 30, 40), value=36),
    ),
    (
        "turned",
        line(before=past(40, 30, 20, 10), value=12),
        "12 is a rise after three falls in a row",
        line(before=past(40, 30, 20, 10), value=11),
    ),
    (
        "turned",
        line(PERCENTAGE, past(10, 20, 30, 40), value="37.9"),
        "37.9% is a fall after three rises in a row",
        line(PERCENTAGE, past(10, 20, 30, 40), value=38),
    ),
    (
        "turned",
        line(before=past(99, 10, 20, 30, 40), value=5),
        "5 is a fall after three rises in a row",
        line(before=past(10, 20, 20, 40), value=5),
    ),
    (
        "turned",
        line(RATE, past("0.1", "0.2", "0.3", "0.4"), value="0.35"),
        "0.35 is a fall after three rises in a row",
        line(RATE, past("0.1", "0.2", "0.3", "0.4"), value="0.36"),
    ),
    (
        "turned",
        line(MONEY, past(10, 20, 30, 40), value=30),
        "£30 is a fall after three rises in a row",
        line(MONEY, past(10, 20, None, 30, 40), value=30),
    ),
    (
        "parts-disagree",
        line(PERCENTAGE, value="5.9", numerator=24, denominator=413),
        "24 of 413 is 5.8%, not 5.9%",
        line(PERCENTAGE, value="5.8", numerator=24, denominator=413),
    ),
    (
        "parts-disagree",
        line(PERCENTAGE, value="5.83", numerator=1024, denominator=17600),
        "1,024 of 17,600 is 5.82%, not 5.83%",
        line(PERCENTAGE, value=6, numerator=24, denominator=413),
    ),
    (
        "same-again",
        line(before=past(5, 5), value="5.0"),
        "5.0 for the third quarter in a row",
        line(before=past(4, 5), value=5),
    ),
    (
        "same-again",
        line(PERCENTAGE, past(50, 50), numerator=1, denominator=2),
        "50.0% for the third quarter in a row",
        line(PERCENTAGE, past(50, 50), numerator=1, denominator=3),
    ),
    (
        "same-again",
        line(before=past(5, 5), value=5),
        "5 for the third quarter in a row",
        line(before=past(5, None, 5), value=5),
    ),
    (
        "same-again",
        line(before=past(5, 5), value=5),
        "5 for the third quarter in a row",
        line(before=past(0, 0), value=0),
    ),
    (
        "revised",
        revised(["240", "248", "277"], "277"),
        "277 now, reported as 248 before",
        line(before=Past(reported=[figure(value=248)]), value=277),
    ),
    (
        "revised",
        revised([], "277"),
        "277 is marked as revised",
        line(absence=Absence.WITHHELD, status=FigureStatus.REVISED),
    ),
]

INFORMATION: list[tuple[str, Line, str, Line]] = [
    (
        "same-comment",
        line(before=past(4, comment="Counted by hand"), value=5, comment=" Counted by hand\n"),
        "Burglary: the comment is last quarter’s, word for word",
        line(before=past(4, comment="Counted by hand"), value=5, comment="Counted by hand again"),
    ),
    (
        "same-comment",
        line(
            before=past(Absence.NOT_COLLECTED, comment="Nobody counts"),
            absence=Absence.NOT_COLLECTED,
            comment="Nobody counts",
        ),
        "Burglary: the comment is last quarter’s, word for word",
        line(before=past(4, None, comment="Counted"), value=5, comment="Counted"),
    ),
    (
        "off-track-without-reason",
        action_line(ActionStatus.OFF_TRACK, reason=" "),
        "Action H-01 is off track and no reason is given",
        action_line(ActionStatus.OFF_TRACK, reason="Nobody in post"),
    ),
    (
        "off-track-without-reason",
        action_line(ActionStatus.OFF_TRACK),
        "Action H-01 is off track and no reason is given",
        action_line(ActionStatus.ON_TRACK),
    ),
    (
        "complete-and-not",
        action_line(ActionStatus.COMPLETE, percent=99),
        "Action H-01 is complete and 99% done",
        action_line(ActionStatus.COMPLETE, percent=100),
    ),
    (
        "complete-and-not",
        action_line(ActionStatus.COMPLETE, percent=0),
        "Action H-01 is complete and 0% done",
        action_line(ActionStatus.AT_RISK, percent=0),
    ),
    (
        "past-due",
        action_line(due=date(2015, 6, 30)),
        "Action H-01 was due on 30 June 2015 and has no new date",
        action_line(due=date(2015, 7, 1)),
    ),
    (
        "past-due",
        action_line(None, due=date(2015, 6, 30)),
        "Action H-01 was due on 30 June 2015 and has no new date",
        action_line(ActionStatus.COMPLETE, due=date(2015, 6, 30)),
    ),
    (
        "same-note",
        action_line(note="Went well ", last_note="Went well"),
        "Action H-01: the progress is last quarter’s, word for word",
        action_line(note="Went better", last_note="Went well"),
    ),
    (
        "same-note",
        action_line(note="Went well", last_note="Went well"),
        "Action H-01: the progress is last quarter’s, word for word",
        action_line(note="", last_note=""),
    ),
]

BY_SEVERITY = {
    Severity.ERROR: ERRORS,
    Severity.QUERY: QUERIES,
    Severity.INFORMATION: INFORMATION,
}
ALL = [(severity, *case) for severity, cases in BY_SEVERITY.items() for case in cases]
NAMES = [f"{case[0]}-{number}" for number, (_, *case) in enumerate(ALL)]


@pytest.mark.parametrize(("severity", "rule", "speaks", "sentence", "silent"), ALL, ids=NAMES)
def test_a_rule_speaks_where_it_should_and_is_silent_just_beside(
    severity: Severity, rule: str, speaks: Line, sentence: str, silent: Line
) -> None:
    found = [one for one in speaks.outstanding if one.rule == rule]
    assert [(one.severity, one.message) for one in found] == [(severity, sentence)]
    assert rule not in {one.rule for one in silent.outstanding}


def test_every_rule_has_its_test() -> None:
    there = {*rules._FIGURE_RULES, *rules._ACTION_RULES, *queries._RULES}
    there |= {"not-readable", "not-entered", "status-missing"}
    assert {rule for _, rule, *_ in ALL} == there


def test_each_problem_names_its_line_and_a_field_of_it() -> None:
    for _, rule, speaks, _, _ in ALL:
        for one in speaks.outstanding:
            is_figure = isinstance(speaks, FigureLine)
            assert one.subject == ("X1" if is_figure else "H-01")
            assert one.field, rule


def test_errors_and_information_name_their_line_in_words() -> None:
    for severity, _, _, sentence, _ in ALL:
        if severity is not Severity.QUERY:
            assert "Burglary" in sentence or "ction H-01" in sentence


def test_every_query_has_a_title_and_waits_for_a_note() -> None:
    for severity, rule, speaks, _, _ in ALL:
        if severity is Severity.QUERY:
            [one] = [one for one in speaks.outstanding if one.rule == rule]
            assert one.title
            assert one.waits


@pytest.mark.parametrize(
    "word",
    ["please", "sorry", "valid", "invalid", "forbidden", "illegal", "oops", "error", "failed"],
)
def test_no_sentence_uses_a_word_that_blames(word: str) -> None:
    assert not [case for case in ALL if word in case[3].lower()]


def test_a_sentence_is_one_line_without_its_full_stop() -> None:
    for _, _, _, sentence, _ in ALL:
        assert sentence == " ".join(sentence.split())
        assert not sentence.endswith(".")
        assert "–" not in sentence, "a range is said with “to”"


def test_a_note_answers_every_query_of_a_figure_at_once() -> None:
    two = line(before=past(*[5] * 8), value=0, plausible=("1", "9"))
    queried = [one for one in two.outstanding if one.severity is Severity.QUERY]
    assert len(queried) == 2
    noted = line(
        before=past(*[5] * 8), value=0, explanation="None", explains=two.figure.number_mark
    )
    assert [one.waits for one in noted.outstanding] == [False, False]


def test_a_note_answers_no_error() -> None:
    noted = line(value="0.5", explanation="Half", explains=figure(value="0.5").number_mark)
    [error] = noted.outstanding
    assert not error.explained


def test_a_number_that_cannot_be_read_is_the_only_problem_of_its_line() -> None:
    unread = line(before=STEADY, value=999, drafts={"number": "about 30"})
    assert [one.rule for one in unread.outstanding] == ["not-readable"]


def test_errors_come_before_queries_and_queries_before_information() -> None:
    worst = line(
        before=past(*[5] * 8, comment="As ever"), value="60.5", comment="As ever", sample_size=3
    )
    assert [one.severity for one in worst.outstanding] == [
        Severity.ERROR,
        Severity.ERROR,
        Severity.QUERY,
        Severity.INFORMATION,
    ]
