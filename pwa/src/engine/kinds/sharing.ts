/**
 * `take` with shares: one walk to a bin, several totes on a cart. The item is scanned once; then each share, in the
 * order of the script, is booked by scanning the tote that it goes into. A typed quantity says how many of it are put
 * now. `dealt` is what each share has got, by its pin.
 */
import { plainText } from '../barcodes';
import {
  accept, amount, heldBy, isTaken, refuse, REFILL_KINDS, takeContainer, text, type Kind, type Outcome,
} from '../motions';
import { lacking, putOf, type Effect, type Params, type Share, type Sub, type TakeStep } from '../steps';
import { EMPTY, open, REMARKS } from './take';
import { here, leave, noted, proveLot, readItem, scanFirst, scanSpot, type TakeSub, type TakeTurn } from './taking';

export interface SharedSub extends TakeSub { dealt: Record<string, number> }
type SharedTurn = TakeTurn<SharedSub>;
type SharedOutcome = Outcome<SharedSub>;

function wanting({ step, sub }: SharedTurn): number {
  return lacking(step.shares ?? [], sub as unknown as Sub);
}

/** The share that is put into its tote now: the first that still wants units. */
function atHand({ step, sub }: SharedTurn): Share {
  // The step would not be at hand if no share wanted anything.
  return step.shares!.find((share) => putOf(sub as unknown as Sub, share) < share.qty)!;
}

/** How many units this bin is still to give. */
export function wantedFrom(turn: SharedTurn): number {
  const at = here(turn);
  const left = wanting(turn);
  return at === turn.step ? left : Math.max(0, Math.min(left, at.qty - (turn.sub.taken - turn.sub.base)));
}

/** How many units of it the share at hand still wants. */
export function roomOf(turn: SharedTurn): number {
  const share = atHand(turn);
  return Math.min(share.qty - putOf(turn.sub as unknown as Sub, share), wantedFrom(turn));
}

/** The share at hand and how many of it are put now: what was typed, else all that this bin gives for it. */
export function putNow(turn: SharedTurn): { share: Share; qty: number } {
  return { share: atHand(turn), qty: Math.min(turn.sub.held || roomOf(turn), roomOf(turn)) };
}

function scan(turn: SharedTurn): SharedOutcome {
  const { sub } = turn;
  if (!sub.there) return scanSpot(turn);
  if (sub.need === 'container') return refill(turn);
  if (sub.need === 'lot') return proveLot(turn, turn.scan.parsed.lot ?? plainText(turn.scan.raw));
  const thing = turn.scan.thing;
  if (!thing || thing.item !== undefined) return scanItem(turn);
  const first = scanFirst(turn, sub.taken + putNow(turn).qty);
  if (first) return first;
  const wanted = wantedTote(turn);
  if (thing.container === undefined) return refuse('scan_tote_first', wanted);
  if (thing.container !== wanted['expected']) return refuse('wrong_tote', { ...wanted, got: thing.container });
  return put(turn, thing.container);
}

/** The tote that the share at hand goes into. */
function wantedTote(turn: SharedTurn): Params {
  const share = atHand(turn);
  return { expected: heldBy(turn.state.vars, share.into), position: share.position };
}

function scanItem(turn: SharedTurn): SharedOutcome {
  const outcome = readItem(turn, wantedFrom(turn));
  // What is put into a tote is told by the screen or typed, not by the barcode.
  return outcome.sub ? { ...outcome, sub: { ...outcome.sub, held: 0 } } : outcome;
}

/** Put units of the share at hand into its tote. */
function put(turn: SharedTurn, plate: string): SharedOutcome {
  const { step, sub } = turn;
  // A later revision may know of less at this bin.
  if (!roomOf(turn)) return leaveBin(turn);
  const { share, qty } = putNow(turn);
  const at = here(turn);
  const effect: Effect = {
    type: 'took',
    step: step.id,
    item: step.item,
    qty,
    lot: at.lot ? (at.lot.id ?? null) : null,
    place: at.place,
    container: plate,
    line: share.line,
    pin: share.pin,
  };
  const dealt = { ...sub.dealt, [String(share.pin)]: putOf(sub as unknown as Sub, share) + qty };
  const after: SharedTurn = { ...turn, sub: { ...sub, taken: sub.taken + qty, dealt, held: 0 } };
  if (!wanting(after)) return accept('counted', { ...after.sub, done: true }, effect);
  return wantedFrom(after) ? accept('counted', after.sub, effect) : leaveBin(after, effect);
}

/** Leave this bin for the next alternative, or finish with the rest missing. */
function leaveBin(turn: SharedTurn, ...effects: Effect[]): SharedOutcome {
  const left = leave(turn, ...effects);
  return left.sub?.done ? { ...left, sub: { ...left.sub, missing: wanting(turn), held: 0 } } : left;
}

function quantity(turn: SharedTurn): SharedOutcome {
  const { sub } = turn;
  const qty = amount(turn.event.qty);
  if (!qty) return refuse('bad_quantity');
  const first = scanFirst(turn, sub.taken + qty);
  if (first) return first;
  const most = roomOf(turn);
  // What a tote gets may be less than one of the packs that were scanned.
  const pieces = qty * (sub.size <= most ? sub.size : 1);
  return pieces > most ? refuse('too_many', { needed: most }) : accept('counted', { ...sub, held: pieces });
}

function fill(turn: SharedTurn): SharedOutcome {
  if (turn.sub.need !== 'lot' || turn.event.field !== 'lot') return refuse('not_now');
  const said = text(turn.event.value);
  return said === null ? refuse('bad_value') : proveLot(turn, said);
}

function short(turn: SharedTurn): SharedOutcome {
  const left = amount(turn.event.left);
  if (left === null) return refuse('bad_quantity');
  const shares = (turn.step.shares ?? [])
    .map((share) => ({ line: share.line, pin: share.pin, missing: share.qty - putOf(turn.sub as unknown as Sub, share) }))
    .filter(({ missing }) => missing > 0);
  return leaveBin(turn, { ...noted('short', turn), pin: null, missing: wanting(turn), left, shares });
}

function full(turn: SharedTurn): SharedOutcome {
  if (turn.sub.need === 'container') return refuse('scan_container_first', { kinds: REFILL_KINDS });
  const effect = { type: 'container_full', container: heldBy(turn.state.vars, atHand(turn).into) };
  return accept('need_container', { ...turn.sub, need: 'container' }, effect);
}

/** After `full`: a new tote for the same position, which stands nowhere on the cart yet. */
function refill(turn: SharedTurn): SharedOutcome {
  const plate = turn.scan.thing?.container;
  // The full one is not new either.
  if (plate !== undefined && isTaken(turn.state.vars, '', plate)) return refuse('container_taken', { got: plate });
  return takeContainer(turn, atHand(turn).into.var, REFILL_KINDS, { ...turn.sub, need: null })
    ?? refuse('scan_container_first', { kinds: REFILL_KINDS });
}

export const SHARED: Kind<TakeStep, SharedSub> = {
  empty: { ...EMPTY, dealt: {} },
  events: { scan, quantity, fill },
  actions: { short, ...(REMARKS as object), open: open as never, full },
};
