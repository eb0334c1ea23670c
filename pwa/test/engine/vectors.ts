/** Reads the vectors that the server's tests run as well; what all scripts of a file share is written once in it. */
import { readFileSync } from 'node:fs';
import { cleaned, NO_PROFILE } from '../../src/input/profile';
import type { Effect, Event, Params, Script, State, Thing } from '../../src/engine';

export interface Row {
  event: Event;
  seen: Thing | null;
  expect: { accepted: boolean; code: string; params: Params; effects: Effect[]; state?: Partial<State> };
}
export interface Vector { name: string; script: Script; state?: State; events: Row[] }
export interface BarcodeRow {
  raw: string;
  symbology: string;
  expect: Record<string, unknown>;
  /** How often `raw` is repeated. */
  times?: number;
  /** What this reader writes for GS, as its device's profile knows. */
  gs?: string;
}

const folder = new URL('../../../tests/contracts/vectors/', import.meta.url);

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
}

export function vectors(name: string): Vector[] {
  const book = read(name) as { shared: object; vectors: Vector[] };
  return book.vectors.map((each) => ({ ...each, script: { ...book.shared, ...each.script } }));
}

export function barcodes(): BarcodeRow[] {
  const rows = ['barcodes', 'codes'].flatMap((name) => read(name) as BarcodeRow[]);
  return rows.map((row) => ({ ...row, raw: cleaned(row.raw.repeat(row.times ?? 1), { ...NO_PROFILE, gsSubstitute: row.gs ?? '' }) }));
}

/** Make changing an argument an error: modules are strict, so a write to something frozen throws. */
export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}
