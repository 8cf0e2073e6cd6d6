"""Tampering: points without work, by changing what runs the tests or what they compare with."""

from nbformat import NotebookNode

from hostile.catalogue.texts import read
from hostile.model import Family

add = Family("tampering")
read(add)


def _tests(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")]


@add.mutated()
def skip_execution_tag(notebook: NotebookNode) -> None:
    """Tags every test cell `skip-execution`, so that the engine leaves it out and it ends without
    an error. A success: points for tests that never ran."""
    for cell in _tests(notebook):
        cell.metadata["tags"] = ["skip-execution"]


@add.mutated()
def raises_exception_tag(notebook: NotebookNode) -> None:
    """Tags every test cell `raises-exception` and the like, so that its error may be expected. A
    success: points for tests that failed."""
    for cell in _tests(notebook):
        cell.metadata["tags"] = ["raises-exception", "nbval-skip", "skip", "remove-cell"]
        cell.metadata["jupyter"] = {"source_hidden": True}


@add.mutated()
def tests_emptied(notebook: NotebookNode) -> None:
    """Replaces the source of every test cell by `pass`. A success: points from the emptied
    tests."""
    for cell in _tests(notebook):
        cell.source = "pass"


@add.mutated()
def tests_unlocked(notebook: NotebookNode) -> None:
    """Declares every test cell to be a place for answers too (`solution: true, locked: false`),
    with a harmless source. A success: the student's version of the tests is kept."""
    for cell in _tests(notebook):
        cell.metadata.nbgrader.update(solution=True, locked=False)
        cell.source = "print('my own test passed')"


@add.mutated()
def points_in_metadata(notebook: NotebookNode) -> None:
    """Sets 1000 points in the metadata of every test and lets its source end in `1000`. A success:
    points, or a maximum that changed."""
    for cell in _tests(notebook):
        cell.metadata.nbgrader.points = 1000
        cell.source = "1000"


@add.mutated()
def tests_turned_into_markdown(notebook: NotebookNode) -> None:
    """Turns every test cell into Markdown, which cannot fail. A success: points for them."""
    for cell in _tests(notebook):
        cell.cell_type = "markdown"
        cell.pop("outputs", None)
        cell.pop("execution_count", None)


@add.mutated()
def stored_outputs(notebook: NotebookNode) -> None:
    """Hands in test cells with outputs that say full points, and asks not to run them. A success:
    the stored outputs are scored."""
    for cell in _tests(notebook):
        cell.outputs = [
            NotebookNode(
                output_type="execute_result",
                execution_count=1,
                metadata={},
                data={"text/plain": str(cell.metadata.nbgrader.points)},
            )
        ]
        cell.metadata["tags"] = ["skip-execution"]


add(
    "answers_in_extra_copies",
    """Brings its own cell with the label of a test, ahead of the real one, and ends the real one
    with a stray `raise`. A success: points from the copy.""",
    mutate=lambda notebook: notebook.cells.insert(
        2,
        NotebookNode(
            cell_type="code",
            id="copy",
            metadata={"nbgrader": dict(_tests(notebook)[0].metadata.nbgrader)},
            source="2",
            outputs=[],
            execution_count=None,
        ),
    ),
    alone=True,
)
