/** An engine that has not learnt the kinds beyond a pick: what it knows it does and shows as ever, the rest it leaves alone. */
import { describe, expect, it, vi } from 'vitest';
import * as learnt from '../../src/engine';
import { vectors, type Vector } from './vectors';

vi.resetModules();
const fresh = await import('../../src/engine');
const all = ['take', 'put', 'share', 'collect', 'task'].flatMap(vectors);

/** Plain data that is equal to the letter; a comparison of whole scripts, a thousand times. */
function same(one: unknown, other: unknown): void {
  expect(JSON.stringify(one)).toBe(JSON.stringify(other));
}

/** Each moment of a walk through a vector, with what is to come of its event. */
function moments({ script, state, events }: Vector) {
  let now: learnt.State = { ...learnt.emptyState(), ...state };
  return events.map(({ event, seen }) => {
    const before = now;
    const result = learnt.reduce(script, now, event, seen);
    now = result.state;
    return { before, event, seen, result };
  });
}

describe('an engine that knows what a pick needs', () => {
  const known = all.map((vector) => ({ ...vector, script: { ...vector.script, steps: vector.script.steps.filter((step) => fresh.knowsKinds({ ...vector.script, steps: [step] })) } }));
  const unknown = all.filter(({ script }) => !fresh.knowsKinds(script));

  it('answers for picks as one that has learnt everything, and shows the same', () => {
    expect(known.filter(({ script }) => script.steps.length).length).toBeGreaterThan(40);
    for (const vector of known) {
      for (const { before, event, seen, result } of moments(vector)) {
        same(fresh.reduce(vector.script, before, event, seen), result);
        same(fresh.view(vector.script, before), learnt.view(vector.script, before));
      }
    }
  });

  it('does not know carts, goods that are put away, and what is collected', () => {
    const kinds = new Set(unknown.flatMap(({ script }) => script.steps.map(({ kind }) => kind)));
    expect([...kinds]).toEqual(expect.arrayContaining(['take', 'put', 'collect', 'confirm']));
    expect(vectors('share').some(({ script }) => fresh.knowsKinds(script))).toBe(false);
  });

  it('takes nothing at a step that it does not know, and changes nothing', () => {
    for (const vector of unknown) {
      for (const { before, event, seen } of moments(vector)) {
        const step = learnt.currentStep(vector.script, before);
        if (!step || fresh.knowsKinds({ ...vector.script, steps: [step] }) || event.kind === 'action') continue;
        expect(fresh.reduce(vector.script, before, event, seen)).toMatchObject({ accepted: false, state: before, effects: [] });
      }
    }
  });

  it('does it all once the rest is learnt', async () => {
    await fresh.learnKinds();
    for (const vector of unknown) {
      for (const { before, event, seen, result } of moments(vector)) same(fresh.reduce(vector.script, before, event, seen), result);
    }
  });
});
