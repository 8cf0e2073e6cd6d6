// The numbers of decisions as sentences.

/**
 * Return the sentence of one number, as course.board.decisions.number_text does.
 * @param {{says: string, says_at?: Record<string, string>}} number
 */
export function numberInWords({ says, says_at: at }, value) {
  const written = value.toLocaleString("en");
  return (at?.[written] ?? says).replace("{value}", written);
}
