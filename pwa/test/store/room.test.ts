/** Somebody is told before a device is full, and nobody is frightened by a device that has room. */
import { describe, expect, it } from 'vitest';
import { isLow } from '../../src/store';

describe('the room on a device', () => {
  it('is low when a shift of scans might not fit', () => {
    expect(isLow({ quota: 100e6, usage: 85e6 })).toBe(true);
    expect(isLow({ quota: 1e9, usage: 960e6 })).toBe(true);
  });

  it('is enough where there is plenty, or where the browser does not tell', () => {
    expect(isLow({ quota: 10e9, usage: 50e6 })).toBe(false);
    expect(isLow({})).toBe(false);
  });
});
