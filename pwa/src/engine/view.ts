/**
 * What the screen is to show of a task, as plain data: the step at hand, what it still needs, and what comes next.
 * It describes step kinds and decides nothing; what an event means is for `reduce` to say.
 */
import { here, stillWanted, type TakeSub, type TakeTurn } from './kinds/taking';
import { heldBy } from './motions';
import { kindOf, subOf } from './reducer';
import {
  currentStep, groupOf, isDone, own,
  type ItemFacts, type Params, type PlaceFacts, type PutStep, type Script,
  type State, type Step, type Sub, type TakeStep, type Target,
} from './steps';

export type Verb =
  | 'go' | 'take' | 'take_container' | 'put' | 'collect' | 'count' | 'capture' | 'decide' | 'confirm' | 'done';
/** What has to be scanned or filled next. */
export type Need =
  | 'place' | 'item' | 'container' | 'tote' | 'whole' | 'quantity' | 'lot' | 'expiry' | 'serial' | 'pieces' | 'weight_g' | 'temperature' | 'unit_g' | 'length_mm' | 'width_mm' | 'height_mm' | 'into' | 'grade' | 'carton' | 'parcel' | 'label' | 'value' | 'choice' | 'confirm' | null;

export interface PlaceView extends PlaceFacts { id: number }
export interface ItemView extends ItemFacts { id: number }
export interface LineView { id: number; item: ItemView; qty: number; count: number; lot: string | null }

/** Where a tote stands on the cart, and its plate if one stands there. */
export interface PositionView { number: number; plate: string | null }
/** What a tote gets from this bin, and what it has got. */
export interface DealView extends PositionView { qty: number; got: number; atHand: boolean }

/** One step in plain data, as short as it is needed for a preview. */
export interface Preview {
  stepId: string;
  kind: Step['kind'];
  verb: Verb;
  place: PlaceView | null;
  container: string | null;
  item: ItemView | null;
  /** Smallest units still wanted now; null where nothing is counted or the number is not to be shown. */
  qty: number | null;
}

/** Units whose label does not scan: how many may still be counted by hand, by whose consent; how many are asked for, or who said no. */
export interface HandView { line: number; item: ItemView; left: number; person: string; consents: string[]; asked: number; refused: string; blind: boolean }

/** What the screen shows of the step at hand. */
export interface View extends Preview {
  lot: string | null;
  /** The pack word in which a typed quantity is meant, and how many smallest units one of it is. */
  pack: string;
  unit: number;
  /** True on the way to another bin after a short one; `walkMm`: how far that is, where the script tells. */
  elsewhere: boolean;
  walkMm: number | null;
  /** Smallest units that are counted at this spot already. */
  counted: number;
  /** The container that goods go into. */
  into: string | null;
  /** On a cart: the tote that is asked for now, and all that get something from this bin. */
  position: PositionView | null;
  deals: DealView[];
  /** True at a put wall, where positions are wall places. */
  wall?: boolean;
  /** True where the whole cart is meant. */
  cart: boolean;
  need: Need;
  /** Kinds of container that are accepted now, where one is needed. */
  kinds: string[];
  why: { code: string; params?: Params } | null;
  progress: { done: number; total: number };
  next: Preview | null;
  allow: string[];
  undo: boolean;
  lines: LineView[];
  extra: { item: ItemView; qty: number }[];
  /** Announced cartons, and the pallet of which some are looked at now. */
  cartons?: { done: number; total: number };
  pallet?: string;
  /** Parcels of a truck: how many are on it, and the labels of those that are not. */
  loads?: { done: number; total: number; staying: string[]; customer: boolean };
  missing: number | null;
  /** Lines whose label does not scan, and the one of them that is counted now. */
  hands?: HandView[];
  byHand?: HandView;
  /** Of how many units at hand how many are looked at; `all` when they are all of their line. */
  looks?: { looks: number; qty: number; all: boolean };
  /** A temperature is asked for that is below zero. */
  below?: boolean;
  ask: boolean;
  options: string[];
  fields: { field: string; value: string | number | null }[];
  /** What a tap says that finishes this; null where none does. */
  optional: 'do_done' | 'do_not_now' | null;
}

/** The step at hand for the screen; null when the task is done. */
export function view(script: Script, state: State): View | null {
  const step = state.done ? undefined : currentStep(script, state);
  if (!step) return null;
  const sub = subOf(state, step);
  return {
    ...nothing(),
    why: step.why ?? null,
    allow: [...(step.allow ?? [])],
    ...preview(script, state, step),
    ...details(script, state, step, sub),
    progress: progress(script, state),
    next: next(script, state, step),
    undo: state.undo !== null,
  };
}

function nothing(): Omit<View, keyof Preview | 'why' | 'progress' | 'next' | 'allow' | 'undo'> {
  return {
    lot: null, pack: 'piece', unit: 1, elsewhere: false, walkMm: null, counted: 0, into: null, position: null, deals: [], cart: false, need: null, kinds: [], lines: [], extra: [],
    missing: null, ask: false, options: [], fields: [], optional: null,
  };
}

/** How many groups of steps (a bin, a tote, a pallet) are finished. */
export function progress(script: Script, state: State): { done: number; total: number } {
  const groups = new Map<string, boolean>();
  for (const step of script.steps) {
    const group = groupOf(step);
    groups.set(group, (groups.get(group) ?? true) && isDone(state, step));
  }
  return { done: [...groups.values()].filter(Boolean).length, total: groups.size };
}

/** The first step of the group that will come after this one. */
function next(script: Script, state: State, step: Step): Preview | null {
  const group = groupOf(step);
  const without: State = { ...state, skipped: [...state.skipped.filter((name) => name !== group), group] };
  const following = currentStep(script, without);
  return !following || groupOf(following) === group ? null : preview(script, state, following);
}

function preview(script: Script, state: State, step: Step): Preview {
  const base: Preview = {
    stepId: step.id, kind: step.kind, verb: step.kind, place: null, container: null, item: null, qty: null,
  };
  const sub = subOf(state, step);
  const learnt = kindOf(step)?.preview;
  if (learnt) return { ...base, ...learnt(script, state, step, sub) };
  switch (step.kind) {
    case 'go':
      return { ...base, ...target(script, state, step) };
    case 'take':
      return { ...base, ...previewTake(script, takeTurn(script, state, step, sub)) };
    case 'put':
      return { ...base, ...previewPut(script, state, step) };
    default:
      return base;
  }
}

/** A `take` in short: the bin where it is, and what that is still to give. */
export function previewTake(script: Script, turn: TakeTurn): Partial<Preview> {
  const { step, sub } = turn;
  if (step.container) return { verb: 'take_container' };
  return {
    verb: sub.there ? 'take' : 'go',
    place: placeView(script, here(turn).place),
    item: itemView(script, step.item),
    qty: stillWanted(turn),
  };
}

/** What is put where; `kinds/shown.ts` adds how many of an item. */
export function previewPut(script: Script, state: State, { what, to }: PutStep): Partial<Preview> {
  return { place: placeView(script, to.places?.[0]), container: heldBy(state.vars, what) };
}

function details(script: Script, state: State, step: Step, sub: Sub): Partial<View> {
  const learnt = kindOf(step)?.details;
  if (learnt) return learnt(script, state, step, sub);
  switch (step.kind) {
    case 'go':
      return { need: step.place != null ? 'place' : 'container' };
    case 'take':
      return takeDetails(takeTurn(script, state, step, sub));
    default:
      return { need: 'place' };
  }
}

/** What the screen shows of a `take` beside its preview. */
export function takeDetails(turn: TakeTurn): Partial<View> {
  const { step, sub, state } = turn;
  if (step.container) return { need: 'container', kinds: [...step.container.kinds] };
  return {
    lot: here(turn).lot?.code ?? null,
    pack: sub.pack,
    unit: sub.size,
    elsewhere: sub.alt >= 0 && !sub.there,
    walkMm: here(turn).walk_mm ?? null,
    counted: sub.taken - sub.base,
    into: heldBy(state.vars, step.into),
    need: takeNeed(step, sub),
    kinds: sub.there && sub.need === 'container' ? ['tote', 'carton'] : [],
  };
}

function takeNeed(step: TakeStep, sub: TakeSub): Need {
  if (!sub.there) return 'place';
  if (sub.need) return sub.need;
  return sub.seen || (step.prove === 'none' && !(sub.taken >= step.by_hand!)) ? 'quantity' : 'item';
}

/** A `take` with nothing happening to it, for what reads it. */
export function takeTurn(script: Script, state: State, step: TakeStep, sub: Sub): TakeTurn {
  const scan = { raw: '', parsed: { key: '' }, thing: null, known: false };
  return { script, state, step, sub: sub as unknown as TakeSub, event: {}, scan };
}

export function target(script: Script, state: State, to: Target): Partial<Preview> {
  return to.place != null ? { place: placeView(script, to.place) } : { container: heldBy(state.vars, to) };
}

export function placeView(script: Script, id: number | null | undefined): PlaceView | null {
  return id == null ? null : { ...own(script.places, String(id)), id };
}

export function itemView(script: Script, id: number | null | undefined): ItemView | null {
  return id == null ? null : knownItem(script, id);
}

export function knownItem(script: Script, id: number): ItemView {
  return { ...own(script.items, String(id)), id };
}
