"""Put a student's answers into the assignment's own notebook.

The tests, points, labels and kernel come from the assignment; only the text of the answers and the
student's own extra cells come from the submission. A missing cell for an answer stays out, as in
nbgrader: the released cell would overwrite what the student wrote elsewhere.
"""

from collections import Counter

from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from split_grader.course.assignment import CellSpec, NotebookSpec, plain_cell
from split_grader.intake.ingest import StudentCell, UnreadableError


def restore(
    spec: NotebookSpec, cells: list[StudentCell], added: frozenset[str] = frozenset()
) -> tuple[NotebookNode, list[str]]:
    """Return the notebook to run, and notes on repairs.

    Parameters
    ----------
    added
        Labels of cells that no student has: it isn't worth a note that they're missing.

    Raises
    ------
    UnreadableError
        If none of the assignment's cells is in the submission.
    """
    by_label = {cell.grade_id: cell for cell in spec.cells}
    count: Counter[str | None] = Counter(
        cell.grade_id for cell in cells if cell.grade_id in by_label
    )
    if by_label and not count:
        raise UnreadableError(
            f"None of the cells of {spec.name!r} is in the notebook. "
            "It may belong to another assignment, or have been copied into a new notebook."
        )
    placed_cells = _place(by_label, cells)
    missing = [cell for cell in spec.cells if cell.grade_id not in count]
    _insert(spec, placed_cells, [cell for cell in missing if not _is_plain_answer(cell)])
    moved_labels = _move_back(spec, placed_cells)
    nodes = [_node(cell, number) for number, cell in enumerate(placed_cells)]
    notebook = _notebook(spec, nodes)
    noteworthy = [cell for cell in missing if cell.grade_id not in added]
    return notebook, _notes(by_label, count, noteworthy, moved_labels)


_NOT_RUN = "not_run"
NOT_HANDED_IN = "It was not handed in."
"""Why one of several notebooks was not run."""


def placeholder(spec: NotebookSpec, message: str, what: str = "This submission") -> NotebookNode:
    """Return the unanswered assignment, headed by why the submission wasn't run."""
    cells = [_node(cell, number) for number, cell in enumerate(spec.cells, start=1)]
    head = plain_cell("markdown", f"**{what} was not run.** {message}", "cell-0")
    head.metadata[_NOT_RUN] = f"{what} was not run. {message}"  # no student can set it
    return _notebook(spec, [head, *cells])


def why_not_run(notebook: NotebookNode) -> str:
    """Return why a graded notebook wasn't run; empty if it was."""
    reasons = (cell.metadata.get(_NOT_RUN) for cell in notebook.cells)
    return next((str(text) for text in reasons if text), "")


def _notebook(spec: NotebookSpec, cells: list[NotebookNode]) -> NotebookNode:
    name = spec.kernelspec.get("name", "python3")
    kernelspec = {"name": name, "display_name": name, **spec.kernelspec}
    notebook: NotebookNode = new_notebook(metadata={"kernelspec": kernelspec})
    notebook.cells = cells
    return notebook


_Placed = tuple[CellSpec | None, str, str]


def _place(by_label: dict[str, CellSpec], cells: list[StudentCell]) -> list[CellSpec | _Placed]:
    # As in nbgrader, the last of several copies keeps the label. Earlier copies of an answer stay
    # as plain cells, because they may define something; copies of a test are dropped. For a locked
    # cell that isn't a test, the first copy counts, because cells below it need its imports.
    placed_cells: list[CellSpec | _Placed] = []
    taken_labels: set[str] = set()
    first = {cell.grade_id: place for place, cell in reversed([*enumerate(cells)])}
    for place, cell in reversed([*enumerate(cells)]):
        spec = by_label.get(cell.grade_id or "")
        if spec is None:
            placed_cells.append((None, cell.cell_type, cell.source))
        elif _is_setup(spec) and place != first[cell.grade_id]:
            continue
        elif spec.grade_id not in taken_labels:
            taken_labels.add(spec.grade_id)
            placed_cells.append((spec, cell.cell_type, cell.source) if spec.solution else spec)
        elif spec.solution:
            placed_cells.append((None, cell.cell_type, cell.source))
    return placed_cells[::-1]


def _insert(
    spec: NotebookSpec, placed_cells: list[CellSpec | _Placed], missing: list[CellSpec]
) -> None:
    # A missing cell goes right before the assignment's next cell in the notebook, so that a test
    # still comes after the extra cells that follow an answer.
    order = [cell.grade_id for cell in spec.cells]
    for cell in reversed(missing):
        later = set(order[order.index(cell.grade_id) + 1 :])
        place = next(
            (at for at, item in enumerate(placed_cells) if _label(item) in later), len(placed_cells)
        )
        placed_cells.insert(place, cell)


def _is_plain_answer(spec: CellSpec) -> bool:
    """Return whether tests judge an answer cell."""
    return spec.solution and not spec.grade


def _is_setup(spec: CellSpec) -> bool:
    """Return whether a cell only sets up others."""
    return spec.cell_type == "code" and not (spec.solution or spec.grade or spec.task)


def _move_back(spec: NotebookSpec, placed_cells: list[CellSpec | _Placed]) -> list[str]:
    """Move locked cells before those that follow them; return moved labels.

    After a test, it would be too late: until then, the student defines what the locked cell should.
    """
    order = [cell.grade_id for cell in spec.cells]
    moved_labels = []
    for cell in filter(_is_setup, reversed(spec.cells)):
        later = set(order[order.index(cell.grade_id) + 1 :])
        at = next(place for place, item in enumerate(placed_cells) if item is cell)
        due = next(
            (place for place, item in enumerate(placed_cells[:at]) if _label(item) in later), at
        )
        if due < at:
            placed_cells.insert(due, placed_cells.pop(at))
            moved_labels.append(cell.grade_id)
    return moved_labels[::-1]


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
    by_label: dict[str, CellSpec],
    count: Counter[str | None],
    missing: list[CellSpec],
    moved_labels: list[str],
) -> list[str]:
    notes = []
    tests = [cell.grade_id for cell in missing if not cell.solution]
    answers = [cell.grade_id for cell in missing if _is_plain_answer(cell)]
    marked_answers = [cell.grade_id for cell in missing if cell.solution and cell.grade]
    copies = [label for label in by_label if count[label] > 1]
    setup = [label for label in copies if _is_setup(by_label[label])]
    copies = [label for label in copies if label not in setup]
    if tests:
        notes.append(f"Locked cells were deleted and put back: {', '.join(tests)}.")
    if answers:
        notes.append(
            "The notebook was run without these cells for answers, which were deleted or lost "
            f"their labels: {', '.join(answers)}."
        )
    if marked_answers:
        notes.append(
            "Cells for answers that are marked by hand were deleted and put back as released: "
            f"{', '.join(marked_answers)}."
        )
    if copies:
        notes.append(f"Cells were duplicated; the last copy counts: {', '.join(copies)}.")
    if setup:
        notes.append(f"Locked cells were duplicated; the first copy counts: {', '.join(setup)}.")
    if moved_labels:
        notes.append(f"Locked cells were moved, and put back: {', '.join(moved_labels)}.")
    return notes
