/** What an inspector reads: how many to look at, how many are bad, and where these are laid. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/contract';
import type { Script, State } from '../../src/engine';
import { instructionOf } from '../../src/work/instruction';
import { Names } from '../../src/work/names';
import { apply, EMPTY, SCRIPT } from './ground';

const names = new Names(0);
const apart = { place: 41, prove: true };
const step = {
  id: 'inspect', kind: 'collect', allow: [], lines: [{ id: 1, item: 12, qty: 40, lot: null }], blind: false, open: false, over: 'refuse', capture: true,
  into: { container: 'LP000001' }, auto: true, expect: true, grades: [{ code: 'pass' }, { code: 'hold', ...apart }, { code: 'reject', ...apart }], looks: { 1: 4 },
};
const INSPECT = { ...SCRIPT, vocabulary: 5, kind: 'inspect', title: 'LP000001', steps: [step] } as JsonObject;
let count = 0;

function after(...deeds: (string | JsonObject)[]) {
  const state = deeds.reduce<JsonObject>((now, deed) => apply(INSPECT, now, { id: `i${(count += 1)}`, ...(typeof deed === 'string' ? { kind: 'scan', code: deed } : deed) }, null), EMPTY);
  return instructionOf(INSPECT as unknown as Script, state as unknown as State, names);
}
const choose = (value: string): JsonObject => ({ kind: 'choose', value });
const PIECE = '05012345678900';

describe('goods that are inspected', () => {
  it('are scanned, and a sample of them is looked at', () => {
    expect(after()?.sentence).toBe('Scan what you look at');
    expect(after(PIECE)).toMatchObject({ sentence: 'Look at 4 of 40: are they good?', options: ['pass', 'hold', 'reject'], pad: { type: 'quantity' } });
    expect(after(PIECE, PIECE)?.sentence).toBe('Look at 4 of 40: are they good?');
  });

  it('are rejected in part, and laid apart', () => {
    const three = { kind: 'quantity', qty: 3 };
    expect(after(PIECE, three)?.sentence).toBe('These 3: are they good?');
    expect(after(PIECE, three, choose('reject'))?.sentence).toBe('Put it at A-12-05');
    expect(after(PIECE, three, choose('reject'), 'A-12-05', PIECE)?.sentence).toBe('Look at 4 of 37: are they good?');
  });

  it('are done when all of them are judged', () => {
    expect(after(PIECE, choose('pass'))).toBe(null);
  });
});
