/** `collect` with `cartons`: what a supplier has announced by SSCC counts by one scan of its label (vocabulary 3). */
import { counted } from '../lines';
import { accept, refuse, type Kind } from '../motions';
import { own, type Carton, type CollectStep, type Line } from '../steps';
import * as aside from './aside';
import { COLLECT, unasked } from './collect';
import { lineOf, type CollectSub } from './counting';
import type { Outcome, Turn } from '../motions';

export interface CartonsSub extends CollectSub {
  cartons: Record<string, 1>;
  opened: Record<string, 1>;
  pallet: string | null;
  sampled: Record<string, 1>;
  carton: number | null;
}
export type CartonsStep = CollectStep & { cartons: Record<string, Carton>; loads: NonNullable<CollectStep['loads']> };
type CartonsTurn = Turn<CartonsStep, CartonsSub>;
type CartonsOutcome = Outcome<CartonsSub>;

const base = COLLECT as unknown as Kind<CartonsStep, CartonsSub>;

/** The cartons that stand on a pallet by the supplier's word. */
function onPallet(step: CartonsStep, plate: string): Carton[] {
  return Object.values(step.cartons).filter((carton) => carton.pallet === plate);
}

export function isIn(sub: CartonsSub, carton: Carton): boolean {
  return Boolean(carton.in) || Object.hasOwn(sub.cartons, String(carton.id));
}

function isOpened(sub: CartonsSub, carton: Carton): boolean {
  return Boolean(carton.opened) || Object.hasOwn(sub.opened, String(carton.id));
}

/** The other delivery that a code was announced with. */
function deliveryOf(step: CartonsStep, plate: string): string | undefined {
  return Object.entries(step.elsewhere ?? {}).find(([, plates]) => plates.includes(plate))?.[0];
}

/** Whether a code was announced, for this delivery or another. */
export function isAnnounced(step: CartonsStep, plate: string): boolean {
  return Boolean(own(step.cartons, plate)) || onPallet(step, plate).length > 0 || deliveryOf(step, plate) !== undefined;
}

/** The plate that was scanned: an announced one also where its label tells the goods beside it, or as it is typed. */
function plateOf({ step, scan: { parsed, thing } }: CartonsTurn): string | null {
  const { sscc, key } = parsed;
  return [sscc, key].find((code) => code && isAnnounced(step, code)) ?? thing?.container ?? null;
}

function scan(asked: CartonsTurn): CartonsOutcome {
  const put = aside.scan(asked) as CartonsOutcome | null;
  if (put) return put;
  const turn = unasked(asked);
  const { step, sub } = turn;
  const plate = plateOf(turn);
  if (plate === null || sub.need) {
    return sub.pallet ? refuse('need_sample_first', { expected: sub.pallet }) : base.events['scan']!(noCarton(turn));
  }
  const carton = own(step.cartons, plate);
  const pallet = carton ? [] : onPallet(step, plate);
  if (sub.pending) return carton || pallet.length ? refuse('scan_destination') : base.events['scan']!(turn);
  if (carton) return scanCarton(turn, plate, carton);
  if (pallet.length) return scanPallet(turn, plate, pallet);
  return sub.pallet ? refuse('wrong_pallet', { expected: sub.pallet, got: plate }) : scanStranger(turn, plate);
}

function scanCarton(turn: CartonsTurn, plate: string, carton: Carton): CartonsOutcome {
  const { sub } = turn;
  if (isOpened(sub, carton)) return refuse('carton_open', { got: plate });
  if (isIn(sub, carton)) return already(turn);
  if (sub.pallet === null) return arrive(turn, 'carton', plate, [carton]);
  if (carton.pallet !== sub.pallet) return refuse('wrong_pallet', { expected: sub.pallet, got: plate });
  return lookFurther(turn, sub.pallet, { ...sub.sampled, [carton.id]: 1 });
}

function scanPallet(turn: CartonsTurn, plate: string, pallet: Carton[]): CartonsOutcome {
  const { sub } = turn;
  if (pallet.every((carton) => isIn(sub, carton) || isOpened(sub, carton))) return already(turn);
  if (sub.pallet !== null && sub.pallet !== plate) return refuse('need_sample_first', { expected: sub.pallet });
  return lookFurther(turn, plate, sub.sampled);
}

/** Count the pallet once enough of its cartons were seen; what was counted by itself before has been seen. */
function lookFurther(turn: CartonsTurn, plate: string, sampled: Record<string, 1>): CartonsOutcome {
  const { step, sub } = turn;
  const pallet = onPallet(step, plate);
  const wanted = Math.min(step.samples ?? 1, pallet.length);
  const seen = pallet.filter((one) => isIn(sub, one) || Object.hasOwn(sampled, String(one.id))).length;
  if (seen < wanted) {
    const after: CartonsSub = { ...sub, pallet: plate, sampled, carton: null, last: null };
    return { ...accept('need_sample', after), params: { missing: wanted - seen } };
  }
  return arrive(turn, 'pallet', plate, pallet.filter((one) => !isIn(sub, one) && !isOpened(sub, one)));
}

/** A carton of another delivery, one that nobody has announced, or a container of the house. */
function scanStranger(turn: CartonsTurn, plate: string): CartonsOutcome {
  const { step, scan: { known, parsed } } = turn;
  const delivery = deliveryOf(step, plate);
  if (delivery !== undefined) return refuse('carton_elsewhere', { got: plate, delivery });
  if (known || parsed.sscc === undefined) return refuse('scan_item_first');
  return accept('carton_unknown', aside.begun(noCarton(turn), plate, 1) as CartonsSub, { type: 'unknown', step: step.id, code: plate, qty: 1 });
}

function arrive(turn: CartonsTurn, kind: 'carton' | 'pallet', plate: string, cartons: Carton[]): CartonsOutcome {
  const ids = cartons.map(({ id }) => id);
  const added = add(turn, cartons, 1);
  const now = Object.fromEntries(ids.map((id) => [String(id), 1 as const]));
  const sub: CartonsSub = {
    ...added, pallet: null, sampled: {}, last: null, carton: kind === 'carton' ? ids[0]! : null, cartons: { ...added.cartons, ...now },
  };
  return accept(wordFor(turn, sub, kind, cartons), sub, { type: 'arrived', step: turn.step.id, kind, plate, cartons: ids });
}

/** The counts with the content of some cartons, or without. */
function add(turn: CartonsTurn, cartons: Carton[], sign: 1 | -1): CartonsSub {
  const counts = { ...turn.sub.counts };
  const extra = { ...turn.sub.extra };
  for (const { load } of cartons) {
    for (const { line, item, qty } of turn.step.loads[load] ?? []) {
      const loose = known(turn, line) === null;
      const [sums, key] = loose ? [extra, String(item)] : [counts, String(line)];
      sums[key] = (own(sums, key) ?? 0) + sign * qty;
    }
  }
  return { ...turn.sub, counts, extra };
}

function wordFor(turn: CartonsTurn, sub: CartonsSub, kind: string, cartons: Carton[]): string {
  const loads = [...new Set(cartons.map(({ load }) => load))];
  const lines = loads.flatMap((load) => (turn.step.loads[load] ?? []).map(({ line }) => known(turn, line)));
  if (lines.includes(null)) return 'not_expected';
  return lines.some((line) => line && counted(sub, line) > line.qty) ? 'over' : `${kind}_counted`;
}

function known(turn: CartonsTurn, line: number | null): Line | null {
  return lineOf(turn, line);
}

/** Said without a fuss: nothing changes, and what was done last can still be undone. */
function already(turn: CartonsTurn): CartonsOutcome {
  return { ...accept('already_counted', turn.sub), memory: 'same' };
}

/** What was opened is not what the supplier packed: its content is counted by the piece. */
function open(asked: CartonsTurn): CartonsOutcome {
  const turn = unasked(asked);
  const { step, sub } = turn;
  if (sub.pending) return refuse('finish_this_first');
  if (sub.pallet) return accept('pallet_opened', { ...sub, pallet: null, sampled: {} });
  const found = Object.entries(step.cartons).find(([, { id }]) => id === sub.carton);
  if (!found) return refuse('scan_carton_first');
  const [plate, carton] = found;
  const { [String(carton.id)]: _, ...left } = sub.cartons;
  const after: CartonsSub = { ...add(turn, [carton], -1), carton: null, cartons: left, opened: { ...sub.opened, [carton.id]: 1 } };
  return { ...accept('carton_opened', after, { type: 'opened', step: step.id, carton: carton.id, plate }), memory: 'none' };
}

function done(turn: CartonsTurn): CartonsOutcome {
  return turn.sub.pallet ? refuse('need_sample_first', { expected: turn.sub.pallet }) : base.actions['done']!(turn);
}

/** What is counted by the piece now is not in the carton that was scanned before. */
function noCarton(turn: CartonsTurn): CartonsTurn {
  return { ...turn, sub: { ...turn.sub, carton: null } };
}

export const CARTONS: Kind<CartonsStep, CartonsSub> = {
  empty: { ...base.empty, cartons: {}, opened: {}, pallet: null, sampled: {}, carton: null },
  events: { ...base.events, scan },
  actions: { ...base.actions, open, done },
};
