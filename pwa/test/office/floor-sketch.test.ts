/** A floor that is drawn: what moves, what is added, and what of it is saved. */
import { describe, expect, it } from 'vitest';
import type { Way } from '../../src/contract/setup';
import { added, bent, beside, changesOf, freeName, howMany, moved, snap, turned, without, type Sketch } from '../../src/office/floor-sketch';

const way = (code: string, x: number, more: Partial<Way> = {}): Way => ({ code, kind: 'aisle', x1: x, y1: 0, x2: x, y2: 9_000, oneWay: false, isNew: false, ...more });
const before: Sketch = { ways: [way('A', 0), way('B', 3_000)], stands: [{ code: 'DOCK-1', kind: 'dock', x: 0, y: -2_000 }] };

describe('a sketch of the floor', () => {
  it('saves what was changed and nothing else', () => {
    expect(howMany(changesOf(before, before))).toBe(0);
    const now = without(moved(moved(before, 'B', [500, 0]), 'DOCK-1', [0, -500]), 'A');
    expect(changesOf(before, now)).toEqual({
      ways: [{ code: 'B', kind: 'aisle', x1_mm: 3_500, y1_mm: 0, x2_mm: 3_500, y2_mm: 9_000, one_way: false }],
      gone: ['A'],
      stands: [{ code: 'DOCK-1', kind: 'dock', x_mm: 0, y_mm: -2_500 }],
    });
    expect(howMany(changesOf(before, moved(now, 'B', [-500, 0])))).toBe(2);
  });

  it('makes a way straight, in the direction that it was mostly drawn', () => {
    const { ways } = added(before, 'aisle', 'N', [9_000, 0], [9_500, 8_000]);
    expect(ways[2]).toMatchObject({ code: 'N', x1: 9_000, x2: 9_000, y2: 8_000, isNew: true });
    expect(added(before, 'cross', 'X1', [0, 0], [9_000, 400]).ways[2]).toMatchObject({ kind: 'cross', x2: 9_000, y2: 0 });
    expect(changesOf(before, added(before, 'shipping', 'SHIP-1', [1, 1], [500, 0])).stands).toEqual([{ code: 'SHIP-1', kind: 'dock', zone: 'SHIP', x_mm: 500, y_mm: 0 }]);
  });

  it('turns about the beginning, and four quarters are none', () => {
    expect(turned(before, 'B').ways[1]).toMatchObject({ x1: 3_000, y1: 0, x2: 12_000, y2: 0 });
    let sketch = before;
    for (let n = 0; n < 4; n += 1) sketch = turned(sketch, 'B');
    expect(howMany(changesOf(before, sketch))).toBe(0);
    expect(bent(before, 'A', 2, [0, 12_000]).ways[0]).toMatchObject({ y1: 0, y2: 12_000 });
  });

  it('names what is new so that nothing has that name, without letters that look like figures', () => {
    expect(freeName(before, 'aisle')).toBe('C');
    expect(freeName({ ways: [...'ABCDEFGH'].map((code) => way(code, 0)), stands: [] }, 'aisle')).toBe('J');
    expect(freeName(before, 'dock', ['DOCK-2'])).toBe('DOCK-3');
  });

  it('puts what nobody has pointed out beside the rest, on the grid', () => {
    expect(beside(before, 'aisle')).toEqual([[6_000, 0], [6_000, 9_000]]);
    expect(snap(740)).toBe(500);
  });
});
