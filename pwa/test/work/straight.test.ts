/** What an order waits for is taken from the dock to packing: each screen says where to, and why not to a bin. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/contract';
import type { Script, State } from '../../src/engine';
import { instructionOf } from '../../src/work/instruction';
import { Names } from '../../src/work/names';
import { apply, EMPTY } from './ground';

const why = { code: 'from_dock', params: { order: '1042', dock: 'DOCK-1', station: 'PACK-1' } };
const SCRIPT = {
  vocabulary: 1, task: 9, kind: 'pick', revision: 1, title: 'Order 1042, straight from DOCK-1', site: 1,
  codes: { TEA: { item: 12, qty: 1, pack: 'piece' }, LP000001: { container: 'LP000001' }, 'PACK-1': { place: 60 }, T0001: { container: 'T0001', kind: 'tote' } },
  items: { '12': { sku: 'TEA', name: 'Tea', tracking: 'none', zone: 'A' } },
  places: { '9': { code: 'DOCK-1', kind: 'dock' }, '60': { code: 'PACK-1', kind: 'station' } },
  steps: [
    { id: 'tote', kind: 'take', allow: [], container: { kinds: ['tote', 'carton'], var: 'tote' } },
    { id: 'go1', kind: 'go', group: 'pin1', allow: ['skip'], container: 'LP000001', why },
    { id: 'take1', kind: 'take', group: 'pin1', allow: ['short', 'full'], item: 12, qty: 6, place: 9, lot: null, only_lot: true, into: { var: 'tote' }, line: 7, pin: 1, alternatives: [], prove: 'item', why },
    { id: 'bring', kind: 'put', allow: [], what: { var: 'tote' }, from: null, prove: false, to: { places: [60], kinds: ['station'], zones: null, refuse: [] }, why },
  ],
} as unknown as JsonObject;
let count = 0;

function after(...deeds: JsonObject[]) {
  const state = deeds.reduce<JsonObject>((now, deed) => apply(SCRIPT, now, { id: `e${(count += 1)}`, ...deed }, null), EMPTY);
  return instructionOf(SCRIPT as unknown as Script, state as unknown as State, new Names(0));
}

const scan = (code: string): JsonObject => ({ kind: 'scan', code });
const WHY = 'Order 1042 waits for it: from DOCK-1 straight to PACK-1, not to a bin.';

describe('goods that go straight from the dock', () => {
  it('are found by their container', () => {
    expect(after(scan('T0001'))).toMatchObject({ sentence: 'Scan LP000001', why: WHY });
    expect(after(scan('T0001'), scan('DOCK-1'))).toMatchObject({ sentence: 'Scan LP000001' });
  });

  it('are taken to packing for their order', () => {
    const told = after(scan('T0001'), scan('LP000001'));
    expect(told).toMatchObject({ sentence: 'Take 6 pieces to PACK-1 for order 1042', why: WHY, place: { code: 'PACK-1' } });
    expect(told?.thing?.name).toBe('Tea');
  });

  it('are brought there', () => {
    const told = after(scan('T0001'), scan('LP000001'), scan('TEA'), { kind: 'quantity', qty: 6 });
    expect(told?.sentence).toContain('PACK-1');
    expect(told?.sentence).toContain('T0001');
    expect(told?.why).toBe(WHY);
  });
});
