/** One screen, one sentence: what a picker reads at each step. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/contract';
import type { Script, State } from '../../src/engine';
import { inPacks, instructionOf } from '../../src/work/instruction';
import { Names } from '../../src/work/names';
import { apply, EMPTY, SCRIPT } from './ground';

const names = new Names(null, 0);
const script = SCRIPT as unknown as Script;
let count = 0;

/** The instruction after these codes and events. */
function after(...deeds: (string | JsonObject)[]) {
  const state = deeds.reduce<JsonObject>((now, deed) => {
    const event = typeof deed === 'string' ? { kind: 'scan', code: deed } : deed;
    return apply(SCRIPT, now, { id: `e${(count += 1)}`, ...event }, null);
  }, EMPTY);
  return instructionOf(script, state as unknown as State, names);
}

describe('the instruction', () => {
  it('says where to go, and draws the place by itself', () => {
    expect(after()).toMatchObject({ sentence: 'Go to A-12-04', before: 'Go to', place: { aisle: 'A', bay: '12', level: '04' }, cue: 'Scan the place', ahead: 'B-03-01' });
  });

  it('says what to take in the packs that the goods come in', () => {
    expect(after('A-12-04')).toMatchObject({ sentence: 'Take 2 cases + 2 pieces from A-12-04', thing: { name: 'White heart', detail: '85123A' }, cue: 'Scan the item', pad: null });
  });

  it('counts down, and takes a typed total in the pack that was scanned', () => {
    const instruction = after('A-12-04', '15012345678907');
    expect(instruction?.sentence).toBe('Take another 1 case + 2 pieces from A-12-04');
    expect(instruction?.pad).toEqual({ type: 'quantity', pack: 'case', most: 2 });
  });

  it('goes to the other bin when this one is short', () => {
    expect(after('A-12-04', { kind: 'action', action: 'short', left: 0 })?.sentence).toBe('Take 2 cases from A-12-05');
  });

  it('asks for the lot that it wants', () => {
    const taken = ['A-12-04', '05012345678900', { kind: 'quantity', qty: 10 }, 'B-03-01', '04006381333931'] as const;
    expect(after(...taken)).toMatchObject({ sentence: 'Which lot? Take lot L77', pad: { type: 'lot' } });
  });

  it('ends with where to bring it', () => {
    const all = ['A-12-04', '05012345678900', { kind: 'quantity', qty: 10 }, 'B-03-01', '04006381333931', 'L77', '04006381333931'] as const;
    expect(after(...all)?.sentence).toBe('Bring it to DOCK-1 and scan it');
    expect(after(...all, 'DOCK-1')).toBe(null);
  });

  it('never gives a quantity without its pack word', () => {
    expect([inPacks(3, 12, script), inPacks(4, 12, script), inPacks(9, 12, script), inPacks(0, 12, script)]).toEqual(['3 pieces', '1 case', '2 cases + 1 piece', '0 pieces']);
  });
});
