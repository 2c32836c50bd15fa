"""Line icons, drawn once as SVG and coloured from the palette when they are loaded."""

from math import ceil
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

# What Windows and Linux desktops offer; QIcon takes the exact one and never has to scale.
PIXEL_RATIOS = (1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)


class Icons:
    """The icons of one folder, cached by name, colour, size and pixel ratio."""

    def __init__(self, folder: Path) -> None:
        """Read nothing yet.

        Args:
            folder: holds one `<name>.svg` per icon, stroked in `currentColor`.
        """
        self._folder = folder
        self._sources: dict[str, str] = {}
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}
        self._icons: dict[tuple[str, str, str, int], QIcon] = {}

    def names(self) -> list[str]:
        """Every icon there is, in alphabetical order."""
        return sorted(path.stem for path in self._folder.glob("*.svg"))

    def pixmap(self, name: str, color: str, size: int = 18, ratio: float = 1.0) -> QPixmap:
        """One icon as a picture.

        Args:
            name: file name without its ending.
            color: `#RRGGBB`.
            size: width and height in device-independent pixels.
            ratio: device pixels per device-independent pixel.
        """
        key = (name, color, size, ratio)
        if key not in self._pixmaps:
            self._pixmaps[key] = self._render(*key)
        return self._pixmaps[key]

    def icon(self, name: str, color: str, disabled: str, size: int = 18) -> QIcon:
        """One icon for a button or an action.

        Args:
            name: file name without its ending.
            color: `#RRGGBB` where the control can be used.
            disabled: `#RRGGBB` where it cannot.
            size: width and height in device-independent pixels.
        """
        key = (name, color, disabled, size)
        if key not in self._icons:
            icon = QIcon()
            for ratio in PIXEL_RATIOS:
                icon.addPixmap(self.pixmap(name, color, size, ratio), QIcon.Mode.Normal)
                icon.addPixmap(self.pixmap(name, disabled, size, ratio), QIcon.Mode.Disabled)
            self._icons[key] = icon
        return self._icons[key]

    def _render(self, name: str, color: str, size: int, ratio: float) -> QPixmap:
        side = ceil(size * ratio)
        image = QImage(QSize(side, side), QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        renderer = QSvgRenderer(
            QByteArray(self._source(name).replace("currentColor", color).encode())
        )
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        renderer.render(painter, QRectF(0, 0, size * ratio, size * ratio))
        painter.end()
        image.setDevicePixelRatio(ratio)
        return QPixmap.fromImage(image)

    def _source(self, name: str) -> str:
        if name not in self._sources:
            path = self._folder / f"{name}.svg"
            self._sources[name] = path.read_text(encoding="utf-8")
        return self._sources[name]
