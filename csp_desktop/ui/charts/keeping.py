"""A chart taken away: as a picture on the clipboard, or as a PNG, PDF or SVG at print size."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter

from csp_desktop.core.errors import StorageError
from csp_desktop.ui.charts.drawing import Drawing
from csp_desktop.ui.charts.frame import Frame
from csp_desktop.ui.charts.painting import paint_chart
from csp_desktop.ui.charts.smalls import Small
from csp_desktop.ui.charts.smalls_painting import laid_out, paint_smalls
from csp_desktop.ui.theme import LIGHT, TextSize, Theme

PRINT = QSizeF(960, 540)  # device-independent pixels: 254 by 143 mm, the width of a landscape page
_DPI, _SCREEN = 300, 96
_INCH = 25.4
_MARGIN = 14.0
_ABOVE, _BELOW = 6.0, 6.0
ENDINGS = (".png", ".pdf", ".svg")


@dataclass(frozen=True)
class Kept:
    """What is taken away.

    Attributes:
        drawing: one chart, or several small ones.
        title: what it is; stands above.
        sentence: what it says, with its source; stands below.
    """

    drawing: Drawing | tuple[Small, ...]
    title: str
    sentence: str


def picture(kept: Kept, theme: Theme) -> QImage:
    """The chart at 300 dots an inch, with what it is above and what it says below.

    Args:
        kept: the chart and its words.
        theme: type; the colours are those of paper.
    """
    page = _Page(kept, theme)
    image = QImage((page.size * (_DPI / _SCREEN)).toSize(), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    # The fonts are laid out for the screen and drawn larger, so that nothing moves.
    painter = QPainter(image)
    painter.scale(_DPI / _SCREEN, _DPI / _SCREEN)
    page.paint(painter)
    painter.end()
    per_metre = round(_DPI / _INCH * 1000)
    image.setDotsPerMeterX(per_metre)
    image.setDotsPerMeterY(per_metre)
    return image


def keep(path: Path, kept: Kept, theme: Theme) -> None:
    """Write the chart as the ending of the file says: .png, .pdf or .svg.

    Args:
        path: of the file.
        kept: the chart and its words.
        theme: type; the colours are those of paper.

    Raises:
        StorageError: the ending is none of these, or the file cannot be written.
    """
    writers = {".png": _png, ".pdf": _pdf, ".svg": _svg}
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise StorageError(f"{path.name} is no picture: name it {', '.join(ENDINGS)}.")
    try:
        with path.open("wb"):
            pass
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror}.") from error
    writer(path, kept, theme)
    if not path.stat().st_size:
        raise StorageError(f"{path} cannot be written.")


def _png(path: Path, kept: Kept, theme: Theme) -> None:
    picture(kept, theme).save(str(path))


def _pdf(path: Path, kept: Kept, theme: Theme) -> None:
    page = _Page(kept, theme)
    writer = QPdfWriter(str(path))
    writer.setTitle(kept.title)
    writer.setResolution(_SCREEN)
    sheet = QPageSize(page.size / _SCREEN, QPageSize.Unit.Inch)
    writer.setPageLayout(QPageLayout(sheet, QPageLayout.Orientation.Portrait, QMarginsF()))
    painter = QPainter(writer)
    page.paint(painter)
    painter.end()


def _svg(path: Path, kept: Kept, theme: Theme) -> None:
    from PySide6.QtSvg import QSvgGenerator

    page = _Page(kept, theme)
    writer = QSvgGenerator()
    writer.setFileName(str(path))
    writer.setTitle(kept.title)
    writer.setDescription(kept.sentence)
    writer.setResolution(_SCREEN)
    writer.setSize(page.size.toSize())
    writer.setViewBox(QRectF(0, 0, page.size.width(), page.size.height()))
    painter = QPainter(writer)
    page.paint(painter)
    painter.end()


class _Page:
    """The paper: a title, the chart or the small charts, a sentence."""

    def __init__(self, kept: Kept, theme: Theme) -> None:
        self._kept, self._theme = kept, theme
        wide = PRINT.width() - 2 * _MARGIN
        head = theme.metrics(TextSize.PANEL, True).height()
        lines = theme.metrics(TextSize.SMALL).boundingRect(
            0, 0, round(wide), 10_000, int(Qt.TextFlag.TextWordWrap), kept.sentence
        )
        foot = lines.height() + 4
        around = 2 * _MARGIN + head + _ABOVE + foot + _BELOW
        room = QSizeF(wide, PRINT.height() - around)
        if not isinstance(kept.drawing, Drawing):
            # Many small charts, or large type, make the paper as high as they need.
            least = laid_out(kept.drawing, theme, room).least_height
            room.setHeight(max(room.height(), least))
        top = _MARGIN + head + _ABOVE
        self._head = QRectF(_MARGIN, _MARGIN, wide, head)
        self._body = QRectF(_MARGIN, top, wide, room.height())
        self._foot = QRectF(_MARGIN, self._body.bottom() + _BELOW, wide, foot)
        self.size = QSizeF(PRINT.width(), self._foot.bottom() + _MARGIN)

    def paint(self, painter: QPainter) -> None:
        theme = self._theme
        painter.setPen(LIGHT.color("text"))
        painter.setFont(theme.font(TextSize.PANEL, semibold=True))
        painter.drawText(self._head, Qt.AlignmentFlag.AlignLeft, self._kept.title)
        painter.setFont(theme.font(TextSize.SMALL))
        painter.setPen(LIGHT.color("text2"))
        painter.drawText(self._foot, int(Qt.TextFlag.TextWordWrap), self._kept.sentence)
        painter.save()
        painter.translate(self._body.topLeft())
        drawing, size = self._kept.drawing, self._body.size()
        if isinstance(drawing, Drawing):
            frame = Frame(drawing, theme, size)
            frame.palette = LIGHT
            paint_chart(painter, frame)
        else:
            paint_smalls(painter, drawing, theme, LIGHT, laid_out(drawing, theme, size))
        painter.restore()
