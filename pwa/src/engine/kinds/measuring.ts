/** `collect` with `asks`: what is weighed and measured of goods before they count (6). */
import { filled, partOf, SIZES } from '../fields';
import { own, type Asks } from '../steps';
import type { CollectOutcome, CollectTurn, Measures, Pending, Piece } from './counting';
import * as sizing from './sizing';

const ORDER: readonly string[] = ['lot', 'expiry', 'serial', 'pieces', 'weight_g', 'temperature', ...SIZES, 'grade', 'into'];
/** What a piece may carry of it, and so what was counted last, and what is told. */
const MEASURED = ['weight_g', 'temperature', 'outside', 'held'] as const;
type Need = string[];

/** What this step asks of an item. */
function askedOf({ step }: CollectTurn, item: number): Asks | null {
  const asks = own(step.asks ?? {}, String(item));
  return asks && Object.keys(asks).length ? asks : null;
}

/** A scanned piece with what is measured of it, and with that what it still lacks. */
export function begin<P extends Piece>(turn: CollectTurn, piece: P, need: Need): [P & Measures, Need] {
  const asks = askedOf(turn, piece.item);
  if (!asks) return [piece, need];
  let lacking = need;
  let asked: P & Measures = { ...piece, asks };
  if ('weigh' in asks) {
    asked.weight_g = null;
    const said = partOf(turn.scan.parsed, 'weight_g');
    if (said === undefined && !isCounted(turn, piece)) lacking = [...lacking, 'pieces'];
    [asked, lacking] = weighed(asked, lacking, filled('weight_g', said).value as number | null);
  }
  if ('range' in asks && (own(turn.sub.measured ?? {}, String(piece.item)) ?? null) === null) {
    asked.temperature = null;
    lacking = [...lacking, 'temperature'];
  }
  [asked, lacking] = sizing.begin(turn, asked, lacking);
  return [asked, inOrder(lacking)];
}

/** Whether nobody need be asked how many there are. */
function isCounted({ scan }: CollectTurn, { serial, pack }: Piece): boolean {
  return scan.parsed.qty !== undefined || serial !== null || pack !== 'piece';
}

/** What is lacking, in the order in which it is asked for. */
function inOrder(need: Need): Need {
  return ORDER.filter((field) => need.includes(field));
}

/** The piece with its grams, if they are what so many usually weigh or were said twice; else they lack. */
export function weighed<P extends Piece & Measures>(pending: P, need: Need, grams: number | null): [P, Need] {
  const { doubt, ...rest } = pending;
  const lacking = inOrder([...need, 'weight_g']);
  if (grams === null) return [{ ...rest, weight_g: null } as P, lacking];
  if (!need.includes('pieces') && isFar(pending, grams) && doubt !== grams) return [{ ...pending, weight_g: null, doubt: grams }, lacking];
  return [{ ...rest, weight_g: grams } as P, need.filter((field) => field !== 'weight_g')];
}

/** Whether so many pieces usually weigh less than two thirds of this, or more than half as much again. */
function isFar(piece: Piece & Measures, grams: number): boolean {
  const usual = (piece.asks?.weigh ?? 0) * piece.qty;
  return usual > 0 && (3 * grams < 2 * usual || 2 * grams > 3 * usual);
}

/** There are more or fewer pieces than were weighed: with `more` the grams grow, else they lack again. */
export function recounted(pending: Pending, more: number | null = null): Pending {
  if (!('weight_g' in pending)) return pending;
  const before = pending.weight_g ?? null;
  const [piece, need] = weighed(pending, pending.need, before !== null && more !== null ? before + more : null);
  return { ...piece, need };
}

/** Of a temperature out of range the piece carries the limit, and goes to where such goods are kept apart. */
export function judged({ step }: CollectTurn, pending: Pending): Pending {
  const [low, high] = pending.asks?.range ?? [null, null];
  const said = pending.temperature ?? 0;
  const warm = high !== null && said > high;
  const outside = warm ? high : low;
  if (outside === null || (!warm && said >= outside)) return pending;
  const told: Pending = { ...pending, outside };
  return step.aside ? { ...told, held: step.aside.place, need: inOrder([...pending.need, 'into']) } : told;
}

/** The answer to a temperature: where it is out of range, that is what matters. */
export function told(outcome: CollectOutcome, { outside, temperature }: Measures): CollectOutcome {
  if (outside === undefined) return outcome;
  const measured = temperature ?? 0;
  return { ...outcome, code: measured > outside ? 'too_warm' : 'too_cold', params: { measured: degrees(measured), limit: degrees(outside) } };
}

/** As a thermometer shows it. */
const degrees = (tenths: number): string => (tenths / 10).toFixed(1);

/** An item whose temperature was right is not asked about again; one of which some were wrong is, each time. */
export function remembered(turn: CollectTurn, { item, temperature, outside }: Pending): CollectTurn {
  const before = turn.sub.measured ?? {};
  const right = outside === undefined && own(before, String(item)) !== null;
  return { ...turn, sub: { ...turn.sub, measured: { ...before, [String(item)]: right ? (temperature ?? 0) : null } } };
}

/** What was measured of a piece. */
export function measuresOf(piece: Measures): Measures {
  return Object.fromEntries(MEASURED.filter((name) => (piece[name] ?? null) !== null).map((name) => [name, piece[name]]));
}
