/** Temperatures as a desk types them. */
import { describe, expect, it } from 'vitest';
import { degreesOf, tenthsTyped } from '../../src/office/degrees';

describe('degrees', () => {
  it('are kept in tenths, with either point and either minus', () => {
    expect(['4,5', '-18', '−0.5', ''].map(tenthsTyped)).toEqual([45, -180, -5, null]);
    expect([45, -180, null].map(degreesOf)).toEqual(['4.5', '-18', '']);
  });

  it('are refused where they are no number: it would say that there is no limit', () => {
    for (const typed of ['4,5 °C', 'cold', '-']) expect(() => tenthsTyped(typed)).toThrow(RangeError);
  });
});
