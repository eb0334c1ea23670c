/**
 * What the step kinds share: the turn they are given, the outcome they answer, and small readings.
 * Nothing here or in `kinds/` changes an argument: a new sub-state is a new object.
 */
import { strip, type Parsed } from './barcodes';
import type { Shown } from './kinds/shown';
import { own, type Effect, type Event, type Params, type Script, type State, type Step, type Sub, type Target, type Thing } from './steps';

const MAX_QTY = 1_000_000;
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
export function refill<U>(turn: Turn<{ id: string; into?: Target | null }, U>, kinds = REFILL_KINDS): Outcome<U> {
  return takeContainer(turn, turn.step.into?.var ?? '', kinds, { ...turn.sub, need: null })
    ?? refuse('scan_container_first', { kinds });
}

/** More than is wanted: a pack that must be opened, or simply too many. */
export function tooMuch(pack: string, size: number, count: number, needed: number): Outcome<never> {
  return size > 1 && needed > 0
    ? refuse('pack_too_big', { pack, size: count, needed })
    : refuse('too_many', { needed });
}
