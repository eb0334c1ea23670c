/** The supervisor's board and the journal, as the server tells them. */
import { data, flag, list, maybe, or, record, table, text, whole, type JsonObject, type Reader } from './shape';

export interface Who {
  id: number;
  name: string;
}

export interface What {
  id: number;
  kind: string;
  title: string;
}

/** What the device of a task's person had not sent when it was last heard. */
export interface Unsynced {
  person: Who | null;
  device: string | null;
  unsent: number | null;
  lastSeen: number | null;
}

export interface BoardTask {
  id: number;
  kind: string;
  state: string;
  title: string;
  person: Who | null;
  priority: number;
  zone: string;
  createdAt: number;
  begunAt: number | null;
  dueAt: number;
  progress: { done: number; total: number };
  holdCode: string;
  /** Where a parked cart stands; empty when nobody said. */
  parkedPlace: string;
  /** How long the walk is, where the floor plan tells. */
  walk: Walk | null;
}
export interface Walk {
  metres: number;
  seconds: number;
  inCodeOrder: number;
}

export interface BoardPerson {
  id: number;
  name: string;
  role: string;
  online: boolean;
  device: string | null;
  task: What | null;
  lastScanAt: number | null;
  linesToday: number;
}

/** A photo by its hash; its file is still on its device, here, or gone. */
export interface BoardPhoto {
  sha256: string;
  shows: string;
  state: string;
}

export interface BoardException {
  id: number;
  kind: string;
  state: string;
  at: number;
  person: Who | null;
  task: What | null;
  item: { id: number; sku: string; name: string } | null;
  place: { code: string } | null;
  order: { id: number; number: string } | null;
  params: JsonObject;
  photos: BoardPhoto[];
  /** How many devices the count of this task still awaits: until they have synced, it is provisional. */
  awaited: number;
  proposed: string;
  actions: string[];
  resolution: string;
  resolvedBy: string | null;
}

export type KindCounts = Record<string, number>;
export type Counts = Record<string, KindCounts>;

/** Rows of the board at one moment: all of them, or those that changed. */
export interface BoardRows {
  serverTime: number;
  counts: Counts;
  tasks: BoardTask[];
  people: BoardPerson[];
  exceptions: BoardException[];
  orders: Record<string, number> | null;
}

export type BoardMessage = { type: 'board'; rows: BoardRows } | { type: 'pull' } | { type: 'hello'; serverTime: number } | { type: 'other' };

const who = maybe(record<Who>({ id: ['id', whole], name: ['name', text] }));
const what = maybe(record<What>({ id: ['id', whole], kind: ['kind', text], title: ['title', text] }));

export const readUnsynced: Reader<Unsynced> = record({
  person: ['person', who],
  device: ['device', maybe(text)],
  unsent: ['unsent', maybe(whole)],
  lastSeen: ['last_seen', maybe(whole)],
});

const task: Reader<BoardTask> = record({
  id: ['id', whole],
  kind: ['kind', text],
  state: ['state', text],
  title: ['title', text],
  person: ['person', who],
  priority: ['priority', or(whole, 5)],
  zone: ['zone', or(text, '')],
  createdAt: ['created_at', or(whole, 0)],
  begunAt: ['begun_at', maybe(whole)],
  dueAt: ['due_at', or(whole, 0)],
  progress: ['progress', record({ done: ['done', whole], total: ['total', whole] })],
  holdCode: ['hold_code', or(text, '')],
  parkedPlace: ['parked_place', or(text, '')],
  walk: ['walk', maybe(record<Walk>({ metres: ['m', whole], seconds: ['s', whole], inCodeOrder: ['code_order_m', whole] }))],
});

const person: Reader<BoardPerson> = record({
  id: ['id', whole],
  name: ['name', text],
  role: ['role', text],
  online: ['online', flag],
  device: ['device', maybe(text)],
  task: ['task', what],
  lastScanAt: ['last_scan_at', maybe(whole)],
  linesToday: ['lines_today', or(whole, 0)],
});

export const readPhoto = record<BoardPhoto>({ sha256: ['sha256', text], shows: ['shows', text], state: ['state', text] });

const exception: Reader<BoardException> = record({
  id: ['id', whole],
  kind: ['kind', text],
  state: ['state', text],
  at: ['at', whole],
  person: ['person', who],
  task: ['task', what],
  item: ['item', maybe(record({ id: ['id', whole], sku: ['sku', text], name: ['name', or(text, '')] }))],
  place: ['place', maybe(record({ code: ['code', text] }))],
  order: ['order', maybe(record({ id: ['id', whole], number: ['number', text] }))],
  params: ['params', or(data, {})],
  photos: ['photos', or(list(readPhoto), [])],
  awaited: ['awaited', or(whole, 0)],
  proposed: ['proposed', text],
  actions: ['actions', or(list(text), [])],
  resolution: ['resolution', or(text, '')],
  resolvedBy: ['resolved_by', maybe(text)],
});

export const readBoard: Reader<BoardRows> = record({
  serverTime: ['server_time', whole],
  counts: ['counts', or(table(table(whole)), {})],
  tasks: ['tasks', or(list(task), [])],
  people: ['people', or(list(person), [])],
  exceptions: ['exceptions', or(list(exception), [])],
  orders: ['orders', maybe(table(whole))],
});

export const readBoardMessage: Reader<BoardMessage> = (value, path) => {
  const from = data(value, path);
  switch (from['type']) {
    case 'board':
      return { type: 'board', rows: readBoard(value, path) };
    case 'pull':
      return { type: 'pull' };
    case 'hello':
      return { type: 'hello', serverTime: whole(from['server_time'], `${path}.server_time`) };
    default:
      return { type: 'other' };
  }
};

export interface JournalEntry {
  id: string;
  receivedAt: number;
  deviceAt: number;
  person: Who | null;
  device: string | null;
  task: { id: number; kind: string } | null;
  step: string;
  kind: string;
  code: string;
  qty: number | null;
  pack: string | null;
  action: string | null;
  verdict: string | null;
  verdictCode: string | null;
  params: JsonObject;
  source: string;
  stream: string;
  seq: number;
  /** A photo, and the event that it is about. */
  of: string | null;
  photo: BoardPhoto | null;
}

const entry: Reader<JournalEntry> = record({
  id: ['id', text],
  receivedAt: ['received_at', whole],
  deviceAt: ['device_at', whole],
  person: ['person', maybe(record<Who>({ id: ['id', whole], name: ['name', or(text, '')] }))],
  device: ['device', (value, path) => maybe(record({ name: ['name', maybe(text)] }))(value, path)?.name ?? null],
  task: ['task', maybe(record({ id: ['id', whole], kind: ['kind', or(text, '')] }))],
  step: ['step', or(text, '')],
  kind: ['kind', text],
  code: ['code', or(text, '')],
  qty: ['qty', maybe(whole)],
  pack: ['pack', maybe(text)],
  action: ['action', maybe(text)],
  verdict: ['verdict', maybe(text)],
  verdictCode: ['verdict_code', maybe(text)],
  params: ['params', or(data, {})],
  source: ['source', or(text, '')],
  stream: ['stream', or(text, '')],
  seq: ['seq', or(whole, 0)],
  of: ['of', maybe(text)],
  photo: ['photo', maybe(readPhoto)],
});

/** One page of a list: `next` is the cursor of the page behind it. */
export interface Page<T> {
  items: T[];
  next: string | null;
}

export function page<T>(read: Reader<T>): Reader<Page<T>> {
  return record<Page<T>>({ items: ['items', list(read)], next: ['next', maybe(text)] });
}

export const readJournal: Reader<Page<JournalEntry>> = page(entry);
