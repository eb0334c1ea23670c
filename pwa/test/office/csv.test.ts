/** What a list saves opens in a spreadsheet as it was, and nothing in it is reckoned with. */
import { expect, test, vi } from 'vitest';
import { csvOf } from '../../src/office/csv';
import { asData, count, dayTime, money, zone } from '../../src/office/format';

vi.stubGlobal('document', { documentElement: { lang: 'en' } });

test('commas, quotes and lines stay in their cell, and a scanned formula stays text', async () => {
  const bytes = new Uint8Array(await csvOf([['Number', 'Name'], ['-12', 'Tea, "green"'], ['=1+1', '@SUM(A1)'], ['-x', 'two\nlines']]).arrayBuffer());
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  expect(new TextDecoder().decode(bytes)).toBe('Number,Name\r\n-12,"Tea, ""green"""\r\n\'=1+1,\'@SUM(A1)\r\n\'-x,"two\nlines"\r\n');
});

test('numbers and moments are such as a spreadsheet sorts, and only there', () => {
  zone.value = 'Europe/Berlin';
  const at = Date.UTC(2026, 6, 1, 10, 5);
  expect(asData(() => [count(1234567), money(123450, 'EUR'), dayTime(at)])).toEqual(['1234567', '1234.50 EUR', '2026-07-01 12:05']);
  expect(count(1234567)).toBe('1,234,567');
  expect(() => asData(() => { throw new Error('in a cell'); })).toThrow();
  expect(dayTime(at)).not.toContain('2026');
});
