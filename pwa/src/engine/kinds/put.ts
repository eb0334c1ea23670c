/** `put`: put a container or an item away. A pick brings its tote to a place; what is proved first, counted or put into a container stands in putting.ts. */
import { accept, heldBy, placeFacts, refuse, type Kind, type Outcome, type Turn } from '../motions';
import type { Effect, PutStep, Thing } from '../steps';

export interface PutSub {
  seen: boolean;
  put: number;
  /** How many the next place takes, null for all the rest. */
  put_qty: number | null;
  size: number;
  pack: string;
  done: boolean;
}
export type PutTurn = Turn<PutStep, PutSub>;
export type PutOutcome = Outcome<PutSub>;

/** What is still to be put away. */
export function restOf({ step, sub }: Pick<PutTurn, 'step' | 'sub'>): number {
  return Math.max(0, (step.what.qty ?? 1) - sub.put);
}

/** Whether a place is one of those named, or of a kind and zone that the step accepts. */
function fits(turn: PutTurn, thing: Thing, place: number): boolean {
  const to = turn.step.to;
  if (to.places?.includes(place)) return true;
  const { kind, zone } = placeFacts(turn.script, thing);
  const zoneFits = to.zones == null || (zone !== null && to.zones.includes(zone));
  return kind !== null && (to.kinds?.includes(kind) ?? false) && zoneFits && !to.refuse?.includes(place);
}

export function intoPlace(turn: PutTurn): PutOutcome {
  const thing = turn.scan.thing;
  const expected = turn.step.to.places?.[0] ?? null;
  if (!thing) return refuse('unknown_code', { code: turn.scan.raw });
  if (thing.place === undefined) return refuse('scan_place_first', { expected });
  if (!fits(turn, thing, thing.place)) return refuse('place_does_not_fit', { expected, got: thing.place });
  return putAway(turn, thing.place, null);
}

export function putAway(turn: PutTurn, place: number | null, into: string | null): PutOutcome {
  const { step, sub } = turn;
  const rest = restOf(turn);
  // A later revision may want less than was typed before.
  const qty = Math.min(sub.put_qty || rest, rest);
  const isItem = step.what.item != null;
  const effect: Effect = {
    type: 'put',
    step: step.id,
    item: step.what.item ?? null,
    qty: isItem ? qty : null,
    lot: step.what.lot ?? null,
    container: heldBy(turn.state.vars, step.what),
    from: step.from ?? null,
    place,
    into,
  };
  const put = isItem ? sub.put + qty : sub.put;
  return accept('counted', { ...sub, put, put_qty: null, done: !isItem || qty >= rest }, effect);
}

export const PUT: Kind<PutStep, PutSub> = {
  empty: { seen: false, put: 0, put_qty: null, size: 1, pack: 'piece', done: false },
  events: { scan: intoPlace },
  actions: {},
};
