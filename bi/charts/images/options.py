"""How a picture of a chart is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ImageFormat(StrEnum):
    PNG = "png"
    SVG = "svg"

    @property
    def media_type(self) -> str:
        return "image/png" if self is ImageFormat.PNG else "image/svg+xml"


class Theme(StrEnum):
    LIGHT = "light"
    DARK = "dark"


NARROWEST, WIDEST = 200, 2000
MOST_SCALE = 4.0


@dataclass(frozen=True, slots=True)
class ImageOptions:
    """`width` is that of the plot, in pixels, without axes and legend (200 to 2,000); `scale` is
    how many pixels of a PNG there are to one of them (above 0, at most 4)."""

    format: ImageFormat = ImageFormat.PNG
    theme: Theme = Theme.LIGHT
    width: int = 640
    scale: float = 2.0
