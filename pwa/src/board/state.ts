/** The board as it is held: rows with the moment they are of, so that whichever comes late never overwrites what is newer. Pure. */
import type { BoardException, BoardPerson, BoardRows, BoardTask, Counts } from '../contract/board';

/** A row and the server time at which it was read. */
interface Stamped<T> {
  row: T;
  at: number;
}
type Rows<T> = ReadonlyMap<number, Stamped<T>>;

export interface HeldBoard {
  /** The newest server time heard of. */
  at: number;
  counts: Counts;
  countsAt: number;
  orders: Record<string, number>;
  ordersAt: number;
  tasks: Rows<BoardTask>;
  people: Rows<BoardPerson>;
  exceptions: Rows<BoardException>;
}

export const NOTHING: HeldBoard = {
  at: 0,
  counts: {},
  countsAt: 0,
  orders: {},
  ordersAt: 0,
  tasks: new Map(),
  people: new Map(),
  exceptions: new Map(),
};

/** Take the whole board: what it does not have is gone, unless it was heard of after the board was read. */
export function takeBoard(held: HeldBoard, board: BoardRows): HeldBoard {
  return take(held, board, true);
}

/** Take the rows that changed. */
export function takeNews(held: HeldBoard, news: BoardRows): HeldBoard {
  return take(held, news, false);
}

function take(held: HeldBoard, from: BoardRows, whole: boolean): HeldBoard {
  const at = from.serverTime;
  const newerCounts = at >= held.countsAt && (whole || Object.keys(from.counts).length > 0);
  const newerOrders = at >= held.ordersAt && from.orders !== null;
  return {
    at: Math.max(held.at, at),
    counts: newerCounts ? from.counts : held.counts,
    countsAt: newerCounts ? at : held.countsAt,
    orders: newerOrders && from.orders ? from.orders : held.orders,
    ordersAt: newerOrders ? at : held.ordersAt,
    tasks: merge(held.tasks, from.tasks, at, whole),
    people: merge(held.people, from.people, at, whole),
    exceptions: merge(held.exceptions, from.exceptions, at, whole),
  };
}

function merge<T extends { id: number }>(held: Rows<T>, rows: readonly T[], at: number, whole: boolean): Rows<T> {
  const merged = new Map(whole ? Array.from(held).filter(([, { at: known }]) => known > at) : held);
  for (const row of rows) {
    const known = held.get(row.id);
    if (!known || known.at <= at) merged.set(row.id, { row, at });
  }
  return merged;
}

const ENDED = new Set(['done', 'cancelled']);
const STATE_ORDER = ['begun', 'held', 'offered', 'ready'];

/** The tasks to show: begun ones first, then what is held, offered and waits, each by priority and when it is due. */
export function activeTasks(held: HeldBoard, kind: string | null = null): BoardTask[] {
  const order = (task: BoardTask): number => STATE_ORDER.indexOf(task.state);
  return Array.from(held.tasks.values(), ({ row }) => row)
    .filter((task) => !ENDED.has(task.state) && (kind === null || task.kind === kind))
    .sort((a, b) => order(a) - order(b) || a.priority - b.priority || a.dueAt - b.dueAt || a.id - b.id);
}

/** Open exceptions, the newest first. */
export function openExceptions(held: HeldBoard): BoardException[] {
  return Array.from(held.exceptions.values(), ({ row }) => row)
    .filter((one) => one.state === 'open')
    .sort((a, b) => b.id - a.id);
}

/** People: who is connected first, then who has work, then by name. */
export function peopleInOrder(held: HeldBoard): BoardPerson[] {
  return Array.from(held.people.values(), ({ row }) => row).sort(
    (a, b) => Number(b.online) - Number(a.online) || Number(b.task !== null) - Number(a.task !== null) || a.name.localeCompare(b.name),
  );
}
