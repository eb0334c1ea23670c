/** What a person or a GS1 barcode may say for a field: lot, expiry, serial, weight, photo. A pick asks for none of these but a lot. */
import { plainText, type Parsed } from './barcodes';
import { daysInMonth } from './gs1';
import { text, type Scan } from './motions';
import { own } from './steps';

const MAX_WEIGHT_G = 100_000_000;
const MAX_TENTHS = 1_000;
const MAX_UNIT_G = 2_000_000;
const MAX_SIDE_MM = 20_000;
/** What one piece weighs and how large it is, in the order in which that is asked. */
export const SIZES = ['unit_g', 'length_mm', 'width_mm', 'height_mm'] as const;
export type SizeField = (typeof SIZES)[number];
export const isSize = (field: unknown): field is SizeField => (SIZES as readonly unknown[]).includes(field);

/** A real day as YYYY-MM-DD, else null. */
export function date(value: unknown): string | null {
  const found = typeof value === 'string' ? /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(value) : null;
  if (!found) return null;
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
  return year >= 1 && day >= 1 && day <= daysInMonth(year, month) ? found[0] : null;
}

/** Whole grams in 1..100,000,000, from a number or a text of digits, else null. */
export function weight(value: unknown): number | null {
  const grams = typeof value === 'string' && /^[0-9]{1,9}$/.test(value) ? Number(value) : value;
  return Number.isInteger(grams) && (grams as number) >= 1 && (grams as number) <= MAX_WEIGHT_G ? (grams as number) : null;
}

/** Tenths of a degree Celsius in -1,000..1,000, from a number or a text of digits with or without a minus, else null. */
export function temperature(value: unknown): number | null {
  const tenths = typeof value === 'string' && /^-?[0-9]{1,4}$/.test(value) ? Number(value) : value;
  // Adding zero turns -0 into 0, which Python reads it as.
  return Number.isInteger(tenths) && Math.abs(tenths as number) <= MAX_TENTHS ? (tenths as number) + 0 : null;
}

/** Whole grams or millimetres of one piece, from a number or a text of digits, else why not. */
function size(field: SizeField, value: unknown): { value: number | null; wrong: string } {
  const said = weight(value);
  const inGrams = field === 'unit_g';
  return said !== null && said <= (inGrams ? MAX_UNIT_G : MAX_SIDE_MM) ? { value: said, wrong: '' } : { value: null, wrong: inGrams ? 'bad_unit_g' : 'bad_side' };
}

/** The value that a field may have, and the code of the refusal if it may not. */
export function filled(field: string, value: unknown): { value: string | number | null; wrong: string } {
  if (field === 'expiry') {
    const day = date(value);
    return { value: day, wrong: day ? '' : 'bad_date' };
  }
  if (field === 'weight_g') {
    const grams = weight(value);
    return { value: grams, wrong: grams ? '' : 'bad_value' };
  }
  if (field === 'temperature') {
    const tenths = temperature(value);
    return { value: tenths, wrong: tenths === null ? 'bad_value' : '' };
  }
  if (isSize(field)) return size(field, value);
  // A photo is named by its hash, which is longer than any lot.
  const words = text(value, field === 'lot' || field === 'serial' ? 40 : 128);
  return { value: words, wrong: words ? '' : 'bad_value' };
}

/** What the GS1 parts of a scan say for a field that a person could also fill. */
export function partOf(parsed: Parsed, field: string): unknown {
  return own(parsed as unknown as Record<string, unknown>, field);
}

/** What a scan says for `lot` or `serial`: its GS1 part, or the whole of a code nobody knows. */
export function scannedText(scan: Scan, field: string): string | null {
  const part = partOf(scan.parsed, field);
  return part !== undefined || scan.known ? text(part) : text(plainText(scan.raw));
}
