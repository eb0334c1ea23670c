/** `put`: put a container or an item away, into a place or a container that fits. */
import { accept, amount, heldBy, miss, placeFacts, refuse, sameLot, type Kind, type Outcome, type Turn } from '../motions';
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
type PutTurn = Turn<PutStep, PutSub>;
type PutOutcome = Outcome<PutSub>;

/** What is still to be put away. */
export function restOf({ step, sub }: Pick<PutTurn, 'step' | 'sub'>): number {
  return Math.max(0, (step.what.qty ?? 1) - sub.put);
}

function scan(turn: PutTurn): PutOutcome {
  if (turn.step.prove && !turn.sub.seen) return prove(turn);
  return turn.step.to.container_kinds?.length ? intoContainer(turn, turn.step.to.container_kinds) : intoPlace(turn);
}

function prove(turn: PutTurn): PutOutcome {
  const { step: { what }, sub, scan: { raw, parsed, thing } } = turn;
  if (what.item == null) return miss(turn, what) ?? accept('counted', { ...sub, seen: true });
  if (!thing) return refuse('unknown_code', { code: raw });
  if (thing.item === undefined) return refuse('scan_item_first', { expected: what.item });
  if (thing.item !== what.item) return refuse('wrong_item', { expected: what.item, got: thing.item });
  if (what.lot_code && parsed.lot !== undefined && !sameLot(parsed.lot, what.lot_code)) {
    return refuse('wrong_lot', { expected: what.lot_code, got: parsed.lot });
  }
  const size = thing.qty ?? 1;
  // A case barcode on a loose handful proves the item; what is typed is pieces.
  const [unit, pack] = size > restOf(turn) ? [1, 'piece'] : [size, thing.pack ?? 'piece'];
  return accept('counted', { ...sub, seen: true, size: unit, pack });
}

/** Whether a place is one of those named, or of a kind and zone that the step accepts. */
function fits(turn: PutTurn, thing: Thing, place: number): boolean {
  const to = turn.step.to;
  if (to.places?.includes(place)) return true;
  const { kind, zone } = placeFacts(turn.script, thing);
  const zoneFits = to.zones == null || (zone !== null && to.zones.includes(zone));
  return kind !== null && (to.kinds?.includes(kind) ?? false) && zoneFits && !to.refuse?.includes(place);
}

function intoPlace(turn: PutTurn): PutOutcome {
  const thing = turn.scan.thing;
  const expected = turn.step.to.places?.[0] ?? null;
  if (!thing) return refuse('unknown_code', { code: turn.scan.raw });
  if (thing.place === undefined) return refuse('scan_place_first', { expected });
  if (!fits(turn, thing, thing.place)) return refuse('place_does_not_fit', { expected, got: thing.place });
  return putAway(turn, thing.place, null);
}

function intoContainer(turn: PutTurn, kinds: string[]): PutOutcome {
  const thing = turn.scan.thing;
  const plate = thing?.container;
  const itself = heldBy(turn.state.vars, turn.step.what);
  if (plate === undefined || thing?.kind === undefined || !kinds.includes(thing.kind) || plate === itself) {
    return refuse('scan_container_first', { kinds });
  }
  return { ...putAway(turn, null, plate), vars: { ...turn.state.vars, [turn.step.to.var ?? '']: plate } };
}

function putAway(turn: PutTurn, place: number | null, into: string | null): PutOutcome {
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

function quantity(turn: PutTurn): PutOutcome {
  const { step, sub } = turn;
  if (step.what.item == null) return refuse('not_now');
  const qty = amount(turn.event.qty);
  if (!qty) return refuse('bad_quantity');
  if (step.prove && !sub.seen) return refuse('scan_item_first', { expected: step.what.item });
  const rest = restOf(turn);
  // What is left may be less than one of the packs that were scanned.
  const pieces = qty * (sub.size <= rest ? sub.size : 1);
  return pieces > rest ? refuse('too_many', { needed: rest }) : accept('counted', { ...sub, put_qty: pieces });
}

export const PUT: Kind<PutStep, PutSub> = {
  empty: { seen: false, put: 0, put_qty: null, size: 1, pack: 'piece', done: false },
  events: { scan, quantity },
  actions: {},
};
