"""What draws charts in a browser: the Vega that draws pictures too, as one module of JavaScript.

Making it takes two seconds and holds the interpreter, so it is done in a process beside.
"""

from __future__ import annotations

from importlib.metadata import version
from zlib import crc32

from bi.charts.images.renderer import VEGA_LITE
from bi.model.errors import ParleyError
from bi.processes.aside import Aside, ProcessFailed

_EXPORTS = "export { vegaEmbed };"
_BUNDLER = Aside("bundles what draws charts", timeout_s=120.0)


class BundleFailed(ParleyError):
    """The process broke, or took too long."""

    code = "chart_bundle_failed"
    retryable = True


def bundle_name() -> str:
    """Another one for whatever else would come out."""
    form = crc32(f"{VEGA_LITE} {_EXPORTS}".encode())
    return f"vega-{version('vl-convert-python')}-{form:08x}"


async def make_bundle() -> bytes:
    """An ES module in UTF-8, 900 kB, that exports `vegaEmbed`; it imports nothing.

    Raises BundleFailed.
    """
    try:
        return await _BUNDLER.call(_bundle)
    except ProcessFailed as error:
        raise BundleFailed(str(error)) from error


def _bundle() -> bytes:
    import vl_convert

    return vl_convert.javascript_bundle(_EXPORTS, VEGA_LITE).encode()
