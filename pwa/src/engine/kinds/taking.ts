/** How `take` counts: what this bin is still to give, and where to go when it has given it. */
import { accept, heldBy, refuse, REFILL_KINDS, sameLot, tooMuch, type Outcome, type Turn } from '../motions';
import { spot, type Effect, type Spot, type TakeStep } from '../steps';

export interface TakeSub {
  there: boolean;
  taken: number;
  /** What was taken before the present bin. */
  base: number;
  alt: number;
  seen: boolean;
  size: number;
  pack: string;
  /** What the barcode counts that waits for its lot. */
  held: number;
  opened: boolean;
  lot_ok: boolean;
  need: 'lot' | 'container' | null;
  missing: number;
  done: boolean;
}
export type TakeTurn<S extends TakeSub = TakeSub> = Turn<TakeStep, S>;

/** Where the goods are now: the step itself, or the alternative it has come to. */
export function here(turn: TakeTurn): Spot {
  return spot(turn.step, turn.sub as unknown as Record<string, unknown>);
}

/** The total that this bin is to give: what was wanted on coming to it. */
export function wantedHere(turn: TakeTurn): number {
  const want = turn.step.qty - turn.sub.base;
  const at = here(turn);
  return at === turn.step ? want : Math.min(want, at.qty);
}

/** How much of it is not taken yet. */
export function stillWanted(turn: TakeTurn): number {
  return Math.max(0, wantedHere(turn) - (turn.sub.taken - turn.sub.base));
}

/** Count what the barcode in `held` stands for, if it stands for anything. */
export function countHeld(turn: TakeTurn): Outcome<TakeSub> {
  const held = turn.sub.held;
  return held ? take({ ...turn, sub: { ...turn.sub, held: 0 } }, held) : accept('need_quantity', turn.sub);
}

/** Take units from this bin. */
export function take(turn: TakeTurn, qty: number): Outcome<TakeSub> {
  const { step, sub } = turn;
  const at = here(turn);
  const effect: Effect = {
    type: 'took',
    step: step.id,
    item: step.item,
    qty,
    lot: at.lot ? (at.lot.id ?? null) : null,
    place: at.place,
    container: heldBy(turn.state.vars, step.into),
    line: step.line ?? null,
    pin: at.pin ?? null,
  };
  return settle({ ...turn, sub: { ...sub, taken: sub.taken + qty } }, effect);
}

/** Finish, or go to the next bin, if this one has given all that it was to give. */
export function settle(turn: TakeTurn, ...effects: Effect[]): Outcome<TakeSub> {
  const { step, sub } = turn;
  if (sub.taken >= step.qty) return accept('counted', { ...sub, done: true }, ...effects);
  return stillWanted(turn) === 0 ? leave(turn, ...effects) : accept('counted', sub, ...effects);
}

/** Leave this bin for the next alternative, or finish with the rest missing. */
export function leave<S extends TakeSub>({ step, sub }: TakeTurn<S>, ...effects: Effect[]): Outcome<S> {
  const following = sub.alt + 1;
  if (following >= (step.alternatives?.length ?? 0)) {
    return accept('counted', { ...sub, missing: Math.max(0, step.qty - sub.taken), done: true }, ...effects);
  }
  return accept('go_alternative', {
    ...sub,
    there: false,
    seen: false,
    lot_ok: false,
    base: sub.taken,
    alt: following,
    // A full tote stays full on the way to the next bin.
    need: sub.need === 'container' ? 'container' : null,
    size: 1,
    pack: 'piece',
    held: 0,
  }, ...effects);
}

/** What must be scanned before a quantity may be typed; `taken` is what the line has with it. */
export function scanFirst(turn: TakeTurn, taken: number): Outcome<never> | null {
  const { step, sub } = turn;
  if (!sub.there) return refuse('scan_place_first', { expected: here(turn).place });
  if (sub.need === 'container') return refuse('scan_container_first', { kinds: REFILL_KINDS });
  if (sub.need === 'lot') return refuse('need_lot_first');
  return sub.seen || (step.prove === 'none' && !(taken > step.by_hand!)) ? null : refuse('scan_item_first', { expected: step.item });
}

/** Prove that it is the lot that is wanted. */
export function proveLot<S extends TakeSub>(turn: TakeTurn<S>, said: string): Outcome<S> {
  const { step, scan: { thing } } = turn;
  if (thing?.item !== undefined && thing.item !== step.item) {
    return refuse('wrong_item', { expected: step.item, got: thing.item });
  }
  // A later revision may have taken the lot away: then there is nothing to prove.
  const lot = here(turn).lot;
  if (lot && !sameLot(said, lot.code)) return refuse('wrong_lot', { expected: lot.code, got: said });
  return accept('counted', { ...turn.sub, lot_ok: true, need: null });
}

/** Prove that one has come to the bin. */
export function scanSpot<S extends TakeSub>(turn: TakeTurn<S>): Outcome<S> {
  const thing = turn.scan.thing;
  const expected = here(turn).place;
  if (!thing) return refuse('unknown_code', { code: turn.scan.raw });
  if (thing.place === undefined) return refuse('scan_place_first', { expected });
  if (thing.place !== expected) return refuse('wrong_place', { expected, got: thing.place });
  return accept('counted', { ...turn.sub, there: true });
}

/**
 * The scanned item, remembered with its pack and what it counts in `held`, `most` at most; or why it is not the right
 * one. `need_lot` where its lot has to be proved first.
 */
export function readItem<S extends TakeSub>(turn: TakeTurn<S>, most: number): Outcome<S> {
  const { step, sub, scan: { raw, parsed, thing } } = turn;
  if (!thing) return refuse('unknown_code', { code: raw });
  if (thing.item === undefined) {
    // Where one container is taken whole its plate is asked for.
    const plate = step.into?.container;
    return plate == null ? refuse('scan_item_first', { expected: step.item }) : refuse('wrong_container', { expected: plate, got: thing.container ?? null });
  }
  if (thing.item !== step.item) return refuse('wrong_item', { expected: step.item, got: thing.item });
  const at = here(turn);
  const said = parsed.lot;
  if (at.lot && said !== undefined && !sameLot(said, at.lot.code)) {
    return refuse('wrong_lot', { expected: at.lot.code, got: said });
  }
  let size = thing.qty ?? 1;
  let pack = thing.pack ?? 'piece';
  let count = (parsed.qty ?? 1) * size;
  if (sub.opened && count > 1) {
    // The barcode on an opened case no longer counts a case: how many is typed.
    [count, size, pack] = [0, 1, 'piece'];
  } else if (count > most) {
    return tooMuch(pack, size, count, most);
  }
  const proved = sub.lot_ok || (said !== undefined && Boolean(at.lot));
  const read: S = { ...sub, seen: true, size, pack, held: count, lot_ok: proved };
  if (at.lot && !proved && !at.only_lot) return accept('need_lot', { ...read, need: 'lot' });
  return accept('counted', read);
}

/** What an action at this bin tells. */
export function noted(type: string, turn: TakeTurn): Effect {
  const { step } = turn;
  const at = here(turn);
  const lot = at.lot ? (at.lot.id ?? null) : null;
  return { type, step: step.id, item: step.item, lot, place: at.place, line: step.line ?? null };
}
