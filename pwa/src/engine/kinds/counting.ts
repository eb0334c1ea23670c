/** How `collect` counts: which line, how much too much, where to, and the closing of the lines. */
import { counted, missingLines } from '../lines';
import { accept, heldBy, refuse, sameLot, tooMuch, type Outcome, type Turn } from '../motions';
import { own, type Asks, type CollectStep, type Effect, type Line } from '../steps';
import { isGraded, isStrange } from './grading';
import { measuresOf } from './measuring';

/** What is measured of goods where a step asks for it: the limit that a temperature broke, and the place where such goods are kept apart. */
export interface Measures {
  asks?: Asks;
  weight_g?: number | null;
  temperature?: number | null;
  outside?: number;
  held?: number;
  /** Grams that are far from what so many pieces usually weigh. */
  doubt?: number;
  /** Of one piece, where that is asked; null until it is known. */
  unit_g?: number | null;
  length_mm?: number | null;
  width_mm?: number | null;
  height_mm?: number | null;
}
/** Some units of an item as they were scanned, for a line or (null) not expected. */
export interface Piece extends Measures {
  item: number;
  line: number | null;
  qty: number;
  size: number;
  pack: string;
  lot: string | null;
  expiry: string | null;
  serial: string | null;
  /** How it was judged, where goods are judged; left out elsewhere. */
  grade?: string | null;
}
/** A piece that still lacks what `need` says. */
export interface Pending extends Piece { zone: string; need: string[] }
export interface Counted extends Piece { container: string | null; place: number | null }
/** Goods that nobody knows, and the label that was put on them. */
export interface Aside { code: string; qty: number; plate: string | null }
export interface CollectSub {
  counts: Record<string, number>;
  extra: Record<string, number>;
  pending: Pending | null;
  into: Record<string, string>;
  last: Counted | null;
  need: 'container' | null;
  ask: boolean;
  /** There while goods that nobody knows are in the hands. */
  aside?: Aside;
  /** By item: a temperature that was right. */
  measured?: Record<string, number | null>;
  /** By item: its size was asked for. */
  sized?: Record<string, number>;
  /** By line: how many units were counted by hand. */
  by_hand?: Record<string, number>;
  done: boolean;
}
export type CollectTurn = Turn<CollectStep, CollectSub>;
export type CollectOutcome = Outcome<CollectSub>;

/** Two scans are one when all of these agree; then a typed total is the total of both. */
const ALIKE = ['item', 'line', 'size', 'lot', 'expiry', 'container', 'place', 'grade'] as const;

/** The line that an item counts for (null: it was not expected), or why it may not be counted. */
export function chooseLine(
  turn: CollectTurn, item: number, lot: string | null,
): { line: Line | null; wrong: CollectOutcome | null } {
  const ofItem = turn.step.lines.filter((line) => line.item === item);
  const fitting = ofItem.filter((line) => lot === null || !line.lot || sameLot(lot, line.lot.code));
  const first = ofItem[0];
  if (!first) return { line: null, wrong: turn.step.open ? null : refuse('wrong_item', { got: item }) };
  const line = fitting.find((each) => counted(turn.sub, each) < each.qty) ?? fitting.at(-1);
  return line ? { line, wrong: null } : { line: null, wrong: refuse('wrong_lot', { expected: first.lot?.code, got: lot }) };
}

/** The line with this id, null if there is none (any more). */
export function lineOf(turn: CollectTurn, id: number | null): Line | null {
  return turn.step.lines.find((line) => line.id === id) ?? null;
}

/** The refusal if this would be more than the line wants and the step does not take more. */
export function refuseOver(turn: CollectTurn, line: Line | null, piece: Piece): CollectOutcome | null {
  if (!line || turn.step.over !== 'refuse') return null;
  const needed = Math.max(0, line.qty - counted(turn.sub, line));
  return piece.qty <= needed ? null : tooMuch(piece.pack, piece.size, piece.qty, needed);
}

/** Whether a sample of a line is looked at, and all of it judged by that. */
export function isLookedAt(step: CollectStep, line: Line | null): line is Line {
  return line !== null && own(step.looks ?? {}, String(line.id)) !== undefined;
}

/** Of a line that a sample is looked at of, one scan stands for all that it still wants, until a number is typed. */
export function whole<P extends Piece>(turn: CollectTurn, line: Line | null, piece: P): P {
  const left = isLookedAt(turn.step, line) ? line.qty - counted(turn.sub, line) : 0;
  if (left <= 0) return piece;
  // A case barcode on a loose handful names the item; what is typed is pieces.
  return piece.size <= left ? { ...piece, qty: left } : { ...piece, qty: left, size: 1, pack: 'piece' };
}

/** Whether every zone's goods have a container of their own. */
export function needsZone(step: CollectStep): boolean {
  return step.into?.mode === 'zone';
}

/** Container and place that goods of a zone go to. */
export function destination(turn: CollectTurn, zone: string): [string | null, number | null] {
  if (needsZone(turn.step)) return [own(turn.sub.into, zone) ?? null, null];
  return [heldBy(turn.state.vars, turn.step.into), turn.step.into?.place ?? null];
}

/** Count a piece into its destination. */
export function count(
  turn: CollectTurn, piece: Piece, container: string | null, place: number | null,
): CollectOutcome {
  const line = lineOf(turn, piece.line);
  const { item, qty, size, pack, lot, expiry, serial } = piece;
  const now: Counted = { item, line: piece.line, qty, size, pack, lot, expiry, serial, container, place, ...('grade' in piece ? { grade: piece.grade ?? null } : {}), ...measuresOf(piece) };
  const effect: Effect = { type: 'collected', step: turn.step.id, ...now };
  const before = turn.sub.last;
  const alike = before !== null && serial === null && ALIKE.every((name) => before[name] === now[name]);
  const weight = 'weight_g' in now ? { weight_g: (now.weight_g ?? 0) + (before?.weight_g ?? 0) } : {};
  const last = alike ? { ...now, qty: qty + before.qty, ...weight } : now;
  const name = piece.line === null ? 'extra' : 'counts';
  const key = String(piece.line === null ? item : piece.line);
  const sums = { ...turn.sub[name], [key]: (own(turn.sub[name], key) ?? 0) + qty };
  const sub: CollectSub = { ...turn.sub, pending: null, last, [name]: sums };
  return closeIfComplete(turn.step, sub, wordFor(turn.step, sub, line, piece), effect);
}

function wordFor(step: CollectStep, sub: CollectSub, line: Line | null, piece: Piece): string {
  // Who counts blind must not learn from the answer what the books expect.
  if (step.blind) return 'counted';
  const graded = isGraded(step);
  if (piece.line === null && (step.lines.length || !graded)) return 'not_expected';
  if (isStrange(step, piece)) return 'never_sent';
  if (!line || counted(sub, line) <= line.qty) return 'counted';
  return graded ? 'over_sent' : 'over';
}

function closeIfComplete(step: CollectStep, sub: CollectSub, code: string, effect: Effect): CollectOutcome {
  const complete = step.auto && step.lines.length > 0 && missingLines(step, sub).length === 0;
  return complete ? accept(code, { ...sub, done: true }, effect, closed(step, sub)) : accept(code, sub, effect);
}

/** The effect of closing: what is missing, and what was not expected, by item id. */
export function closed(step: CollectStep, sub: CollectSub): Effect {
  const extra = Object.entries(sub.extra)
    .map(([item, qty]) => ({ item: Number(item), qty }))
    .sort((one, other) => one.item - other.item);
  return { type: 'closed', step: step.id, missing: missingLines(step, sub), extra };
}
