/** `collect`: scan items in any order against lines, or blind: receive, check, pack, count. */
import { counted, missingLines } from '../lines';
import { accept, amount, heldBy, refill, refuse, REFILL_KINDS, type Kind } from '../motions';
import type { CollectStep } from '../steps';
import {
  closed, count, lineOf, needsZone,
  type CollectOutcome, type CollectSub, type CollectTurn, type Counted,
} from './counting';
import * as aside from './aside';
import * as byHand from './by-hand';
import * as pending from './pending';

/** The kinds of containers that follow a full one. */
const refills = ({ step }: CollectTurn): readonly string[] => step.into?.kinds ?? REFILL_KINDS;

/** Whoever goes on working does not want to close any more, and has left what nobody knew. */
export function unasked<T extends { sub: CollectSub }>(turn: T): T {
  return { ...turn, sub: { ...aside.ended(turn.sub), ask: false } };
}

function scan(asked: CollectTurn): CollectOutcome {
  const put = aside.scan(asked);
  if (put) return put;
  const turn = unasked(asked);
  if (turn.sub.need === 'container') return refill(turn, refills(turn));
  if (turn.sub.pending) return pending.scan(turn, turn.sub.pending);
  const { raw, thing } = turn.scan;
  if (!thing) return turn.step.open ? recordUnknown(turn, raw, 1) : refuse('unknown_code', { code: raw });
  return thing.item === undefined ? refuse('scan_item_first') : pending.begin(turn, thing.item);
}

function recordUnknown(turn: CollectTurn, code: string, qty: number): CollectOutcome {
  return accept('unknown_recorded', aside.begun(turn, code, qty), { type: 'unknown', step: turn.step.id, code, qty });
}

function unknown(turn: CollectTurn): CollectOutcome {
  const { code, qty } = turn.event;
  const pieces = amount(qty === undefined ? 1 : qty);
  return pieces ? recordUnknown(unasked(turn), typeof code === 'string' ? code : '', pieces) : refuse('bad_quantity');
}

function confirm(turn: CollectTurn): CollectOutcome {
  return turn.sub.pending ? pending.confirm(unasked(turn), turn.sub.pending) : aside.left(turn);
}

function quantity(asked: CollectTurn): CollectOutcome {
  const turn = unasked(asked);
  if (turn.sub.need === 'container') return refuse('scan_container_first', { kinds: refills(turn) });
  if (turn.event.line != null) return byHand.quantity(turn);
  if (turn.sub.pending) return pending.quantity(turn, turn.sub.pending);
  const { last } = turn.sub;
  const qty = amount(turn.event.qty);
  if (qty === null) return refuse('bad_quantity');
  if (!last) return refuse('scan_item_first');
  if (last.serial !== null) return refuse('not_now');
  // Each weighing is for the pieces that were on the scales.
  if ('weight_g' in last) return refuse('scan_to_weigh');
  return recount(turn, last, qty * last.size - last.qty);
}

/** Count the difference between the typed total and what the last scan has counted. */
function recount(turn: CollectTurn, last: Counted, more: number): CollectOutcome {
  if (more < 0) return refuse('less_than_counted', { counted: last.qty });
  if (more === 0) return accept('counted', turn.sub);
  const line = lineOf(turn, last.line);
  if (line && turn.step.over === 'refuse') {
    const room = Math.max(0, line.qty - counted(turn.sub, line));
    if (more > room) return refuse('too_many', { needed: last.qty + room });
  }
  return count(turn, { ...last, qty: more }, last.container, last.place);
}

function damaged(turn: CollectTurn): CollectOutcome {
  const { last } = turn.sub;
  const qty = amount(turn.event.qty);
  if (!qty) return refuse('bad_quantity');
  if (!last) return refuse('scan_item_first');
  if (qty > last.qty) return refuse('too_many', { needed: last.qty });
  const { item, line, lot, place, container } = last;
  return accept('noted', unasked(turn).sub, { type: 'damaged', step: turn.step.id, item, line, lot, qty, place, container });
}

function full(asked: CollectTurn): CollectOutcome {
  const turn = unasked(asked);
  const { into } = turn.step;
  if (into?.var != null) {
    if (turn.sub.need === 'container') return refuse('scan_container_first', { kinds: refills(turn) });
    const effect = { type: 'container_full', container: heldBy(turn.state.vars, into) };
    return accept('need_container', { ...turn.sub, need: 'container' }, effect);
  }
  const plate = turn.sub.last?.container ?? null;
  const zones = Object.entries(turn.sub.into);
  const left = zones.filter(([, other]) => other !== plate);
  if (!needsZone(turn.step) || left.length === zones.length) return refuse('not_now');
  return accept('noted', { ...turn.sub, into: Object.fromEntries(left) }, { type: 'container_full', container: plate });
}

function done(turn: CollectTurn): CollectOutcome {
  const { step, sub } = turn;
  if (sub.pending) return refuse('finish_this_first');
  const missing = missingLines(step, sub).reduce((sum, line) => sum + line.qty, 0);
  if (missing > 0 && !step.blind && !step.part && !sub.ask) return { ...accept('ask_close', { ...sub, ask: true }), params: { missing } };
  const after: CollectSub = { ...aside.ended(sub), ask: false, done: true };
  return accept('counted', after, closed(step, after));
}

export const COLLECT: Kind<CollectStep, CollectSub> = {
  empty: { counts: {}, extra: {}, pending: null, into: {}, last: null, need: null, ask: false, done: false },
  events: { scan, quantity, fill: (turn) => pending.fill(unasked(turn)), choose: (turn) => pending.choose(unasked(turn)), confirm },
  actions: { unknown, damaged, no_scan: (turn) => byHand.noScan(unasked(turn)), full, done },
};
