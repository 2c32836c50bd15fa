"""Every mark of the program: what it says, in words, and how it is painted.

Round is good, square is not, a triangle is between, a diamond is neither. Solid is known, hollow
is not yet certain. Table cells, charts, packs and widgets all paint through this module, so a mark
looks the same wherever it stands. Sizes are those at 100 % and grow with the rectangle given.
"""

from collections.abc import Callable
from enum import Enum
from math import ceil

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
)

from csp_desktop.ui import glyphs
from csp_desktop.ui.glyphs import Pen, snapped
from csp_desktop.ui.theme import Palette


class Mark(Enum):
    """A mark and the words that stand beside it: short in columns, long in tips and for readers."""

    def __init__(self, short: str, long: str, ink: str = "text", semibold: bool = False) -> None:
        """Take the words and how they are set.

        Args:
            short: word for a narrow column.
            long: word for tool tips, accessible text and details.
            ink: palette token of the words' colour.
            semibold: whether the words are set in 600.
        """
        self.short = short
        self.long = long
        self.ink = ink
        self.semibold = semibold


class Rag(Mark):
    """How a figure stands against its target now; filled."""

    GREEN = ("Green", "Green now: the target is met")
    AMBER = ("Amber", "Amber now: the target is missed within the tolerance")
    RED = ("Red", "Red now: the target is missed by more than the tolerance", "text", True)
    NO_TARGET = ("No target", "No RAG: there is no target", "text2")
    TOO_FEW = ("Too few", "No RAG: too few to judge", "text2")
    DATA_ONLY = ("Data only", "No RAG: shown as data only", "text2")


class Forecast(Mark):
    """How a figure is expected to stand at the end of the year; hollow."""

    GREEN = ("Green", "Forecast green: the year's target will be met")
    AMBER = ("Amber", "Forecast amber: the year's target will be missed within the tolerance")
    RED = ("Red", "Forecast red: the year's target will be missed", "text", True)
    NO_TARGET = ("No target", "No forecast: there is no target", "text2")
    TOO_FEW = ("Too few", "No forecast: too few to judge", "text2")
    DATA_ONLY = ("Data only", "No forecast: shown as data only", "text2")


class Direction(Mark):
    """Where a number went, and whether that is wanted."""

    BETTER_UP = ("Better", "Better: it went up")
    BETTER_DOWN = ("Better", "Better: it went down")
    WORSE_UP = ("Worse", "Worse: it went up")
    WORSE_DOWN = ("Worse", "Worse: it went down")
    AS_WANTED = ("As wanted", "More reporting, as wanted")
    SAME = ("Level", "No real change")
    UP = ("Up", "Up, neither better nor worse")
    DOWN = ("Down", "Down, neither better nor worse")
    NOT_JUDGED = ("Not judged", "Not judged", "text3")


class Variation(Mark):
    """What a control chart says of the latest point."""

    COMMON = ("Common", "Common cause: no signal")
    IMPROVEMENT_HIGH = ("Better, high", "Improvement, high")
    IMPROVEMENT_LOW = ("Better, low", "Improvement, low")
    CONCERN_HIGH = ("Worse, high", "Concern, high")
    CONCERN_LOW = ("Worse, low", "Concern, low")
    NEUTRAL_HIGH = ("High", "Signal, high, neither better nor worse")
    NEUTRAL_LOW = ("Low", "Signal, low, neither better nor worse")


class Assurance(Mark):
    """Where the limits lie against the target; the good side is below if lower is better."""

    PASS_LOWER = ("Pass", "Pass: the target is met as a rule, lower is better")
    PASS_HIGHER = ("Pass", "Pass: the target is met as a rule, higher is better")
    HIT_OR_MISS = ("Hit or miss", "Hit or miss: the target lies between the limits")
    FAIL_LOWER = ("Fail", "Fail: the target is missed as a rule, lower is better")
    FAIL_HIGHER = ("Fail", "Fail: the target is missed as a rule, higher is better")


class ReturnState(Mark):
    """How far a board's return has come; the only mark shown as a chip."""

    NOT_STARTED = ("Not started", "Not started", "quiet", True)
    IN_PROGRESS = ("In progress", "In progress", "quiet", True)
    SUBMITTED = ("Submitted", "Submitted, waiting for review", "info", True)
    RETURNED = ("Returned", "Returned to the board", "warn", True)
    APPROVED = ("Approved", "Approved", "ok", True)
    ISSUED = ("Issued", "Issued in a pack", "ok", True)


class ActionStatus(Mark):
    """How an action of the delivery plan stands."""

    NOT_STARTED = ("Not started", "Not started")
    ON_TRACK = ("On track", "On track")
    AT_RISK = ("At risk", "At risk")
    OFF_TRACK = ("Off track", "Off track", "text", True)
    COMPLETE = ("Complete", "Complete")
    DEFERRED = ("Deferred", "Deferred")


class Absence(Mark):
    """Why there is no figure."""

    NOT_ENTERED = ("not entered", "not entered", "text3")
    NOT_YET_AVAILABLE = ("Not yet available", "Not yet available", "text2")
    NOT_COLLECTED = ("Not collected", "Not collected", "text2")
    NOT_APPLICABLE = ("Not applicable", "Not applicable", "text2")
    WITHHELD = ("Withheld by supplier", "Withheld by supplier", "text2")
    RESTRICTED = ("Restricted", "Restricted: not to be published", "text2")


class Sign(Mark):
    """Single marks that stand beside a figure, a date or a sentence."""

    QUERY = ("Query", "Query", "query", True)
    NOTE = ("Note", "Has a note")
    LATE = ("Late", "Late", "bad", True)
    ACCEPTED = ("Accepted", "Accepted", "text2")


def size(mark: Mark, scale: float = 1.0) -> QSizeF:
    """Width and height of a mark in device-independent pixels.

    Args:
        mark: any mark; those that are words only have no width.
        scale: 1.0 at 100 % text.
    """
    if mark in (Direction.NOT_JUDGED, Absence.NOT_ENTERED):
        return QSizeF(0, 0)
    if mark is Sign.LATE:
        return QSizeF(8, 8) * scale
    if mark is Sign.QUERY:
        return QSizeF(14, 14) * scale
    if isinstance(mark, (Variation, Assurance)):
        return QSizeF(26, 18) * scale
    if isinstance(mark, Direction) or mark is Sign.NOTE:
        return QSizeF(15, 15) * scale
    return QSizeF(12, 12) * scale


def paint(
    painter: QPainter, rect: QRectF, mark: Mark, palette: Palette, ink: str | None = None
) -> None:
    """Paint a mark in the middle of a rectangle, as large as fits.

    Args:
        painter: any active painter.
        rect: where, in the painter's coordinates.
        mark: what to say; marks that are words only paint nothing.
        palette: the tokens in force.
        ink: token for the line glyphs, where they stand on a tint; the mark's own if not given.
    """
    natural = size(mark)
    if natural.isEmpty() or rect.isEmpty():
        return
    factor = min(rect.width() / natural.width(), rect.height() / natural.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    # Half a pixel of offset would blur every edge of the mark, so its origin is a whole one.
    painter.translate(
        round(rect.x() + (rect.width() - natural.width() * factor) / 2),
        round(rect.y() + (rect.height() - natural.height() * factor) / 2),
    )
    painter.scale(factor, factor)
    _draw(Pen(painter, palette), mark, ink)
    painter.restore()


def pixmap(mark: Mark, palette: Palette, scale: float = 1.0, ratio: float = 1.0) -> QPixmap:
    """A mark as a picture, for labels and icons.

    Args:
        mark: what to say.
        palette: the tokens in force.
        scale: 1.0 at 100 % text.
        ratio: device pixels per device-independent pixel.
    """
    wanted = size(mark, scale)
    picture = QPixmap((wanted * ratio).toSize().expandedTo(QSize(1, 1)))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint(painter, QRectF(0, 0, wanted.width(), wanted.height()), mark, palette)
    painter.end()
    return picture


def _draw(pen: Pen, mark: Mark, ink: str | None) -> None:
    if isinstance(mark, Rag):
        _draw_rag(pen, mark.name)
    elif isinstance(mark, Forecast):
        _draw_forecast(pen, mark.name)
    elif isinstance(mark, Direction):
        _draw_direction(pen, mark)
    elif isinstance(mark, Variation):
        _draw_variation(pen, mark)
    elif isinstance(mark, Assurance):
        _draw_assurance(pen, mark)
    elif mark in _ACTION_RAG:
        _draw_rag(pen, _ACTION_RAG[mark])
    else:
        glyph, own_ink = _GLYPHS[mark]
        glyph(pen, ink or own_ink)


def _draw_rag(pen: Pen, name: str) -> None:
    if name == "GREEN":
        pen.fill("green")
        pen.disc(6, 6, 11)
    elif name == "AMBER":
        pen.fill("amber")
        pen.polygon((6, 0.5), (11.5, 11), (0.5, 11))
    elif name == "RED":
        pen.fill("red")
        pen.box(6, 6, 10.4, 10.4, 1)
    else:
        _draw_bar(pen)


def _draw_forecast(pen: Pen, name: str) -> None:
    # The pen lies inside the filled shape's outline, so that both are equally large.
    if name == "GREEN":
        pen.stroke("green", 1.8)
        pen.disc(6, 6, 9.2)
    elif name == "AMBER":
        pen.stroke("amber", 1.8)
        pen.polygon((6, 1.9), (10.4, 10.1), (1.6, 10.1))
    elif name == "RED":
        pen.stroke("red", 1.8)
        pen.box(6, 6, 8.6, 8.6, 0.5)
    else:
        _draw_bar(pen)


def _draw_bar(pen: Pen) -> None:
    pen.fill("grey")
    pen.box(6, 6.2, 10, 3, 1.5)


_ACTION_RAG: dict[Mark, str] = {
    ActionStatus.ON_TRACK: "GREEN",
    ActionStatus.AT_RISK: "AMBER",
    ActionStatus.OFF_TRACK: "RED",
}


def _draw_direction(pen: Pen, mark: Direction) -> None:
    if mark is Direction.SAME:
        pen.stroke("same", 1.5)
        pen.disc(7.5, 7.5, 13)
        pen.level("same", 4.6, 10.4, 6, 1.4)
        pen.level("same", 4.6, 10.4, 9, 1.4)
        return
    if mark in (Direction.WORSE_UP, Direction.WORSE_DOWN):
        pen.fill("bad")
        pen.box(7.5, 7.5, 13.4, 13.4, 1.5)
    elif mark in (Direction.UP, Direction.DOWN):
        pen.fill("neither")
        pen.diamond(7.5, 7.5, 15)
    else:
        pen.fill("good")
        pen.disc(7.5, 7.5, 14.6)
    falls = mark in (Direction.BETTER_DOWN, Direction.WORSE_DOWN, Direction.DOWN)
    small = mark in (Direction.UP, Direction.DOWN)
    _draw_arrow(pen, falls, 2.8 if small else 3.4)


def _draw_arrow(pen: Pen, falls: bool, half: float) -> None:
    pen.stroke("surface", 1.7)
    tip, tail = (7.5 + half, 7.5 - half) if falls else (7.5 - half, 7.5 + half)
    barb = tip + (-2.7 if falls else 2.7)
    pen.line((7.5, tail), (7.5, tip))
    pen.line((4.8, barb), (7.5, tip), (10.2, barb))


def _draw_variation(pen: Pen, mark: Variation) -> None:
    pen.level("limit", 0.5, 25.5, 4.4, 1.2)
    pen.level("limit", 0.5, 25.5, 13.6, 1.2)
    pen.fill("limit")
    for x, y in ((3, 9.8), (7.5, 7.9), (12.2, 10.1)):
        pen.disc(x, y, 2.5)
    y = 9.0 if mark is Variation.COMMON else 3.6 if mark.name.endswith("HIGH") else 14.4
    if mark is Variation.COMMON:
        pen.fill("same")
        pen.disc(19, y, 4.4)
    elif mark in (Variation.IMPROVEMENT_HIGH, Variation.IMPROVEMENT_LOW):
        pen.fill("good")
        pen.disc(19, y, 6.2)
    elif mark in (Variation.CONCERN_HIGH, Variation.CONCERN_LOW):
        pen.fill("bad")
        pen.box(19, y, 5.8, 5.8)
    else:
        pen.fill("neither")
        pen.diamond(19, min(max(y, 3.8), 14.2), 7.6)


def _draw_assurance(pen: Pen, mark: Assurance) -> None:
    hollow = mark is Assurance.HIT_OR_MISS
    for left in (1, 22) if hollow else (1, 6.25, 11.5, 16.75, 22):
        pen.level("text2", left, left + 3, 9, 1.6)
    if hollow:
        pen.stroke("same", 1.6)
        pen.box(13, 9, 12.6, 5.8, 2.9)
        return
    passes = mark in (Assurance.PASS_LOWER, Assurance.PASS_HIGHER)
    below = mark in (Assurance.PASS_LOWER, Assurance.FAIL_HIGHER)
    pen.fill("good" if passes else "bad")
    pen.box(13, 13 if below else 5, 12.6, 5.8, 2.9 if passes else 0)


_GLYPHS: dict[Mark, tuple[Callable[[Pen, str], None], str]] = {
    ReturnState.NOT_STARTED: (glyphs.dashed_ring, "quiet"),
    ReturnState.IN_PROGRESS: (glyphs.half_disc, "quiet"),
    ReturnState.SUBMITTED: (glyphs.arrow_up, "info"),
    ReturnState.RETURNED: (glyphs.arrow_back, "warn"),
    ReturnState.APPROVED: (glyphs.tick, "ok"),
    ReturnState.ISSUED: (glyphs.padlock, "ok"),
    ActionStatus.NOT_STARTED: (glyphs.dashed_ring, "text2"),
    ActionStatus.COMPLETE: (glyphs.tick, "text2"),
    ActionStatus.DEFERRED: (glyphs.two_bars, "text2"),
    Absence.NOT_YET_AVAILABLE: (glyphs.clock, "text2"),
    Absence.NOT_COLLECTED: (glyphs.slashed_ring, "text2"),
    Absence.NOT_APPLICABLE: (glyphs.slashed_ring, "text2"),
    Absence.WITHHELD: (glyphs.slashed_ring, "text2"),
    Absence.RESTRICTED: (glyphs.padlock, "text2"),
    Sign.QUERY: (glyphs.query, "query"),
    Sign.NOTE: (glyphs.speech, "text2"),
    Sign.LATE: (glyphs.late, "bad"),
    Sign.ACCEPTED: (glyphs.tick, "green"),
}


CHIP_HEIGHT = 20
_CHIP_LEFT, _CHIP_GAP, _CHIP_RIGHT = 6, 5, 9


def chip_size(state: ReturnState, font: QFont, scale: float = 1.0) -> QSize:
    """Width and height of a chip in device-independent pixels.

    Args:
        state: gives the word.
        font: 9 pt, 600.
        scale: 1.0 at 100 % text.
    """
    metrics = QFontMetrics(font)
    glyph = size(state, scale).width()
    width = _CHIP_LEFT + glyph + _CHIP_GAP + metrics.horizontalAdvance(state.short) + _CHIP_RIGHT
    return QSize(ceil(width), max(CHIP_HEIGHT, metrics.height() + 4))


def paint_chip(
    painter: QPainter,
    rect: QRectF,
    state: ReturnState,
    palette: Palette,
    font: QFont,
    scale: float = 1.0,
) -> None:
    """Paint the state of a return as a chip at the left of a rectangle, centred in its height.

    Args:
        painter: any active painter.
        rect: where, in the painter's coordinates.
        state: gives word, glyph and tint.
        palette: the tokens in force.
        font: 9 pt, 600.
        scale: 1.0 at 100 % text.
    """
    wanted = chip_size(state, font, scale)
    top = round(rect.y() + (rect.height() - wanted.height()) / 2)
    chip = QRectF(rect.x(), top, min(wanted.width(), rect.width()), wanted.height())
    radius = chip.height() / 2
    glyph = size(state, scale)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette.color(f"{state.ink}_tint"))
    painter.drawRoundedRect(chip, radius, radius)
    place = QRectF(chip.x() + _CHIP_LEFT, chip.y(), glyph.width(), chip.height())
    paint(painter, place, state, palette)
    painter.setPen(palette.color(state.ink))
    painter.setFont(font)
    words = chip.adjusted(_CHIP_LEFT + glyph.width() + _CHIP_GAP, 0, 0, 0)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, state.short)
    painter.restore()


def paint_progress(
    painter: QPainter, rect: QRectF, done: int, total: int, palette: Palette
) -> None:
    """Paint how much is done: a bar in outline, or a quiet line once nothing is left to do.

    Args:
        painter: any active painter.
        rect: the whole bar, 8 px high at 100 %.
        done: how many of `total`.
        total: may be 0, which shows an empty bar.
        palette: the tokens in force.
    """
    bar = snapped(painter, rect)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if 0 < total <= done:
        middle = QRectF(bar.x(), bar.center().y() - 1, bar.width(), 2)
        painter.fillRect(snapped(painter, middle), palette.color("field"))
    else:
        _paint_part_done(painter, bar, done / total if total else 0.0, palette)
    painter.restore()


def _paint_part_done(painter: QPainter, bar: QRectF, share: float, palette: Palette) -> None:
    radius = bar.height() / 2
    painter.setPen(QPen(palette.color("field"), 1))
    painter.setBrush(palette.color("surface"))
    painter.drawRoundedRect(bar.adjusted(0.5, 0.5, -0.5, -0.5), radius - 0.5, radius - 0.5)
    if share <= 0:
        return
    outline = QPainterPath()
    outline.addRoundedRect(bar, radius, radius)
    filled = QPainterPath()
    # One thing done of a hundred is still to be seen, one left to do as well.
    width = min(max(bar.width() * share, radius), bar.width() - 2)
    filled.addRect(QRectF(bar.x(), bar.y(), width, bar.height()))
    painter.fillPath(outline.intersected(filled), palette.color("accent"))


def paint_state_cell(painter: QPainter, rect: QRectF, state: ReturnState, palette: Palette) -> None:
    """Paint one board of the team's overview as a small cell: the fuller, the further it is.

    Args:
        painter: any active painter.
        rect: 21 x 18 in the overview, 12 x 10 in its key.
        state: of the board's return.
        palette: the tokens in force.
    """
    cell = snapped(painter, rect).adjusted(0.5, 0.5, -0.5, -0.5)
    solid = state in (ReturnState.SUBMITTED, ReturnState.APPROVED, ReturnState.ISSUED)
    returned = state is ReturnState.RETURNED
    fill = "accent" if solid else "warn_tint" if returned else "surface"
    pen = QPen(palette.color("accent" if solid else "warn" if returned else "field"), 1)
    if state is ReturnState.NOT_STARTED:
        pen.setDashPattern([3, 2])
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    painter.setBrush(palette.color(fill))
    painter.drawRoundedRect(cell, 2.5, 2.5)
    if state is ReturnState.IN_PROGRESS:
        half = QRectF(cell.x(), cell.center().y(), cell.width(), cell.height() / 2)
        painter.fillRect(snapped(painter, half), palette.color("field"))
    elif state is not ReturnState.NOT_STARTED and state is not ReturnState.SUBMITTED:
        side = min(12.0, rect.height() - 2)
        glyph = QRectF(0, 0, side, side)
        glyph.moveCenter(rect.center())
        paint(painter, glyph, state, palette, "warn" if returned else "on_accent")
    painter.restore()


def paint_logo(painter: QPainter, rect: QRectF, palette: Palette) -> None:
    """Paint the program's mark: a square that holds disc, triangle, square and bar.

    Args:
        painter: any active painter.
        rect: a square, 28 px at 100 %.
        palette: the tokens in force.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / 28, rect.height() / 28)
    pen = Pen(painter, palette)
    pen.fill("accent")
    pen.box(14, 14, 28, 28, 5)
    pen.fill("on_accent")
    pen.disc(9.5, 9.7, 7.6)
    pen.polygon((18.8, 5.8), (23, 13), (14.6, 13))
    pen.box(9.5, 19, 7, 7)
    pen.box(19, 19, 8, 3, 0.5)
    painter.restore()
