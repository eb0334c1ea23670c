/** The handheld's parser reads every shared barcode vector as it stands in the file, and so does the server's. */
import { describe, expect, test } from 'vitest';
import { byForm, normalKey, parse } from '../../src/engine';
import { plainText } from '../../src/engine/barcodes';
import { barcodes } from './vectors';

describe('barcodes.json', () => {
  test.each(barcodes().map((row) => [JSON.stringify(row.raw).slice(0, 60), row] as const))('%s', (_, row) => {
    expect(parse(row.raw, row.symbology)).toStrictEqual(row.expect);
    expect(normalKey(row.raw, row.symbology)).toBe(row.expect['key']);
  });
});

test('containers are known by their form, and almost containers are not', () => {
  const form = (raw: string): unknown => byForm(parse(raw));
  expect(form('t0007')).toEqual({ container: 'T0007', kind: 'tote' });
  expect(form('LP000001')).toEqual({ container: 'LP000001', kind: 'label' });
  expect(form('00340123451234567895')).toEqual({ container: '340123451234567895', kind: 'carton' });
  for (const raw of ['T007', 'TT0007', 'T0007X', 'LP00001', '340123451234567895', 'X']) expect(form(raw)).toBeNull();
});

test('the plain text of a code keeps its case and loses identifier, controls and outer white space', () => {
  expect(plainText(' ]C0ab\x1d-7 \r')).toBe('ab-7');
  expect(plainText('x'.repeat(600))).toHaveLength(512);
});
