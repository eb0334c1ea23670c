/** One screen, one sentence: what the engine's view of a step asks of a person, in words. Pure; it knows no task kinds. */
import type { Script, State, View } from '../engine';
import type { SizeField } from '../engine/fields';
import { view } from '../engine';
import { amount, isCode, say, type Code, type Words } from '../messages';
import { containerKinds, type Names } from './names';

/** What can be typed at a step; its event follows from it. */
export type Pad =
  | { type: 'quantity'; pack: string; most: number | null; line?: number; consents?: string[] }
  | { type: 'lot' | 'expiry' | 'serial' | 'weight_g' | 'name' | 'photo' }
  // Digits as for a weight, of which a pick's own screen knows already.
  | { type: 'weight_g'; size: SizeField }
  | { type: 'temperature'; below: boolean };

export interface PlaceName {
  code: string;
  aisle: string;
  bay: string;
  level: string;
}

export interface Instruction {
  step: string;
  kind: string;
  /** The whole sentence; `before` and `after` are its parts around the place. */
  sentence: string;
  before: string;
  place: PlaceName | null;
  after: string;
  /** How much to take from the place. */
  amount: string;
  /** The goods, smaller than the sentence. */
  thing: { name: string; detail: string } | null;
  /** The server's reason, as a sentence. */
  why: string | null;
  pad: Pad | null;
  options: string[];
  /** The word of the tap that finishes the step, where one does. */
  confirm: View['optional'];
  asksToClose: boolean;
  /** Something has changed under the person's hands: the sentence is heard, too. */
  news: boolean;
  /** What is there is counted, without a word of what should be. */
  counting: boolean;
  allow: string[];
  progress: { done: number; total: number } | null;
  /** The place that comes after this step. */
  ahead: string | null;
  /** What to scan now. */
  cue: string | null;
  lines: { id: number; name: string; qty: number; count: number }[];
  /** On a cart: the tote that this is about, and what each tote gets from this bin. */
  position: View['position'];
  deals: View['deals'];
}

/** Why a tote goes back instead of on. */
export const CALLED_OFF = 'order_cancelled';

export type Line = { code: Code; words?: Words; place?: PlaceName | null; why?: string };
/** What is said at a step of one kind, and what can be typed; null, or undefined for the pad, where a pick's own serves. */
export interface Told {
  line: (seen: View, place: PlaceName | null, script: Script, names: Names, state: State) => Line | null;
  pad?: (seen: View) => Pad | null | undefined;
  /** Where something else than bins or totes is counted. */
  progress?: (seen: View, script: Script) => View['progress'];
}

/** Of the kinds and forms that a pick does not need, as they are learnt. */
const TOLD: Partial<Record<View['kind'], Told>> = {};

/** Learn what is told of further kinds of steps. */
export function learnLines(more: typeof TOLD): void {
  Object.assign(TOLD, more);
}

/** Where the place stands in a sentence before it is drawn large. */
const PLACE = '\u0001';

/** The instruction of the step at hand; null when the task is done. */
export function instructionOf(script: Script, state: State, names: Names): Instruction | null {
  const seen = view(script, state);
  if (!seen) return null;
  const at = placeOf(seen.place, names);
  const line = lineOf(seen, script, names, at, state);
  const marked = say(line.code, { ...line.words, place: line.place ? PLACE : null });
  const [before = '', after = ''] = marked.split(PLACE);
  const next = placeOf(seen.next?.place ?? null, names);
  // What is inspected first goes into a container; a bin is refused.
  const cue = `cue_${seen.need === 'into' && seen.item?.inspect ? 'container' : seen.need}`;
  return {
    step: seen.stepId,
    kind: seen.kind,
    sentence: marked.replace(PLACE, line.place?.code ?? ''),
    before: before.trim(),
    place: line.place ?? null,
    after: after.trim(),
    amount: String(line.words?.['amount'] ?? ''),
    thing: thingOf(seen, names, at),
    why: line.why ?? reason(seen.why),
    pad: padOf(seen),
    options: seen.options,
    confirm: seen.need === 'confirm' ? 'do_done' : seen.optional,
    asksToClose: seen.ask,
    news: seen.why?.code === CALLED_OFF,
    counting: seen.verb === 'count',
    allow: seen.allow,
    progress: progressOf(seen, script),
    ahead: !line.place && at && seen.kind === 'put' ? at.code : next && next.code !== at?.code ? next.code : null,
    cue: isCode(cue) ? say(cue, { container: seen.position?.plate ?? seen.into }) : null,
    lines: seen.lines.map(({ id, item, qty, count }) => ({ id, name: item.name ?? item.sku ?? '', qty, count })),
    position: seen.position,
    deals: seen.deals,
  };
}

function lineOf(seen: View, script: Script, names: Names, place: PlaceName | null, state: State): Line {
  const { container } = seen;
  const learnt = TOLD[seen.kind]?.line(seen, place, script, names, state);
  if (learnt) return learnt;
  switch (seen.kind) {
    case 'go':
      return place ? { code: 'go_place', place } : { code: 'go_container', words: { container } };
    case 'take':
      return takeLine(seen, script, place);
    case 'put':
      return { code: 'put_at', words: { what: container }, place };
    default:
      return { code: 'all_done' };
  }
}

function takeLine(seen: View, script: Script, place: PlaceName | null): Line {
  const kinds = containerKinds(seen.kinds);
  if (seen.verb === 'take_container') return { code: 'take_container', words: { kinds } };
  if (seen.verb === 'go') return seen.elsewhere ? elsewhereLine(seen, script, place) : { code: 'go_place', place };
  if (seen.need === 'container') return { code: 'take_new_container', words: { kinds } };
  if (seen.need === 'lot') return { code: 'take_lot', words: { lot: seen.lot } };
  const words = { amount: inPacks(seen.qty ?? 0, seen.item?.id ?? null, script) };
  if (!place) return { code: 'take_nowhere', words };
  return { code: seen.counted > 0 ? 'take_more' : 'take_item', words, place };
}

/** The way to another bin says at once what is wanted there: the person has been sent away from one already. */
function elsewhereLine(seen: View, script: Script, place: PlaceName | null): Line {
  const words = { amount: inPacks(seen.qty ?? 0, seen.item?.id ?? null, script) };
  if (seen.walkMm === null) return { code: 'take_item', words, place };
  return { code: 'take_elsewhere', words: { ...words, metres: Math.round(seen.walkMm / 1000) }, place };
}

/** A quantity in the largest packs that the item's barcodes in this script know: "1 case + 3 pieces". */
export function inPacks(qty: number, item: number | null, script: Script): string {
  const packs = Object.values(script.codes)
    .filter((thing) => thing.item === item && (thing.qty ?? 1) > 1 && thing.pack)
    .sort((a, b) => (b.qty ?? 1) - (a.qty ?? 1));
  const parts: string[] = [];
  let rest = qty;
  for (const { qty: size = 1, pack = '' } of packs) {
    const count = Math.floor(rest / size);
    if (count) parts.push(amount(count, pack));
    rest -= count * size;
  }
  if (rest || !parts.length) parts.push(amount(rest, 'piece'));
  return parts.join(' + ');
}

/** What was scanned last, or is wanted: its name, and what tells it apart. */
function thingOf(seen: View, names: Names, at: PlaceName | null): Instruction['thing'] {
  if (!seen.item) return null;
  const known = names.item(null, seen.item.id);
  const name = seen.item.name ?? known?.name ?? say('another_item');
  const sku = seen.item.sku ?? known?.sku ?? '';
  const counted = seen.kind === 'collect' && seen.counted > 0 ? inUnit(seen.counted, seen.unit, seen.pack) : '';
  const lot = seen.lot ? say('lot_word', { lot: seen.lot }) : '';
  // Where what is at hand goes is asked now; the last container was another one's.
  const into = seen.into && seen.need !== 'into' ? say('in_container', { container: seen.into }) : '';
  // The sentence is about the tote; the bin that one stands at is still to be seen.
  const from = seen.need === 'tote' && at ? at.code : '';
  return { name, detail: [from, counted, sku, lot, into].filter(Boolean).join(' · ') };
}

function inUnit(qty: number, unit: number, pack: string): string {
  return unit > 0 && qty % unit === 0 ? amount(qty / unit, pack) : amount(qty, 'piece');
}

function padOf(seen: View): Pad | null {
  const learnt = TOLD[seen.kind]?.pad?.(seen);
  if (learnt !== undefined) return learnt;
  if (seen.need === 'lot') return { type: 'lot' };
  return seen.need === 'quantity' ? { type: 'quantity', pack: seen.pack, most: Math.floor(((seen.qty ?? 0) + seen.counted) / unitOf(seen)) } : null;
}

/** How many smallest units one of what is typed is. */
export function unitOf(seen: View): number {
  return Math.max(1, seen.unit);
}

/** Bins or totes, mostly; nothing where there is only one, or one way from here to there: "0 of 2" would be heard as pieces. */
function progressOf(seen: View, script: Script): Instruction['progress'] {
  const found = TOLD[seen.kind]?.progress?.(seen, script) ?? seen.progress;
  return found.total > (found === seen.progress ? 2 : 1) ? found : null;
}

function placeOf(place: View['place'], names: Names): PlaceName | null {
  if (!place) return null;
  const known = names.place(null, place.id);
  const part = (name: keyof PlaceName): string => place[name] ?? known?.[name] ?? '';
  return { code: part('code'), aisle: part('aisle'), bay: part('bay'), level: part('level') };
}

export function nameOf(id: number | undefined, names: Names, script: Script | null): string {
  const own = id === undefined ? undefined : script?.items[String(id)]?.name;
  return own ?? (id === undefined ? undefined : names.item(null, id)?.name) ?? say('another_item');
}

function reason(why: View['why']): string | null {
  const name = `why_${why?.code ?? ''}`;
  return why && isCode(name) ? say(name, (why.params ?? {}) as Words) : null;
}
