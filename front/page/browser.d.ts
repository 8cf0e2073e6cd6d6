// What browsers have and TypeScript's library doesn't know.

interface Navigator {
  connection?: { saveData: boolean };
}
