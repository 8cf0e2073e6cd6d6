"""The JavaScript that draws charts."""

from __future__ import annotations

from functools import cache

import anywidget
import traitlets

from course import charts


class _VegaBundle(anywidget.AnyWidget):
    """Vega, sent once and shared by all explorables in a kernel."""

    _esm = "export default { render() {} };"
    source = traitlets.Unicode().tag(sync=True)


@cache
def vega_model() -> _VegaBundle:
    """Return the kernel's only bundle."""
    return _VegaBundle(source=charts.vega_bundle())
