// Days, as Python writes them.

/** Return the day in Python's format, in local time. */
export function today() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** Return a day in words: "3 May 2027". */
export const inWords = (day) => new Date(`${day}T00:00`).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
