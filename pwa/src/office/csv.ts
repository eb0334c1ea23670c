/** Rows as CSV, as spreadsheets read it: in UTF-8 with a mark that says so, and nothing in it is a formula. */

/** A plain number may begin with a minus; anything else that a spreadsheet would reckon with stays text. */
const NUMBER = /^-?\d+(\.\d+)?$/;

export function csvOf(rows: readonly (readonly string[])[]): Blob {
  return new Blob(['\ufeff', ...rows.map((row) => `${row.map(cell).join()}\r\n`)], { type: 'text/csv;charset=utf-8' });
}

function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
