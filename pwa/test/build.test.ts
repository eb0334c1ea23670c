/** The build's own ground: what it is tested on is what it runs on. */
import { describe, expect, it } from 'vitest';

describe('the ground', () => {
  it('has the web crypto that signing needs', () => {
    expect(typeof crypto.subtle.sign).toBe('function');
  });
});
