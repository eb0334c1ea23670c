/** `collect` with `load`: parcels go onto one truck, each once; whatever is not for it is refused (vocabulary 5). */
import { accept, refuse, type Kind } from '../motions';
import { own, type CollectStep, type OtherParcel, type Parcel, type Sub } from '../steps';
import type { Outcome, Turn } from '../motions';

export interface LoadingSub extends Sub {
  /** By plate, one more than how often it had been taken off when it was put on. */
  on: Record<string, number>;
  /** The plate that was scanned last. */
  last: string | null;
  ask: boolean;
  done: boolean;
}
export type LoadingStep = CollectStep & { load: Record<string, Parcel>; leave: string };
type LoadingTurn = Turn<LoadingStep, LoadingSub>;
type LoadingOutcome = Outcome<LoadingSub>;

/** The plate of the parcel that was scanned, by its plate or by its label. */
function knownBy(parcels: Record<string, Parcel>, codes: string[]): string | null {
  const plate = codes.find((code) => own(parcels, code));
  return plate ?? Object.entries(parcels).find(([, { label }]) => label !== undefined && codes.includes(label))?.[0] ?? null;
}

function standingOn(parcels: Record<string, Parcel>, pallet: string): string[] {
  return Object.entries(parcels).flatMap(([plate, parcel]) => (parcel.pallet === pallet ? [plate] : []));
}

/** Whether it was put on by somebody else, or here since it was last taken off. */
export function isOn(step: LoadingStep, sub: LoadingSub, plate: string): boolean {
  const { on, off = 0 } = own(step.load, plate) ?? {};
  return Boolean(on) || (own(sub.on, plate) ?? 0) > off;
}

function scan(turn: LoadingTurn): LoadingOutcome {
  const { step, sub, scan: { parsed, raw, thing } } = turn;
  const codes = [parsed.sscc, parsed.key].filter((code): code is string => Boolean(code));
  const others: Record<string, OtherParcel> = step.others ?? {};
  const mine = knownBy(step.load, codes);
  if (mine !== null) return isOn(step, sub, mine) ? already(turn) : load(turn, 'parcel', mine, [mine]);
  for (const pallet of codes) {
    const standing = standingOn(step.load, pallet);
    if (standing.length) return scanPallet(turn, pallet, standing, standingOn(others, pallet));
  }
  const strange = knownBy(others, codes);
  if (strange !== null) {
    const { code, params } = others[strange]!;
    return refuse(code, { ...params, got: strange });
  }
  if (thing && ('item' in thing || 'place' in thing)) return refuse('scan_parcel_first');
  return refuse('parcel_unknown', { got: raw, leave: step.leave });
}

function scanPallet(turn: LoadingTurn, pallet: string, standing: string[], strange: string[]): LoadingOutcome {
  const { step, sub } = turn;
  const left = standing.filter((plate) => !isOn(step, sub, plate));
  if (!left.length) return already(turn);
  if (strange.length) return refuse('pallet_mixed', { got: pallet, other: strange[0], leave: step.leave });
  return load(turn, 'pallet', pallet, left);
}

function load(turn: LoadingTurn, kind: 'parcel' | 'pallet', plate: string, parcels: string[]): LoadingOutcome {
  const { step, sub } = turn;
  const on = { ...sub.on, ...Object.fromEntries(parcels.map((one) => [one, (step.load[one]?.off ?? 0) + 1])) };
  return accept(`${kind}_loaded`, { ...sub, on, last: plate, ask: false }, { type: 'loaded', step: step.id, kind, plate, parcels });
}

/** Said without a fuss: nothing changes, and what was done last can still be undone. */
function already(turn: LoadingTurn): LoadingOutcome {
  return { ...accept('already_on', turn.sub), memory: 'same' };
}

/** The parcels that would stay behind now. */
export function stays(step: LoadingStep, sub: LoadingSub): string[] {
  return Object.keys(step.load).filter((plate) => !isOn(step, sub, plate));
}

/** What stays is asked about once; whoever goes on loading is asked again. */
function done(turn: LoadingTurn): LoadingOutcome {
  const { step, sub } = turn;
  const left = stays(step, sub);
  if (left.length && !sub.ask) return { ...accept('ask_close', { ...sub, ask: true }), params: { missing: left.length } };
  return accept('counted', { ...sub, ask: false, done: true }, { type: 'loading_done', step: step.id, stays: left });
}

export const LOADING: Kind<LoadingStep, LoadingSub> = {
  empty: { on: {}, last: null, ask: false, done: false },
  events: { scan },
  actions: { done },
};
