/**
 * `collect` with shares: what a batch took together is dealt to its orders, whatever comes out of the tote first
 * (vocabulary 5). An item is scanned once; then each share of it, in the order of the script, is booked by scanning the
 * container that stands at its wall place. The first one that is scanned for a place stays there. `dealt` is what each
 * share has got, by its pin; `item` is what is in the hands.
 */
import { plainText } from '../barcodes';
import {
  accept, amount, heldBy, isTaken, refuse, REFILL_KINDS, sameLot, takeContainer, text, type Kind, type Outcome, type Turn,
} from '../motions';
import { lacking, putOf, type CollectStep, type Effect, type Params, type Sub, type Thing, type WallShare } from '../steps';

export type SortStep = CollectStep & { shares: WallShare[] };
export interface SortSub {
  dealt: Record<string, number>;
  item: { item: number; lot: string | null; size: number; pack: string } | null;
  held: number;
  need: 'lot' | null;
  ask: boolean;
  done: boolean;
}
export type SortTurn = Turn<SortStep, SortSub>;
type SortOutcome = Outcome<SortSub>;

/** How many units a share still wants. */
function wants(turn: SortTurn, share: WallShare): number {
  return Math.max(0, share.qty - putOf(turn.sub as unknown as Sub, share));
}

/** The shares of an item, and of a lot if one is named, that still want units. */
function wanting(turn: SortTurn, item: number, lot: string | null): WallShare[] {
  return turn.step.shares.filter((share) => share.item === item && wants(turn, share) > 0 && isOf(share, lot));
}

function isOf({ lot }: WallShare, said: string | null): boolean {
  return said === null || !lot || sameLot(lot.code, said);
}

/** The share that is put into its container now, and how many of it; null when nothing wanted is in the hands. */
export function putNow(turn: SortTurn): { share: WallShare; qty: number } | null {
  const held = turn.sub.item;
  const share = held ? wanting(turn, held.item, held.lot)[0] : undefined;
  if (!share) return null;
  const room = wants(turn, share);
  return { share, qty: Math.min(turn.sub.held || room, room) };
}

function scan(asked: SortTurn): SortOutcome {
  const turn = { ...asked, sub: { ...asked.sub, ask: false } };
  if (turn.sub.need === 'lot') return proveLot(turn, turn.scan.parsed.lot ?? plainText(turn.scan.raw));
  const thing = turn.scan.thing;
  if (!thing) return refuse('unknown_code', { code: turn.scan.raw });
  if (thing.item !== undefined) return see(turn, thing, thing.item);
  const now = putNow(turn);
  if (!now) return refuse('scan_item_first');
  if (thing.container === undefined) return refuse('scan_tote_first', wantedTote(turn, now.share));
  return put(turn, now, thing.container);
}

/** An item is in the hands; its lot must be told where that says whose it is. */
function see(turn: SortTurn, thing: Thing, item: number): SortOutcome {
  const said = turn.scan.parsed.lot ?? null;
  if (!turn.step.shares.some((share) => share.item === item)) return refuse('wrong_item', { got: item });
  const any = wanting(turn, item, null);
  if (!any.length) return refuse('too_many', { needed: 0 });
  const fitting = wanting(turn, item, said);
  if (!fitting.length) return refuse('wrong_lot', { expected: any[0]!.lot!.code, got: said });
  const lots = [...new Set(fitting.flatMap(({ lot }) => (lot ? [lot.code] : [])))];
  const held = { item, lot: lots.length === 1 ? lots[0]! : null, size: thing.qty ?? 1, pack: thing.pack ?? 'piece' };
  const sub = { ...turn.sub, item: held, held: 0 };
  return lots.length > 1 ? accept('need_lot', { ...sub, need: 'lot' }) : accept('counted', sub);
}

function proveLot(turn: SortTurn, said: string): SortOutcome {
  const held = turn.sub.item!;
  const thing = turn.scan.thing;
  if (thing && (thing.item ?? held.item) !== held.item) return refuse('wrong_item', { expected: held.item, got: thing.item });
  const lots = wanting(turn, held.item, null).flatMap(({ lot }) => (lot ? [lot.code] : []));
  const lot = lots.find((code) => sameLot(code, said)) ?? null;
  // A later revision may want none of it any more: then there is nothing to prove.
  if (lot === null && lots.length) return refuse('wrong_lot', { expected: lots[0], got: said });
  return accept('counted', { ...turn.sub, item: { ...held, lot }, need: null });
}

/** The container that stands at the wall place of a share. */
function wantedTote(turn: SortTurn, share: WallShare): Params {
  return { expected: heldBy(turn.state.vars, share.into), position: share.position };
}

/** Put units of a share into the container of its wall place; the first one that is scanned stands there. */
function put(turn: SortTurn, { share, qty }: { share: WallShare; qty: number }, plate: string): SortOutcome {
  const wanted = wantedTote(turn, share);
  let opened: SortOutcome | null = null;
  if (wanted['expected'] === null) {
    // What the goods come out of is none to put them into, nor is another place's.
    if (isTaken(turn.state.vars, '', plate) || turn.step.out_of?.includes(plate)) return refuse('wall_taken', { got: plate });
    opened = takeContainer(turn, share.into.var, REFILL_KINDS, turn.sub);
    if (!opened) return refuse('scan_container_first', { kinds: REFILL_KINDS });
  } else if (plate !== wanted['expected']) {
    return refuse('wrong_tote', { ...wanted, got: plate });
  }
  const effect: Effect = {
    type: 'sorted',
    step: turn.step.id,
    item: share.item,
    qty,
    lot: share.lot ? (share.lot.id ?? null) : null,
    container: plate,
    line: share.line,
    pin: share.pin,
  };
  const dealt = { ...turn.sub.dealt, [String(share.pin)]: putOf(turn.sub as unknown as Sub, share) + qty };
  const after = { ...turn.sub, dealt, held: 0 };
  const effects = [...(opened?.effects ?? []), effect];
  const vars = opened?.vars ?? null;
  if (!lacking(turn.step.shares, after as unknown as Sub)) {
    const sub = { ...after, item: null, done: true };
    return { ...accept('counted', sub, ...effects, closed({ ...turn, sub })), vars };
  }
  const more = putNow({ ...turn, sub: after });
  return { ...accept('counted', more ? after : { ...after, item: null }, ...effects), vars };
}

function quantity(turn: SortTurn): SortOutcome {
  const qty = amount(turn.event.qty);
  if (!qty) return refuse('bad_quantity');
  if (turn.sub.need === 'lot') return refuse('need_lot_first');
  const now = putNow(turn);
  if (!now) return refuse('scan_item_first');
  const room = wants(turn, now.share);
  const { size } = turn.sub.item!;
  // What a container gets may be less than one of the packs that were scanned.
  const pieces = qty * (size <= room ? size : 1);
  return pieces > room ? refuse('too_many', { needed: room }) : accept('counted', { ...turn.sub, held: pieces, ask: false });
}

function fill(turn: SortTurn): SortOutcome {
  if (turn.sub.need !== 'lot' || turn.event.field !== 'lot') return refuse('not_now');
  const said = text(turn.event.value);
  return said === null ? refuse('bad_value') : proveLot(turn, said);
}

/** The container of the wall place at hand is full: the next one that is scanned stands there. */
function full(turn: SortTurn): SortOutcome {
  const now = putNow(turn);
  const plate = now && heldBy(turn.state.vars, now.share.into);
  if (!now || plate === null) return refuse('not_now');
  const vars = Object.fromEntries(Object.entries(turn.state.vars).filter(([name]) => name !== now.share.into.var));
  return { ...accept('need_container', { ...turn.sub, ask: false }, { type: 'container_full', container: plate }), vars };
}

function done(turn: SortTurn): SortOutcome {
  const missing = lacking(turn.step.shares, turn.sub as unknown as Sub);
  if (missing && !turn.sub.ask) return { ...accept('ask_close', { ...turn.sub, ask: true }), params: { missing } };
  return accept('counted', { ...turn.sub, item: null, need: null, ask: false, done: true }, closed(turn));
}

function closed(turn: SortTurn): Effect {
  const missing = turn.step.shares
    .map((share) => ({ line: share.line, pin: share.pin, item: share.item, qty: wants(turn, share) }))
    .filter(({ qty }) => qty > 0);
  return { type: 'closed', step: turn.step.id, missing, extra: [] };
}

export const SORTED: Kind<SortStep, SortSub> = {
  empty: { dealt: {}, item: null, held: 0, need: null, ask: false, done: false },
  events: { scan, quantity, fill },
  actions: { full, done },
};
