"""Put a student's answers into the assignment's own notebook.

The tests, points, labels and kernel come from the assignment; only the text of the answers and the
student's own extra cells come from the submission. A cell for an answer that is not there stays
out, as in nbgrader: as released it would replace what the student wrote elsewhere.
"""

from collections import Counter

from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from grader.course.assignment import CellSpec, NotebookSpec, plain_cell
from grader.intake.ingest import StudentCell, UnreadableError


def restore(
    spec: NotebookSpec, cells: list[StudentCell], added: frozenset[str] = frozenset()
) -> tuple[NotebookNode, list[str]]:
    """Return the notebook to run, and notes on what had to be put right.

    Parameters
    ----------
    added
        Labels of cells that nobody had: that they are missing is not worth a note.

    Raises
    ------
    UnreadableError
        If none of the assignment's cells is in the submission.
    """
    known = {cell.grade_id: cell for cell in spec.cells}
    count: Counter[str | None] = Counter(cell.grade_id for cell in cells if cell.grade_id in known)
    if known and not count:
        raise UnreadableError(
            f"None of the cells of {spec.name!r} is in the notebook. "
            "It may belong to another assignment, or have been copied into a new notebook."
        )
    placed = _place(known, cells)
    missing = [cell for cell in spec.cells if cell.grade_id not in count]
    _insert(spec, placed, [cell for cell in missing if not _is_plain_answer(cell)])
    moved = _move_back(spec, placed)
    nodes = [_node(cell, number) for number, cell in enumerate(placed)]
    notebook = _notebook(spec, nodes)
    told = [cell for cell in missing if cell.grade_id not in added]
    return notebook, _notes(known, count, told, moved)


_NOT_RUN = "not_run"
NOT_HANDED_IN = "It was not handed in."
"""Why one of several notebooks was not run."""


def placeholder(spec: NotebookSpec, message: str, what: str = "This submission") -> NotebookNode:
    """Return the unanswered assignment headed by why there is nothing to show."""
    cells = [_node(cell, number) for number, cell in enumerate(spec.cells, start=1)]
    head = plain_cell("markdown", f"**{what} was not run.** {message}", "cell-0")
    head.metadata[_NOT_RUN] = f"{what} was not run. {message}"  # no student can set it
    return _notebook(spec, [head, *cells])


def why_not_run(notebook: NotebookNode) -> str:
    """Return why a graded notebook was not run; empty if it was."""
    told = (cell.metadata.get(_NOT_RUN) for cell in notebook.cells)
    return next((str(text) for text in told if text), "")


def _notebook(spec: NotebookSpec, cells: list[NotebookNode]) -> NotebookNode:
    name = spec.kernelspec.get("name", "python3")
    kernelspec = {"name": name, "display_name": name, **spec.kernelspec}
    notebook: NotebookNode = new_notebook(metadata={"kernelspec": kernelspec})
    notebook.cells = cells
    return notebook


_Placed = tuple[CellSpec | None, str, str]


def _place(known: dict[str, CellSpec], cells: list[StudentCell]) -> list[CellSpec | _Placed]:
    # As nbgrader does, the last of several copies keeps the label; earlier copies of an answer stay
    # as plain cells (they may define something), copies of a test are dropped. Of a locked cell
    # that is no test the first copy counts: what it imports is needed below it.
    placed: list[CellSpec | _Placed] = []
    taken: set[str] = set()
    first = {cell.grade_id: place for place, cell in reversed([*enumerate(cells)])}
    for place, cell in reversed([*enumerate(cells)]):
        spec = known.get(cell.grade_id or "")
        if spec is None:
            placed.append((None, cell.cell_type, cell.source))
        elif _is_given(spec) and place != first[cell.grade_id]:
            continue
        elif spec.grade_id not in taken:
            taken.add(spec.grade_id)
            placed.append((spec, cell.cell_type, cell.source) if spec.solution else spec)
        elif spec.solution:
            placed.append((None, cell.cell_type, cell.source))
    return placed[::-1]


def _insert(spec: NotebookSpec, placed: list[CellSpec | _Placed], missing: list[CellSpec]) -> None:
    # A missing cell goes right before the next one of the assignment that is there, so that a test
    # still comes after the extra cells that follow an answer.
    order = [cell.grade_id for cell in spec.cells]
    for cell in reversed(missing):
        later = set(order[order.index(cell.grade_id) + 1 :])
        place = next((at for at, item in enumerate(placed) if _label(item) in later), len(placed))
        placed.insert(place, cell)


def _is_plain_answer(spec: CellSpec) -> bool:
    """Tell whether a cell only holds what tests judge; one that a person marks carries points."""
    return spec.solution and not spec.grade


def _is_given(spec: CellSpec) -> bool:
    """Tell whether a cell is neither a test nor an answer: it sets up what others need."""
    return spec.cell_type == "code" and not (spec.solution or spec.grade or spec.task)


def _move_back(spec: NotebookSpec, placed: list[CellSpec | _Placed]) -> list[str]:
    """Put locked cells before all that follows them in the assignment; return the moved ones.

    Behind a test, what a locked cell defines would be the student's until then.
    """
    order = [cell.grade_id for cell in spec.cells]
    moved = []
    for cell in filter(_is_given, reversed(spec.cells)):
        later = set(order[order.index(cell.grade_id) + 1 :])
        at = next(place for place, item in enumerate(placed) if item is cell)
        due = next((k for k, item in enumerate(placed[:at]) if _label(item) in later), at)
        if due < at:
            placed.insert(due, placed.pop(at))
            moved.append(cell.grade_id)
    return moved[::-1]


def _label(item: CellSpec | _Placed) -> str | None:
    spec = item if isinstance(item, CellSpec) else item[0]
    return spec.grade_id if spec else None


def _node(item: CellSpec | _Placed, number: int) -> NotebookNode:
    cell_id = f"cell-{number}"
    if isinstance(item, CellSpec):
        return item.node(cell_id)
    spec, cell_type, source = item
    if spec is not None:
        return spec.node(cell_id, source)
    return plain_cell(cell_type, source, cell_id)


def _notes(
    known: dict[str, CellSpec],
    count: Counter[str | None],
    missing: list[CellSpec],
    moved: list[str],
) -> list[str]:
    notes = []
    tests = [cell.grade_id for cell in missing if not cell.solution]
    answers = [cell.grade_id for cell in missing if _is_plain_answer(cell)]
    marked = [cell.grade_id for cell in missing if cell.solution and cell.grade]
    copies = [label for label in known if count[label] > 1]
    given = [label for label in copies if _is_given(known[label])]
    copies = [label for label in copies if label not in given]
    if tests:
        notes.append(f"Locked cells were deleted and put back: {', '.join(tests)}.")
    if answers:
        notes.append(
            "The notebook was run without these cells for answers, which were deleted or lost "
            f"their labels: {', '.join(answers)}."
        )
    if marked:
        notes.append(
            "Cells for answers that are marked by hand were deleted and put back as released: "
            f"{', '.join(marked)}."
        )
    if copies:
        notes.append(f"Cells were duplicated; the last copy counts: {', '.join(copies)}.")
    if given:
        notes.append(f"Locked cells were duplicated; the first copy counts: {', '.join(given)}.")
    if moved:
        notes.append(f"Locked cells were moved, and put back: {', '.join(moved)}.")
    return notes
