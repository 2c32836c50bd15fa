"""A pack as a PDF for print, through Qt."""

import os
from datetime import UTC
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF, Qt, QUuid
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter, QPdfWriter

from csp_desktop import paths
from csp_desktop.core.errors import StorageError
from csp_desktop.core.packs.document import Pack
from csp_desktop.ui.charts.drawing import Drawing
from csp_desktop.ui.charts.frame import Frame
from csp_desktop.ui.charts.painting import paint_chart
from csp_desktop.ui.documents.flow import Fill, Page, PlacedChart, PlacedLine
from csp_desktop.ui.documents.layout import Laid, laid_out
from csp_desktop.ui.documents.outline import Bookmark, PageLink, dated, with_outline, with_spaces
from csp_desktop.ui.documents.paper import DPI, POINT, Paper, Type
from csp_desktop.ui.theme import LIGHT, Theme

_PROGRAM = "Community Safety"
_LANGUAGE = "en-GB"
_SCREEN = 96
_FOOT = 9.0


def write_pdf(pack: Pack, path: Path) -> None:
    """Write a pack as a PDF; it is whole or not there.

    Args:
        pack: protected for its edition already; a public one is drawn without charts.
        path: of the file.

    Raises:
        StorageError: the file cannot be written.
    """
    pdf = pdf_of(pack)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(path.name + ".unfinished")
        try:
            unfinished.write_bytes(pdf)
            os.replace(unfinished, path)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(
            f"{path} cannot be written: {error.strerror}. Choose another folder, or close the file "
            "where it is open."
        ) from error


def pdf_of(pack: Pack) -> bytes:
    """The file's bytes; one pack gives the same ones whenever it is written."""
    theme = _PaperTheme()
    laid = laid_out(pack, Type(theme))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(pack.title)
    writer.setAuthor(pack.author)
    writer.setCreator(_PROGRAM)
    said = f"{pack.title} {pack.edition.words} {pack.made.astimezone(UTC).isoformat()}"
    writer.setDocumentId(QUuid(str(uuid5(NAMESPACE_URL, said))))
    writer.setResolution(DPI)
    _paint(writer, pack, laid, theme)
    pdf = dated(with_spaces(bytes(buffer.data().data())), pack.made)
    bookmarks = [Bookmark(one.title, laid.begins[one.tab]) for one in pack.sheets]
    return with_outline(pdf, bookmarks, _links(laid), _LANGUAGE)


class _PaperTheme(Theme):
    """Charts ask for type in points of a screen; on paper a pixel is a 96th of an inch."""

    def __init__(self) -> None:
        super().__init__(paths.RESOURCES)

    def font(self, points: float = 10, semibold: bool = False) -> QFont:
        """The same size whatever it is painted on."""
        font = super().font(points, semibold)
        font.setPixelSize(round(points * _SCREEN / 72))
        return font


def _paint(writer: QPdfWriter, pack: Pack, laid: Laid, theme: Theme) -> None:
    writer.setPageLayout(_sheet_of(laid.pages[0].paper))
    painter = QPainter(writer)
    for number, page in enumerate(laid.pages):
        if number:
            writer.setPageLayout(_sheet_of(page.paper))
            writer.newPage()
        _paint_page(painter, page, theme)
        _paint_foot(painter, pack, page.paper, Type(theme), (number + 1, len(laid.pages)))
    painter.end()


def _sheet_of(paper: Paper) -> QPageLayout:
    sides = QPageLayout.Orientation
    side = sides.Landscape if paper.wide else sides.Portrait
    return QPageLayout(QPageSize(QPageSize.PageSizeId.A4), side, QMarginsF())


def _paint_page(painter: QPainter, page: Page, theme: Theme) -> None:
    for item in page.items:
        match item:
            case Fill(place, ink):
                painter.fillRect(place, LIGHT.color(ink))
            case PlacedLine(text, number, at, ink):
                text.draw(painter, number, at, LIGHT.color(ink))
            case PlacedChart(place, drawing):
                _paint_chart(painter, place, drawing, theme)


def _paint_chart(painter: QPainter, place: QRectF, drawing: Drawing, theme: Theme) -> None:
    scale = DPI / _SCREEN
    painter.save()
    painter.translate(place.topLeft())
    painter.scale(scale, scale)
    paint_chart(painter, Frame(drawing, theme, QSizeF(place.width(), place.height()) / scale))
    painter.restore()


def _paint_foot(
    painter: QPainter, pack: Pack, paper: Paper, type_: Type, number: tuple[int, int]
) -> None:
    """Marking and edition at left, the page at right, on every page."""
    foot = paper.foot
    painter.fillRect(
        QRectF(foot.left(), foot.top(), foot.width(), POINT / 2), LIGHT.color("border")
    )
    place = foot.adjusted(0, 4 * POINT, 0, 0)
    top = Qt.AlignmentFlag.AlignTop
    painter.setPen(LIGHT.color("text2"))
    painter.setFont(type_.font(_FOOT, semibold=True))
    words = ", ".join(filter(None, (pack.marking, pack.edition.words)))
    painter.drawText(place, Qt.AlignmentFlag.AlignLeft | top, words)
    painter.setFont(type_.font(_FOOT))
    painter.drawText(place, Qt.AlignmentFlag.AlignRight | top, "Page {} of {}".format(*number))


def _links(laid: Laid) -> list[PageLink]:
    """Every link in the measure of the file: points from the bottom left corner."""
    found = []
    for number, page in enumerate(laid.pages):
        for one in page.links:
            if one.tab not in laid.begins:
                continue
            place, high = one.place, page.paper.height
            low, top = high - place.bottom(), high - place.top()
            corners = (place.left() / POINT, low / POINT, place.right() / POINT, top / POINT)
            found.append(PageLink(number, corners, laid.begins[one.tab], one.words))
    return found
