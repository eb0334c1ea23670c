/**
 * The vocabulary: what scripts, states, events and things look like, and which step is current.
 * docs/scripts.md is the page; server/pickface/tasks/steps.py its other reading. The names inside scripts and
 * states are the wire's: this data is stored, compared and sent as it is, never converted.
 */

export const SCRIPT_VERSION = 6;

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
/** The sub-state of a step; each kind tells its own shape as its empty one. */
export type Sub = { done?: boolean } & Record<string, unknown>;
export type Effect = { type: string } & Record<string, unknown>;
export type Params = Record<string, unknown>;

export interface Thing {
  item?: number;
  qty?: number;
  pack?: string;
  sku?: string;
  name?: string;
  tracking?: string;
  place?: number;
  code?: string;
  container?: string;
  kind?: string;
  zone?: string | null;
}

/** What is measured of an item as it comes in: its temperature (tenths of a degree, from and to), its weight (of one, in grams; 0: unknown),
 *  the size of one piece (what is 0 is asked for). */
export interface Asks { range?: [number | null, number | null]; weigh?: number; size?: { unit_g?: number; length_mm?: number; width_mm?: number; height_mm?: number } }
export interface ItemFacts { sku?: string; name?: string; tracking?: string; zone?: string | null; inspect?: boolean }
export interface PlaceFacts {
  code?: string; aisle?: string; bay?: string; level?: string; kind?: string; zone?: string | null;
}

export interface Lot { id?: number; code: string }
/** A container by its plate or by the variable that holds it; or a place. */
export interface Target { place?: number | null; container?: string | null; var?: string | null }

interface StepBase {
  id: string; group?: string | null; allow?: string[];
  /** The server's reason, for the screen. */
  why?: { code: string; params?: Params } | null;
}
export interface GoStep extends StepBase, Target { kind: 'go' }
export interface Spot { place: number; qty: number; lot?: Lot | null; only_lot?: boolean; pin?: number | null; walk_mm?: number }
/** Units of a `take` for one tote on the cart. */
export interface Share { into: { var: string }; qty: number; line: number; pin: number; position: number }
/** Units out of a batch for one order, whose container stands at a wall place. */
export interface WallShare extends Share { item: number; lot?: Lot | null }
export interface TakeStep extends StepBase, Spot {
  kind: 'take';
  container?: { kinds: string[]; var: string; fresh?: boolean; position?: number; title?: string };
  item: number;
  into?: Target | null;
  line?: number | null;
  alternatives?: Spot[];
  shares?: Share[];
  prove?: 'item' | 'none';
  /** With `prove` `none`: how many of all its units may be typed without a scan. */
  by_hand?: number;
}
export interface PutStep extends StepBase {
  kind: 'put';
  /** `lot_code` is what stands on the goods of lot `lot`. */
  /** `taken`: the `take` whose count is brought, for the screen. */
  what: Target & { cart?: boolean; item?: number | null; qty?: number; lot?: number | null; lot_code?: string | null; taken?: string };
  from?: number | null;
  prove?: boolean;
  to: {
    places?: number[]; kinds?: string[]; zones?: string[] | null; refuse?: number[];
    container_kinds?: string[]; var?: string;
    /** Of goods: why a bin, or a bin of a zone, is none for them, as the code that it is refused with. */
    no?: { places?: Record<string, string>; zones?: Record<string, string> };
  };
}
export interface Line { id: number; item: number; qty: number; lot?: Lot | null }
/** A carton that a supplier has announced: its row, its content by place in `loads`, the pallet it stands on. */
export interface Carton { id: number; load: number; pallet?: string; in?: boolean; opened?: boolean }
/** A parcel of a truck by its plate: its tracking label, the pallet it stands on, whether somebody has put it on, and how often it was taken off. */
export interface Parcel { label?: string; pallet?: string; on?: boolean; off?: number }
/** A parcel that is not for the truck: the refusal that it meets. */
export interface OtherParcel extends Parcel { code: string; params: Params }
/** How goods that come back may be judged: the code that is printed and tapped, and the place that such goods go to. */
export interface Grade { code: string; place?: number | null; prove?: boolean }
export interface CollectStep extends StepBase {
  kind: 'collect';
  lines: Line[];
  blind?: boolean;
  open?: boolean;
  over?: 'accept' | 'refuse';
  capture?: boolean;
  into?: (Target & { mode?: 'zone'; kinds?: string[]; boxed?: string[] }) | null;
  auto?: boolean;
  expect?: boolean;
  /** By SSCC; with them `samples`, how many cartons of a pallet are looked at, and the SSCCs of other deliveries. */
  cartons?: Record<string, Carton>;
  loads?: { line: number | null; item: number; qty: number; lot: string; expiry: string }[][];
  samples?: number;
  elsewhere?: Record<string, string[]>;
  /** Where goods are left that nobody knows. */
  aside?: { place: number } | null;
  /** Goods are judged by one of these before they count; `sent`: by item, the lots and serials that were sent out. */
  grades?: Grade[];
  sent?: Record<string, string[]>;
  /** Parcels of a truck, those that are not for it, and the code of the place where strange ones are left. */
  load?: Record<string, Parcel>;
  others?: Record<string, OtherParcel>;
  leave?: string;
  /** By line: how many units of it are looked at; one scan then stands for all of its line. */
  looks?: Record<string, number>;
  /** They are handed to a customer, not put onto a truck. */
  customer?: boolean;
  /** Not all of the lines need to come. */
  part?: boolean;
  /** What a batch took together, dealt to its orders at the put wall; `out_of`: the totes it comes in. */
  shares?: WallShare[];
  out_of?: string[];
  /** By item: what is measured of it. */
  asks?: Record<string, Asks>;
  /** By line: units of it whose label does not scan. */
  hands?: Record<string, Hand>;
}
/** How many units of a line may be counted by hand, who consented and by which events; how many are asked for now, or who said no. */
export interface Hand { qty: number; person?: string; consents?: string[]; asked?: number; refused?: string }
export interface CaptureStep extends StepBase { kind: 'capture'; fields: string[]; optional?: boolean }
export interface DecideStep extends StepBase { kind: 'decide'; options: string[] }
export interface ConfirmStep extends StepBase { kind: 'confirm'; scan?: Target | null }
export type Step = GoStep | TakeStep | PutStep | CollectStep | CaptureStep | DecideStep | ConfirmStep;

export interface Script {
  vocabulary: number;
  task: number;
  kind: string;
  revision: number;
  title: string;
  site: number;
  codes: Record<string, Thing>;
  items: Record<string, ItemFacts>;
  places: Record<string, PlaceFacts>;
  steps: Step[];
}

export interface State {
  steps: Record<string, Sub>;
  vars: Record<string, string>;
  skipped: string[];
  done: boolean;
  undo: { event: unknown; state: State } | null;
  parked?: boolean;
}

/** What happened, as a device says it. The reducer trusts none of the types. */
export interface Event {
  id?: unknown; kind?: unknown; code?: unknown; symbology?: unknown; qty?: unknown;
  field?: unknown; value?: unknown; action?: unknown; left?: unknown; line?: unknown;
}

/** What an event did; `state` is the one given, untouched, when it was refused. */
export interface Result { state: State; accepted: boolean; code: string; params: Params; effects: Effect[] }

export function emptyState(): State {
  return { steps: {}, vars: {}, skipped: [], done: false, undo: null };
}

/** A record's own value: codes and plates are free text, and may be called like a method of Object. */
export function own<T>(record: Record<string, T>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** The name under which a step is skipped: its group, or its id if it has none. */
export function groupOf(step: Step): string {
  return step.group ?? step.id;
}

/** Whether a step is finished, as it is too when a later revision wants no more than it has given. */
export function isDone(state: State, step: Step): boolean {
  const sub = own(state.steps, step.id);
  if (!sub) return false;
  return Boolean(sub.done) || Boolean('shares' in step && step.shares && !lacking(step.shares, sub));
}

/** What a share has got. */
export function putOf(sub: Sub, share: Share): number {
  return own((sub['dealt'] ?? {}) as Record<string, number>, String(share.pin)) ?? 0;
}

/** How many units the shares of a step still want. */
export function lacking(shares: readonly Share[], sub: Sub): number {
  return shares.reduce((sum, share) => sum + Math.max(0, share.qty - putOf(sub, share)), 0);
}

/**
 * The step at hand, or undefined when nothing is left to do: the steps in script order without what was skipped, then the
 * skipped groups, the one that was skipped first at first. A step that may not be skipped (bring the tote) closes what is
 * before it, so what was skipped there comes first.
 */
export function currentStep(script: Script, state: State): Step | undefined {
  const left = new Map<string, Step>();
  for (const step of script.steps) {
    if (isDone(state, step)) continue;
    const group = groupOf(step);
    if (!state.skipped.includes(group)) {
      if (!left.size || step.allow?.includes('skip')) return step;
      break;
    }
    if (!left.has(group)) left.set(group, step);
  }
  const first = state.skipped.find((group) => left.has(group));
  return first === undefined ? undefined : left.get(first);
}

/** Where a `take` step's goods are now: the step itself, or the alternative it has come to. */
export function spot(step: TakeStep, sub: Sub): Spot {
  return step.alternatives?.[sub['alt'] as number] ?? step;
}

/** The place that the person is sent to by this step, or null. */
export function placeAtHand(step: Step, sub: Sub): number | null {
  if (step.kind === 'take') return spot(step, sub).place ?? null;
  if (step.kind === 'put') return step.to.places?.[0] ?? null;
  return ('place' in step ? step.place : null) ?? null;
}
