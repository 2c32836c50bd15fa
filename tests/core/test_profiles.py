from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_desktop.core.profiles import EQUAL, SEASONAL, Profile, ProfileKind


@pytest.mark.parametrize(
    ("text", "profile"), [("", EQUAL), ("Equal", EQUAL), (" seasonal ", SEASONAL)]
)
def test_a_profile_is_named(text: str, profile: Profile) -> None:
    assert Profile.parse(text) == profile


def test_a_profile_is_typed_as_four_shares_of_a_hundred() -> None:
    typed = Profile.parse("30 25% 25 20")
    assert typed.kind is ProfileKind.TYPED
    assert typed.fractions == (Fraction(3, 10), Fraction(1, 4), Fraction(1, 4), Fraction(1, 5))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("30 25 25", "four shares"),
        ("30 25 25 20 0", "four shares"),
        ("-10 50 30 30", "four shares"),
        ("nan 25 25 25", "four shares"),
        ("30 25 25 21", "come to 100, not to 101"),
        ("by the moon", "no profile"),
    ],
)
def test_anything_else_is_refused_in_words(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Profile.parse(text)


@given(st.lists(st.integers(0, 50), min_size=3, max_size=3).filter(lambda some: sum(some) <= 100))
def test_a_profile_is_read_as_it_is_written(shares: list[int]) -> None:
    typed = Profile(ProfileKind.TYPED, tuple(map(Decimal, (*shares, 100 - sum(shares)))))
    assert Profile.parse(str(typed)) == typed
    assert sum(typed.fractions) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("-1 51 25 25", "a typed profile has four shares like 30 25 25 20, not “-1 51 25 25”"),
        (
            "by the moon",
            "“by the moon” is no profile; write equal, seasonal or four shares like 30 25 25 20",
        ),
        (
            "30x 25 25 20",
            "“30x 25 25 20” is no profile; write equal, seasonal or four shares like 30 25 25 20",
        ),
        ("30 25 25 19.5", "the shares of a profile come to 100, not to 99.5"),
    ],
)
def test_a_refused_profile_is_named_in_the_sentence(text: str, said: str) -> None:
    with pytest.raises(ValueError, match="profile") as refused:
        Profile.parse(text)
    assert str(refused.value) == said


def test_a_profile_is_written_by_its_name_or_its_shares() -> None:
    assert [str(one) for one in (EQUAL, SEASONAL)] == ["equal", "seasonal"]
    assert str(Profile.parse("30 25% 25 20")) == "30 25 25 20"


def test_a_share_of_nought_may_be_typed() -> None:
    assert Profile.parse("0 0 0 100").fractions == (0, 0, 0, 1)
