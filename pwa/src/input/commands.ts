/**
 * Buttons that are printed instead of tapped: the codes of the command card. Letters and digits alone, and none of them
 * one that a keyboard of another country moves (Y, Z): a card works also where the layout is set wrong.
 */

export const COMMANDS = ['done', 'short', 'damaged', 'skip', 'undo', 'next', 'help', 'voice'] as const;
export type Action = (typeof COMMANDS)[number];
/** An action, or a digit. */
export type Command = Action | `${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`;

/** No item, place, container or badge begins with it (docs/scanners.md). */
const FORM = /^(?:\][A-Za-z][\x21-\x7e])?PFCMD([A-Z]+|[0-9])$/;

/** The command that a scanned code is; null for any other code. */
export function commandOf(code: string): Command | null {
  const name = FORM.exec(code.trim().toUpperCase())?.[1]?.toLowerCase() ?? '';
  return (COMMANDS as readonly string[]).includes(name) || /^[0-9]$/.test(name) ? (name as Command) : null;
}

/** These change what is promised or booked, so a trigger pulled at the wrong code must not be enough. */
export function wantsTwice(command: Command): boolean {
  return command === 'short' || command === 'damaged';
}

export function isDigit(command: Command): boolean {
  return /^[0-9]$/.test(command);
}
