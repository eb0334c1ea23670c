/** The sentences of the kinds of steps, and of their forms, that a pick does not need. */
import { anyOf, isCode, say, type Words } from '../messages';
import type { Script, State, View } from '../engine';
import { isSize } from '../engine/fields';
import type { HandView } from '../engine/view';
import { CALLED_OFF, inPacks, nameOf, unitOf, type Line, type Pad, type PlaceName, type Told } from './instruction';
import { containerKinds, type Names } from './names';
import { isNewParcel, parcelAt, parcelsOf } from './parcels';

export const SELDOM_LINES: Partial<Record<View['kind'], Told>> = {
  go: { line: ({ container, why }, place) => (place ? null : { code: 'go_container', words: { container }, ...standing(why) }) },
  take: { line: cartLine, pad: (seen) => (seen.need === 'tote' ? somePacks(seen, (seen.qty ?? 0) > 1) : undefined) },
  put: { line: putLine, pad: putPad, progress: stepsOf },
  collect: { line: saidOfHands, progress: unitsOf, pad: (seen) => (seen.byHand ? handPad(seen.byHand) : seen.need === 'temperature' ? { type: seen.need, below: seen.below ?? false } : isSize(seen.need) ? { type: 'weight_g', size: seen.need } : isField(seen.need) ? { type: seen.need } : somePacks(seen, seen.wall ? (seen.position !== null && (seen.qty ?? 0) > 1) : seen.item !== null && seen.unit > 0)) },
  capture: { line: (seen) => ({ code: `capture_${fieldOf(seen)}` }), pad: (seen) => ({ type: fieldOf(seen) }) },
  decide: { line: ({ why }) => ({ code: why?.code === 'supplier' ? 'decide_supplier' : 'decide_any' }), progress: unitsOf },
  confirm: { line: confirmLine, progress: stepsOf },
};

/** Where what is to be scanned stands, as the script knew when it was built; it is said until it is scanned. */
function standing(why: View['why'], code: 'stands' | 'goods_stand' = 'stands'): { why?: string } {
  const params = why?.params as Words | undefined;
  return params?.['stands'] ? { why: say(code, params) } : {};
}

const FIELDS = ['lot', 'expiry', 'serial', 'weight_g'] as const;
const isField = (need: View['need']): need is (typeof FIELDS)[number] => (FIELDS as readonly View['need'][]).includes(need);

/** What a person moves by themselves, or finds in what a colleague left, is done when they say so: there is no so much of so much. */
const WITHOUT_END: readonly string[] = ['move', 'takeover'];

function stepsOf({ progress }: View, { kind }: Script): View['progress'] {
  return WITHOUT_END.includes(kind) ? { done: 0, total: 0 } : progress;
}

/** Parcels of a truck, or units of a delivery. */
function unitsOf(seen: View, script: Script): View['progress'] {
  const { loads, lines } = seen;
  if (loads) return loads;
  // Nobody knows how much comes that was not announced.
  if (!lines.length && script.kind === 'receive') return { done: 0, total: 0 };
  if (!lines.length || WITHOUT_END.includes(script.kind)) return stepsOf(seen, script);
  const sum = (of: (line: View['lines'][number]) => number): number => lines.reduce((total, line) => total + of(line), 0);
  return { done: sum(({ qty, count }) => Math.min(qty, count)), total: sum(({ qty }) => qty) };
}

/** A number of packs may be typed, with no most: what is too many is refused in words. */
function somePacks({ pack }: View, may: boolean): Pad | null {
  return may ? { type: 'quantity', pack, most: null } : null;
}

function putPad(seen: View): Pad | null {
  const qty = seen.qty ?? 0;
  return seen.need === 'place' && qty > 1 && seen.item ? { type: 'quantity', pack: seen.pack, most: Math.floor(qty / unitOf(seen)) } : null;
}

/** The field that is asked for: the first that has no value. */
function fieldOf(seen: View): 'lot' | 'expiry' | 'serial' | 'weight_g' | 'name' | 'photo' {
  const open = seen.fields.find(({ value }) => value === null)?.field;
  return (['lot', 'expiry', 'serial', 'weight_g', 'name', 'photo'] as const).find((field) => field === open) ?? 'lot';
}

/** What a tote on a cart is to get, or where an empty one is put up; or which carton is proposed. */
function cartLine(seen: View, _place: PlaceName | null, script: Script): Line | null {
  const position = seen.position?.number ?? null;
  if (position === null) return straightLine(seen, script) ?? takeCartonLine(seen, script);
  if (seen.need === 'container') return { code: 'take_position', words: { kinds: containerKinds(seen.kinds), position } };
  return { code: 'put_position', words: { amount: inPacks(seen.qty ?? 0, seen.item?.id ?? null, script), position } };
}

/** What an order waits for goes from the dock to packing: where to is what matters, the container was scanned. */
function straightLine(seen: View, script: Script): Line | null {
  if (seen.why?.code !== 'from_dock' || seen.verb !== 'take' || seen.need === 'container' || seen.need === 'lot') return null;
  const { order, station } = seen.why.params as Words;
  const amount = inPacks(seen.qty ?? 0, seen.item?.id ?? null, script);
  return { code: 'take_straight', words: { amount, order }, place: { code: String(station), aisle: '', bay: '', level: '' } };
}

/** Which carton to begin with, where the script proposes any; every other take says what it says. */
function takeCartonLine(seen: View, script: Script): Line | null {
  const carton = seen.verb === 'take_container' ? parcelsOf(script)[0]?.carton : undefined;
  return carton === undefined ? null : { code: 'take_carton', words: { carton } };
}

/** The carton that comes next, where one is proposed, or any. */
function nextCartonLine(seen: View, script: Script): Line {
  const parcels = parcelsOf(script);
  const packed = seen.lines.reduce((sum, { count }) => sum + count, 0);
  const next = isNewParcel(parcels, packed) ? parcels[parcelAt(parcels, packed)] : undefined;
  return next ? { code: 'take_carton', words: { carton: next.carton } } : { code: 'take_new_container', words: { kinds: containerKinds(seen.kinds) } };
}

/** Whether less than all was in a container that was to be taken whole; the state does not say whether it was there at all. */
function isShort(plate: string | null, script: Script, { steps }: State): boolean {
  return plate !== null && script.steps.some((step) => step.kind === 'take' && step.into?.container === plate && steps[step.id]?.['taken'] === 0);
}

function putLine(seen: View, place: PlaceName | null, script: Script, names: Names, state: State): Line {
  const { container, item } = seen;
  if (seen.need === 'item') return { code: 'put_prove_item', words: { item: nameOf(item?.id, names, script) }, ...standing(seen.why, 'goods_stand') };
  if (seen.need === 'container' && seen.why?.code === CALLED_OFF) return { code: 'put_tote_cancelled', words: seen.why.params as Words };
  if (seen.cart) return { code: 'put_cart', place };
  if (seen.need === 'container' && !seen.kinds.length) return { code: 'put_prove_container', words: { container }, ...standing(seen.why) };
  const what = item ? inPacks(seen.qty ?? 0, item.id, script) : container;
  if (seen.why?.code === CALLED_OFF) return { code: 'put_order_cancelled', words: { ...(seen.why.params as Words), what }, place };
  // What is done with a whole container has a sentence of its own.
  const done = `put_${seen.why?.code ?? ''}`;
  if (isCode(done)) return { code: done, words: { what } };
  if (seen.kinds.length) return { code: 'put_in_container', words: { what, kinds: containerKinds(seen.kinds) } };
  if (item && seen.qty === 0) return { code: 'put_nothing', place };
  if (isShort(container, script, state)) return { code: 'put_if_there', words: { what }, place };
  if (place) return { code: 'put_at', words: { what }, place };
  const step = script.steps.find(({ id }) => id === seen.stepId);
  const zones = step?.kind === 'put' ? (step.to.zones ?? []) : [];
  return zones.length ? { code: 'put_in_zone', words: { what, zone: anyOf(zones) } } : { code: 'put_anywhere', words: { what } };
}

/** What a person says yes to, where the step tells; else that this was all. Or what is scanned instead. */
function confirmLine({ why, need, container }: View, place: PlaceName | null): Line {
  if (need !== 'confirm') return place ? { code: 'confirm_place', place } : { code: why?.code === 'label' ? 'confirm_label' : 'confirm_container', words: { container }, ...standing(why) };
  const code = `confirm_${why?.code ?? 'plain'}`;
  return { code: isCode(code) ? code : 'confirm_plain', words: (why?.params ?? {}) as Words };
}

function cartonLine({ pallet, cartons = { done: 0, total: 0 } }: View): Line {
  if (pallet) return { code: 'collect_sample' };
  const { done, total } = cartons;
  return done < total ? { code: 'collect_carton', words: { number: done + 1, total } } : { code: 'collect_done' };
}

/** Whatever comes out of the batch's tote is scanned; then it is said to which wall place it goes. */
function wallLine(seen: View, script: Script): Line {
  const position = seen.position?.number ?? null;
  if (position === null) return { code: seen.need === 'lot' ? 'collect_lot' : 'sort_next' };
  const amount = inPacks(seen.qty ?? 0, seen.item?.id ?? null, script);
  if (seen.need === 'container') return { code: 'sort_new', words: { amount, position, kinds: containerKinds(seen.kinds) } };
  return { code: 'sort_into', words: { amount, position } };
}

/** How many plates a sentence names; the rest is a number. */
const NAMED = 3;

function loadLine(seen: View): Line {
  const { ask } = seen;
  const { done, total, staying, customer } = seen.loads!;
  const named = staying.slice(0, NAMED).join(', ');
  if (customer) return handLine(seen);
  if (ask) return { code: 'load_leave', words: { missing: staying.length, named, more: staying.length > NAMED ? staying.length - NAMED : null } };
  if (done === total) return { code: total ? 'load_all_on' : 'load_none' };
  return { code: 'load_parcel', words: { number: done + 1, total } };
}

/** The same at a counter: parcels are handed to whoever has come for them. */
function handLine({ loads, ask }: View): Line {
  const { done, total, staying } = loads!;
  if (ask) return { code: 'hand_part', words: { missing: staying.length } };
  return done === total ? { code: 'hand_all' } : { code: 'hand_parcel', words: { number: done + 1, total } };
}

function handPad({ left, line, consents }: HandView): Pad {
  return { type: 'quantity', pack: 'piece', most: left, line, consents };
}

/** What does not scan is counted by hand when all else is there; before that it is said beside what the step says. */
function saidOfHands(seen: View, place: PlaceName | null, script: Script): Line {
  const { byHand, hands, why } = seen;
  if (byHand) {
    const words = { amount: inPacks(byHand.left, byHand.item.id, script) };
    return { code: 'collect_by_hand', words, why: say('by_hand_agreed', { person: byHand.person }) };
  }
  const line = collectLine(seen, place, script);
  if (!hands) return line;
  const own = `why_${why?.code ?? ''}`;
  const told = [...hands.map((hand) => handSaid(hand, script)), isCode(own) ? say(own, why?.params as Words) : ''].filter(Boolean);
  return told.length ? { ...line, why: told.join(' ') } : line;
}

function handSaid({ item, left, asked, refused, blind }: HandView, script: Script): string {
  const words = { item: item.name ?? say('another_item'), person: refused };
  if (asked) return say('by_hand_asked', { ...words, amount: inPacks(asked, item.id, script) });
  if (refused) return say('by_hand_refused', words);
  if (!left) return '';
  return blind ? say('by_hand_blind', words) : say('by_hand_last', { ...words, amount: inPacks(left, item.id, script) });
}

function collectLine(seen: View, place: PlaceName | null, script: Script): Line {
  if (seen.loads) return loadLine(seen);
  if (seen.wall) return wallLine(seen, script);
  switch (seen.need) {
    case 'lot':
    case 'expiry':
    case 'serial':
    case 'pieces':
    case 'temperature':
    case 'unit_g':
    case 'length_mm':
    case 'width_mm':
    case 'height_mm':
      return { code: `collect_${seen.need}` };
    case 'weight_g':
      return { code: seen.optional ? 'collect_weigh_again' : 'collect_weight_g', words: { amount: inPacks(seen.counted, seen.item?.id ?? null, script), weight_g: seen.fields[0]?.value } };
    case 'into':
      return { code: seen.item?.inspect ? 'collect_into_inspect' : 'collect_into' };
    case 'label':
      return { code: 'aside_label' };
    case 'confirm':
      return { code: 'aside_place', place };
    case 'grade':
      if (!seen.looks) return { code: 'collect_grade' };
      return { code: seen.looks.all ? 'collect_look' : 'collect_how_many', words: { looks: seen.looks.looks, qty: seen.looks.qty } };
    case 'place':
      return { code: seen.optional ? 'collect_held' : 'collect_to', place };
    case 'carton':
    case null:
      return cartonLine(seen);
    case 'container':
      return nextCartonLine(seen, script);
  }
  if (seen.missing === 0 && seen.lines.length) return { code: 'collect_done' };
  if (seen.looks) return { code: 'collect_inspect' };
  if (script.kind === 'build') return { code: 'collect_build' };
  if (script.kind === 'move') return { code: 'collect_move' };
  if (place) return { code: seen.verb === 'count' ? 'collect_blind_at' : 'collect_in', place };
  if (seen.verb === 'count' && seen.container) return { code: 'collect_blind_into', words: { container: seen.container } };
  return { code: seen.verb === 'count' ? 'collect_blind' : 'collect_open' };
}
