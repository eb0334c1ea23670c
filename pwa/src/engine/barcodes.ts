/**
 * What a raw code says: a key to look it up by, and what a GS1 label carries beside it.
 * The rules are those of docs/scripts.md ("Barcodes"); server/pickface/scans/barcodes.py is the other reading.
 */
import { elements, hasCheckDigit, linkElements, type Reading } from './gs1';
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

const MAX_LENGTH = 512;
const GS1_SYMBOLOGIES = new Set([']C1', ']d2', ']Q3', ']e0']);
const AIM = /^\][A-Za-z][\x21-\x7e]/;
// Not trim(): only these are white space on both sides, and the group separator is not.
const OUTER_WHITE = /^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g;
const OUTER_GS = /^\x1d+|\x1d+$/g;
const ALL_CONTROLS = /[\x00-\x1f\x7f-\x9f]/g;
const GTIN_TEXT = /^(?:[0-9]{8}|[0-9]{12,14})$/;
const GS1_TEXT = /^(?:01([0-9]{14}).+|00([0-9]{18}))$/s;

/** Read a raw code as docs/scripts.md says; never throws, whatever was scanned. */
export function parse(raw: string, symbology = ''): Parsed {
  if (isTooLong(raw)) return { key: '', error: 'code_too_long' };
  let text = strip(raw);
  let aim = new RegExp(`${AIM.source}$`).test(symbology) ? symbology : '';
  if (AIM.test(text)) {
    aim = text.slice(0, 3);
    text = text.slice(3);
  }
  if (GS1_SYMBOLOGIES.has(aim)) return told(text, elements(text));
  const link = linkElements(text);
  if (link) return told(text, link);
  if (aim === '') {
    // A scanner without identifiers may still send the leading FNC1 as a separator.
    const bare = text.replace(OUTER_GS, '');
    const found = GS1_TEXT.exec(bare);
    if (found && hasCheckDigit(found[1] ?? found[2] ?? '')) return told(bare, elements(bare));
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

/** What the values of a label say of its goods. */
function told(text: string, { values, error }: Reading): Parsed {
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
