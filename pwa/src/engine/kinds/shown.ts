/** What the screen shows of the kinds and forms that a pick does not need; a pick's own stand in ../view.ts, a cart's in shown-cart.ts. */
import { isSize } from '../fields';
import { missingLines } from '../lines';
import { heldBy } from '../motions';
import { own, type CaptureStep, type CollectStep, type ConfirmStep, type DecideStep, type PutStep, type Script, type State, type Step, type Sub } from '../steps';
import { itemView, knownItem, placeView, previewPut, target, type HandView, type Need, type PositionView, type Preview, type View } from '../view';
import type { CaptureSub } from './capture';
import { isIn, type CartonsStep, type CartonsSub } from './cartons';
import { needsZone, type CollectSub } from './counting';
import { placeOf } from './pending';
import { restOf, type PutSub } from './put';

/** How a kind is shown: in short, as a preview, and what else the screen shows of it as the step at hand. */
export interface Shown<S = Step> {
  preview?: (script: Script, state: State, step: S, sub: Sub) => Partial<Preview>;
  details: (script: Script, state: State, step: S, sub: Sub) => Partial<View>;
}

export const COLLECT_SHOWN: Shown<CollectStep> = {
  preview: (script, state, step, sub) => ({
    // Goods that nobody announced are not counted against any; they are taken in.
    verb: step.blind && !needsZone(step) ? 'count' : 'collect',
    place: placeView(script, step.into?.place),
    container: heldBy(state.vars, step.into),
    qty: showsNumbers(step) ? missingUnits(step, sub) : null,
  }),
  details: (script, state, step, sub) => ({
    ...collectDetails(script, state, step, sub as unknown as CollectSub),
    ...handDetails(script, step, sub as unknown as CollectSub),
    ...asideDetails(script, step, sub as unknown as CollectSub),
  }),
};

/** Goods that nobody knows are in the hands: their label is wanted, then their place. */
function asideDetails(script: Script, step: CollectStep, { aside }: CollectSub): Partial<View> {
  if (!aside) return {};
  const hands: Partial<View> = { item: null, lot: null, counted: 0, into: null, allow: ['photo', 'done'] };
  if (aside.plate === null) return { ...hands, need: 'label' };
  return { ...hands, need: 'confirm', place: placeView(script, step.aside?.place), container: aside.plate, allow: ['photo'] };
}

/** What does not scan is said of its lines; it is asked for by itself when all else is there. */
function handDetails(script: Script, step: CollectStep, sub: CollectSub): Partial<View> {
  if (!step.hands) return {};
  const hands = handsOf(script, step, sub);
  const rest = missingLines(step, sub);
  const onlyThese = rest.every(({ line, qty }) => qty <= (hands.find((hand) => hand.line === line)?.left ?? 0));
  const byHand = hands.find((hand) => rest.some(({ line }) => line === hand.line));
  if (!byHand || !onlyThese || !showsNumbers(step) || sub.pending || sub.need) return { hands };
  const { qty } = rest.find(({ line }) => line === byHand.line)!;
  return { hands, byHand: { ...byHand, left: qty }, item: byHand.item, lot: null, pack: 'piece', unit: 1, counted: 0, need: null };
}

/** The lines whose label does not scan. */
export function handsOf(script: Script, step: CollectStep, sub: CollectSub): HandView[] {
  return step.lines.flatMap((line) => {
    const hand = own(step.hands ?? {}, String(line.id));
    if (!hand) return [];
    const left = Math.max(0, hand.qty - (own(sub.by_hand ?? {}, String(line.id)) ?? 0));
    const { person = '', consents = [], asked = 0, refused = '' } = hand;
    return [{ line: line.id, item: knownItem(script, line.item), left, person, consents, asked, refused, blind: !showsNumbers(step) }];
  });
}

/** Announced cartons: how many of them are in, the pallet whose sample is asked for, and what the last one holds. */
export const CARTONS_SHOWN: Shown<CartonsStep> = {
  preview: COLLECT_SHOWN.preview as NonNullable<Shown<CartonsStep>['preview']>,
  details: (script, state, step, sub) => ({
    ...wanted(COLLECT_SHOWN.details(script, state, step, sub)),
    ...cartonsDetails(script, step, sub as unknown as CartonsSub),
    ...asideDetails(script, step, sub as unknown as CollectSub),
  }),
};

/** Of the lines those that anything is awaited of, or has come of. */
function wanted(shown: Partial<View>): Partial<View> {
  return { ...shown, lines: (shown.lines ?? []).filter(({ qty, count }) => qty > 0 || count > 0) };
}

function cartonsDetails(script: Script, step: CartonsStep, sub: CartonsSub): Partial<View> {
  const all = Object.values(step.cartons);
  const cartons = { done: all.filter((carton) => isIn(sub, carton)).length, total: all.length };
  if (sub.pallet) return { cartons, pallet: sub.pallet, item: null, into: sub.pallet, need: 'carton' };
  // When all are in nothing is asked for any more.
  const need = cartons.done < cartons.total ? 'carton' : null;
  const [plate, carton] = Object.entries(step.cartons).find(([, { id }]) => id === sub.carton) ?? [];
  if (!carton || sub.pending) return sub.pending || sub.last ? { cartons } : { cartons, need };
  const load = step.loads[carton.load] ?? [];
  const [first] = load;
  const one = load.length === 1 && first ? { item: knownItem(script, first.item), lot: first.lot || null, counted: first.qty } : { item: null };
  // Nothing is typed for a carton: it holds what it holds.
  return { cartons, need, ...one, unit: 0, into: plate ?? null };
}

export const CAPTURE_SHOWN: Shown<CaptureStep> = {
  details: (_script, _state, step, sub) => {
    const { values } = sub as unknown as CaptureSub;
    const fields = step.fields.map((field) => ({ field, value: own(values, field) ?? null }));
    return { need: 'value', fields, optional: step.optional ? 'do_done' : null };
  },
};

export const DECIDE_SHOWN: Shown<DecideStep> = {
  details: (_script, _state, step) => ({ need: 'choice', options: [...step.options] }),
};

export const CONFIRM_SHOWN: Shown<ConfirmStep> = {
  preview: (script, state, step) => (step.scan ? target(script, state, step.scan) : {}),
  details: (_script, _state, step) => ({ need: !step.scan ? 'confirm' : step.scan.place != null ? 'place' : 'container' }),
};

export const PUT_SHOWN: Shown<PutStep> = {
  preview: (script, state, step, sub) => ({
    ...previewPut(script, state, step),
    item: itemView(script, step.what.item),
    qty: step.what.item == null ? null : inHand(state, step, sub as unknown as PutSub),
  }),
  details: (_script, state, step, sub) => putDetails(state, step, sub as unknown as PutSub),
};

/** How many are put next: what was typed, at most what a `take` before has really brought, where the step names one. */
function inHand(state: State, step: PutStep, sub: PutSub): number {
  const wanted = sub.put_qty ?? restOf({ step, sub });
  const taken = own(state.steps, step.what.taken ?? '')?.['taken'];
  return typeof taken === 'number' ? Math.max(0, Math.min(wanted, taken - sub.put)) : step.what.taken ? 0 : wanted;
}

function putDetails(state: State, step: PutStep, sub: PutSub): Partial<View> {
  const fits = sub.size <= restOf({ step, sub });
  const what: Need = step.what.item == null ? 'container' : 'item';
  return {
    pack: fits ? sub.pack : 'piece',
    unit: fits ? sub.size : 1,
    counted: sub.put,
    lot: step.what.lot_code ?? null,
    need: step.prove && !sub.seen ? what : step.to.container_kinds?.length ? 'container' : 'place',
    kinds: [...(step.to.container_kinds ?? [])],
    cart: step.what.cart ?? false,
    position: positionOf(state, step),
  };
}

/** The position of a tote that is taken off the cart. */
function positionOf(state: State, { what, why }: PutStep): PositionView | null {
  const at = why?.params?.['position'];
  return typeof at === 'number' ? { number: at, plate: heldBy(state.vars, what) } : null;
}

/** How many of what is at hand are looked at, where that is an inspection. */
function lookAt(step: CollectStep, { pending, counts }: CollectSub): Partial<View> {
  if (!step.looks) return {};
  const line = step.lines.find(({ id }) => id === pending?.line);
  if (!pending || !line) return { looks: { looks: 0, qty: 0, all: false } };
  const left = line.qty - (own(counts, String(line.id)) ?? 0);
  const looks = own(step.looks, String(line.id)) ?? 1;
  return { looks: { looks: Math.min(looks, pending.qty), qty: pending.qty, all: pending.qty === left } };
}

/** Whether the person may see what is expected: never who counts blind. */
function showsNumbers(step: CollectStep): boolean {
  return !step.blind && step.expect !== false;
}

function missingUnits(step: CollectStep, sub: Sub): number {
  return missingLines(step, sub as unknown as CollectSub).reduce((sum, line) => sum + line.qty, 0);
}

function collectDetails(script: Script, state: State, step: CollectStep, sub: CollectSub): Partial<View> {
  const piece = sub.pending ?? sub.last;
  const shown = showsNumbers(step);
  const lines = step.lines.map((line) => ({
    id: line.id,
    item: knownItem(script, line.item),
    qty: line.qty,
    count: own(sub.counts, String(line.id)) ?? 0,
    lot: line.lot?.code ?? null,
  }));
  const asked = sub.need ?? (sub.pending?.need[0] as Need | undefined) ?? 'item';
  // What was judged goes to a place of its grade, what is too warm or too cold to where it is kept apart.
  const to = asked === 'into' && sub.pending ? placeOf(step, sub.pending) : null;
  const missing = shown ? missingUnits(step, sub as unknown as Sub) : null;
  // When all is here, one taps Done: nothing more is asked for beside it.
  const all = missing === 0 && lines.length > 0 && asked === 'item';
  const need = to !== null ? 'place' : all ? null : asked;
  const { doubt, held } = sub.pending ?? {};
  return {
    // What is in the hand comes first: Done would be refused.
    ...(sub.pending ? { allow: (step.allow ?? []).filter((action) => action !== 'done') } : {}),
    // The same weight again, or that it stands there, is a tap; so is not to measure it now.
    optional: isSize(asked) ? 'do_not_now' : (asked === 'weight_g' && doubt !== undefined) || (asked === 'into' && held !== undefined) ? 'do_done' : null,
    fields: asked === 'weight_g' ? [{ field: asked, value: doubt ?? null }] : [],
    below: asked === 'temperature' && (sub.pending?.asks?.range?.[1] ?? 1) <= 0,
    ...(to === null ? {} : { place: placeView(script, to) }),
    ...lookAt(step, sub),
    options: need === 'grade' ? (step.grades ?? []).map(({ code }) => code) : [],
    item: itemView(script, piece?.item),
    lot: piece?.lot ?? null,
    pack: piece?.pack ?? 'piece',
    unit: piece?.size ?? 1,
    counted: piece?.qty ?? 0,
    into: sub.pending && 'grade' in sub.pending ? null : (sub.last?.container ?? heldBy(state.vars, step.into)),
    need,
    kinds: need === 'container' ? (step.into?.kinds ?? ['tote', 'carton']) : [],
    lines: shown ? lines : [],
    extra: Object.entries(sub.extra).map(([item, qty]) => ({ item: knownItem(script, Number(item)), qty })),
    missing,
    ask: sub.ask,
  };
}
