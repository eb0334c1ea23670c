/**
 * What a raw code says: a key to look it up by, and what a GS1 label carries beside it.
 * The rules are those of docs/scripts.md ("Barcodes"); server/pickface/scans/barcodes.py is the other reading.
 */
import type { Thing } from './steps';

export interface Parsed {
  key: string;
  gtin?: string;
  sscc?: string;
  lot?: string;
  /** YYYY-MM-DD. */
  expiry?: string;
  serial?: string;
  qty?: number;
  weight_g?: number;
  error?: string;
}

const GS = '\x1d';
const MAX_LENGTH = 512;
const GS1_SYMBOLOGIES = new Set([']C1', ']d2', ']Q3', ']e0']);
const AIM = /^\][A-Za-z][\x21-\x7e]/;
// Not trim(): only these are white space on both sides, and the group separator is not.
const OUTER_WHITE = /^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g;
const OUTER_GS = /^\x1d+|\x1d+$/g;
const CONTROLS = /[\x00-\x1f\x7f-\x9f]/;
const ALL_CONTROLS = /[\x00-\x1f\x7f-\x9f]/g;
const GTIN_TEXT = /^(?:[0-9]{8}|[0-9]{12,14})$/;
const GS1_TEXT = /^(?:01([0-9]{14}).+|00([0-9]{18}))$/s;

interface Field { name: string; length: number; fixed: boolean; digits: boolean }

const fixed = (name: string, length: number): Field => ({ name, length, fixed: true, digits: true });
const variable = (name: string, length: number, digits: boolean): Field => ({ name, length, fixed: false, digits });

const FIELDS = new Map<string, Field>([
  ['00', fixed('sscc', 18)],
  ['01', fixed('gtin', 14)],
  ['02', fixed('content', 14)],
  ['10', variable('lot', 20, false)],
  ['11', fixed('made', 6)],
  ['13', fixed('packed', 6)],
  ['15', fixed('best_before', 6)],
  ['17', fixed('expiry', 6)],
  ['21', variable('serial', 20, false)],
  ['30', variable('qty', 8, true)],
  ['37', variable('count', 8, true)],
  ...[0, 1, 2, 3, 4, 5].map((n): [string, Field] => [`310${n}`, fixed(`kg${n}`, 6)]),
]);
const CHECKED = new Set(['sscc', 'gtin', 'content']);
const DATES = new Set(['made', 'packed', 'best_before', 'expiry']);

/** Read a raw code as docs/scripts.md says; never throws, whatever was scanned. */
export function parse(raw: string, symbology = ''): Parsed {
  if (isTooLong(raw)) return { key: '', error: 'code_too_long' };
  let text = strip(raw);
  let aim = new RegExp(`${AIM.source}$`).test(symbology) ? symbology : '';
  if (AIM.test(text)) {
    aim = text.slice(0, 3);
    text = text.slice(3);
  }
  if (GS1_SYMBOLOGIES.has(aim)) return parseGs1(text);
  if (aim === '') {
    // A scanner without identifiers may still send the leading FNC1 as a separator.
    const bare = text.replace(OUTER_GS, '');
    const found = GS1_TEXT.exec(bare);
    if (found && hasCheckDigit(found[1] ?? found[2] ?? '')) return parseGs1(bare);
  }
  if (GTIN_TEXT.test(text) && hasCheckDigit(text)) {
    const gtin = text.padStart(14, '0');
    return { key: gtin, gtin };
  }
  return { key: clean(text).toUpperCase() };
}

/** The key that a code is stored and looked up by; empty for a code that has none. */
export function normalKey(raw: string, symbology = ''): string {
  return parse(raw, symbology).key;
}

/** The text of a code as printed: without identifier, control characters and outer spaces. */
export function plainText(raw: string): string {
  const text = strip(isTooLong(raw) ? [...raw].slice(0, MAX_LENGTH).join('') : raw);
  return clean(AIM.test(text) ? text.slice(3) : text);
}

/** The container that a code is by its form alone, else null. */
export function byForm(parsed: Parsed): Thing | null {
  if (parsed.sscc !== undefined) return { container: parsed.sscc, kind: 'carton' };
  if (/^T[0-9]{4,}$/.test(parsed.key)) return { container: parsed.key, kind: 'tote' };
  if (/^LP[0-9]{6,}$/.test(parsed.key)) return { container: parsed.key, kind: 'label' };
  return null;
}

/** Whether the last of these digits is the GS1 check digit (modulo 10) of the others. */
export function hasCheckDigit(digits: string): boolean {
  let total = 0;
  for (let i = digits.length - 1, weight = 1; i >= 0; i--, weight = 4 - weight) {
    total += Number(digits[i]) * weight;
  }
  return total % 10 === 0;
}

/** Outer white space off; the one set of characters that both languages agree on. */
export function strip(text: string): string {
  return text.replace(OUTER_WHITE, '');
}

function isTooLong(raw: string): boolean {
  // Characters are counted as Python counts them: one beyond the basic plane is one, not two.
  return raw.length > 2 * MAX_LENGTH || (raw.length > MAX_LENGTH && [...raw].length > MAX_LENGTH);
}

function clean(text: string): string {
  return strip(text.replace(ALL_CONTROLS, ''));
}

function parseGs1(text: string): Parsed {
  const { values, error } = elements(text);
  const gtin = values.get('gtin') ?? values.get('content');
  const sscc = values.get('sscc');
  const parsed: Parsed = { key: gtin ?? sscc ?? clean(text).toUpperCase() };
  if (gtin !== undefined) parsed.gtin = gtin;
  if (sscc !== undefined) parsed.sscc = sscc;
  const lot = values.get('lot');
  if (lot !== undefined) parsed.lot = lot;
  const serial = values.get('serial');
  if (serial !== undefined) parsed.serial = serial;
  const expiry = values.get('expiry') ?? values.get('best_before');
  if (expiry !== undefined) parsed.expiry = expiry;
  const qty = Number(values.get('qty') ?? values.get('count') ?? 0);
  if (qty > 0) parsed.qty = qty;
  const weight = values.get('weight_g');
  if (weight !== undefined) parsed.weight_g = Number(weight);
  if (error) parsed.error = error;
  return parsed;
}

/** The values of a GS1 message by name, and the first thing that is wrong with it. */
function elements(text: string): { values: Map<string, string>; error: string } {
  const values = new Map<string, string>();
  let error = '';
  let at = 0;
  while (at < text.length) {
    if (text[at] === GS) {
      at += 1;
      continue;
    }
    const two = FIELDS.get(text.slice(at, at + 2));
    const field = two ?? FIELDS.get(text.slice(at, at + 4));
    if (!field) return { values, error: error || 'gs1_unknown_ai' };
    at += two ? 2 : 4;
    const printed = valueAt(text, at, field);
    if (printed === '') return { values, error: error || 'gs1_bad_value' };
    at += printed.length;
    const { name, value, wrong } = meaning(field.name, printed);
    if (wrong) error ||= wrong;
    // A repeated identifier must repeat its value; the first one is believed.
    else if (!values.has(name)) values.set(name, value);
  }
  return { values, error };
}

/** The printed value of a field, or nothing if it is too short, too long or not digits. */
function valueAt(text: string, at: number, field: Field): string {
  let value: string;
  if (field.fixed) {
    value = text.slice(at, at + field.length);
    if (value.length < field.length) return '';
  } else {
    const stop = text.indexOf(GS, at);
    value = stop < 0 ? text.slice(at) : text.slice(at, stop);
    if ([...value].length > field.length || CONTROLS.test(value)) return '';
  }
  return !field.digits || /^[0-9]+$/.test(value) ? value : '';
}

/** Name, value as kept, and what is wrong with it. */
function meaning(name: string, value: string): { name: string; value: string; wrong: string } {
  if (CHECKED.has(name)) return { name, value, wrong: hasCheckDigit(value) ? '' : 'check_digit' };
  if (DATES.has(name)) {
    const date = dateOf(value);
    return { name, value: date, wrong: date ? '' : 'bad_date' };
  }
  if (name.startsWith('kg')) {
    // Kilograms with n decimals, rounded half up to whole grams.
    const scale = 10 ** Number(name.slice(2));
    const grams = Math.floor((Number(value) * 1000 + Math.floor(scale / 2)) / scale);
    return { name: 'weight_g', value: String(grams), wrong: '' };
  }
  return { name, value, wrong: '' };
}

/** YYMMDD as YYYY-MM-DD, or nothing if there is no such day; day 00 is the month's last. */
function dateOf(digits: string): string {
  const short = Number(digits.slice(0, 2));
  const year = short + (short <= 50 ? 2000 : 1900);
  const month = Number(digits.slice(2, 4));
  const last = daysInMonth(year, month);
  const day = Number(digits.slice(4)) || last;
  if (last === 0 || day > last) return '';
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** How many days a month has; 0 if there is no such month. Without Date, which would guess. */
export function daysInMonth(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}
