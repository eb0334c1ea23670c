/**
 * `take`: take a quantity of an item from its place, or take an empty container.
 * A take may come to alternative bins when its own is short; `base` is what was taken before the present bin, so a
 * typed total is always the total of the bin the person stands at.
 */
import { plainText } from '../barcodes';
import {
  accept, amount, heldBy, refill, refuse, REFILL_KINDS, sameLot, takeContainer, text, tooMuch, type Kind, type Outcome,
} from '../motions';
import type { Effect, TakeStep } from '../steps';
import { countHeld, here, leave, settle, stillWanted, take, wantedHere, type TakeSub, type TakeTurn } from './taking';

type TakeOutcome = Outcome<TakeSub>;

function scan(turn: TakeTurn): TakeOutcome {
  const { step, sub } = turn;
  if (step.container) return scanContainer(turn, step.container);
  if (!sub.there) return scanSpot(turn);
  if (sub.need === 'container') return refill(turn);
  if (sub.need === 'lot') return proveLot(turn, turn.scan.parsed.lot ?? plainText(turn.scan.raw));
  return scanItem(turn);
}

function scanContainer(turn: TakeTurn, form: { kinds: string[]; var: string }): TakeOutcome {
  const thing = turn.scan.thing;
  if (!thing) return refuse('unknown_code', { code: turn.scan.raw });
  if (thing.container === undefined) return refuse('scan_container_first', { kinds: form.kinds });
  return takeContainer(turn, form.var, form.kinds, { ...turn.sub, done: true })
    ?? refuse('wrong_container_kind', { kinds: form.kinds, got: thing.kind ?? null });
}

function scanSpot(turn: TakeTurn): TakeOutcome {
  const thing = turn.scan.thing;
  const expected = here(turn).place;
  if (!thing) return refuse('unknown_code', { code: turn.scan.raw });
  if (thing.place === undefined) return refuse('scan_place_first', { expected });
  if (thing.place !== expected) return refuse('wrong_place', { expected, got: thing.place });
  return accept('counted', { ...turn.sub, there: true });
}

function scanItem(turn: TakeTurn): TakeOutcome {
  const { step, sub, scan: { raw, parsed, thing } } = turn;
  if (!thing) return refuse('unknown_code', { code: raw });
  if (thing.item === undefined) return refuse('scan_item_first', { expected: step.item });
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
  } else if (count > stillWanted(turn)) {
    return tooMuch(pack, size, count, stillWanted(turn));
  }
  const proved = sub.lot_ok || (said !== undefined && Boolean(at.lot));
  const read: TakeSub = { ...sub, seen: true, size, pack, held: count, lot_ok: proved };
  if (at.lot && !proved && !at.only_lot) return accept('need_lot', { ...read, need: 'lot' });
  return countHeld({ ...turn, sub: read });
}

function proveLot(turn: TakeTurn, said: string): TakeOutcome {
  const { step, scan: { thing } } = turn;
  if (thing?.item !== undefined && thing.item !== step.item) {
    return refuse('wrong_item', { expected: step.item, got: thing.item });
  }
  // A later revision may have taken the lot away: then there is nothing to prove.
  const lot = here(turn).lot;
  if (lot && !sameLot(said, lot.code)) return refuse('wrong_lot', { expected: lot.code, got: said });
  return countHeld({ ...turn, sub: { ...turn.sub, lot_ok: true, need: null } });
}

function quantity(turn: TakeTurn): TakeOutcome {
  const { step, sub } = turn;
  if (step.container) return refuse('not_now');
  const qty = amount(turn.event.qty);
  if (qty === null) return refuse('bad_quantity');
  const first = scanFirst(turn);
  if (first) return first;
  const total = qty * sub.size;
  const counted = sub.taken - sub.base;
  if (total > wantedHere(turn)) return refuse('too_many', { needed: wantedHere(turn) });
  if (total < counted) return refuse('less_than_counted', { counted });
  return total > counted ? take(turn, total - counted) : settle(turn);
}

/** What must be scanned before a quantity may be typed. */
function scanFirst(turn: TakeTurn): TakeOutcome | null {
  const { step, sub } = turn;
  if (!sub.there) return refuse('scan_place_first', { expected: here(turn).place });
  if (sub.need === 'container') return refuse('scan_container_first', { kinds: REFILL_KINDS });
  if (sub.need === 'lot') return refuse('need_lot_first');
  return sub.seen || step.prove === 'none' ? null : refuse('scan_item_first', { expected: step.item });
}

function fill(turn: TakeTurn): TakeOutcome {
  if (turn.sub.need !== 'lot' || turn.event.field !== 'lot') return refuse('not_now');
  const said = text(turn.event.value);
  return said === null ? refuse('bad_value') : proveLot(turn, said);
}

function short(turn: TakeTurn): TakeOutcome {
  if (turn.step.container) return refuse('not_now');
  const left = amount(turn.event.left);
  if (left === null) return refuse('bad_quantity');
  const missing = Math.max(0, turn.step.qty - turn.sub.taken);
  return leave(turn, { ...noted('short', turn), pin: here(turn).pin ?? null, missing, left });
}

function damaged(turn: TakeTurn): TakeOutcome {
  if (turn.step.container) return refuse('not_now');
  const qty = amount(turn.event.qty);
  return qty ? accept('noted', turn.sub, { ...noted('damaged', turn), qty }) : refuse('bad_quantity');
}

function noted(type: string, turn: TakeTurn): Effect {
  const { step } = turn;
  const at = here(turn);
  const lot = at.lot ? (at.lot.id ?? null) : null;
  return { type, step: step.id, item: step.item, lot, place: at.place, line: step.line ?? null };
}

function open(turn: TakeTurn): TakeOutcome {
  if (turn.step.container) return refuse('not_now');
  // From here on pieces are counted, whatever pack was scanned before.
  return accept('opened', { ...turn.sub, opened: true, size: 1, pack: 'piece', held: 0 });
}

function full(turn: TakeTurn): TakeOutcome {
  const into = turn.step.into;
  if (into?.var == null) return refuse('not_now');
  if (turn.sub.need === 'container') return refuse('scan_container_first', { kinds: REFILL_KINDS });
  const effect = { type: 'container_full', container: heldBy(turn.state.vars, into) };
  return accept('need_container', { ...turn.sub, need: 'container' }, effect);
}

export const TAKE: Kind<TakeStep, TakeSub> = {
  empty: {
    there: true,
    taken: 0,
    base: 0,
    alt: -1,
    seen: false,
    size: 1,
    pack: 'piece',
    held: 0,
    opened: false,
    lot_ok: false,
    need: null,
    missing: 0,
    done: false,
  },
  events: { scan, quantity, fill },
  actions: { short, damaged, open, full },
};
