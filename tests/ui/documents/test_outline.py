"""What is changed in a PDF that Qt has written."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from csp_desktop.ui.documents.outline import dated, with_spaces


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=1))])
@pytest.mark.parametrize("written", [b"20261122230843Z", b"20261122230843+01'00'"])
def test_the_moment_of_the_pack_takes_the_place_of_today_and_moves_nothing(
    zone: timezone, written: bytes
) -> None:
    pdf = b"/CreationDate (D:%s)\n/ModDate (D:%s)\n/Trapped /False" % (written, written)
    made = datetime(2015, 7, 14, 12, tzinfo=UTC).astimezone(zone)
    found = dated(pdf, made)
    assert len(found) == len(pdf)
    assert found.count(b"(D:20150714120000Z)") == 2
    assert b"2026" not in found


def test_a_tab_is_told_as_a_space_only_where_letters_are_told() -> None:
    pdf = b"<0009> begincmap <0001> <0003> [<0009> <0031>] endcmap <0009>"
    assert with_spaces(pdf) == b"<0009> begincmap <0001> <0003> [<0020> <0031>] endcmap <0009>"
