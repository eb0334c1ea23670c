/** What this device reads in a picture by itself, and what it does not believe: real symbols, drawn and read. */
import { readFileSync } from 'node:fs';
import { prepareZXingModule } from 'zxing-wasm/reader';
import { prepareZXingModule as preparePen, writeBarcode } from 'zxing-wasm/writer';
import { beforeAll, describe, expect, it } from 'vitest';
import { barsIn, type Picture } from '../../src/input/bars';

const program = (name: string): ArrayBuffer => new Uint8Array(readFileSync(new URL(`../../node_modules/zxing-wasm/dist/${name}`, import.meta.url))).buffer;

beforeAll(() => {
  prepareZXingModule({ overrides: { wasmBinary: program('reader/zxing_reader.wasm') } });
  preparePen({ overrides: { wasmBinary: program('writer/zxing_writer.wasm') } });
});

type Format = NonNullable<NonNullable<Parameters<typeof writeBarcode>[1]>['format']>;
const MODULE_PX = 3;
const QUIET = 40;

/** A white board with one symbol; `part` is how much of its width, from the left, is in the picture. */
async function board(text: string, format: Format, options = '', part = 1): Promise<Picture> {
  const { symbol, error } = await writeBarcode(text, { format, options });
  expect(error).toBe('');
  const [wide, tall] = [Math.round(symbol.width * part), Math.max(symbol.height, 20)];
  const [width, height] = [wide * MODULE_PX + 2 * QUIET, tall * MODULE_PX + 2 * QUIET];
  const data = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let y = 0; y < symbol.height * MODULE_PX; y++)
    for (let x = 0; x < wide * MODULE_PX; x++) {
      const ink = symbol.data[Math.floor(y / MODULE_PX) * symbol.width + Math.floor(x / MODULE_PX)]!;
      data.fill(ink, 4 * ((y + QUIET) * width + x + QUIET), 4 * ((y + QUIET) * width + x + QUIET) + 3);
    }
  return { data, width, height };
}

describe('a picture that this device reads itself', () => {
  it.each<[string, Format, string, string]>([
    ['4006381333931', 'EAN13', ']E0', ''],
    ['A-12-04', 'Code128', ']C0', ''],
    ['TOTE-7', 'Code93', ']G0', ''],
    ['HELLO', 'DataMatrix', ']d1', ''],
    ['LP000001', 'QRCode', ']Q1', ''],
    // These need the second reading, and get it.
    ['96385074', 'EAN8', ']E4', ''],
    ['ABC-12', 'Code39', ']A0', ''],
    ['10614141000415', 'ITF', ']I1', ''],
  ])('%s in %s', async (text, format, aim, options) => {
    expect(await barsIn(await board(text, format, options))).toEqual([{ text, aim }]);
  });

  it('reads a GS1 label as a scanner would type it', async () => {
    const label = await board('(01)04006381333931(10)AB3', 'Code128', 'gs1');
    expect(await barsIn(label)).toEqual([{ text: '010400638133393110AB3', aim: ']C1' }]);
  });

  it('tells a UPC-E as the number that it stands for', async () => {
    const [read] = await barsIn(await board('01234565', 'UPCE'));
    expect(read?.text).toBe('0012345000065');
  });

  it('shows nothing where nothing is', async () => {
    expect(await barsIn({ data: new Uint8ClampedArray(4 * 300 * 200).fill(255), width: 300, height: 200 })).toEqual([]);
  });
});

describe('a short misread', () => {
  it('is not believed of interleaved 2 of 5 that is no carton code, or one with a wrong check digit', async () => {
    expect(await barsIn(await board('1234567890', 'ITF'))).toEqual([]);
    expect(await barsIn(await board('10614141000416', 'ITF'))).toEqual([]);
  });

  it('is not believed of two characters of Code 39', async () => {
    expect(await barsIn(await board('AB', 'Code39'))).toEqual([]);
  });

  it('is never told of a part of a symbol', async () => {
    for (const [text, format] of [['ABC-12-XYZ', 'Code39'], ['10614141000415', 'ITF'], ['4006381333931', 'EAN13'], ['01234565', 'UPCE']] as [string, Format][])
      for (const part of [0.4, 0.5, 0.6, 0.7, 0.8, 0.9]) expect(await barsIn(await board(text, format, '', part)), `${format} ${part}`).toEqual([]);
  });
});
