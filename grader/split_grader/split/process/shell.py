"""IPython without a kernel: runs one cell at a time and keeps its outputs, up to a cap."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError, UsageError
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from split_grader.split.process import traces

if TYPE_CHECKING:
    from collections.abc import Callable


class Collector:
    """The outputs of the running cell, as nbformat dictionaries, capped in bytes."""

    def __init__(self, cap: int) -> None:
        self._cap = cap
        self.start()

    def start(self) -> None:
        """Forget what was collected."""
        self.outputs: list[dict[str, Any]] = []
        self._left = self._cap
        self._tapped: list[list[list[str]]] = []

    def write(self, name: str, text: str) -> None:
        """Add printed text."""
        for tap in self._tapped[-1:]:
            tap.append([name, text[: self._cap]])
        if self._left <= 0:
            return
        if len(text) > self._left:
            text = text[: self._left] + "\n[the rest of the output was dropped]\n"
        self._left -= len(text)
        last = self.outputs[-1] if self.outputs else None
        if last is not None and last["output_type"] == "stream" and last["name"] == name:
            last["parts"].append(text)
        else:
            self.outputs.append({"output_type": "stream", "name": name, "parts": [text]})

    def add(self, output: dict[str, Any]) -> None:
        """Add an output that is not printed text."""
        try:
            text = json.dumps(output, default=str, allow_nan=False)
        except (TypeError, ValueError, RecursionError):
            self.write("stderr", "[an output that is not JSON was dropped]\n")
            return
        if len(text) > self._left:
            self.write("stderr", f"[an output of {len(text)} bytes was dropped]\n")
            return
        self._left -= len(text)
        self.outputs.append(json.loads(text))

    def clear(self) -> None:
        """Drop what was shown so far, as ``clear_output`` does."""
        self.outputs.clear()

    def finished(self) -> list[dict[str, Any]]:
        """Return the outputs, printed text joined."""
        outputs = []
        for output in self.outputs:
            if "parts" in output:
                text = "".join(output["parts"])
                outputs.append({"output_type": "stream", "name": output["name"], "text": text})
            else:
                outputs.append(output)
        return outputs

    def tap(self) -> None:
        """Begin to note the printed text of a call."""
        self._tapped.append([])

    def untap(self) -> list[list[str]]:
        """Return the text printed since the last tap."""
        return self._tapped.pop() if self._tapped else []


class Stream(io.TextIOBase):
    """Replaces ``sys.stdout`` and ``sys.stderr``."""

    encoding = "utf-8"
    errors = "strict"

    def __init__(self, name: str, collector: Collector) -> None:
        self.name = f"<{name}>"
        self._stream = name
        self._collector = collector

    def write(self, text: str) -> int:
        """Collect the text."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if text:
            self._collector.write(self._stream, str(text))
        return len(text)

    def writable(self) -> bool:
        """Tell that text can be written."""
        return True

    def isatty(self) -> bool:
        """Tell that nobody is watching."""
        return False


class _Publisher(DisplayPublisher):
    collector: Collector

    def publish(self, data: Any, metadata: Any = None, **_: Any) -> None:  # type: ignore[override]
        self.collector.add(
            {"output_type": "display_data", "data": data, "metadata": metadata or {}}
        )

    def clear_output(self, wait: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        self.collector.clear()


class _Hook(DisplayHook):
    collector: Collector
    number: Callable[[], int]
    hidden: type = Collector
    """A class whose objects are not shown."""

    def __call__(self, result: Any = None) -> None:
        if type(result) is not self.hidden:
            super().__call__(result)  # type: ignore[no-untyped-call]

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        self.collector.add(
            {
                "output_type": "execute_result",
                "data": format_dict,
                "metadata": md_dict or {},
                "execution_count": self.number(),
            }
        )

    def finish_displayhook(self) -> None:
        pass


@dataclass
class Ran:
    """How a cell ended, and the last exception that was shown on the way."""

    ok: bool
    value: Any = None
    error: BaseException | None = None
    outputs: list[dict[str, Any]] = field(default_factory=list)
    shown: BaseException | None = None


class Shell(InteractiveShell):
    """An IPython shell for one notebook."""

    collector: Collector
    number = 0
    _shown: BaseException | None = None

    def init_display_pub(self) -> None:
        """Collect displays."""
        self.display_pub = _Publisher(parent=self, shell=self)  # type: ignore[no-untyped-call]

    def init_displayhook(self) -> None:
        """Collect results."""
        hook: Any = _Hook  # untyped in IPython
        self.displayhook = hook(parent=self, shell=self, cache_size=self.cache_size)
        from IPython.core.display_trap import DisplayTrap  # noqa: PLC0415

        self.display_trap = DisplayTrap(hook=self.displayhook)  # type: ignore[no-untyped-call]

    def init_sys_modules(self) -> None:
        """Leave ``__main__`` to :meth:`prepare`."""

    def ask_exit(self) -> None:
        """Ignore ``exit``: a notebook goes on."""

    def enable_gui(self, gui: Any = None) -> None:
        """Ignore ``%gui``."""

    def raw_input(self, prompt: str = "") -> str:
        """Refuse to ask a person, as a kernel without a front end does."""
        raise StdinNotImplementedError(f"nobody is there to answer: {prompt}")

    def showtraceback(self, *args: Any, **options: Any) -> None:
        """Show the exception being handled, as IPython does and faster."""
        kind, error, trace = sys.exc_info()
        self._shown = error or self._shown
        special = (SyntaxError, SystemExit, UsageError, BaseExceptionGroup)
        draws_itself = hasattr(type(error), "_render_traceback_")
        if error is None or args or isinstance(error, special) or draws_itself:
            super().showtraceback(*args, **options)
            return
        sys.last_type, sys.last_value, sys.last_traceback = kind, error, trace
        after = trace and trace.tb_next  # the first frame is IPython's
        self._showtraceback(kind, error, traces.lines(error, after, self._cell_name))

    def _format_exception_for_storage(self, error: Any, *_: Any) -> dict[str, Any]:
        """Keep no second traceback for a history that nobody reads."""
        return {"ename": type(error).__name__, "evalue": _text(error), "traceback": []}

    def _cell_name(self, file_name: str) -> str | None:
        label = self.compile.format_code_name(file_name)
        return label[1] if label else None

    def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
        self.collector.add(
            {
                "output_type": "error",
                "ename": str(getattr(etype, "__name__", etype)),
                "evalue": _text(evalue),
                "traceback": [str(line) for line in stb],
            }
        )

    def collect(self) -> None:
        """Send everything that is shown to the collector."""
        hooks: Any = (self.display_pub, self.displayhook)
        for part in hooks:
            part.collector = self.collector
        hooks[1].number = lambda: self.number

    def prepare(self, cap: int) -> None:
        """Replace ``sys.stdout`` and ``__main__`` of this process."""
        self.collector = Collector(cap)
        self.collect()
        sys.stdout = Stream("stdout", self.collector)
        sys.stderr = Stream("stderr", self.collector)
        sys.modules["__main__"] = self.user_module
        import builtins  # noqa: PLC0415

        builtins.input = self.raw_input  # type: ignore[assignment]

    def run(self, source: str) -> Ran:
        """Run a cell.

        A traceback is kept as an output, as in a notebook.
        """
        self.number += 1
        self.collector.start()
        self._shown = None
        result: Any = self.run_cell(source, store_history=True)  # type: ignore[no-untyped-call]
        error = result.error_before_exec or result.error_in_exec
        ok = error is None
        outputs = self.collector.finished()
        return Ran(ok=ok, value=result.result, error=error, outputs=outputs, shown=self._shown)


def _text(value: Any) -> str:
    try:
        return str(value)[:100_000]
    except Exception:  # noqa: BLE001 - a student's __str__ may raise anything
        return ""


def make_shell() -> Shell:
    """Make a shell with no history, no colours and no start-up files."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.autocall = 0
    config.InteractiveShell.xmode = "Context"
    config.InteractiveShell.cache_size = 1000
    shell: Shell = Shell.instance(config=config)
    return shell
