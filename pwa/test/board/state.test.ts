/** The board's merging: whatever order things arrive in, the newest reading of each row stays. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activeTasks, NOTHING, openExceptions, takeBoard, takeNews, type HeldBoard } from '../../src/board/state';
import { readBoard, readBoardMessage, type BoardRows, type BoardTask } from '../../src/contract/board';

const task = (id: number, state: string, more: Partial<BoardTask> = {}): BoardTask => ({
  id,
  kind: 'pick',
  state,
  title: `Order ${id}`,
  person: null,
  priority: 5,
  zone: '',
  createdAt: 0,
  begunAt: null,
  dueAt: 0,
  progress: { done: 0, total: 4 },
  holdCode: '', parkedPlace: '', walk: null,
  ...more,
});

const rows = (serverTime: number, tasks: BoardTask[], more: Partial<BoardRows> = {}): BoardRows => ({
  serverTime,
  counts: {},
  tasks,
  people: [],
  exceptions: [],
  orders: null,
  ...more,
});

const states = (held: HeldBoard): string[] => activeTasks(held).map(({ id, state }) => `${id} ${state}`);

describe('the held board', () => {
  it('shows begun tasks first, then by priority', () => {
    const held = takeBoard(NOTHING, rows(1, [task(1, 'ready'), task(2, 'ready', { priority: 1 }), task(3, 'begun'), task(4, 'held')]));
    expect(states(held)).toEqual(['3 begun', '4 held', '2 ready', '1 ready']);
  });

  it('drops a task that is done, and an older pull does not bring it back', () => {
    let held = takeBoard(NOTHING, rows(10, [task(1, 'begun')]));
    held = takeNews(held, rows(20, [task(1, 'done')]));
    expect(states(held)).toEqual([]);
    held = takeBoard(held, rows(15, [task(1, 'begun')]));
    expect(states(held)).toEqual([]);
  });

  it('forgets what a newer pull does not have', () => {
    let held = takeBoard(NOTHING, rows(10, [task(1, 'begun'), task(2, 'ready')]));
    held = takeBoard(held, rows(20, [task(1, 'begun')]));
    expect(states(held)).toEqual(['1 begun']);
  });

  it('keeps what was pushed while an older pull was under way', () => {
    let held = takeNews(NOTHING, rows(20, [task(2, 'begun')]));
    held = takeBoard(held, rows(15, [task(1, 'ready')]));
    expect(states(held)).toEqual(['2 begun', '1 ready']);
  });

  it('keeps counts when news has none', () => {
    let held = takeBoard(NOTHING, rows(10, [], { counts: { pick: { ready: 3 } }, orders: { open: 2 } }));
    held = takeNews(held, rows(20, []));
    expect([held.counts, held.orders]).toEqual([{ pick: { ready: 3 } }, { open: 2 }]);
  });

  it('ends with the newest reading of each task in whatever order readings arrive', () => {
    const reading = fc.record({ at: fc.integer({ min: 1, max: 40 }), id: fc.integer({ min: 1, max: 3 }) });
    fc.assert(
      fc.property(fc.array(reading, { minLength: 1, maxLength: 30 }), (readings) => {
        const held = readings.reduce((board, { at, id }) => takeNews(board, rows(at, [task(id, 'begun', { title: String(at) })])), NOTHING);
        for (const id of new Set(readings.map((one) => one.id))) {
          const newest = Math.max(...readings.filter((one) => one.id === id).map((one) => one.at));
          expect(held.tasks.get(id)?.row.title).toBe(String(newest));
        }
      }),
    );
  });

  it('shows only exceptions that are open', () => {
    const wire = { id: 1, kind: 'short', state: 'open', at: 5, params: {}, proposed: 'recount', actions: ['recount'] };
    const board = readBoard({ server_time: 1, exceptions: [wire, { ...wire, id: 2, state: 'resolved' }] }, 'board');
    expect(openExceptions(takeBoard(NOTHING, board)).map(({ id }) => id)).toEqual([1]);
  });
});

describe('what comes over the socket', () => {
  it('is read by its type, and what this version does not know is passed over', () => {
    expect(readBoardMessage({ type: 'pull', version: 0 }, 'ws')).toEqual({ type: 'pull' });
    expect(readBoardMessage({ type: 'weather' }, 'ws')).toEqual({ type: 'other' });
    expect(readBoardMessage({ type: 'board', server_time: 7 }, 'ws')).toMatchObject({ rows: { serverTime: 7, tasks: [] } });
  });

  it('is refused when it is not what the contract says', () => {
    expect(() => readBoardMessage({ type: 'board' }, 'ws')).toThrow('server_time');
    expect(() => readBoardMessage({ type: 'board', server_time: 1, tasks: [{ id: 'x' }] }, 'ws')).toThrow('tasks[0].id');
  });
});
