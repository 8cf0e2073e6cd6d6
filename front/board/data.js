// What the build knows of decisions, two years and the paper (scaling_ai_kit/pages/board.py).

export const data = globalThis.courseBoardData;

/** Modules that ask for a decision, by name, in the order of the syllabus. */
export const modules = data.modules;
