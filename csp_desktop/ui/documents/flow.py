"""Content that flows down pages: what stands where, before anything is painted."""

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF

from csp_desktop.ui.charts.drawing import Drawing
from csp_desktop.ui.documents.paper import POINT, Paper, Text


@dataclass(frozen=True)
class PlacedLine:
    """A line of a text with its top left corner; `ink` is a token of the palette."""

    text: Text
    number: int
    at: QPointF
    ink: str


@dataclass(frozen=True)
class Fill:
    """A ground or a rule in the ink of a token."""

    place: QRectF
    ink: str


@dataclass(frozen=True)
class PlacedChart:
    """A chart in its place."""

    place: QRectF
    drawing: Drawing


@dataclass(frozen=True)
class PlacedLink:
    """A place that leads to a sheet, with what it says."""

    place: QRectF
    tab: str
    words: str


@dataclass
class Page:
    """What stands on a page, in the order in which it is read."""

    paper: Paper
    items: list[PlacedLine | Fill | PlacedChart] = field(default_factory=list)
    links: list[PlacedLink] = field(default_factory=list)


class Flow:
    """Fills one page after the other from the top."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.pages = [Page(paper)]
        self.y = paper.body.top()

    @property
    def page(self) -> Page:
        """The one that is being filled."""
        return self.pages[-1]

    @property
    def left(self) -> float:
        """Where content begins."""
        return self.paper.body.left()

    @property
    def width(self) -> float:
        """What there is across."""
        return self.paper.body.width()

    @property
    def room(self) -> float:
        """What is left of the page, from here down."""
        return self.paper.body.bottom() - self.y

    @property
    def is_fresh(self) -> bool:
        """Whether nothing stands on the page yet."""
        return self.y <= self.paper.body.top()

    def skip(self, points: float) -> None:
        """Leave some room, though not at the top of a page."""
        if not self.is_fresh:
            self.y += points * POINT

    def turn(self) -> None:
        """Go on at the top of a new page."""
        self.pages.append(Page(self.paper))
        self.y = self.paper.body.top()

    def want(self, height: float) -> None:
        """Turn the page where less room is left; a fresh page has all there is."""
        if height > self.room and not self.is_fresh:
            self.turn()

    def put(self, text: Text, ink: str, tab: str = "") -> None:
        """Lines of a text below one another, over as many pages as they need."""
        for number in range(text.lines):
            self.want(text.step)
            self.page.items.append(PlacedLine(text, number, QPointF(self.left, self.y), ink))
            if tab:
                place = QRectF(self.left, self.y, text.width, text.step)
                self.page.links.append(PlacedLink(place, tab, text.words))
            self.y += text.step

    def put_chart(self, drawing: Drawing, height: float) -> None:
        """A chart across the page, never cut in two."""
        self.want(height)
        self.page.items.append(PlacedChart(QRectF(self.left, self.y, self.width, height), drawing))
        self.y += height
