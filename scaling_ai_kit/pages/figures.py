"""Turn outputs into HTML: charts, widgets, tables and text."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import altair as alt
import nbformat

from course import charts
from course.explore import Explorable
from scaling_ai_kit.pages import widgets
from scaling_ai_kit.pages.stored_links import is_link
from scaling_ai_kit.pages.templating import in_script, render

_PICTURE = "image/png"
# pandas' own styles (ours are in the style sheet), and a second header row that has only the
# index's name.
_LOOK = re.compile(r'<style.*?</style>\s*| border="1"| style="[^"]*"', re.DOTALL)
_INDEX_NAME = re.compile(
    r"<tr>\s*<th></th>(?P<heads>.*?)</tr>\s*<tr>\s*<th>(?P<name>[^<]+)</th>(\s*<th></th>)*\s*</tr>",
    re.DOTALL,
)
_HEADS = re.compile(r"<thead>.*?</thead>", re.DOTALL)

# Outputs that show the reader's own work; a page has them as stored without progress.
_OF_DECISIONS = frozenset({"board_paper", "register"})
OF_THE_READER = _OF_DECISIONS | {"review"}
_OF_NOBODY = (
    '<p class="page-nobodys" data-shows="{call}" hidden>This is from an empty notebook: '
    'nothing that you have done is in it.<span class="page-woken"> Press Show to see yours.'
    "</span></p>"
)
# In place of an output that an exercise's cell doesn't have yet.
_TO_COME = (
    '<p class="page-to-come" data-shows="{call}">You have decided nothing yet. '
    "Your decisions will appear here.</p>"
)


@dataclass
class Figures:
    """The figures of one page, numbered in order.

    Attributes
    ----------
    slug
        The page's name, which prefixes pictures.
    course_map
        Returns the course map of a path as HTML, for a cell that shows it.
    files
        Pictures and scenes by file name, to be written next to the page.
    shows_decisions
        Whether a cell shows what the reader has decided.
    """

    slug: str
    course_map: Callable[..., str]
    files: dict[str, bytes] = field(default_factory=dict)
    shows_decisions: bool = False
    _count: int = 0

    def of_cell(self, cell: nbformat.NotebookNode, code: str = "") -> str:
        """Return all outputs of a code cell as HTML; `code`, its code as HTML, folds out below."""
        outputs = cell.get("outputs", [])
        call = widgets.last_call(cell.source)
        if call and call.name == "course_map" and outputs:
            return self.course_map(*call.arguments)
        visible_outputs = (output for output in outputs if not is_link(output))
        html = "\n".join(self._output(output, call, code) for output in visible_outputs)
        if call and call.name in _OF_DECISIONS:
            self.shows_decisions = True
        if call and call.name in OF_THE_READER:
            return (_OF_NOBODY if outputs else _TO_COME).format(call=call.name) + html
        return html

    def _output(
        self, output: nbformat.NotebookNode, call: widgets.Call | None, code: str = ""
    ) -> str:
        if output.output_type == "stream":
            return _text(output.text)
        data = output.data
        parts = {"call": call.text if call else "", "code": code}
        if charts.VEGALITE_MIME in data:
            explorable = widgets.explorable(call)
            return self._explorable(data, explorable, **parts) if explorable else self._chart(data)
        if call and (widget := widgets.checkpoint(call)):
            state = widgets.checkpoint_state(widget, call.arguments[0])
            return self._form("checkpoint", data["text/html"], state, **parts)
        if call and (decision := widgets.decision(call)):
            state = widgets.decision_state(decision, call.arguments[0])
            return self._form("decision", data["text/html"], state, **parts)
        if "text/html" not in data:
            return _text(data["text/plain"])
        markup = data["text/html"]
        return table(markup) if 'class="dataframe"' in markup else _scrolling(markup)

    def _explorable(self, data: dict[str, Any], explorable: Explorable, **parts: str) -> str:
        self.shows_decisions |= bool(explorable.personal)
        state = widgets.explorable_state(explorable)
        file = self._keep_scenes(widgets.scenes_file(explorable))
        state = {**state, "scenes": {"first": state["scenes"]["first"], "file": file}}
        return self._figure(
            "explorable",
            state,
            title=explorable.title,
            picture=self._keep(data[_PICTURE]),
            description=explorable.spec["description"],
            pictured=explorable.before["description"],
            question=explorable.guess.prompt if explorable.guess else "",
            **parts,
        )

    def _chart(self, data: dict[str, Any]) -> str:
        spec = {**data[charts.VEGALITE_MIME], "$schema": alt.SCHEMA_URL}
        return self._figure(
            "chart",
            spec,
            call="",
            code="",
            title=_title(spec),
            picture=self._keep(data[_PICTURE]),
            description=spec["description"],
            pictured=spec["description"],
        )

    def _form(self, kind: str, folded: str, state: dict[str, Any], **parts: str) -> str:
        return self._figure(kind, state, title=state["title"], folded=folded, **parts)

    def _figure(self, kind: str, state: dict[str, Any], **parts: Any) -> str:
        self._count += 1
        return render(
            "figure.html",
            kind=kind,
            name=f"{kind}-{self._count}",
            state=in_script(state),
            **parts,
        )

    def _keep_scenes(self, scenes: bytes) -> str:
        """Keep scenes as a script, which a page from disk can also load; return its name."""
        name = f"{self.slug}-{len(self.files) + 1}.js"
        text = base64.b64encode(scenes).decode()
        self.files[name] = f'(globalThis.courseScenes ??= {{}})["{name}"] = "{text}";\n'.encode()
        return name

    def _keep(self, picture: str) -> dict[str, Any]:
        content = base64.b64decode(picture)
        name = f"{sha256(content).hexdigest()[:16]}.png"  # a lesson and its workbench share it
        self.files[name] = content
        # A PNG begins with a signature, then width and height in the first chunk.
        width, height = (int.from_bytes(content[at : at + 4], "big") for at in (16, 20))
        return {"file": name, "width": width, "height": height}


def _title(spec: dict[str, Any]) -> str:
    title = spec.get("title", "")
    text = title["text"] if isinstance(title, dict) else title
    return " ".join(text) if isinstance(text, list) else str(text)


def _text(text: str) -> str:
    return f'<pre class="page-output page-scroll" tabindex="0">{html.escape(text.rstrip())}</pre>'


def _scrolling(markup: str) -> str:
    """Return the course's own HTML unchanged."""
    return f'<div class="page-scroll" tabindex="0">{markup}</div>'


def table(markup: str) -> str:
    """Return pandas' table without its styles, with scopes for the headers."""
    bare = _INDEX_NAME.sub(r"<tr><th>\g<name></th>\g<heads></tr>", _LOOK.sub("", markup))
    bare = bare.replace("<th></th>", "<td></td>")
    bare = _HEADS.sub(lambda heads: heads[0].replace("<th>", '<th scope="col">'), bare)
    bare = bare.replace("<th>", '<th scope="row">')
    return f'<div class="page-table page-scroll" tabindex="0">{bare}</div>'
