/** What the device shows of a task, and its own events on top of the server's state. */
import { describe, expect, test } from 'vitest';
import { emptyState, progress, reduce, replay, run, view, type Event, type Script, type State, type Step } from '../../src/engine';
import { frozen } from './vectors';
import { VOCABULARY } from '../../src/contract';
import { SCRIPT_VERSION } from '../../src/engine';

const PIECE = '5012345678900';
let count = 0;
const scan = (code: string): Event => ({ id: `e${count++}`, kind: 'scan', code, symbology: '' });
const act = (action: string, more: object = {}): Event => ({ id: `e${count++}`, kind: 'action', action, ...more });
const quantity = (qty: number): Event => ({ id: `e${count++}`, kind: 'quantity', qty });

type Raw = { id: string; kind: Step['kind'] } & Readonly<Record<string, unknown>>;

function script(...steps: Raw[]): Script {
  return frozen({
    vocabulary: 1, task: 1, kind: 'pick', revision: 1, title: 'Order 1042', site: 1,
    codes: {
      '05012345678900': { item: 12, qty: 1, pack: 'piece' }, 'CASE-12': { item: 12, qty: 24, pack: 'case' }, 'L-13': { item: 13, qty: 1 },
      'A-12-04': { place: 40 }, 'B-01-01': { place: 44 },
    },
    items: { '12': { sku: '85123A', name: 'White heart', tracking: 'none', zone: 'A' }, '13': { sku: 'L-13', name: 'Yoghurt', tracking: 'lot' } },
    places: { '40': { code: 'A-12-04', aisle: 'A', bay: '12', level: '04' }, '44': { code: 'B-01-01', aisle: 'B', bay: '01', level: '01' } },
    steps: steps.map((step) => ({ allow: ['short', 'skip', 'open', 'full', 'done'], ...step })) as unknown as Step[],
  });
}

/** The state after events that must all be accepted. */
function after(task: Script, ...events: Event[]): State {
  return events.reduce((state, event) => {
    const result = reduce(task, state, event, null);
    expect(result.accepted, `${JSON.stringify(event)}: ${result.code}`).toBe(true);
    return result.state;
  }, emptyState());
}

const tote = { id: 'tote', kind: 'take', container: { kinds: ['tote'], var: 'tote' } } as const;
const go = { id: 'go', kind: 'go', group: 'a', place: 40 } as const;
const take = {
  id: 'take', kind: 'take', group: 'a', item: 12, qty: 30, place: 40, lot: { id: 5, code: 'L77' }, only_lot: true, into: { var: 'tote' },
  alternatives: [{ place: 44, qty: 9 }],
} as const;
const end = { id: 'end', kind: 'confirm', scan: null } as const;

describe('replay', () => {
  const task = script(go, { ...take, lot: null }, end);

  test('own events come on top of the state that the server sent', () => {
    const events = [scan('A-12-04'), scan(PIECE)].map((event) => ({ event, seen: null }));
    expect(replay(task, emptyState(), events).steps['take']).toMatchObject({ taken: 1 });
    expect(replay(task, emptyState(), events.slice(0, 1)).steps['take']).toBeUndefined();
  });

  test('what was refused in red never counts later, though it would fit now', () => {
    const early = { event: scan(PIECE), seen: null, accepted: false };
    expect(replay(task, after(task, scan('A-12-04')), [early]).steps['take']).toBeUndefined();
  });

  test('an event that no longer fits changes nothing, and those behind it still count', () => {
    const events = [scan('B-01-01'), scan('A-12-04')].map((event) => ({ event, seen: null, accepted: true }));
    expect(replay(task, emptyState(), events).steps['go']).toEqual({ done: true });
  });

  test('run is one event', () => {
    expect(run(task, emptyState(), scan('X'), { place: 40 })).toMatchObject({ accepted: true, code: 'step_done' });
  });
});

describe('view', () => {
  test('a finished task shows nothing', () => {
    const task = script(end);
    expect(view(task, after(task, { id: 'e', kind: 'confirm' }))).toBeNull();
  });

  test('an empty tote, then the way to the bin', () => {
    const task = script(tote, go, take, end);
    expect(view(task, emptyState())).toMatchObject({
      stepId: 'tote', verb: 'take_container', need: 'container', kinds: ['tote'], progress: { done: 0, total: 3 }, undo: false,
      next: { stepId: 'go', verb: 'go', place: { id: 40, code: 'A-12-04' } },
    });
    expect(view(task, after(task, scan('T0007')))).toMatchObject({
      stepId: 'go', kind: 'go', verb: 'go', need: 'place', place: { id: 40, aisle: 'A', bay: '12', level: '04' }, item: null, undo: true,
      progress: { done: 1, total: 3 }, next: { stepId: 'end', verb: 'confirm' },
    });
  });

  test('taking: place, thing, number, and the pack a typed quantity is meant in', () => {
    const task = script(tote, go, take, end);
    const there = after(task, scan('T0007'), scan('A-12-04'));
    expect(view(task, there)).toMatchObject({
      stepId: 'take', verb: 'take', need: 'item', qty: 30, place: { id: 40 }, item: { id: 12, sku: '85123A' }, lot: 'L77', into: 'T0007',
      pack: 'piece', unit: 1, counted: 0, allow: ['short', 'skip', 'open', 'full', 'done'],
    });
    const one = run(task, there, scan('CASE-12'), null).state;
    expect(view(task, one)).toMatchObject({ need: 'quantity', qty: 6, pack: 'case', unit: 24, counted: 24 });
    expect(view(task, run(task, one, act('open'), null).state)).toMatchObject({ need: 'quantity', pack: 'piece', unit: 1 });
    expect(view(task, run(task, one, act('full'), null).state)).toMatchObject({ need: 'container', kinds: ['tote', 'carton'] });
    expect(view(task, run(task, one, act('short', { left: 0 }), null).state)).toMatchObject({
      verb: 'go', need: 'place', place: { id: 44 }, qty: 6, counted: 0, kinds: [],
    });
  });

  test('a lot that has to be proved is asked for', () => {
    const task = script({ ...take, only_lot: false }, end);
    expect(view(task, after(task, scan(PIECE)))).toMatchObject({ need: 'lot', lot: 'L77', qty: 30, counted: 0 });
  });

  test('putting away: the thing, the place it is sent to and why', () => {
    const put: Raw = {
      id: 'put', kind: 'put', what: { item: 12, qty: 30 }, from: null, prove: true, to: { places: [44], kinds: [], zones: null },
      why: { code: 'home', params: { sku: '85123A' } },
    };
    const task = script(put, end);
    expect(view(task, emptyState())).toMatchObject({
      verb: 'put', need: 'item', item: { id: 12 }, place: { id: 44 }, qty: 30, why: { code: 'home', params: { sku: '85123A' } },
    });
    const seen = after(task, scan('CASE-12'));
    expect(view(task, seen)).toMatchObject({ need: 'place', pack: 'case', unit: 24, counted: 0 });
    const some = run(task, seen, quantity(1), null).state;
    expect(view(task, some)).toMatchObject({ qty: 24 });
    expect(view(task, run(task, some, scan('B-01-01'), null).state)).toMatchObject({ qty: 6, counted: 24, pack: 'piece', unit: 1 });
    const box = script({ ...put, what: { container: 'LP000001' }, to: { container_kinds: ['carton'], var: 'c' } }, end);
    expect(view(box, emptyState())).toMatchObject({ need: 'container', container: 'LP000001', item: null, qty: null });
    expect(view(box, after(box, scan('LP000001')))).toMatchObject({ need: 'container', kinds: ['carton'], place: null });
  });

  const lines = [{ id: 7, item: 12, qty: 3, lot: null }, { id: 8, item: 13, qty: 2, lot: { id: 1, code: 'L1' } }];
  const collect = { id: 'c', kind: 'collect', lines, open: true, over: 'accept', capture: true, into: { var: 'tote' } } as const;

  test('collecting: lines with counts, what is missing, what is asked', () => {
    const task = script({ ...collect, lines: [...lines] }, end);
    expect(view(task, emptyState())).toMatchObject({
      verb: 'collect', need: 'item', qty: 5, missing: 5, item: null, into: null, ask: false,
      lines: [{ id: 7, item: { id: 12, name: 'White heart' }, qty: 3, count: 0, lot: null }, { id: 8, lot: 'L1' }],
    });
    const one = after(task, scan(PIECE), scan('L-13'));
    expect(view(task, one)).toMatchObject({ need: 'lot', item: { id: 13 }, missing: 4, lines: [{ count: 1 }, { count: 0 }] });
    const asked = after(task, scan(PIECE), act('done'));
    expect(view(task, asked)).toMatchObject({ ask: true, item: { id: 12 }, counted: 1 });
  });

  test('when all is here nothing is asked for any more', () => {
    const task = script({ ...collect, lines: [{ ...lines[0]!, qty: 1 }] }, end);
    expect(view(task, emptyState())).toMatchObject({ need: 'item', missing: 1 });
    expect(view(task, after(task, scan(PIECE)))).toMatchObject({ need: null, missing: 0, item: { id: 12 } });
  });

  test('who counts blind sees no expected number', () => {
    for (const hidden of [{ blind: true }, { expect: false }]) {
      const task = script({ ...collect, lines: [...lines], ...hidden }, end);
      const shown = view(task, after(task, scan(PIECE), scan('CASE-12')));
      expect(shown).toMatchObject({ lines: [], missing: null, qty: null, counted: 24 });
      expect(shown?.verb).toBe('blind' in hidden ? 'count' : 'collect');
    }
  });

  test('unexpected goods are listed, and a new carton is asked for', () => {
    const task = script({ ...collect, lines: [], capture: false }, end);
    expect(view(task, after(task, scan(PIECE), act('full')))).toMatchObject({
      extra: [{ item: { id: 12 }, qty: 1 }], need: 'container', kinds: ['tote', 'carton'],
    });
  });

  test('fields, options, and what confirms', () => {
    const fields = script({ id: 'f', kind: 'capture', fields: ['lot', 'weight_g'], optional: true }, end);
    expect(view(fields, after(fields, { id: 'e', kind: 'fill', field: 'lot', value: 'L1' }))).toMatchObject({
      need: 'value', fields: [{ field: 'lot', value: 'L1' }, { field: 'weight_g', value: null }], optional: 'do_done',
    });
    const options = script({ id: 'd', kind: 'decide', options: ['pass', 'fail'] }, end);
    expect(view(options, emptyState())).toMatchObject({ need: 'choice', options: ['pass', 'fail'] });
    expect(view(script(end), emptyState())).toMatchObject({ need: 'confirm', next: null });
    expect(view(script({ ...end, scan: { place: 44 } }), emptyState())).toMatchObject({ need: 'place', place: { id: 44 } });
    expect(view(script({ ...end, scan: { container: 'C-1' } }), emptyState())).toMatchObject({ need: 'container', container: 'C-1' });
    expect(view(script({ id: 'g', kind: 'go', container: 'T0007' }), emptyState())).toMatchObject({ need: 'container', container: 'T0007' });
  });

  test('after skipping, the next step is shown and the skipped one comes after it', () => {
    const task = script(go, { ...go, id: 'go2', group: 'b', place: 44 });
    expect(view(task, after(task, act('skip')))).toMatchObject({ stepId: 'go2', next: { stepId: 'go' } });
  });

  test('a place or item that the script does not describe is shown by its id', () => {
    expect(view(script({ ...go, place: 99 }), emptyState())?.place).toEqual({ id: 99 });
  });
});

test('progress counts groups, not steps', () => {
  const task = script(go, { ...take, lot: null, qty: 1 }, end);
  expect(progress(task, after(task, scan('A-12-04')))).toEqual({ done: 0, total: 2 });
  expect(progress(task, after(task, scan('A-12-04'), scan(PIECE)))).toEqual({ done: 1, total: 2 });
});

describe('the vocabulary', () => {
  test('that is told to the server is the one that is known here', () => {
    expect(VOCABULARY).toBe(SCRIPT_VERSION);
  });
});
