// What a text box shows of a Markdown cell: labels and the place to write without their marks.

/** A line that is marked as a whole, as "**Diagnosis:**" or "*Write here.*". */
const MARKED = /^(\*+)([^*]+)\1$/;

export class Labels {
  #marked = new Map(); // by the words that are shown

  constructor(authored) {
    for (const line of authored.split("\n")) {
      const found = MARKED.exec(line);
      if (found) this.#marked.set(found[2], line);
    }
  }

  /** A text as the box shows it. */
  shown(text) {
    const plain = new Map([...this.#marked].map(([words, line]) => [line, words]));
    return text.split("\n").map((line) => plain.get(line) ?? line).join("\n");
  }

  /** The text that is kept and handed in, with the marks that the grader reads. */
  marked(text) {
    return text.split("\n").map((line) => this.#marked.get(line.trim()) ?? line).join("\n");
  }
}
