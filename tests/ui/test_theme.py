import re
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontInfo, QIcon, QPalette
from PySide6.QtWidgets import QApplication

from csp_desktop.ui.icons import PIXEL_RATIOS, Icons
from csp_desktop.ui.theme import (
    CONTROL,
    DARK,
    LIGHT,
    Palette,
    Scheme,
    TextSize,
    Theme,
    choose_families,
    contrast,
    with_more_contrast,
)

PALETTES = [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")]
PAGE = ("canvas", "surface", "alt", "hover", "select")
CHART = ("surface", "canvas", "band")

# Token, grounds it may stand on, lowest contrast in light and dark as LOOK.md prints them.
TEXT = [
    ("text", PAGE, 13.5, 9.7),
    ("text2", PAGE, 6.8, 6.6),
    ("text3", PAGE, 5.0, 4.7),
    ("accent", PAGE, 7.7, 6.5),
    ("accent_deep", ("canvas", "surface"), 11.2, 11.4),
    ("on_accent", ("accent",), 9.2, 9.8),
    ("good", PAGE, 4.7, 5.1),
    ("bad", PAGE, 4.8, 5.4),
    ("neither", PAGE, 6.1, 5.4),
    ("same", PAGE, 4.8, 4.7),
    ("quiet", ("quiet_tint",), 7.0, 7.8),
    ("info", ("info_tint",), 8.7, 8.0),
    ("warn", ("warn_tint",), 7.3, 8.8),
    ("ok", ("ok_tint",), 7.2, 8.2),
    ("query", (*PAGE, "query_tint"), 4.7, 7.1),
    ("error", ("error_tint",), 6.7, 8.7),
    ("baseline", CHART, 8.7, 7.0),
]
MARKS = [
    ("field", ("canvas", "surface", "query_tint"), 3.6, 3.5),
    ("focus", PAGE, 4.1, 4.8),
    ("green", PAGE, 4.5, 5.4),
    ("amber", PAGE, 3.2, 6.0),
    ("red", PAGE, 4.9, 4.9),
    ("grey", PAGE, 4.1, 4.5),
    ("series", CHART, 9.1, 7.3),
    ("limit", CHART, 4.4, 5.1),
    ("rule", CHART, 3.2, 4.5),
    ("elapsed", ("surface",), 4.0, 6.3),
]
# What is never ink: grounds, tints, and hairlines and fills that only decorate.
NO_INK = {*PAGE, *CHART, "border", "grid"}
NO_INK |= {f"{name}_tint" for name in ("quiet", "info", "warn", "ok", "query", "error")}


def lowest(palette: Palette, token: str, grounds: tuple[str, ...]) -> float:
    return min(contrast(getattr(palette, token), getattr(palette, ground)) for ground in grounds)


def test_black_on_white_has_the_contrast_the_guideline_gives() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#FFFFFF", "#FFFFFF") == pytest.approx(1.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("token", "grounds", "light", "dark"), TEXT)
def test_text_can_be_read_on_every_ground_it_stands_on(
    token: str, grounds: tuple[str, ...], light: float, dark: float
) -> None:
    assert lowest(LIGHT, token, grounds) >= 4.5
    assert lowest(DARK, token, grounds) >= 4.5
    assert lowest(LIGHT, token, grounds) == pytest.approx(light, abs=0.06)
    assert lowest(DARK, token, grounds) == pytest.approx(dark, abs=0.06)


@pytest.mark.parametrize(("token", "grounds", "light", "dark"), MARKS)
def test_marks_can_be_seen_on_every_ground_they_stand_on(
    token: str, grounds: tuple[str, ...], light: float, dark: float
) -> None:
    assert lowest(LIGHT, token, grounds) >= 3
    assert lowest(DARK, token, grounds) >= 3
    assert lowest(LIGHT, token, grounds) == pytest.approx(light, abs=0.06)
    assert lowest(DARK, token, grounds) == pytest.approx(dark, abs=0.06)


def test_every_ink_of_the_palette_is_held_to_its_contrast() -> None:
    checked = {token for token, *_ in (*TEXT, *MARKS)}
    assert checked | NO_INK | {"dark"} == set(Palette.__slots__)
    assert not checked & NO_INK


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize(("token", "grounds"), [one[:2] for one in (*TEXT, *MARKS)])
def test_more_contrast_takes_none_away(
    palette: Palette, token: str, grounds: tuple[str, ...]
) -> None:
    wanted = 4.5 if token in {one for one, *_ in TEXT} else 3
    assert lowest(with_more_contrast(palette), token, grounds) >= wanted


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("tint", ["query_tint", "error_tint", "warn_tint", "info_tint"])
def test_body_text_can_be_read_on_every_tint(palette: Palette, tint: str) -> None:
    assert lowest(palette, "text", (tint,)) >= 4.5


@pytest.mark.parametrize("palette", PALETTES)
def test_arrows_can_be_seen_in_the_marks_that_hold_them(palette: Palette) -> None:
    assert lowest(palette, "surface", ("good", "bad", "neither", "query")) >= 3


@pytest.mark.parametrize("palette", PALETTES)
def test_more_contrast_drops_tints_and_draws_outlines_in_the_colour_of_text(
    palette: Palette,
) -> None:
    strong = with_more_contrast(palette)
    assert strong.border == strong.field == palette.text
    tints = ("quiet_tint", "info_tint", "warn_tint", "ok_tint", "query_tint", "error_tint")
    assert {getattr(strong, tint) for tint in tints} == {palette.surface}
    for ink in ("quiet", "info", "warn", "ok", "query", "error"):
        assert lowest(strong, ink, ("surface",)) >= 4.5


@pytest.mark.parametrize("palette", PALETTES)
def test_every_token_is_a_colour_of_six_digits(palette: Palette) -> None:
    tokens = [name for name in Palette.__slots__ if name != "dark"]
    assert all(re.fullmatch("#[0-9A-F]{6}", getattr(palette, name)) for name in tokens)


def test_windows_gets_its_own_interface_font() -> None:
    assert choose_families("win32", "Segoe UI", ["Segoe UI", "Arial"])[0] == "Segoe UI"


def test_a_desktop_without_a_font_of_its_own_gets_noto_and_then_dejavu() -> None:
    installed = ["DejaVu Sans", "Noto Sans", "Sans Serif"]
    assert choose_families("linux", "Sans Serif", installed) == ["Noto Sans", "DejaVu Sans"]
    assert choose_families("linux", "Sans Serif", ["DejaVu Sans"]) == ["DejaVu Sans"]
    assert choose_families("linux", "Sans", []) == ["Sans"]


def test_a_desktop_with_a_font_of_its_own_keeps_it() -> None:
    assert choose_families("linux", "Ubuntu", ["DejaVu Sans"]) == ["Ubuntu", "DejaVu Sans"]


def test_figures_are_tabular_and_weights_are_two(theme: Theme) -> None:
    font, bold = theme.font(), theme.font(semibold=True)
    assert font.featureValue(QFont.Tag("tnum")) == 1
    assert (font.weight(), bold.weight()) == (400, 600)
    metrics = theme.metrics(TextSize.BODY, semibold=True)
    assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1


def test_nothing_is_smaller_than_nine_points() -> None:
    assert min(TextSize) == 9


def test_controls_grow_with_the_type(qapp: QApplication, theme: Theme) -> None:
    assert theme.height(CONTROL) == CONTROL
    theme.apply(qapp, Scheme.LIGHT, text_scale=2.0)
    assert QFontInfo(theme.font()).pointSizeF() == pytest.approx(20, abs=0.5)
    assert theme.height(CONTROL) == theme.metrics().height() + 8 > CONTROL


def test_the_application_is_dressed_in_the_palette(qapp: QApplication, theme: Theme) -> None:
    for scheme, tokens in ((Scheme.DARK, DARK), (Scheme.LIGHT, LIGHT)):
        theme.set_scheme(scheme)
        palette = qapp.palette()
        assert theme.palette == tokens
        assert palette.color(QPalette.ColorRole.Window).name().upper() == tokens.canvas
        assert palette.color(QPalette.ColorRole.Highlight).name().upper() == tokens.select
        assert palette.color(QPalette.ColorRole.HighlightedText).name().upper() == tokens.text
        assert palette.color(QPalette.ColorRole.PlaceholderText).name().upper() == tokens.text3
        assert palette.color(QPalette.ColorRole.Link).name().upper() == tokens.accent
        assert palette.color(QPalette.ColorRole.Accent).name().upper() == tokens.accent
        assert tokens.accent in qapp.styleSheet()


def test_widgets_are_told_when_the_theme_changes(qtbot, theme: Theme) -> None:
    with qtbot.waitSignal(theme.changed):
        theme.set_scheme(Scheme.DARK)


class Wishes(QObject):
    """What a system says of its colours and its contrast; the screenless one says nothing."""

    colorSchemeChanged = Signal()  # noqa: N815 (Qt's name)
    contrastPreferenceChanged = Signal()  # noqa: N815 (Qt's name)

    def __init__(self) -> None:
        super().__init__()
        self.scheme = self.asked = Qt.ColorScheme.Light
        self.contrast = Qt.ContrastPreference.NoPreference

    def accessibility(self) -> "Wishes":
        return self

    def contrastPreference(self) -> Qt.ContrastPreference:
        return self.contrast

    def colorScheme(self) -> Qt.ColorScheme:
        return self.scheme

    def setColorScheme(self, scheme: Qt.ColorScheme) -> None:
        self.asked = scheme

    def unsetColorScheme(self) -> None:
        self.asked = Qt.ColorScheme.Unknown


class System:
    """As much of an application as a theme dresses."""

    def __init__(self) -> None:
        self.hints = Wishes()
        self.dressed = 0

    def styleHints(self) -> Wishes:
        return self.hints

    def setStyle(self, name: str) -> None:
        assert name == "Fusion"

    def setFont(self, font: QFont) -> None:
        pass

    def setPalette(self, palette: QPalette) -> None:
        pass

    def setStyleSheet(self, text: str) -> None:
        self.dressed += 1


def test_the_theme_follows_the_system_unless_told(qapp: QApplication, resources: Path) -> None:
    system, theme = System(), Theme(resources)
    theme.apply(system, Scheme.SYSTEM)
    assert theme.palette == LIGHT
    system.hints.scheme = Qt.ColorScheme.Dark
    system.hints.colorSchemeChanged.emit()
    assert theme.palette == DARK
    theme.set_scheme(Scheme.LIGHT)
    assert theme.palette == LIGHT
    assert system.hints.asked == Qt.ColorScheme.Light
    system.hints.colorSchemeChanged.emit()
    assert theme.palette == LIGHT


def test_the_theme_gives_more_contrast_when_the_system_wants_it(
    qapp: QApplication, resources: Path
) -> None:
    system, theme = System(), Theme(resources)
    theme.apply(system, Scheme.DARK)
    system.hints.contrast = Qt.ContrastPreference.HighContrast
    system.hints.contrastPreferenceChanged.emit()
    assert theme.palette == with_more_contrast(DARK)


def test_news_that_change_nothing_dress_nothing(qapp: QApplication, resources: Path) -> None:
    system, theme = System(), Theme(resources)
    theme.apply(system, Scheme.SYSTEM)
    before = system.dressed
    system.hints.colorSchemeChanged.emit()
    assert system.dressed == before == 1


def test_a_theme_that_dresses_nothing_still_has_a_palette(resources: Path) -> None:
    theme = Theme(resources)
    theme.set_scheme(Scheme.DARK)
    assert theme.palette == DARK


def test_the_style_sheet_names_no_colour_and_no_size_of_type(resources: Path) -> None:
    text = (resources / "style.qss").read_text(encoding="utf-8")
    assert not re.search(r"#[0-9A-Fa-f]{3,8}\b", text)
    assert not re.search(r"font-size:\s*\d", text)


def test_the_style_sheet_finds_all_its_pictures(theme: Theme) -> None:
    for scheme in (Scheme.LIGHT, Scheme.DARK):
        theme.set_scheme(scheme)
        pictures = re.findall(r'url\("([^"]+)"\)', theme.style_sheet())
        assert pictures
        assert all(Path(picture).is_file() for picture in pictures)


@pytest.mark.parametrize("palette", PALETTES)
def test_pictures_drawn_in_advance_use_colours_of_their_palette(
    resources: Path, palette: Palette
) -> None:
    known = {getattr(palette, name) for name in Palette.__slots__ if name != "dark"}
    folder = resources / "icons" / ("dark" if palette.dark else "light")
    for path in folder.glob("*.svg"):
        assert set(re.findall("#[0-9A-Fa-f]{6}", path.read_text(encoding="utf-8"))) <= known


def test_every_icon_is_stroked_in_the_colour_it_is_given(qapp, resources: Path) -> None:
    icons = Icons(resources / "icons")
    assert len(icons.names()) >= 30
    for name in icons.names():
        source = (resources / "icons" / f"{name}.svg").read_text(encoding="utf-8")
        assert 'viewBox="0 0 18 18"' in source
        assert 'stroke="currentColor"' in source
        image = icons.pixmap(name, "#AD4604", 18, 2.0).toImage()
        inks = {
            image.pixelColor(x, y).name()
            for x in range(image.width())
            for y in range(image.height())
            if image.pixelColor(x, y).alpha() == 255
        }
        assert inks == {"#ad4604"}, name


@pytest.mark.parametrize("ratio", PIXEL_RATIOS)
def test_an_icon_is_never_scaled_whatever_the_screen(
    qapp: QApplication, resources: Path, ratio: float
) -> None:
    icons = Icons(resources / "icons")
    icon = icons.icon("home", "#23477F", "#586472")
    shown = icon.pixmap(QSize(18, 18), ratio, QIcon.Mode.Normal, QIcon.State.Off)
    drawn = icons.pixmap("home", "#23477F", 18, ratio)
    assert shown.toImage().size() == drawn.toImage().size()


def test_an_icon_is_drawn_once(qapp: QApplication, resources: Path) -> None:
    icons = Icons(resources / "icons")
    first = icons.pixmap("home", "#23477F", 18, 1.0)
    assert icons.pixmap("home", "#23477F", 18, 1.0).cacheKey() == first.cacheKey()
    assert icons.pixmap("home", "#AD4604", 18, 1.0).cacheKey() != first.cacheKey()
