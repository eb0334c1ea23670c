/** `collect` with `hands`: goods whose label does not scan count by hand, as far as a supervisor consented (6). */
import { counted } from '../lines';
import { accept, amount, heldBy, refuse } from '../motions';
import { own, type Line } from '../steps';
import { count, destination, lineOf, type CollectOutcome, type CollectTurn } from './counting';

/** Units of the line that the event names count without a scan, for as many as were consented to. */
export function quantity(turn: CollectTurn): CollectOutcome {
  const { step, sub } = turn;
  const qty = amount(turn.event.qty);
  const line = lineSaid(turn);
  const most = line ? (own(step.hands ?? {}, String(line.id))?.qty ?? 0) : 0;
  if (!line || !most) return refuse('not_now');
  if (sub.pending) return refuse('finish_this_first');
  if (!qty) return refuse('bad_quantity');
  const before = own(sub.by_hand ?? {}, String(line.id)) ?? 0;
  // Who counts blind counts what is there: a limit would tell what the books expect.
  if (qty > most - before && !step.blind) return refuse('by_hand_no_more', { needed: Math.max(0, most - before) });
  const room = roomOf(turn, line);
  if (room !== null && qty > room) return refuse('too_many', { needed: room });
  const piece = { item: line.item, line: line.id, qty, size: 1, pack: 'piece', lot: null, expiry: null, serial: null };
  const noted = { ...sub, last: null, by_hand: { ...sub.by_hand, [String(line.id)]: before + qty } };
  const outcome = count({ ...turn, sub: noted }, piece, ...destination(turn, ''));
  if (!outcome.sub) return outcome;
  const effects = outcome.effects.map((one) => (one['type'] === 'collected' ? { ...one, by_hand: true } : one));
  // A typed total is about what was scanned last, and this was not.
  return { ...outcome, sub: { ...outcome.sub, last: null }, effects };
}

/** The label of some of a line's goods does not scan: it is told, and the other goods go on. */
export function noScan(turn: CollectTurn): CollectOutcome {
  const { step, sub } = turn;
  const qty = amount(turn.event.qty);
  const line = lineSaid(turn);
  if (!line) return refuse('not_now');
  if (!qty) return refuse('bad_quantity');
  const room = roomOf(turn, line);
  if (room !== null && qty > room) return refuse('too_many', { needed: room });
  const container = heldBy(turn.state.vars, step.into);
  return accept('noted', sub, { type: 'no_scan', step: step.id, item: line.item, line: line.id, lot: line.lot?.id ?? null, qty, place: null, container });
}

function lineSaid(turn: CollectTurn): Line | null {
  const said = amount(turn.event.line);
  return said === null ? null : lineOf(turn, said);
}

/** How many units the line still takes; null where more are taken, too. */
function roomOf({ step, sub }: CollectTurn, line: Line): number | null {
  return step.over === 'refuse' ? Math.max(0, line.qty - counted(sub, line)) : null;
}
