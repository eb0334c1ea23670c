/**
 * What a GS1 label says: one table of application identifiers, for element strings and for Digital Links.
 * server/pickface/scans/gs1.py is the other reading of docs/scripts.md ("Barcodes"); shared vectors hold both to `biip`.
 */

export const GS = '\x1d';
const CONTROLS = /[\x00-\x1f\x7f-\x9f]/;
const DIGITS = /^[0-9]+$/;
const LINK = /^https?:\/\/[^/?#]*(\/[^?#]*)(?:\?([^#]*))?/i;
const KEY_LENGTHS = new Map([['01', [8, 12, 13, 14]], ['00', [18]]]);

/** How the value of one application identifier is printed. */
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

/** Identifiers that mean nothing here, by their first two digits; `value` 0 is up to the separator. */
interface Passed { ai: number; value: number }

const toSeparator = (ai: number, ...starts: string[]): [string, Passed][] => starts.map((start) => [start, { ai, value: 0 }]);

const PASSED = new Map<string, Passed>([
  ['03', { ai: 2, value: 14 }],
  ['12', { ai: 2, value: 6 }],
  ['16', { ai: 2, value: 6 }],
  ['20', { ai: 2, value: 2 }],
  ['41', { ai: 3, value: 13 }],
  ...['31', '32', '33', '34', '35', '36'].map((start): [string, Passed] => [start, { ai: 4, value: 6 }]),
  ...toSeparator(2, '22', '90', '91', '92', '93', '94', '95', '96', '97', '98', '99'),
  ...toSeparator(3, '23', '24', '25', '40', '42', '71'),
  ...toSeparator(4, '39', '43', '70', '72', '80', '81', '82'),
]);
const LONGEST_PASSED = 90;

/** The values of a label by name, and the first thing that is wrong with it. */
export interface Reading { values: Map<string, string>; error: string }

/** Whether the last of these digits is the GS1 check digit (modulo 10) of the others. */
export function hasCheckDigit(digits: string): boolean {
  let total = 0;
  for (let i = digits.length - 1, weight = 1; i >= 0; i--, weight = 4 - weight) {
    total += Number(digits[i]) * weight;
  }
  return total % 10 === 0;
}

/** What an element string says. */
export function elements(text: string): Reading {
  const values = new Map<string, string>();
  let error = '';
  let at = 0;
  while (at < text.length) {
    if (text[at] === GS) {
      at += 1;
      continue;
    }
    const { ai, field } = identifier(text, at);
    if (!ai) return { values, error: error || 'gs1_unknown_ai' };
    at += ai.length;
    const printed = field ? valueAt(text, at, field) : passedOver(text, at, ai);
    if (printed === '') return { values, error: error || 'gs1_bad_value' };
    at += printed.length;
    const wrong = field ? keep(values, field, printed) : '';
    error ||= wrong;
  }
  return { values, error };
}

/** What a Digital Link says: a web address whose path names a GTIN or an SSCC; null for any other text. */
export function linkElements(text: string): Reading | null {
  const found = LINK.exec(text);
  const pairs = found ? pathPairs(found[1]!.split('/')) : [];
  if (!found || !pairs.length) return null;
  for (const part of (found[2] ?? '').split('&')) {
    const stop = part.indexOf('=');
    pairs.push(stop < 0 ? [part, ''] : [part.slice(0, stop), part.slice(stop + 1)]);
  }
  const values = new Map<string, string>();
  let error = '';
  for (const [ai, written] of pairs) {
    const field = FIELDS.get(ai);
    // Whatever else an address carries (a language, a kind of link) is not about the goods.
    if (!field) continue;
    const printed = decoded(written);
    const fits = printed !== '' && valueAt(printed, 0, field) === printed;
    const wrong = fits ? keep(values, field, printed) : 'gs1_bad_value';
    error ||= wrong;
  }
  return { values, error };
}

/** Identifiers and values of a path, from its first GTIN or SSCC on; none if it has neither. */
function pathPairs(path: string[]): [string, string][] {
  const start = path.slice(0, -1).findIndex((part) => KEY_LENGTHS.has(part));
  const ai = path[start] ?? '';
  const value = path[start + 1] ?? '';
  // A date in an address (/2026/01/15) is no key.
  if (start < 0 || !DIGITS.test(value) || !KEY_LENGTHS.get(ai)!.includes(value.length)) return [];
  const pairs: [string, string][] = [[ai, value.padStart(14, '0')]];
  for (let at = start + 2; at + 1 < path.length; at += 2) pairs.push([path[at]!, path[at + 1]!]);
  return pairs;
}

/** Only ASCII may be printed in GS1 data: what is encoded beyond it is no value. */
function decoded(written: string): string {
  return written.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Math.min(parseInt(hex, 16), 0x80)));
}

/** The identifier at a position with its field, null where it is passed over; '' if there is no such one. */
function identifier(text: string, at: number): { ai: string; field: Field | null } {
  const two = text.slice(at, at + 2);
  for (const ai of [two, text.slice(at, at + 4)]) {
    const field = FIELDS.get(ai);
    if (field) return { ai, field };
  }
  const passed = PASSED.get(two);
  const ai = text.slice(at, at + (passed?.ai ?? 0));
  return { ai: ai.length === passed?.ai && DIGITS.test(ai) ? ai : '', field: null };
}

/** The printed value of a field, or nothing if it is too short, too long or not digits. */
function valueAt(text: string, at: number, field: Field): string {
  let value: string;
  if (field.fixed) {
    value = text.slice(at, at + field.length);
    if (value.length < field.length) return '';
  } else {
    value = upToSeparator(text, at);
    if ([...value].length > field.length || CONTROLS.test(value)) return '';
  }
  return !field.digits || DIGITS.test(value) ? value : '';
}

function passedOver(text: string, at: number, ai: string): string {
  const length = PASSED.get(ai.slice(0, 2))!.value;
  if (length) {
    const value = text.slice(at, at + length);
    return value.length === length && DIGITS.test(value) ? value : '';
  }
  const value = upToSeparator(text, at);
  return [...value].length > LONGEST_PASSED || CONTROLS.test(value) ? '' : value;
}

function upToSeparator(text: string, at: number): string {
  const stop = text.indexOf(GS, at);
  return stop < 0 ? text.slice(at) : text.slice(at, stop);
}

/** Put a value where it belongs, or say what is wrong with it. */
function keep(values: Map<string, string>, field: Field, printed: string): string {
  const { name, value, wrong } = meaning(field.name, printed);
  // A repeated identifier must repeat its value; the first one is believed.
  if (!wrong && !values.has(name)) values.set(name, value);
  return wrong;
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
