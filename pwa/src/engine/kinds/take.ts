/**
 * `take`: take a quantity of an item from its place, or take an empty container.
 * A take may come to alternative bins when its own is short; `base` is what was taken before the present bin, so a
 * typed total is always the total of the bin the person stands at.
 */
import { plainText } from '../barcodes';
import {
  accept, amount, heldBy, isTaken, refill, refuse, REFILL_KINDS, takeContainer, text, type Kind, type Outcome,
} from '../motions';
import type { TakeStep } from '../steps';
import {
  countHeld, here, leave, noted, proveLot, readItem, scanFirst, scanSpot, settle, stillWanted, take, wantedHere, type TakeSub, type TakeTurn,
} from './taking';

type TakeOutcome = Outcome<TakeSub>;

function scan(turn: TakeTurn): TakeOutcome {
  const { step, sub } = turn;
  if (step.container) return scanContainer(turn, step.container);
  if (!sub.there) return scanSpot(turn);
  if (sub.need === 'container') return refill(turn);
  if (sub.need === 'lot') return provenLot(turn, turn.scan.parsed.lot ?? plainText(turn.scan.raw));
  return scanItem(turn);
}

function scanContainer(turn: TakeTurn, form: NonNullable<TakeStep['container']>): TakeOutcome {
  const thing = turn.scan.thing;
  if (!thing) return refuse('unknown_code', { code: turn.scan.raw });
  if (thing.container === undefined) return refuse('scan_container_first', { kinds: form.kinds });
  if (form.fresh && isTaken(turn.state.vars, form.var, thing.container)) return refuse('container_taken', { got: thing.container });
  return takeContainer(turn, form.var, form.kinds, { ...turn.sub, done: true })
    ?? refuse('wrong_container_kind', { kinds: form.kinds, got: thing.kind ?? null });
}

function scanItem(turn: TakeTurn): TakeOutcome {
  const outcome = readItem(turn, stillWanted(turn));
  return outcome.sub && outcome.code !== 'need_lot' ? countHeld({ ...turn, sub: outcome.sub }) : outcome;
}

function provenLot(turn: TakeTurn, said: string): TakeOutcome {
  const proved = proveLot(turn, said);
  return proved.sub ? countHeld({ ...turn, sub: proved.sub }) : proved;
}

function quantity(turn: TakeTurn): TakeOutcome {
  const { step, sub } = turn;
  if (step.container) return refuse('not_now');
  const qty = amount(turn.event.qty);
  if (qty === null) return refuse('bad_quantity');
  const first = scanFirst(turn, sub.base + qty * sub.size);
  if (first) return first;
  const total = qty * sub.size;
  const counted = sub.taken - sub.base;
  if (total > wantedHere(turn)) return refuse('too_many', { needed: wantedHere(turn) });
  if (total < counted) return refuse('less_than_counted', { counted });
  return total > counted ? take(turn, total - counted) : settle(turn);
}

function fill(turn: TakeTurn): TakeOutcome {
  if (turn.sub.need !== 'lot' || turn.event.field !== 'lot') return refuse('not_now');
  const said = text(turn.event.value);
  return said === null ? refuse('bad_value') : provenLot(turn, said);
}

function short(turn: TakeTurn): TakeOutcome {
  if (turn.step.container) return refuse('not_now');
  const left = amount(turn.event.left);
  if (left === null) return refuse('bad_quantity');
  const missing = Math.max(0, turn.step.qty - turn.sub.taken);
  return leave(turn, { ...noted('short', turn), pin: here(turn).pin ?? null, missing, left });
}

/** Some of what lies here is no good, does not scan, or does not belong here: it is told, and work goes on. */
function remarked(turn: TakeTurn): TakeOutcome {
  if (turn.step.container) return refuse('not_now');
  const qty = amount(turn.event.qty);
  return qty ? accept('noted', turn.sub, { ...noted(turn.event.action as string, turn), qty }) : refuse('bad_quantity');
}

/** A case was opened. */
export function open(turn: TakeTurn): TakeOutcome {
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

export const REMARKS = { damaged: remarked, no_scan: remarked, stray: remarked };

export const EMPTY: TakeSub = {
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
};

export const TAKE: Kind<TakeStep, TakeSub> = {
  empty: EMPTY,
  events: { scan, quantity, fill },
  actions: { short, ...REMARKS, open, full },
};
