/** What `collect` does with a scanned item that still lacks its lot, expiry, serial or destination. */
import { filled, isSize, partOf, scannedText } from '../fields';
import { accept, amount, placeFacts, refuse } from '../motions';
import { own, type CollectStep } from '../steps';
import {
  chooseLine, count, destination, isLookedAt, lineOf, needsZone, refuseOver, whole, type CollectOutcome, type CollectTurn, type Pending,
} from './counting';
import { isGraded, isProved, judged, placeOf as gradePlace, scanPlace } from './grading';
import * as measuring from './measuring';
import * as sizing from './sizing';

const CAPTURED = new Map<string, readonly ('lot' | 'expiry' | 'serial')[]>([
  ['lot', ['lot']],
  ['lot_expiry', ['lot', 'expiry']],
  ['serial', ['serial']],
]);
const LANDING_KINDS = ['bin', 'dock'];
const NO_FIELDS = ['pieces', 'grade', 'into'];

/** Count a scanned item, or keep it until what it lacks is known. */
export function begin(turn: CollectTurn, item: number): CollectOutcome {
  const { parsed } = turn.scan;
  const thing = turn.scan.thing ?? {};
  const facts = own(turn.script.items, String(item)) ?? {};
  const tracking = facts.tracking || thing.tracking || 'none';
  const { line, wrong } = chooseLine(turn, item, parsed.lot ?? null);
  if (wrong) return wrong;
  const isSerial = tracking === 'serial';
  const packSize = thing.qty ?? 1;
  const piece = {
    item,
    line: line?.id ?? null,
    // Every serial is scanned by itself, whatever its barcode counts.
    qty: isSerial ? 1 : (parsed.qty ?? 1) * packSize,
    size: isSerial ? 1 : packSize,
    pack: isSerial ? 'piece' : (thing.pack ?? 'piece'),
    lot: tracking === 'none' ? null : said(turn, 'lot'),
    expiry: tracking === 'none' ? null : said(turn, 'expiry'),
    serial: isSerial ? said(turn, 'serial') : null,
    zone: facts.zone || thing.zone || '',
    ...(isGraded(turn.step) ? { grade: null } : {}),
  };
  const captured = turn.step.capture ? (CAPTURED.get(tracking) ?? []) : [];
  const wanted: string[] = captured.filter((field) => piece[field] === null);
  if (isGraded(turn.step)) wanted.push('grade');
  else if (needsZone(turn.step) && !Object.hasOwn(turn.sub.into, piece.zone)) wanted.push('into');
  const [all, need] = measuring.begin(turn, whole(turn, line, piece), wanted);
  return refuseOver(turn, line, all) ?? settle(turn, { ...all, need });
}

function said(turn: CollectTurn, field: string): string | null {
  return filled(field, partOf(turn.scan.parsed, field)).value as string | null;
}

/** Ask for the first thing that is lacking, or count. */
function settle(turn: CollectTurn, pending: Pending): CollectOutcome {
  const need = pending.need[0];
  if (need === undefined) return count(turn, pending, ...whereTo(turn, pending));
  const kept = { ...turn.sub, pending };
  if (need === 'weight_g' && pending.doubt !== undefined) {
    const params = { weight_g: pending.doubt, usual_g: (pending.asks?.weigh ?? 0) * pending.qty };
    return { ...accept('weigh_again', kept), params };
  }
  return accept(`need_${wordOf(need)}`, kept);
}

/** What is lacking, as it is told: of sizes the screen says which. */
const wordOf = (need: string): string => (isSize(need) ? 'size' : need);

function whereTo(turn: CollectTurn, pending: Pending): [string | null, number | null] {
  const place = placeOf(turn.step, pending);
  return place === null ? destination(turn, pending.zone) : [null, place];
}

/** The place that a piece goes to by what was found out about it; null where that is for its zone to say. */
export function placeOf(step: CollectStep, pending: Pending): number | null {
  return pending.held ?? gradePlace(step, pending);
}

/** A scan while something is lacking. */
export function scan(turn: CollectTurn, pending: Pending): CollectOutcome {
  const need = pending.need[0] ?? '';
  if (need === 'into') return scanDestination(turn, pending);
  if (need === 'grade') return scanGrade(turn, pending);
  if (need === 'pieces' || isSize(need)) return add(turn, pending) ?? refuse(`need_${wordOf(need)}_first`);
  if (need === 'weight_g' && !isTheOneWeighed(turn, pending)) return refuse('need_weight_g_first');
  const other = turn.scan.known && turn.scan.thing?.item !== pending.item;
  const found: Record<string, unknown> = {};
  for (const field of other ? [] : pending.need) {
    const part = partOf(turn.scan.parsed, field)
      ?? (field === need && (field === 'lot' || field === 'serial') ? scannedText(turn.scan, field) : null);
    const { value } = filled(field, part);
    if (value !== null) found[field] = value;
  }
  // The next item scanned too early must not become the lot of this one.
  return need in found ? fillIn(turn, pending, found) : refuse(`need_${need}_first`);
}

/** Fill what was found; a lot may show that another line is meant. */
function fillIn(turn: CollectTurn, before: Pending, found: Record<string, unknown>): CollectOutcome {
  let pending: Pending = { ...before, ...found };
  pending.need = before.need.filter((field) => !(field in found));
  if ('lot' in found) {
    const { line, wrong } = chooseLine(turn, pending.item, pending.lot);
    pending = whole(turn, line, pending);
    const refused = wrong ?? refuseOver(turn, line, pending);
    if (refused) return refused;
    pending.line = line?.id ?? null;
  }
  if ('weight_g' in found) {
    const [piece, need] = measuring.weighed({ ...pending, weight_g: null }, pending.need, found['weight_g'] as number);
    pending = { ...piece, need };
  }
  if ('temperature' in found) {
    pending = measuring.judged(turn, pending);
    return measuring.told(settle(measuring.remembered(turn, pending), pending), pending);
  }
  return Object.keys(found).some(isSize) ? sized(turn, pending) : settle(turn, pending);
}

/** Something of its size was said; when all of it is, it is told, unless no such thing can be. */
function sized(turn: CollectTurn, pending: Pending): CollectOutcome {
  if (sizing.isAsked(pending)) return settle(turn, pending);
  if (!sizing.isUnlikely(pending)) return leaveSize(turn, pending);
  const { unit_g, length_mm, width_mm, height_mm } = pending;
  return { ...accept('need_size_again', { ...turn.sub, pending: sizing.again(pending) }), params: { unit_g, length_mm, width_mm, height_mm } };
}

/** It goes on with what was said of its size, be it nothing. */
function leaveSize(turn: CollectTurn, pending: Pending): CollectOutcome {
  const [sub, rest] = sizing.left(turn, pending);
  const outcome = settle({ ...turn, sub }, rest);
  return { ...outcome, effects: [...sizing.effects(turn, pending), ...(outcome.effects ?? [])] };
}

/** A field that was typed or chosen on the screen. */
export function fill(turn: CollectTurn): CollectOutcome {
  const { pending } = turn.sub;
  const field = turn.event.field;
  if (!pending || typeof field !== 'string' || NO_FIELDS.includes(field) || !pending.need.includes(field)) return refuse('not_now');
  const { value, wrong } = filled(field, turn.event.value);
  return value === null ? refuse(wrong) : fillIn(turn, pending, { [field]: value });
}

/** The weight that was doubted is right; the goods are where they are kept apart; or nobody measures them now. */
export function confirm(turn: CollectTurn, pending: Pending): CollectOutcome {
  const [need] = pending.need;
  if (need === 'weight_g' && pending.doubt !== undefined) return fillIn(turn, pending, { weight_g: pending.doubt });
  if (isSize(need)) return leaveSize(turn, pending);
  return need === 'into' && pending.held !== undefined ? count(turn, pending, null, pending.held) : refuse('not_now');
}

/** A printed grade, or once more the same item. */
function scanGrade(turn: CollectTurn, pending: Pending): CollectOutcome {
  const found = judged(turn.step, pending, turn.scan.parsed.key);
  return found ? judge(turn, found) : (add(turn, pending) ?? refuse('need_grade_first'));
}

/** A grade was tapped, or (an empty one) that this is none of the goods. */
export function choose(turn: CollectTurn): CollectOutcome {
  const { pending } = turn.sub;
  if (!pending?.need.includes('grade')) return refuse('not_now');
  if (pending.need[0] !== 'grade') return refuse(`need_${wordOf(pending.need[0] ?? '')}_first`);
  // It is not here after all: nothing of it was counted.
  if (turn.event.value === '') return accept('dropped', { ...turn.sub, pending: null });
  const found = judged(turn.step, pending, turn.event.value);
  return found ? judge(turn, found) : refuse('not_an_option');
}

/** Where it goes follows from its grade: to a place that may have to be scanned, or into its zone's container. */
function judge(turn: CollectTurn, pending: Pending): CollectOutcome {
  const { step, sub } = turn;
  const place = placeOf(step, pending);
  const byZone = place === null && needsZone(step) && !Object.hasOwn(sub.into, pending.zone);
  const asks = byZone || (place !== null && isProved(step, pending));
  return settle(turn, asks ? { ...pending, need: [...pending.need, 'into'] } : pending);
}

/** The same item was scanned again: there is more of it; null for anything else. */
function add(turn: CollectTurn, pending: Pending): CollectOutcome | null {
  const { parsed, thing } = turn.scan;
  if (thing?.item !== pending.item || !isAlike(turn, pending)) return null;
  // Whoever looks at several scans several; all of them are in it already.
  if (isLookedAt(turn.step, lineOf(turn, pending.line))) return settle(turn, pending);
  const more = (parsed.qty ?? 1) * (thing.qty ?? 1);
  const grams = filled('weight_g', partOf(parsed, 'weight_g')).value as number | null;
  return resize(turn, measuring.recounted({ ...pending, qty: pending.qty + more }, grams));
}

function scanDestination(turn: CollectTurn, pending: Pending): CollectOutcome {
  const { thing } = turn.scan;
  const place = placeOf(turn.step, pending);
  if (place !== null) {
    const wrong = scanPlace(turn, place);
    return wrong ? (add(turn, pending) ?? wrong) : count(turn, pending, null, place);
  }
  if (thing?.container !== undefined) {
    const into = { ...turn.sub.into, [pending.zone]: thing.container };
    return count({ ...turn, sub: { ...turn.sub, into } }, pending, thing.container, null);
  }
  if (thing?.place !== undefined && turn.step.into?.boxed?.includes(pending.zone)) return refuse('inspect_first');
  if (thing?.place !== undefined) {
    const kind = placeFacts(turn.script, thing).kind ?? '';
    if (kind === 'out_of_use') return refuse('fit_out_of_use', { got: thing.place });
    if (LANDING_KINDS.includes(kind)) return count(turn, pending, null, thing.place);
  }
  // The script names it so that it is not used here.
  if (thing?.kind === 'taken') return refuse('container_not_here', { code: turn.scan.raw });
  return add(turn, pending) ?? refuse('scan_destination');
}

/** Whether this may be the label of what stands on the scales: the next piece's weight is not this one's. */
function isTheOneWeighed(turn: CollectTurn, { lot, serial, doubt }: Pending): boolean {
  const fits = (field: string, wanted: unknown) => [null, wanted].includes(said(turn, field) as null);
  return fits('lot', lot) && fits('serial', serial) && (doubt === undefined || fits('weight_g', doubt));
}

/** Whether a second scan of the item may be added: never a serial, never another lot. */
function isAlike(turn: CollectTurn, pending: Pending): boolean {
  const lot = said(turn, 'lot');
  return pending.serial === null && (lot === null || lot === pending.lot);
}

/** How many packs of the pending item there are. */
export function quantity(turn: CollectTurn, pending: Pending): CollectOutcome {
  const qty = amount(turn.event.qty);
  if (!qty) return refuse('bad_quantity');
  if (qty > 1 && (pending.serial !== null || pending.need.includes('serial'))) return refuse('too_many', { needed: 1 });
  const need = pending.need.filter((field) => field !== 'pieces');
  return resize(turn, measuring.recounted({ ...pending, qty: qty * pending.size, need }));
}

function resize(turn: CollectTurn, pending: Pending): CollectOutcome {
  return refuseOver(turn, lineOf(turn, pending.line), pending) ?? settle(turn, pending);
}
