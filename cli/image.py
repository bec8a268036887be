"""`parley ask --png` and `--svg`: the chart of the answer in a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bi.charts.images.options import ImageFormat, ImageOptions
from cli.whole_file import appearing_whole
from runs.model import Principal, Run

if TYPE_CHECKING:
    from runs.images import Images


async def draw_to(
    file: Path, format_: ImageFormat, images: Images, principal: Principal, run: Run
) -> str:
    """What was drawn, in words. Raises CannotWrite, and what `Images.draw` does."""
    options = ImageOptions(format_)
    image = await images.draw(principal, run.session_id, run.turn_id, options)
    with appearing_whole(file) as part:
        part.write(image.content)
    return f"{file}: {image.title}."
