/** Laws of the engine, over random scripts (those of the shared vectors) and random events. */
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import {
  currentStep, emptyState, normalKey, parse, reduce, replay, view, type Event, type OwnEvent, type Script, type State,
} from '../../src/engine';
import { frozen, vectors } from './vectors';

// A busy machine is slow; nothing here waits for anything.
vi.setConfig({ testTimeout: 60_000 });

const FILES = ['task', 'take', 'share', 'wall', 'put', 'collect', 'cartons', 'aside', 'grades', 'looks', 'asks', 'loading', 'walks'];
const ALL = FILES.flatMap((name) => vectors(name));
const EVENTS = frozen(ALL.flatMap((vector) => vector.events.map(({ event, seen }) => ({ event, seen }))));
const SCRIPTS = frozen(ALL.map((vector) => vector.script).filter((script) => script.steps.length > 0));

const walks = fc.record({
  script: fc.constantFrom(...SCRIPTS),
  events: fc.array(fc.constantFrom(...EVENTS), { maxLength: 40 }),
});

function walk(script: Script, events: { event: Event; seen: OwnEvent['seen'] }[], see: (before: State, event: Event, result: ReturnType<typeof reduce>) => void): State {
  let state = frozen(emptyState());
  events.forEach(({ event, seen }, index) => {
    const named = frozen({ ...event, id: `e${index}` });
    const result = reduce(script, state, named, seen);
    see(state, named, result);
    state = frozen(result.state);
  });
  return state;
}

test('a refusal gives back the very state, and what changes something can be undone, but for a carton’s opening, a label that sticks and a parked cart', () => {
  fc.assert(fc.property(walks, ({ script, events }) => {
    walk(script, events, (before, event, result) => {
      if (!result.accepted) {
        expect(result.state).toBe(before);
        expect(result.effects).toEqual([]);
      } else if (result.state !== before && !['carton_opened', 'labelled', 'left_there', 'parked'].includes(result.code) && event.action !== 'undo' && !result.state.done) {
        const back = reduce(script, result.state, { id: 'u', kind: 'action', action: 'undo' }, null);
        expect(back.state).toEqual({ ...before, undo: null });
        expect(back.effects).toEqual([{ type: 'undone', event: event.id }]);
      }
    });
  }), { numRuns: 300 });
});

test('a task is done exactly when no step is left, and every other state can be shown', () => {
  fc.assert(fc.property(walks, ({ script, events }) => {
    walk(script, events, (_, __, { state }) => {
      expect(state.done).toBe(currentStep(script, state) === undefined);
      const shown = view(script, state);
      expect(shown === null).toBe(state.done);
      if (shown) expect(shown.progress.done).toBeLessThan(shown.progress.total);
    });
  }), { numRuns: 300 });
});

test('replaying own events gives the state that they gave the first time', () => {
  fc.assert(fc.property(walks, ({ script, events }) => {
    const own: OwnEvent[] = [];
    const state = walk(script, events, (_, event, { accepted }) => {
      own.push({ event, seen: events[own.length]?.seen ?? null, accepted });
    });
    expect(replay(script, emptyState(), own)).toEqual(state);
  }), { numRuns: 200 });
});

test('no event throws, whatever its types', () => {
  const nonsense = fc.record({
    kind: fc.oneof(fc.constantFrom('scan', 'quantity', 'fill', 'choose', 'confirm', 'action'), fc.jsonValue()),
    action: fc.oneof(fc.constantFrom('short', 'damaged', 'full', 'open', 'done', 'unknown', 'skip', 'toString', '__proto__'), fc.jsonValue()),
    code: fc.jsonValue(), symbology: fc.jsonValue(), qty: fc.jsonValue(), left: fc.jsonValue(), field: fc.jsonValue(), value: fc.jsonValue(),
  }, { requiredKeys: [] });
  fc.assert(fc.property(fc.constantFrom(...SCRIPTS), fc.array(nonsense, { maxLength: 10 }), (script, events) => {
    walk(script, events.map((event) => ({ event, seen: null })), () => {});
  }), { numRuns: 300 });
});

test('no code throws, and a parsed code has a key', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 80 }), fc.string({ maxLength: 4 }), (raw, symbology) => {
    expect(typeof parse(raw, symbology).key).toBe('string');
    expect(normalKey(raw, symbology)).toBe(parse(raw, symbology).key);
  }));
});
