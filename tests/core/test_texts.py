import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_desktop.core.texts import storable


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("One\r\nTwo\rThree\n", "One\nTwo\nThree\n"),
        ("\tindented", "\tindented"),
        ("null\x00, bell\x07, page\x0c", "null, bell, page"),
        ("half a pair \ud800 and no character \ufffe\uffff", "half a pair  and no character "),
        ("“é” – \U0001f694 \u202e\ud7ff\ue000\ufffd", "“é” – \U0001f694 \u202e\ud7ff\ue000\ufffd"),
        ("", ""),
    ],
)
def test_text_keeps_everything_that_a_file_can_hold(pasted: str, kept: str) -> None:
    assert storable(pasted) == kept


@given(st.text(st.characters(exclude_categories=[])))
def test_what_is_kept_is_kept_for_good_and_can_be_written(text: str) -> None:
    kept = storable(text)
    assert storable(kept) == kept
    assert kept.encode("utf-8").decode("utf-8") == kept
    assert "\r" not in kept
