"""What people write, read for what may tell who somebody is: it asks in doubt, and seldom else."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_desktop.core.editions import Edition
from csp_desktop.core.packs.personal import (
    ADDRESS,
    BIRTH,
    CASE,
    MAIL,
    NAME,
    PHONE,
    Known,
    found_in,
    known_of,
    suspicions,
)
from csp_desktop.core.plan import Plan
from tests.core.packs.making import PAIR, board_part, material, pack_saying

NOTHING = Known()
TELLING = [
    ("The victim, John Smythe, declined to give a statement.", "John Smythe", NAME),
    ("When John Smythe was arrested the offences stopped.", "John Smythe", NAME),
    ("Victim Fatima Begum has been rehoused.", "Victim Fatima Begum", NAME),
    ("Arrests: Sean O'Brien and two others.", "Sean O'Brien", NAME),
    ("Fiona McDonald leads the group.", "Fiona McDonald", NAME),
    ("José Álvarez was charged in June.", "José Álvarez", NAME),
    ("Anne-Marie Taylor-Jones has moved.", "Anne-Marie Taylor-Jones", NAME),
    ("John SMYTHE was bailed.", "John SMYTHE", NAME),
    ("J. Smythe was bailed.", "J. Smythe", NAME),
    ("Mohammed Abdul Rahman was sentenced.", "Mohammed Abdul Rahman", NAME),
    ("Mr Khan complained again.", "Mr Khan", NAME),
    ("Reported by PC Wilson of the Safer Neighbourhoods Team.", "PC Wilson", NAME),
    ("Chief Inspector Marsh chairs it.", "Inspector Marsh", NAME),
    ("Cllr Ahmed asked about it.", "Cllr Ahmed", NAME),
    ("He lives at 12 Roman Road.", "12 Roman Road", ADDRESS),
    ("Repeat calls to 114a Cambridge Heath Rd.", "114a Cambridge Heath Rd", ADDRESS),
    ("Noise from Flat 7, Hollis House.", "Flat 7", ADDRESS),
    ("The address is in E1 4AB.", "E1 4AB", ADDRESS),
    ("The address is in E143AB.", "E143AB", ADDRESS),
    ("Arrested, DOB 4/5/1987.", "DOB 4/5/1987", BIRTH),
    ("He was born on 4th May 1987.", "born on 4th May 1987", BIRTH),
    ("Date of birth: 04.05.87", "Date of birth: 04.05.87", BIRTH),
    ("Her date of birth is 4 May 1987.", "date of birth is 4 May 1987", BIRTH),
    ("d.o.b. 1987-05-04", "d.o.b. 1987-05-04", BIRTH),
    ("See CRIS 4212345/15.", "CRIS 4212345/15", CASE),
    ("Linked to 4212345/15 and others.", "4212345/15", CASE),
    ("Custody reference 01HT/1234/15.", "Custody reference 01HT/1234/15", CASE),
    ("Custody record number 01HT/1234/15.", "Custody record number 01HT/1234/15", CASE),
    ("He was booked in as 01HT/1234/15.", "01HT/1234/15", CASE),
    ("CAD 4521 refers.", "CAD 4521", CASE),
    ("Case number YOT-2231 is closed.", "Case number YOT-2231", CASE),
    ("Housing ref: AB123456", "ref: AB123456", CASE),
    ("Ring 020 7946 0123 for it.", "020 7946 0123", PHONE),
    ("Ring (020) 7946 0123 for it.", "(020) 7946 0123", PHONE),
    ("Her mobile is 07700 900123.", "07700 900123", PHONE),
    ("Her mobile is +44 7700 900123.", "+44 7700 900123", PHONE),
    ("Ring +44 (0)20 7946 0123.", "+44 (0)20 7946 0123", PHONE),
    ("Write to f.begum@example.org.uk.", "f.begum@example.org.uk", MAIL),
]
ORDINARY = [
    "277 thefts in 2015/16-Q1 against 218 asked for, 27.1% over.",
    "Recorded crime 2014/15 was 4% below 2013/14.",
    "Violent crime 2015/16-Q1 rose by 12.9%, from 1,143 to 1,290 offences.",
    "Hate crime 2013-16 is a priority of the Community Safety Plan.",
    "Provisional until 31 July 2015; figures as of 14/07/2015.",
    "0, 12, 14, 22 and 8 reports in the five quarters.",
    "Theft stayed flat 12% below the target.",
    "Operation Container ran on Brick Lane and Roman Road every Friday night.",
    "Patrols on Whitechapel Road and in Victoria Park were doubled from May.",
    "In April Tower Hamlets Homes gated two alleys. In June Operation Nightingale followed.",
    "The Metropolitan Police, the London Fire Brigade and Victim Support took part.",
    "The Community Safety Partnership agreed it; the Domestic Violence Forum was consulted.",
    "Anti-Social Behaviour calls fell; three Gang Injunctions were granted.",
    "The Youth Offending Team and the Drug and Alcohol Action Team share a worker.",
    "MARAC heard 41 cases, 12 more than in Q1 2014/15.",
    "The Safer Schools Officer visited nine schools.",
    "Funding from the Home Office and the MOPAC London Crime Prevention Fund ends in March 2017.",
    "Two vans were seized under Section 165 and three under Section 59.",
    "78% of 1,171 people asked agreed.",
    "Ramadan fell in June and July, so Notting Hill Carnival is next quarter.",
    "A member of the public was robbed; the case is still open.",
    "The Borough Commander and the Service Head agreed the Delivery Plan.",
    "Licensing visits to 12 premises in Bethnal Green.",
]


@pytest.mark.parametrize(("text", "words", "like"), TELLING, ids=[one[0] for one in TELLING])
def test_what_may_tell_who_somebody_is_is_found(text: str, words: str, like: str) -> None:
    assert (words, like) in list(found_in(text, NOTHING))


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_commentary_passes(text: str, plan: Plan) -> None:
    assert list(found_in(text, known_of(plan))) == []


def test_next_to_nothing_of_the_plans_own_words_is_taken_for_a_person(plan: Plan) -> None:
    known = known_of(plan)
    assert [text for text in own_texts(plan) if list(found_in(text, known))] == []


def test_few_texts_of_the_plan_would_be_asked_about_had_a_board_written_them(plan: Plan) -> None:
    """Every other paragraph of it, held against the plan with the remaining ones alone."""
    texts = list(own_texts(plan))
    known = known_of(beside(plan, texts[::2]))
    asked = [text for text in texts[1::2] if list(found_in(text, known))]
    assert len(asked) <= len(texts[1::2]) * 0.15


@pytest.mark.parametrize("text", ["John Green was arrested.", "A letter went to Sarah Lane."])
def test_a_surname_that_is_a_place_elsewhere_is_asked_about(text: str, plan: Plan) -> None:
    assert [like for _, like in found_in(text, known_of(plan))] == [NAME]


def own_texts(plan: Plan) -> Iterator[str]:
    for priority in plan.priorities:
        yield from (one.text for one in priority.actions)
    for section in plan.sections:
        yield from (one for one in section.text.split("\n") if one.strip())


def beside(plan: Plan, texts: Iterable[str]) -> Plan:
    """The plan with these texts in place of its sections and its actions."""
    priorities = tuple(replace(one, actions=()) for one in plan.priorities)
    text = replace(plan.sections[0], text="\n".join(texts))
    return replace(plan, sections=(text,), priorities=priorities)


@pytest.mark.parametrize("pair", [("Fatima", "Begum"), ("John", "Smythe")])
@given(before=st.sampled_from(["", "When ", "The ", "Victim: ", "On Monday "]), after=st.text())
def test_a_name_is_found_wherever_it_stands(pair: PAIR, before: str, after: str) -> None:
    text = f"{before}{' '.join(pair)}. {after}"
    assert any(" ".join(pair) in words for words, _ in found_in(text, NOTHING))


@given(st.text())
def test_whatever_is_found_stands_in_the_text(text: str) -> None:
    for words, like in found_in(text, NOTHING):
        assert words
        assert words in " ".join(text.split())
        assert like in (NAME, ADDRESS, BIRTH, CASE, PHONE, MAIL)


def test_a_pack_is_asked_about_what_it_says_alone(plan: Plan) -> None:
    """A board's summary stands in its chair's update and not in the meeting's pack."""
    whole = material(
        plan,
        boards=[
            board_part(
                plan,
                "TTCG",
                achievements="Thanks to John Smythe.",
                comments={"H3": "Ring 020 7946 0123."},
            )
        ],
    )
    both = pack_saying("Thanks to John Smythe.", "TTCG: Ring 020 7946 0123.")
    assert [(one.where, one.found, one.like) for one in suspicions(whole, both)] == [
        ("TTCG, achievements", "John Smythe", NAME),
        ("H3, comment of TTCG", "020 7946 0123", PHONE),
    ]
    one = pack_saying("TTCG: Ring 020 7946 0123.")
    assert [each.where for each in suspicions(whole, one)] == ["H3, comment of TTCG"]
    assert suspicions(whole, pack_saying("Nothing", edition=Edition.PUBLIC)) == ()
