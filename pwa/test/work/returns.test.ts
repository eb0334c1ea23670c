/** What a receiver reads while goods come back: in what state they are, and where each state goes. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/contract';
import type { Script, State } from '../../src/engine';
import { instructionOf } from '../../src/work/instruction';
import { Names } from '../../src/work/names';
import { apply, EMPTY, SCRIPT } from './ground';

const names = new Names(0);
const step = {
  id: 'back', kind: 'collect', allow: ['unknown', 'full', 'done'], lines: [{ id: 7, item: 12, qty: 2, lot: null }], blind: false, open: true, over: 'accept', capture: true,
  into: { mode: 'zone' }, auto: false, expect: true, part: true, sent: {}, grades: [{ code: 'new' }, { code: 'so-so', place: 41, prove: true }, { code: 'scrap', place: 40 }],
};
const RETURN = { ...SCRIPT, vocabulary: 4, kind: 'returns', title: 'R-000001', steps: [step] } as JsonObject;
let count = 0;

function after(...deeds: (string | JsonObject)[]) {
  const state = deeds.reduce<JsonObject>((now, deed) => apply(RETURN, now, { id: `r${(count += 1)}`, ...(typeof deed === 'string' ? { kind: 'scan', code: deed } : deed) }, null), EMPTY);
  return instructionOf(RETURN as unknown as Script, state as unknown as State, names);
}
const choose = (value: string): JsonObject => ({ kind: 'choose', value });

describe('goods that come back', () => {
  it('are scanned, and asked for their state with the house\'s own grades', () => {
    expect(after()?.sentence).toBe('Scan each item');
    expect(after('05012345678900')).toMatchObject({ sentence: 'In what state is it?', options: ['new', 'so-so', 'scrap'], pad: { type: 'quantity' }, cue: 'Tap the answer, or scan it' });
  });

  it('go into a container as good as new, and to the place of their grade otherwise', () => {
    expect(after('05012345678900', choose('new'))).toMatchObject({ sentence: 'Put it into a container', options: [] });
    const apart = after('05012345678900', choose('so-so'));
    expect([apart?.sentence, apart?.place?.code, apart?.cue]).toEqual(['Put it at A-12-05', 'A-12-05', 'Scan the place']);
  });

  it('come first while they are in the hand: Done would be refused', () => {
    expect(after('05012345678900', choose('new'))?.allow).toEqual(['unknown', 'full']);
    expect(after('05012345678900', choose('so-so'))?.allow).not.toContain('done');
    expect(after('05012345678900', choose('new'), 'LP000001')?.allow).toContain('done');
  });

  it('never say the container of what came before', () => {
    const next = after('05012345678900', choose('new'), 'LP000001', '05012345678900');
    expect(next?.thing?.detail).not.toContain('LP000001');
    expect(after('05012345678900', choose('new'), 'LP000001')?.thing?.detail).toContain('LP000001');
  });

  it('are all here when what was sent is back, and need not be', () => {
    expect(after('05012345678900', { kind: 'quantity', qty: 2 }, choose('scrap'))?.sentence).toBe('All here. Tap Done');
    expect(after({ kind: 'action', action: 'done' })).toBe(null);
  });
});
