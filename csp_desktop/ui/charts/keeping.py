"""A chart taken away: as a picture on the clipboard, or as a PNG, PDF or SVG at print size."""

from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter

from csp_desktop.core.errors import StorageError
from csp_desktop.ui.charts.drawing import Drawing
from csp_desktop.ui.charts.frame import Frame
from csp_desktop.ui.charts.painting import paint_chart
from csp_desktop.ui.theme import LIGHT, TextSize, Theme

PRINT = QSizeF(960, 540)  # device-independent pixels: 254 by 143 mm, the width of a landscape page
_DPI, _SCREEN = 300, 96
_INCH = 25.4
_MARGIN = 14.0
ENDINGS = (".png", ".pdf", ".svg")


def picture(drawing: Drawing, theme: Theme, words: tuple[str, str]) -> QImage:
    """The chart at 300 dots an inch, with what it is above and what it says below.

    Args:
        drawing: of the chart.
        theme: type; the colours are those of paper.
        words: title and sentence.
    """
    size = (PRINT * (_DPI / _SCREEN)).toSize()
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    # The fonts are laid out for the screen and drawn larger, so that nothing moves.
    painter = QPainter(image)
    painter.scale(_DPI / _SCREEN, _DPI / _SCREEN)
    _paint(painter, drawing, theme, words)
    painter.end()
    per_metre = round(_DPI / _INCH * 1000)
    image.setDotsPerMeterX(per_metre)
    image.setDotsPerMeterY(per_metre)
    return image


def keep(path: Path, drawing: Drawing, theme: Theme, words: tuple[str, str]) -> None:
    """Write the chart as the ending of the file says: .png, .pdf or .svg.

    Args:
        path: of the file.
        drawing: of the chart.
        theme: type; the colours are those of paper.
        words: title and sentence, which go with the chart.

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
    writer(path, drawing, theme, words)
    if not path.stat().st_size:
        raise StorageError(f"{path} cannot be written.")


def _png(path: Path, drawing: Drawing, theme: Theme, words: tuple[str, str]) -> None:
    picture(drawing, theme, words).save(str(path))


def _pdf(path: Path, drawing: Drawing, theme: Theme, words: tuple[str, str]) -> None:
    writer = QPdfWriter(str(path))
    writer.setTitle(words[0])
    writer.setResolution(_SCREEN)
    inches = PRINT / _SCREEN
    page = QPageSize(inches, QPageSize.Unit.Inch)
    writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF()))
    painter = QPainter(writer)
    _paint(painter, drawing, theme, words)
    painter.end()


def _svg(path: Path, drawing: Drawing, theme: Theme, words: tuple[str, str]) -> None:
    from PySide6.QtSvg import QSvgGenerator

    writer = QSvgGenerator()
    writer.setFileName(str(path))
    writer.setTitle(words[0])
    writer.setDescription(words[1])
    writer.setResolution(_SCREEN)
    writer.setSize(QSize(round(PRINT.width()), round(PRINT.height())))
    writer.setViewBox(QRectF(0, 0, PRINT.width(), PRINT.height()))
    painter = QPainter(writer)
    _paint(painter, drawing, theme, words)
    painter.end()


def _paint(painter: QPainter, drawing: Drawing, theme: Theme, words: tuple[str, str]) -> None:
    width = PRINT.width() - 2 * _MARGIN
    title, sentence = words
    painter.setPen(LIGHT.color("text"))
    painter.setFont(theme.font(TextSize.PANEL, semibold=True))
    head = QRectF(_MARGIN, _MARGIN, width, theme.metrics(TextSize.PANEL, True).height())
    painter.drawText(head, Qt.AlignmentFlag.AlignLeft, title)
    wrapped = int(Qt.TextFlag.TextWordWrap)
    metrics = theme.metrics(TextSize.SMALL)
    tall = metrics.boundingRect(0, 0, round(width), 10_000, wrapped, sentence).height() + 4
    foot = QRectF(_MARGIN, PRINT.height() - _MARGIN - tall, width, tall)
    painter.setFont(theme.font(TextSize.SMALL))
    painter.setPen(LIGHT.color("text2"))
    painter.drawText(foot, wrapped, sentence)
    size = QSizeF(width, foot.top() - head.bottom() - 12)
    frame = Frame(drawing, theme, size)
    frame.palette = LIGHT
    painter.save()
    painter.translate(_MARGIN, head.bottom() + 6)
    paint_chart(painter, frame)
    painter.restore()
