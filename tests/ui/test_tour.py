"""The tour, in a process of its own."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from csp_desktop.core.editions import Edition
from csp_desktop.core.errors import StorageError
from csp_desktop.services import Services
from csp_desktop.services.import_report import Outcome
from csp_desktop.ui.tour import tour as take_tour
from tests.excel.accessibility import check
from tests.ui.hands import Q1
from tests.ui.programs import Tour


def test_the_tour_leaves_a_numbered_picture_of_every_step(tour: Tour) -> None:
    steps = tour.steps
    pictures = sorted(tour.folder.glob("*.png"))
    assert len(pictures) >= 12
    assert [Path(one["picture"]) for one in steps] == pictures
    for number, picture in enumerate(pictures, start=1):
        assert picture.name.startswith(f"{number:02d}_")
    assert all(one["step"][0].isupper() for one in steps)


def test_the_pictures_are_of_the_whole_window_and_no_two_are_the_same(tour: Tour) -> None:
    images = [QImage(one["picture"]) for one in tour.steps]
    whole = [one for one in images if (one.width(), one.height()) == (1366, 768)]
    assert len(whole) >= 12
    assert len(images) - len(whole) <= 1
    assert all(one != other for at, one in enumerate(images) for other in images[at + 1 :])


@pytest.mark.parametrize(
    "words",
    [
        "Every theme of the quarter with its colours",
        "The dashboard in the dark",
        "The dashboard at twice the size of type",
        "Its indicators at twice the size of type",
        "The same in the dark",
        "A control chart with its limits, a shift",
        "Boroughs per head in a funnel",
        "A theme as small multiples",
        "The presentation for the meeting room",
        "What the next pack lacks, holds and leaves out",
        "Issued, and frozen as it was",
        "Packs in the dark",
    ],
)
def test_what_a_meeting_looks_at_is_among_the_pictures(tour: Tour, words: str) -> None:
    assert [one for one in tour.steps if one["step"].startswith(words)]


def test_the_workbook_of_the_tour_is_read_in_without_a_problem(
    tour: Tour, empty_services: Services
) -> None:
    assert tour.steps
    (workbook,) = tour.folder.glob("*return*.xlsx")
    (report,), _ = empty_services.exchange.import_returns([workbook])
    assert (report.outcome, report.problems, report.conflicts) == (Outcome.STORED, [], [])
    sheet = empty_services.returns.sheet("NPFHF", Q1)
    values = {line.indicator.code: line.figure for line in sheet.figures}
    assert values["F1"].value == 287
    assert (values["F2"].numerator, values["F2"].denominator) == (78, 287)
    assert values["F4"].absence is not None
    assert sheet.actions[0].update.note == "The agreement is signed."


def test_the_tour_leaves_a_pack_as_a_workbook_and_as_a_document(tour: Tour) -> None:
    assert tour.steps
    (workbook,) = tour.folder.glob("*Meeting-pack*.xlsx")
    (document,) = tour.folder.glob("*Meeting-pack*.pdf")
    assert check(workbook, Edition.PARTNERSHIP) == []
    assert document.read_bytes().startswith(b"%PDF")


def test_the_tour_leaves_no_window_behind(tour: Tour) -> None:
    assert tour.left == []


def test_a_folder_that_cannot_be_made_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StorageError, match="cannot be made"):
        take_tour(tmp_path / "file" / "pictures", pytest.fail, pytest.fail)
