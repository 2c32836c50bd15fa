"""A chart taken away as a file."""

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from csp_desktop.core.errors import StorageError
from csp_desktop.core.plan import Plan
from csp_desktop.ui.charts.control import control_drawing
from csp_desktop.ui.charts.drawing import Drawing
from csp_desktop.ui.charts.keeping import keep, picture
from csp_desktop.ui.theme import Scheme, Theme
from tests.ui.charts.figures import SHIFTED, fall, found
from tests.ui.hands import colours

WORDS = ("H3 Theft of motor vehicle", "Below its mean for eight quarters.")


@pytest.fixture
def drawing(plan: Plan) -> Drawing:
    return control_drawing(found(plan, SHIFTED, (fall("10"),)))


def test_a_picture_has_the_dots_of_print_on_white_paper(drawing: Drawing, schemes: Theme) -> None:
    image = picture(drawing, schemes, WORDS)
    assert (image.width(), image.height()) == (3000, 1688)
    assert image.dotsPerMeterX() == pytest.approx(300 / 0.0254, abs=1)
    assert {"#FFFFFF", "#12436D", "#0A6CAB"} <= colours(image)


@pytest.mark.parametrize("ending", [".png", ".pdf", ".svg", ".SVG"])
def test_a_chart_is_kept_as_its_ending_says(
    drawing: Drawing, theme: Theme, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"chart{ending}"
    keep(path, drawing, theme, WORDS)
    begins = {".png": b"\x89PNG", ".pdf": b"%PDF", ".svg": b"<?xml"}[ending.lower()]
    assert path.read_bytes().startswith(begins)


def test_a_png_is_read_back_at_its_size(drawing: Drawing, theme: Theme, tmp_path: Path) -> None:
    keep(tmp_path / "chart.png", drawing, theme, WORDS)
    image = QImage(str(tmp_path / "chart.png"))
    assert image == picture(drawing, theme, WORDS).convertToFormat(image.format())


def test_an_svg_holds_lines_and_words_and_no_pixels(
    drawing: Drawing, theme: Theme, tmp_path: Path
) -> None:
    keep(tmp_path / "chart.svg", drawing, theme, WORDS)
    root = ElementTree.parse(tmp_path / "chart.svg").getroot()
    tags = {one.tag.rpartition("}")[2] for one in root.iter()}
    assert {"polyline", "text"} <= tags or {"path", "text"} <= tags
    assert "image" not in tags
    words = " ".join("".join(one.itertext()) for one in root.iter() if one.tag.endswith("text"))
    assert "Target 2" in words
    assert WORDS[0] in words


def test_what_is_drawn_in_the_dark_is_kept_for_paper(
    drawing: Drawing, theme: Theme, tmp_path: Path
) -> None:
    keep(tmp_path / "light.svg", drawing, theme, WORDS)
    theme.set_scheme(Scheme.DARK)
    keep(tmp_path / "dark.svg", drawing, theme, WORDS)
    assert (tmp_path / "light.svg").read_text() == (tmp_path / "dark.svg").read_text()


def test_another_ending_or_a_place_that_is_not_there_is_refused(
    drawing: Drawing, theme: Theme, tmp_path: Path
) -> None:
    with pytest.raises(StorageError, match=r"is no picture: name it \.png, \.pdf, \.svg"):
        keep(tmp_path / "chart.gif", drawing, theme, WORDS)
    with pytest.raises(StorageError, match="cannot be written"):
        keep(tmp_path / "nowhere" / "chart.png", drawing, theme, WORDS)
    assert not list(tmp_path.iterdir())
