// An exercise as the notebook that is handed in: the release with the learner's answers, and its name.

/** The text of a cell of a notebook's file, which keeps it in one piece or in lines. */
export const textOf = ({ source }) => [source].flat().join("");

/** The release with answers, by cell; all else stays as it was released. The learner is what `course.load` takes as `variant`. */
export function filled(release, answers, learner) {
  const cells = release.cells.map((cell) =>
    Object.hasOwn(answers, cell.id) ? { ...cell, source: linesOf(answers[cell.id]) } : cell);
  return { ...release, cells, metadata: { ...release.metadata, scaling_ai_course: { learner } } };
}

/** A notebook as the text of its file. */
export const asFile = (notebook) => `${JSON.stringify(notebook, null, 1)}\n`;

/** A learner's name or number as far as a file's name can hold it; empty if nothing of it is left. */
export function plain(learner) {
  return learner.normalize("NFC").replace(/[^\p{L}\p{N}_.@-]+/gu, " ").replace(/^[ .-]+|[ .-]+$/g, "");
}

/** The name of the file, as `grader collect` takes it apart: "Anna Lee_drift.ipynb". */
export function fileName(learner, notebook) {
  return `${plain(learner)}_${notebook.slice(notebook.lastIndexOf("/") + 1)}`;
}

function linesOf(text) {
  return text === "" ? [] : text.split(/(?<=\n)/);
}
