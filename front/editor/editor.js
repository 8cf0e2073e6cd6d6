// The editor of a code cell: CodeMirror with Python, and the keys of a notebook.
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { python } from "@codemirror/lang-python";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";

// The page's colours for code, which follow the theme.
const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.bool, tags.null], color: "light-dark(#00573f, #5fcfa8)", fontWeight: "600" },
  { tag: [tags.string, tags.special(tags.string)], color: "light-dark(#8c3b00, #f2a46b)" },
  { tag: tags.number, color: "light-dark(#7b2d6b, #e2a0d5)" },
  { tag: tags.comment, color: "light-dark(#595959, #b0b0b0)" },
  { tag: [tags.definition(tags.variableName), tags.standard(tags.variableName)], color: "light-dark(#0060a0, #7cc0f5)" },
]);

/**
 * Create an editor with a text and a label. Shift+Enter calls `run()`, each change `changed(text)`.
 * With the keyboard, leave it with Escape, then Tab.
 */
export function editor({ source, label, run, changed }) {
  const element = document.createElement("div");
  element.className = "page-editor";
  const pressed = () => { run(); return true; };
  const view = new EditorView({
    parent: element,
    state: EditorState.create({
      doc: source,
      extensions: [
        keymap.of([{ key: "Shift-Enter", run: pressed }, { key: "Mod-Enter", run: pressed },
          ...defaultKeymap, ...historyKeymap, indentWithTab]),
        history(), drawSelection(), indentOnInput(), bracketMatching(), indentUnit.of("    "),
        python(), syntaxHighlighting(colours), EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false" }),
        EditorView.updateListener.of(({ docChanged, state }) => { if (docChanged) changed(state.doc.toString()); }),
      ],
    }),
  });
  return {
    element,
    focus: () => view.focus(),
    get: () => view.state.doc.toString(),
    set: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
  };
}
