/** A refill: what is put into the face is what was really taken from reserve, whatever the script had asked for. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/contract';
import type { Script, State } from '../../src/engine';
import { instructionOf } from '../../src/work/instruction';
import { Names } from '../../src/work/names';
import { apply, EMPTY } from './ground';

const SCRIPT = {
  vocabulary: 1, task: 9, kind: 'replenish', revision: 1, title: 'A-01-01', site: 1,
  codes: { TEA: { item: 12, qty: 1, pack: 'piece' }, 'A-01-01': { place: 40 }, 'A-03-02': { place: 41 } },
  items: { '12': { sku: 'TEA', name: 'Tea', tracking: 'none', zone: 'A' } },
  places: { '40': { code: 'A-01-01', aisle: 'A', bay: '01', level: '01' }, '41': { code: 'A-03-02', aisle: 'A', bay: '03', level: '02' } },
  steps: [
    { id: 'go', kind: 'go', group: 'refill', allow: ['blocked'], place: 41 },
    { id: 'take', kind: 'take', group: 'refill', allow: ['short'], item: 12, qty: 8, place: 41, lot: null, only_lot: true, into: null, line: null, pin: null, alternatives: [], prove: 'item' },
    {
      id: 'put', kind: 'put', allow: [], what: { item: 12, qty: 8, lot: null, taken: 'take' }, from: 41, prove: false,
      to: { places: [40, 41], kinds: [], zones: null, refuse: [] }, why: { code: 'refill_low', params: {} },
    },
  ],
} as unknown as JsonObject;
let count = 0;

function after(...deeds: JsonObject[]) {
  const state = deeds.reduce<JsonObject>((now, deed) => apply(SCRIPT, now, { id: `e${(count += 1)}`, ...deed }, null), EMPTY);
  return instructionOf(SCRIPT as unknown as Script, state as unknown as State, new Names(0));
}

const scan = (code: string): JsonObject => ({ kind: 'scan', code });
const short: JsonObject = { kind: 'action', action: 'short', left: 0 };

describe('the put of a refill', () => {
  it('says how many are in the hand, and why', () => {
    const told = after(scan('A-03-02'), scan('TEA'), { kind: 'quantity', qty: 8 });
    expect(told).toMatchObject({ sentence: 'Put 8 pieces in A-01-01', why: 'It runs low. What does not fit goes back.', pad: { type: 'quantity', most: 8 } });
  });

  it('says no more than was taken where the reserve fell short', () => {
    const told = after(scan('A-03-02'), scan('TEA'), { kind: 'quantity', qty: 5 }, short);
    expect(told).toMatchObject({ sentence: 'Put 5 pieces in A-01-01', pad: { most: 5 } });
  });

  it('says that there is nothing to bring where there was nothing', () => {
    expect(after(scan('A-03-02'), short)?.sentence).toBe('Nothing to bring. Scan A-01-01 to finish');
  });
});
