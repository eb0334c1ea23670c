import { describe, expect, it } from 'vitest';
import type { Script } from '../../src/engine';
import { fromBehind, isNewParcel, parcelAt, parcelsOf, type Box } from '../../src/work/parcels';

const box = (item: number, x: number, y: number, z: number, size = 10): Box => ({ item, x, y, z, along: size, across: size, upright: size });

describe('the cartons that a packing proposes', () => {
  const script = {
    parcels: [
      { carton: 'L', size: [20, 20, 10], fill_pct: 100, placed: [[1, 0, 0, 0, 10, 10, 10], [1, 10, 0, 0, 10, 10, 10]] },
      { carton: 'S', size: [10, 10, 10], fill_pct: 100, placed: [[2, 0, 0, 0, 10, 10, 10]] },
    ],
  } as unknown as Script;

  it('names the carton at hand by what is packed', () => {
    const parcels = parcelsOf(script);
    expect([0, 1, 2, 3].map((packed) => parcels[parcelAt(parcels, packed)]?.carton)).toEqual(['L', 'L', 'S', 'S']);
    expect([0, 1, 2, 3].map((packed) => isNewParcel(parcels, packed))).toEqual([false, false, true, false]);
  });

  it('is none where the script has none', () => {
    expect(parcelsOf({} as Script)).toEqual([]);
  });

  it('draws what is behind, beside and beneath before what hides it', () => {
    const [under, on, front, side] = [box(1, 0, 0, 0), box(2, 0, 0, 10), box(3, 10, 0, 0), box(4, 0, 10, 0)];
    const order = fromBehind([on!, side!, front!, under!]).map(({ item }) => item);
    expect(order[0]).toBe(1);
    expect(order).toHaveLength(4);
  });
});
