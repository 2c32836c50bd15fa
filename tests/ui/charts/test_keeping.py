"""A chart taken away as a file."""

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from csp_desktop.core.errors import StorageError
from csp_desktop.core.plan import Plan
from csp_desktop.ui.charts.control import control_drawing
from csp_desktop.ui.charts.drawing import as_columns
from csp_desktop.ui.charts.keeping import PRINT, Kept, keep, picture
from csp_desktop.ui.charts.smalls_painting import laid_out
from csp_desktop.ui.theme import Scheme, Theme
from tests.ui.charts.figures import SHIFTED, fall, found, smalls
from tests.ui.hands import colours

TITLE, SENTENCE = "H3 Theft of motor vehicle", "Below its mean for eight quarters."


@pytest.fixture(params=["one chart", "columns", "small multiples"])
def kept(request: pytest.FixtureRequest, plan: Plan) -> Kept:
    """A chart, or several small ones, with its words."""
    drawing = control_drawing(found(plan, SHIFTED, (fall("10"),)))
    if request.param == "columns":
        return Kept(as_columns(drawing), TITLE, SENTENCE)
    return Kept(smalls(plan) if request.param == "small multiples" else drawing, TITLE, SENTENCE)


def test_a_picture_has_the_dots_of_print_on_white_paper(kept: Kept, schemes: Theme) -> None:
    image = picture(kept, schemes)
    assert (image.width(), image.height()) == (3000, 1688)
    assert image.dotsPerMeterX() == pytest.approx(300 / 0.0254, abs=1)
    assert {"#FFFFFF", "#12436D", "#0A6CAB"} <= colours(image)


@pytest.mark.parametrize("ending", [".png", ".pdf", ".svg", ".SVG"])
def test_a_chart_is_kept_as_its_ending_says(
    kept: Kept, theme: Theme, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"chart{ending}"
    keep(path, kept, theme)
    begins = {".png": b"\x89PNG", ".pdf": b"%PDF", ".svg": b"<?xml"}[ending.lower()]
    assert path.read_bytes().startswith(begins)


def test_a_png_is_read_back_at_its_size(kept: Kept, theme: Theme, tmp_path: Path) -> None:
    keep(tmp_path / "chart.png", kept, theme)
    image = QImage(str(tmp_path / "chart.png"))
    assert image == picture(kept, theme).convertToFormat(image.format())


def test_an_svg_holds_lines_and_words_and_no_pixels(
    kept: Kept, theme: Theme, tmp_path: Path
) -> None:
    keep(tmp_path / "chart.svg", kept, theme)
    root = ElementTree.parse(tmp_path / "chart.svg").getroot()
    tags = {one.tag.rpartition("}")[2] for one in root.iter()}
    assert {"polyline", "text"} <= tags or {"path", "text"} <= tags
    assert "image" not in tags
    words = " ".join("".join(one.itertext()) for one in root.iter() if one.tag.endswith("text"))
    told = (
        ["target", "improvement"] if isinstance(kept.drawing, tuple) else ["Target 2", "Shift: 8"]
    )
    assert all(one in words for one in (*told, TITLE, SENTENCE))


def test_what_is_drawn_in_the_dark_is_kept_for_paper(
    kept: Kept, theme: Theme, tmp_path: Path
) -> None:
    keep(tmp_path / "light.svg", kept, theme)
    theme.set_scheme(Scheme.DARK)
    keep(tmp_path / "dark.svg", kept, theme)
    assert (tmp_path / "light.svg").read_text() == (tmp_path / "dark.svg").read_text()


def test_another_ending_or_a_place_that_is_not_there_is_refused(
    kept: Kept, theme: Theme, tmp_path: Path
) -> None:
    with pytest.raises(StorageError, match=r"is no picture: name it \.png, \.pdf, \.svg"):
        keep(tmp_path / "chart.gif", kept, theme)
    with pytest.raises(StorageError, match="cannot be written"):
        keep(tmp_path / "nowhere" / "chart.png", kept, theme)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("many", "scale"), [(3, 1.0), (12, 1.0), (12, 2.0)])
def test_paper_is_as_high_as_many_small_charts_and_large_type_need(
    qapp: QApplication, plan: Plan, theme: Theme, many: int, scale: float
) -> None:
    theme.apply(qapp, Scheme.LIGHT, scale)
    several = smalls(plan, many)
    image = picture(Kept(several, TITLE, SENTENCE), theme)
    width = PRINT.width() - 28
    needed = laid_out(several, theme, QSizeF(width, 100)).least_height
    assert image.width() == 3000
    assert image.height() / (300 / 96) > needed
    assert (image.height() == 1688) is (needed < 440)
