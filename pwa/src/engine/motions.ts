/**
 * What the step kinds share: the turn they are given, the outcome they answer, and small readings.
 * Nothing here or in `kinds/` changes an argument: a new sub-state is a new object.
 */
import { plainText, strip, type Parsed } from './barcodes';
import { daysInMonth } from './gs1';
import type { Shown } from './kinds/shown';
import { own, type Effect, type Event, type Params, type Script, type State, type Step, type Sub, type Target, type Thing } from './steps';

const MAX_QTY = 1_000_000;
const MAX_WEIGHT_G = 100_000_000;
export const REFILL_KINDS: readonly string[] = ['tote', 'carton'];

/** A scanned code, read and looked up; `known` when it is more than a container by its form. */
export interface Scan { raw: string; parsed: Parsed; thing: Thing | null; known: boolean }

/** All that a step kind may look at when something happens. */
export interface Turn<S = Step, U = Record<string, unknown>> {
  script: Script;
  state: State;
  step: S;
  sub: U;
  event: Event;
  scan: Scan;
}

/** What a step kind answers; a refusal has no `sub`. */
export interface Outcome<U = Record<string, unknown>> {
  code: string;
  params: Params;
  sub: U | null;
  effects: Effect[];
  vars: Record<string, string> | null;
  /** What undo takes back from now on: this, or what it was before (`same`: nothing has changed), or `none`. */
  memory?: 'same' | 'none';
}

export type Handler<S, U> = (turn: Turn<S, U>) => Outcome<U>;

/** A step kind: its empty sub-state and what it does at each event and each action. */
export interface Kind<S, U> {
  empty: U;
  events: Record<string, Handler<S, U>>;
  actions: Record<string, Handler<S, U>>;
}

/** A kind whose own types are forgotten; it may say itself how it is shown. */
export type AnyKind = Kind<Step, Sub> & Partial<Shown>;

export function refuse(code: string, params: Params = {}): Outcome<never> {
  return { code, params, sub: null, effects: [], vars: null };
}

export function accept<U>(code: string, sub: U, ...effects: Effect[]): Outcome<U> {
  return { code, params: {}, sub, effects, vars: null };
}

/** A whole number in 0..1,000,000, else null. */
export function amount(value: unknown): number | null {
  // Adding zero turns JSON's -0 into 0, which Python reads it as.
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MAX_QTY ? (value as number) + 0 : null;
}

/** A printable text of 1 to `most` characters without outer spaces, else null. */
export function text(value: unknown, most = 40): string | null {
  if (typeof value !== 'string') return null;
  const bare = strip(value);
  const length = [...bare].length;
  return length >= 1 && length <= most && !/[\x00-\x1f\x7f-\x9f\p{Cs}]/u.test(bare) ? bare : null;
}

/** A real day as YYYY-MM-DD, else null. */
export function date(value: unknown): string | null {
  const found = typeof value === 'string' ? /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(value) : null;
  if (!found) return null;
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
  return year >= 1 && day >= 1 && day <= daysInMonth(year, month) ? found[0] : null;
}

/** Whole grams in 1..100,000,000, from a number or a text of digits, else null. */
export function weight(value: unknown): number | null {
  const grams = typeof value === 'string' && /^[0-9]{1,9}$/.test(value) ? Number(value) : value;
  return Number.isInteger(grams) && (grams as number) >= 1 && (grams as number) <= MAX_WEIGHT_G ? (grams as number) : null;
}

/** The value that a field may have, and the code of the refusal if it may not. */
export function filled(field: string, value: unknown): { value: string | number | null; wrong: string } {
  if (field === 'expiry') {
    const day = date(value);
    return { value: day, wrong: day ? '' : 'bad_date' };
  }
  if (field === 'weight_g') {
    const grams = weight(value);
    return { value: grams, wrong: grams ? '' : 'bad_value' };
  }
  // A photo is named by its hash, which is longer than any lot.
  const words = text(value, field === 'lot' || field === 'serial' ? 40 : 128);
  return { value: words, wrong: words ? '' : 'bad_value' };
}

/** What the GS1 parts of a scan say for a field that a person could also fill. */
export function partOf(parsed: Parsed, field: string): unknown {
  return own(parsed as unknown as Record<string, unknown>, field);
}

/** What a scan says for `lot` or `serial`: its GS1 part, or the whole of a code nobody knows. */
export function scannedText(scan: Scan, field: string): string | null {
  const part = partOf(scan.parsed, field);
  return part !== undefined || scan.known ? text(part) : text(plainText(scan.raw));
}

/** Lots are the same however their letters were typed. */
export function sameLot(one: string, other: string): boolean {
  return one.toUpperCase() === other.toUpperCase();
}

/** The plate that `{container}` or `{var}` stands for; null for neither. */
export function heldBy(vars: Record<string, string>, holder: Target | null | undefined): string | null {
  if (!holder) return null;
  if (holder.var !== undefined) return holder.var === null ? null : (own(vars, holder.var) ?? null);
  return holder.container ?? null;
}

/** Kind and zone code of a scanned place, from the scan's look-up or from the script. */
export function placeFacts(script: Script, thing: Thing): { kind: string | null; zone: string | null } {
  const facts = own(script.places, String(thing.place)) ?? {};
  return { kind: thing.kind || (facts.kind ?? null), zone: thing.zone || (facts.zone ?? null) };
}

/** The refusal when a scan is not of the place or container that `target` names, else null. */
export function miss(turn: Turn<unknown, unknown>, target: Target): Outcome<never> | null {
  const thing = turn.scan.thing;
  if (!thing) return refuse('unknown_code', { code: turn.scan.raw });
  const word = target.place != null ? 'place' : 'container';
  const expected = word === 'place' ? target.place : heldBy(turn.state.vars, target);
  const got = thing[word] ?? null;
  if (got === null) return refuse(`scan_${word}_first`, { expected });
  return got === expected ? null : refuse(`wrong_${word}`, { expected, got });
}

/** A scanned container of one of the kinds becomes the variable's; null if it is no such. */
export function takeContainer<U>(
  turn: Turn<{ id: string }, U>, variable: string, kinds: readonly string[], sub: U,
): Outcome<U> | null {
  const thing = turn.scan.thing;
  if (thing?.container === undefined || thing.kind === undefined || !kinds.includes(thing.kind)) return null;
  const effect = { type: 'took_container', step: turn.step.id, container: thing.container, kind: thing.kind, var: variable };
  return { ...accept('counted', sub, effect), vars: { ...turn.state.vars, [variable]: thing.container } };
}

/** Whether another variable holds this container already: it stands somewhere else on the cart. */
export function isTaken(vars: Record<string, string>, variable: string, plate: string): boolean {
  return Object.entries(vars).some(([name, held]) => name !== variable && held === plate);
}

/** After `full`: only a new tote or carton, which the variable then holds. */
export function refill<U>(turn: Turn<{ id: string; into?: Target | null }, U>): Outcome<U> {
  return takeContainer(turn, turn.step.into?.var ?? '', REFILL_KINDS, { ...turn.sub, need: null })
    ?? refuse('scan_container_first', { kinds: REFILL_KINDS });
}

/** More than is wanted: a pack that must be opened, or simply too many. */
export function tooMuch(pack: string, size: number, count: number, needed: number): Outcome<never> {
  return size > 1 && needed > 0
    ? refuse('pack_too_big', { pack, size: count, needed })
    : refuse('too_many', { needed });
}
