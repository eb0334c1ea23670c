/**
 * The barcodes in a picture, read on the device itself, and what is believed of them: the same guards as the server's
 * (scans/decoding/readings.py), so that half a symbol is not taken for a whole one where nobody else looks.
 */
import { readBarcodes, type ReadResult } from 'zxing-wasm/reader';
import { hasCheckDigit } from '../engine/gs1';

/** What was read: the text as a scanner would type it behind `aim`. */
export interface Bars {
  text: string;
  aim: string;
}
/** Pixels as a canvas gives them: four bytes each. */
export type Picture = Pick<ImageData, 'data' | 'width' | 'height'>;
interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}
interface Reading extends Bars {
  format: string;
  linear: boolean;
  box: Box;
}

type Format = NonNullable<NonNullable<Parameters<typeof readBarcodes>[1]>['formats']>[number];
const LINEAR: Format[] = ['EANUPC', 'Code128', 'Code39', 'Code93', 'ITF', 'DataBar', 'DataBarExp'];
const MATRIX: Format[] = ['QRCode', 'DataMatrix', 'Aztec', 'PDF417'];
/** Linear symbologies that check themselves so well that one reading is proof; the others need a second one, made another way. */
const PROOF = new Set(['EAN13', 'Code128', 'Code93', 'DataBarExp', 'DataBarExpStk']);
const SHORTEST: Record<string, number> = { Code39: 3, Code93: 3, Code128: 2 };
const ITF_DIGITS = 14;
/** How much larger a symbol is drawn for its second reading: no whole number, so that its bars fall on other pixels. */
const LARGER = 1.6;
/** Around a symbol, as a part of its longer side: its quiet zone, and what half a symbol was cut off from. */
const MARGIN = 0.35;

/** Every barcode in a picture that is believed, in reading order, each once. */
export async function barsIn(picture: Picture): Promise<Bars[]> {
  const found = await read(picture, [...LINEAR, ...MATRIX]);
  const believed: Reading[] = [];
  for (const one of found) if (await isBelieved(picture, one, found)) believed.push(one);
  believed.sort((one, other) => one.box.top - other.box.top || one.box.left - other.box.left);
  return believed.filter((one, at) => believed.findIndex((twin) => twin.text === one.text && twin.aim === one.aim) === at).map(({ text, aim }) => ({ text, aim }));
}

async function isBelieved(picture: Picture, one: Reading, found: readonly Reading[]): Promise<boolean> {
  if (!one.linear) return true;
  const rivals = found.some((other) => other.linear && other.text !== one.text && meet(other.box, one.box));
  if (PROOF.has(one.format) && !rivals) return true;
  const again = await read(larger(picture, one.box), LINEAR);
  return again.length > 0 && again.every(({ text }) => text === one.text);
}

async function read({ data, width, height }: Picture, formats: Format[]): Promise<Reading[]> {
  const found = await readBarcodes({ data, width, height, colorSpace: 'srgb' } as ImageData, { formats });
  return found.filter(({ isValid }) => isValid).map(reading).filter(isPossible);
}

function reading({ bytes, format, symbology, symbologyIdentifier, position }: ReadResult): Reading {
  const corners = [position.topLeft, position.topRight, position.bottomRight, position.bottomLeft];
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
  return {
    // The bytes, not the text: for GS1 symbols that is the human-readable form with brackets.
    text: new TextDecoder().decode(bytes),
    aim: symbologyIdentifier,
    format,
    linear: !(MATRIX as string[]).includes(symbology),
    box: { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) },
  };
}

/** Interleaved 2 of 5 has no check of its own: only 14 digits with a right check digit are possible. */
function isPossible({ text, format }: Reading): boolean {
  if (format.startsWith('ITF')) return text.length === ITF_DIGITS && hasCheckDigit(text);
  return text.length >= (SHORTEST[format.replace(/(Std|Ext)$/, '')] ?? 1);
}

/** Whether the middle of one lies within the other. */
function meet(one: Box, other: Box): boolean {
  return within(one, other) || within(other, one);
}

function within({ left, top, right, bottom }: Box, box: Box): boolean {
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
}

/** One symbol with its surroundings, drawn larger, each pixel a mean of the four that lie around it. */
function larger({ data, width, height }: Picture, box: Box): Picture {
  const margin = MARGIN * Math.max(box.right - box.left, box.bottom - box.top);
  const [left, top] = [Math.max(0, box.left - margin), Math.max(0, box.top - margin)];
  const [right, bottom] = [Math.min(width - 1, box.right + margin), Math.min(height - 1, box.bottom + margin)];
  const [wide, tall] = [Math.max(1, Math.round((right - left) * LARGER)), Math.max(1, Math.round((bottom - top) * LARGER))];
  const drawn = new Uint8ClampedArray(4 * wide * tall).fill(255);
  for (let row = 0; row < tall; row++) {
    const y = top + row / LARGER;
    const [upper, down] = [Math.floor(y), y % 1];
    const lower = Math.min(upper + 1, height - 1);
    for (let column = 0; column < wide; column++) {
      const x = left + column / LARGER;
      const [near, along] = [Math.floor(x), x % 1];
      const far = Math.min(near + 1, width - 1);
      for (let colour = 0; colour < 3; colour++) {
        const at = (line: number, place: number): number => data[4 * (line * width + place) + colour] ?? 255;
        const above = at(upper, near) * (1 - along) + at(upper, far) * along;
        const below = at(lower, near) * (1 - along) + at(lower, far) * along;
        drawn[4 * (row * wide + column) + colour] = above * (1 - down) + below * down;
      }
    }
  }
  return { data: drawn, width: wide, height: tall };
}
