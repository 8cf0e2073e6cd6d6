// Show a Markdown cell in a text box, without the markup of its labels and placeholders.

/** A line that is wholly marked up, as "**Diagnosis:**" or "*Write here.*". */
const MARKED = /^(\*+)([^*]+)\1$/;

export class Labels {
  #marked = new Map(); // by the words shown

  constructor(authored) {
    for (const line of authored.split("\n")) {
      const found = MARKED.exec(line);
      if (found) this.#marked.set(found[2], line);
    }
  }

  /** Return a text as the box shows it. */
  shown(text) {
    const plain = new Map([...this.#marked].map(([words, line]) => [line, words]));
    return text.split("\n").map((line) => plain.get(line) ?? line).join("\n");
  }

  /** Return the text to keep and hand in, with the markup that the grader reads. */
  marked(text) {
    return text.split("\n").map((line) => this.#marked.get(line.trim()) ?? line).join("\n");
  }
}
