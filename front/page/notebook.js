// The notebook to hand in: the release with the learner's answers, and its name.

/** Return a cell's text, which a notebook stores as a string or as lines. */
export const textOf = ({ source }) => [source].flat().join("");

/** Return the release with answers by cell, otherwise unchanged. `course.load` takes the learner as `variant`. */
export function filled(release, answers, learner) {
  const cells = release.cells.map((cell) =>
    Object.hasOwn(answers, cell.id) ? { ...cell, source: linesOf(answers[cell.id]) } : cell);
  return { ...release, cells, metadata: { ...release.metadata, scaling_ai_course: { learner } } };
}

/** Return a notebook as the text of its file. */
export const asFile = (notebook) => `${JSON.stringify(notebook, null, 1)}\n`;

/** Return a learner's name or number without characters that file names can't have; may be empty. */
export function plain(learner) {
  return learner.normalize("NFC").replace(/[^\p{L}\p{N}_.@-]+/gu, " ").replace(/^[ .-]+|[ .-]+$/g, "");
}

/** Return the file's name, as `grader collect` parses it: "Anna Lee_drift.ipynb". */
export function fileName(learner, notebook) {
  return `${plain(learner)}_${notebook.slice(notebook.lastIndexOf("/") + 1)}`;
}

function linesOf(text) {
  return text === "" ? [] : text.split(/(?<=\n)/);
}
