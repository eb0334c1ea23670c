/** Where what is to be scanned stands is said until it is scanned; then the reason of the step, if any. */
import { expect, it } from 'vitest';
import type { JsonObject } from '../../src/contract';
import type { Script, State } from '../../src/engine';
import { instructionOf } from '../../src/work/instruction';
import { Names } from '../../src/work/names';
import { apply, EMPTY } from './ground';

const stands = { stands: 'DOCK-1', on: 'LP7' };
const SCRIPT = {
  vocabulary: 1, task: 9, kind: 'putaway', revision: 1, title: 'LP000001', site: 1,
  codes: { TEA: { item: 12, qty: 1, pack: 'piece' }, LP000001: { container: 'LP000001' }, 'A-01': { place: 40 } },
  items: { '12': { sku: 'TEA', name: 'Tea', tracking: 'none', zone: 'A' } },
  places: { '40': { code: 'A-01', kind: 'bin', zone: 'A' } },
  steps: [
    { id: 'go', kind: 'go', allow: [], container: 'LP000001', why: { code: 'stands', params: stands } },
    { id: 'put', kind: 'put', allow: [], what: { item: 12, qty: 2, lot: null }, from: 9, prove: true, to: { places: [40], kinds: ['bin'], zones: null, refuse: [] }, why: { code: 'joins_item', params: { ...stands, plate: 'LP000001' } } },
    { id: 'whole', kind: 'put', allow: [], what: { container: 'LP000001' }, from: 9, prove: true, to: { places: [40], kinds: ['bin'], zones: null, refuse: [] }, why: { code: 'stands', params: { stands: 'DOCK-1' } } },
  ],
} as unknown as JsonObject;
let count = 0;

function after(...codes: string[]) {
  const state = codes.reduce<JsonObject>((now, code) => apply(SCRIPT, now, { id: `e${(count += 1)}`, kind: 'scan', code }, null), EMPTY);
  return instructionOf(SCRIPT as unknown as Script, state as unknown as State, new Names(0));
}

it('is said of a container and of goods in one, and of neither once it is in the hands', () => {
  expect(after()).toMatchObject({ sentence: 'Scan LP000001', why: 'It stands on LP7, in DOCK-1.' });
  expect(after('LP000001')).toMatchObject({ sentence: 'Scan Tea', why: 'In LP000001 on LP7, in DOCK-1.' });
  expect(after('LP000001', 'TEA')).toMatchObject({ why: 'The same goods are there.' });
  const whole = after('LP000001', 'TEA', 'A-01');
  expect(whole).toMatchObject({ sentence: 'Scan LP000001', why: 'It stands in DOCK-1.' });
  expect(after('LP000001', 'TEA', 'A-01', 'LP000001')?.why).toBeNull();
});
