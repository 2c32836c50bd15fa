"""Colours, type and space of the program, and how they reach Qt.

One `Theme` is built in application.py and handed to every widget that paints by itself. Widgets
read `theme.palette` at the moment they paint and repaint on `theme.changed`.
"""

import sys
from dataclasses import asdict, dataclass, replace
from enum import Enum, IntEnum
from math import ceil
from pathlib import Path
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QFontMetricsF, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QToolTip

from csp_desktop.ui.icons import Icons

SPACE_TINY = 4
SPACE_SMALL = 8
SPACE_MEDIUM = 12
SPACE_PANEL = 16
SPACE_PAGE = 20
SPACE_WIDE = 32
CELL_PADDING = 8
MARK_GAP = 7

RADIUS_TAG = 3
RADIUS_CONTROL = 4
RADIUS_PANEL = 6
RADIUS_CHIP = 10

ROW_DENSE = 26
ROW_NORMAL = 28
ROW_THEME = 30
HEADING = 28
HEADING_TWO_LINES = 42
CONTROL = 28
CONTROL_IN_HEADER = 32
SMALLEST_TARGET = 24


class TextSize(IntEnum):
    """Sizes of type in points; nothing in the program is smaller than SMALL."""

    SMALL = 9
    BODY = 10
    PANEL = 11
    TITLE = 14
    HEADLINE = 20


class Scheme(Enum):
    """Which of the two palettes the person wants."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Palette:
    """The colour tokens of one scheme, each `#RRGGBB`."""

    dark: bool
    canvas: str
    surface: str
    alt: str
    hover: str
    select: str
    border: str
    field: str
    text: str
    text2: str
    text3: str
    accent: str
    accent_deep: str
    on_accent: str
    focus: str
    good: str
    bad: str
    neither: str
    same: str
    green: str
    amber: str
    red: str
    grey: str
    quiet: str
    quiet_tint: str
    info: str
    info_tint: str
    warn: str
    warn_tint: str
    ok: str
    ok_tint: str
    query: str
    query_tint: str
    error: str
    error_tint: str
    series: str
    limit: str
    baseline: str
    rule: str
    elapsed: str
    band: str
    grid: str

    def color(self, token: str) -> QColor:
        """The colour of a token named by a string, for marks that carry their token's name."""
        return QColor(getattr(self, token))


LIGHT = Palette(
    dark=False,
    canvas="#F4F6F9",
    surface="#FFFFFF",
    alt="#EEF1F5",
    hover="#F5F8FC",
    select="#E1EBF8",
    border="#D5DBE3",
    field="#76828F",
    text="#17212E",
    text2="#43505F",
    text3="#586472",
    accent="#23477F",
    accent_deep="#183562",
    on_accent="#FFFFFF",
    focus="#2F6FD0",
    good="#0A6CAB",
    bad="#AD4604",
    neither="#6A3FA6",
    same="#5B6775",
    green="#1B7A45",
    amber="#B57400",
    red="#C3222C",
    grey="#667281",
    quiet="#43505F",
    quiet_tint="#E9EDF2",
    info="#1D3F74",
    info_tint="#E1EBF8",
    warn="#7E3904",
    warn_tint="#FCEBDA",
    ok="#14592F",
    ok_tint="#E2F2E8",
    query="#8A5F00",
    query_tint="#FFF6DC",
    error="#A3151F",
    error_tint="#FCE9E9",
    series="#12436D",
    limit="#66727F",
    baseline="#801650",
    rule="#7E8996",
    elapsed="#5F81B3",
    band="#EDF2F8",
    grid="#E5E9EE",
)

DARK = Palette(
    dark=True,
    canvas="#11161D",
    surface="#19202A",
    alt="#212A36",
    hover="#1F2833",
    select="#253A5A",
    border="#343F4E",
    field="#7B8796",
    text="#E8EDF4",
    text2="#BCC6D3",
    text3="#9AA7B7",
    accent="#A9C4F5",
    accent_deep="#C6D8FA",
    on_accent="#0E1B31",
    focus="#6FA8FF",
    good="#5BB5EF",
    bad="#F2A05C",
    neither="#C3A3F4",
    same="#9AA7B7",
    green="#58C68C",
    amber="#E9B23C",
    red="#FF8585",
    grey="#97A3B2",
    quiet="#C3CCD8",
    quiet_tint="#2A3441",
    info="#C6D8FA",
    info_tint="#253A5A",
    warn="#FBC893",
    warn_tint="#43290F",
    ok="#9CE0B8",
    ok_tint="#173A29",
    query="#F0C65A",
    query_tint="#3B3113",
    error="#FFB3B3",
    error_tint="#47191E",
    series="#8FBBF0",
    limit="#8E9AA9",
    baseline="#F29AC4",
    rule="#8390A0",
    elapsed="#7FA2D6",
    band="#1F2A38",
    grid="#2B3542",
)


def with_more_contrast(palette: Palette) -> Palette:
    """The same palette without tints and with every outline in the colour of text."""
    return replace(
        palette,
        border=palette.text,
        field=palette.text,
        hover=palette.surface,
        quiet_tint=palette.surface,
        info_tint=palette.surface,
        warn_tint=palette.surface,
        ok_tint=palette.surface,
        query_tint=palette.surface,
        error_tint=palette.surface,
    )


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two `#RRGGBB` colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    bright, dim = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(color: str) -> float:
    channels = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def choose_families(platform: str, system: str, installed: list[str]) -> list[str]:
    """Font families in order of preference.

    Args:
        platform: as in `sys.platform`.
        system: family of the platform's interface font.
        installed: families this machine has.
    """
    wanted: tuple[str, ...] = ("Noto Sans", "DejaVu Sans")
    known = [name for name in wanted if name in installed]
    if platform == "win32":
        return ["Segoe UI", *known]
    # Without a desktop's theme Qt reports an alias here, which would hide the two families below.
    is_alias = system in ("", "Sans", "Sans Serif", "Sans-Serif")
    return known or [system] if is_alias else [system, *known]


class Theme(QObject):
    """The palette, type and icons in force; tells widgets when they change."""

    changed = Signal()

    def __init__(self, resources: Path, parent: QObject | None = None) -> None:
        """Start with the light palette; nothing reaches the application until `apply`.

        Args:
            resources: folder that holds style.qss and icons.
        """
        super().__init__(parent)
        self.icons = Icons(resources / "icons")
        self._resources = resources
        self._scheme = Scheme.LIGHT
        self._palette = LIGHT
        self._text_scale = 1.0
        self._app: QApplication | None = None
        self._families: list[str] = []
        self._fonts: dict[tuple[float, bool], QFont] = {}

    @property
    def palette(self) -> Palette:
        """The tokens to paint with now."""
        return self._palette

    @property
    def scheme(self) -> Scheme:
        """What the person asked for, which may be to follow the system."""
        return self._scheme

    @property
    def text_scale(self) -> float:
        """How much larger than its size in points all type is drawn, 1.0 to 2.0."""
        return self._text_scale

    def apply(
        self, app: QApplication, scheme: Scheme = Scheme.SYSTEM, text_scale: float = 1.0
    ) -> None:
        """Dress the whole application and keep following the system.

        Args:
            app: the application to dress.
            scheme: a fixed palette, or whatever the system shows.
            text_scale: factor on every size of type, 1.0 to 2.0.
        """
        self._text_scale = text_scale
        self._fonts.clear()
        if self._app is None:
            self._app = app
            app.setStyle("Fusion")
            self._follow(app)
        self.set_scheme(scheme)

    def set_scheme(self, scheme: Scheme) -> None:
        """Change between light, dark and the system's own, while the program runs."""
        self._scheme = scheme
        if self._app is None:
            self._palette = DARK if scheme is Scheme.DARK else LIGHT
            self.changed.emit()
            return
        hints = self._app.styleHints()
        # Native title bars and file dialogs follow this, not our palette.
        if scheme is Scheme.SYSTEM:
            hints.unsetColorScheme()
        else:
            dark = scheme is Scheme.DARK
            hints.setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
        self._dress()

    def font(self, points: float = TextSize.BODY, semibold: bool = False) -> QFont:
        """The interface font at a size in points, with tabular figures."""
        key = (points, semibold)
        if key not in self._fonts:
            font = QFont(self._font_families())
            font.setPointSizeF(points * self._text_scale)
            font.setWeight(QFont.Weight.DemiBold if semibold else QFont.Weight.Normal)
            font.setFeature(QFont.Tag("tnum"), 1)
            self._fonts[key] = font
        return QFont(self._fonts[key])

    def metrics(self, points: float = TextSize.BODY, semibold: bool = False) -> QFontMetrics:
        """Measures of the interface font, in pixels."""
        return QFontMetrics(self.font(points, semibold))

    def width(self, words: str, points: float = TextSize.BODY, semibold: bool = False) -> int:
        """The room in pixels that words in one line need, rounded up so that none is cut."""
        if not words:
            return 0
        return ceil(QFontMetricsF(self.font(points, semibold)).horizontalAdvance(words)) + 1

    def scaled(self, pixels: float) -> int:
        """A size that grows with the type: of an icon, a bar, the room for either."""
        return round(pixels * self._text_scale)

    def height(self, given: int, points: float = TextSize.BODY) -> int:
        """The height in pixels of a row or control: the given one, or more for larger type."""
        return max(given, self.metrics(points).height() + 8)

    def icon(self, name: str, token: str = "text", size: int = 18) -> QIcon:
        """An icon in the colour of a token, greyed where the control is not available."""
        palette = self._palette
        return self.icons.icon(name, getattr(palette, token), palette.text3, size)

    def _follow(self, app: QApplication) -> None:
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)
        # Qt has told the wish for contrast since 6.10.
        if hasattr(hints, "accessibility"):
            hints.accessibility().contrastPreferenceChanged.connect(self._system_changed)

    def _system_changed(self) -> None:
        if self._wanted_palette() != self._palette:
            self._dress()

    def _wanted_palette(self) -> Palette:
        assert self._app is not None
        hints = self._app.styleHints()
        dark = self._scheme is Scheme.DARK or (
            self._scheme is Scheme.SYSTEM and hints.colorScheme() == Qt.ColorScheme.Dark
        )
        palette = DARK if dark else LIGHT
        if not hasattr(hints, "accessibility"):
            return palette
        wish = hints.accessibility().contrastPreference()
        high = wish == Qt.ContrastPreference.HighContrast
        return with_more_contrast(palette) if high else palette

    def _dress(self) -> None:
        assert self._app is not None
        self._palette = self._wanted_palette()
        self._app.setFont(self.font())
        self._app.setPalette(qt_palette(self._palette))
        self._app.setStyleSheet(self.style_sheet())
        QToolTip.setFont(self.font(TextSize.SMALL))
        self.changed.emit()

    def style_sheet(self) -> str:
        """The style sheet with colours, sizes and picture paths filled in."""
        pictures = self._resources / "icons" / ("dark" if self._palette.dark else "light")
        sizes = {f"pt_{size.name.lower()}": f"{size * self._text_scale:g}pt" for size in TextSize}
        # Qt's style sheets count heights inside the border.
        heights = {
            "control_inner": self.height(CONTROL) - 2,
            "control_focus": self.height(CONTROL) - 4,
            "row_dense": self.height(ROW_DENSE),
            "heading_inner": self.height(HEADING, TextSize.SMALL) - 1,
        }
        text = (self._resources / "style.qss").read_text(encoding="utf-8")
        return Template(text).substitute(
            asdict(self._palette), pictures=pictures.as_posix(), **sizes, **heights
        )

    def _font_families(self) -> list[str]:
        if not self._families:
            system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
            self._families = choose_families(sys.platform, system, QFontDatabase.families())
        return self._families


def qt_palette(palette: Palette) -> QPalette:
    """The tokens as Qt's own palette, for everything the style sheet does not reach."""
    role = QPalette.ColorRole
    colors = {
        role.Window: palette.canvas,
        role.WindowText: palette.text,
        role.Base: palette.surface,
        role.AlternateBase: palette.surface,
        role.Text: palette.text,
        role.Button: palette.surface,
        role.ButtonText: palette.text,
        role.BrightText: palette.red,
        role.Highlight: palette.select,
        role.HighlightedText: palette.text,
        role.PlaceholderText: palette.text3,
        role.Link: palette.accent,
        role.LinkVisited: palette.accent,
        role.Accent: palette.accent,
        role.ToolTipBase: palette.surface,
        role.ToolTipText: palette.text,
        role.Light: palette.surface,
        role.Midlight: palette.alt,
        role.Mid: palette.border,
        role.Dark: palette.field,
        role.Shadow: palette.border,
    }
    result = QPalette()
    for name, color in colors.items():
        result.setColor(name, QColor(color))
    for name in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        result.setColor(QPalette.ColorGroup.Disabled, name, QColor(palette.text3))
    return result
