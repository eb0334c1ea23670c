/** `put` with what a pick does not need: proving what is put, goods by quantity, and containers that they go into. */
import { accept, amount, heldBy, miss, placeFacts, refuse, sameLot, type Kind } from '../motions';
import { own, type PutStep } from '../steps';
import { intoPlace, PUT, putAway, restOf, type PutOutcome, type PutSub, type PutTurn } from './put';

function scan(turn: PutTurn): PutOutcome {
  if (turn.step.prove && !turn.sub.seen) return prove(turn);
  if (turn.step.to.container_kinds?.length) return intoContainer(turn, turn.step.to.container_kinds);
  const put = intoPlace(turn);
  return put.code === 'place_does_not_fit' ? { ...put, code: whyNot(turn) } : put;
}

/** What the step says of a bin that does not fit: by the bin, else by its zone. */
function whyNot({ script, step: { to }, scan: { thing } }: PutTurn): string {
  const { kind, zone } = placeFacts(script, thing ?? {});
  // The catalogue's word for a place that no step accepts.
  if (kind === 'out_of_use') return 'fit_out_of_use';
  const byZone = kind === 'bin' && zone !== null ? own(to.no?.zones ?? {}, zone) : undefined;
  return own(to.no?.places ?? {}, String(thing?.place)) ?? byZone ?? 'place_does_not_fit';
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

function intoContainer(turn: PutTurn, kinds: string[]): PutOutcome {
  const thing = turn.scan.thing;
  const plate = thing?.container;
  const itself = heldBy(turn.state.vars, turn.step.what);
  // The script names it so that it is not used here.
  if (thing?.kind === 'taken') return refuse('container_not_here', { code: turn.scan.raw });
  if (plate === undefined || thing?.kind === undefined || !kinds.includes(thing.kind) || plate === itself) {
    return refuse('scan_container_first', { kinds });
  }
  return { ...putAway(turn, null, plate), vars: { ...turn.state.vars, [turn.step.to.var ?? '']: plate } };
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

export const PUT_GOODS: Kind<PutStep, PutSub> = { ...PUT, events: { scan, quantity } };
