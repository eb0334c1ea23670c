/** The device's database: its shape, how it is opened, and what happens when it fails. */
import type { JsonObject } from '../contract';
import type { HeldTask, Kept } from './kept';
import { NO_EVENT } from './keys';
import { uuid7 } from './uuid7';

/** What is sent of an event, as it was signed. Kept apart: it is large, and nobody needs it before it goes. */
export interface Sealed {
  epoch: number;
  seq: number;
  body: string;
  sig: string;
}

/** A signed event in the outbox; it leaves when it is answered and a snapshot has reckoned it in. */
export interface KeptEvent {
  /** The how-manyth stream of this store it belongs to; with `seq` the order in which events are sent. */
  epoch: number;
  seq: number;
  stream: string;
  id: string;
  person: number;
  task: number | null;
  accepted: boolean;
  /** What the engine needs to apply it again: the event and what its code meant at that moment. */
  replay: { event: JsonObject; seen: JsonObject | null } | null;
  verdict: { verdict: 'booked' | 'refused' | 'set_aside'; code: string | null; params: JsonObject } | null;
}

/** The present stream: its id was made together with this database, not with the hardware. */
export interface StreamHead {
  epoch: number;
  stream: string;
  seq: number;
  head: string;
  lastId: string;
  /** What the present shift has finished, in the words of the floor: lines. */
  done?: { shift: string; lines: number };
}

/** What stands where. */
interface Stores {
  events: KeptEvent;
  sealed: Sealed;
  tasks: HeldTask;
  kept: Kept[keyof Kept];
}
const STORES: (keyof Stores)[] = ['events', 'sealed', 'tasks', 'kept'];

/** How many events are read at once. */
const PIECE = 1_000;

/** The browser's own store, with the type of what is in it. */
interface Store<V> {
  get(key: IDBValidKey): IDBRequest<V | undefined>;
  getAll(query?: IDBKeyRange, count?: number): IDBRequest<V[]>;
  put(value: V, key?: IDBValidKey): IDBRequest;
  /** Fails where the key is there. */
  add(value: V): IDBRequest;
  delete(key: IDBValidKey | IDBKeyRange): IDBRequest;
}
/** A transaction while it is written to: what is asked of it is on disk when it completes, or nothing is. */
export interface Write {
  objectStore<N extends keyof Stores>(name: N): Store<Stores[N]>;
}

/** The device could not keep what it was given; nothing may beep, and scanning has to stop. */
export class NotSaved extends Error {
  constructor(cause: unknown) {
    super('not saved', { cause });
    this.name = 'NotSaved';
  }
}

/** A first stream, or the one after `before` when the server has found a fork. */
export function newStream(before: StreamHead | null): StreamHead {
  return { epoch: (before?.epoch ?? 0) + 1, stream: uuid7(), seq: 0, head: NO_EVENT, lastId: '', ...(before?.done ? { done: before.done } : {}) };
}

/** One connection; every write is one strict transaction, and a failed one is tried again on a fresh connection once. */
export class Database {
  private reading: Write | null = null;

  private constructor(
    private connection: IDBDatabase,
    private readonly name: string,
  ) {}

  static async open(name = 'pickface'): Promise<Database> {
    return new Database(await connect(name), name);
  }

  /** Run `work` in a strict transaction and resolve when it is complete, that is, on disk. */
  async write(work: (tx: Write) => unknown): Promise<void> {
    try {
      await this.twice(() => this.attempt(work));
    } catch (again) {
      throw new NotSaved(again);
    }
  }

  /**
   * Keep one more event and its head behind `before`: it is on disk when this resolves. Its number must be new here, and no more is
   * asked the first time: one page scans, and a look at what stands there costs a slow device 10 ms. A second try looks.
   */
  async append(before: StreamHead, row: KeptEvent, sealed: Sealed, head: StreamHead): Promise<void> {
    const keep = (tx: Write, how: 'add' | 'put'): void => {
      tx.objectStore('events')[how](row);
      tx.objectStore('sealed')[how](sealed);
      tx.objectStore('kept').put(head, 'stream');
    };
    try {
      await this.attempt((tx) => keep(tx, 'add'));
    } catch {
      // It may be there by the first try, which did not tell us.
      await this.write(async (tx) => {
        const stored = (await answered(tx.objectStore('kept').get('stream'))) as StreamHead | undefined;
        const fits = !stored || stored.lastId === row.id || (stored.stream === before.stream && stored.seq === before.seq);
        if (!fits) throw new Error('another page has written');
        keep(tx, 'put');
      });
    }
  }

  /** All events in the order in which they are sent, of one moment, read in pieces: a shift's worth at once would freeze the screen. */
  async events(): Promise<KeptEvent[]> {
    const found: KeptEvent[] = [];
    const store = this.read('events');
    for (;;) {
      const last = found[found.length - 1];
      const beyond = last && IDBKeyRange.lowerBound([last.epoch, last.seq], true);
      const piece = await answered(store.getAll(beyond, PIECE));
      found.push(...piece);
      if (piece.length < PIECE) return found;
    }
  }

  /** What is sent of these events, in their order; without those of which nothing is here. */
  sealed(events: readonly KeptEvent[]): Promise<(KeptEvent & Sealed)[]> {
    return this.twice(async () => {
      const pieces = await Promise.all(runs(events).map((run) => answered(this.read('sealed').getAll(keysBetween(...run)))));
      const found = new Map(pieces.flat().map((one) => [keyOf(one), one]));
      // An app before this one kept it with the event.
      return events.map((event) => ({ ...found.get(keyOf(event)), ...event }) as KeptEvent & Sealed).filter(({ body }) => body);
    });
  }

  tasks(): Promise<HeldTask[]> {
    return answered(this.read('tasks').getAll());
  }

  async kept<K extends keyof Kept>(key: K): Promise<Kept[K] | null> {
    return ((await answered(this.read('kept').get(key))) as Kept[K] | undefined) ?? null;
  }

  async keep<K extends keyof Kept>(key: K, value: Kept[K]): Promise<void> {
    await this.write((tx) => tx.objectStore('kept').put(value, key));
  }

  async forget(key: keyof Kept): Promise<void> {
    await this.write((tx) => tx.objectStore('kept').delete(key));
  }

  /** Keep the work as last heard: the tasks that changed, without those that are gone. */
  async keepWork(work: Kept['work'], changed: HeldTask[], gone: number[]): Promise<void> {
    await this.write((tx) => {
      const tasks = tx.objectStore('tasks');
      tx.objectStore('kept').put(work, 'work');
      for (const task of changed) tasks.put(task);
      for (const id of gone) tasks.delete(id);
    });
  }

  close(): void {
    this.connection.close();
  }

  /** What is asked for in one breath is read in one transaction: a start asks for eight things, and each of its own costs a slow device milliseconds. */
  private read<N extends keyof Stores>(name: N): Store<Stores[N]> {
    if (!this.reading) {
      this.reading = this.connection.transaction(STORES) as Write;
      queueMicrotask(() => (this.reading = null));
    }
    return this.reading.objectStore(name);
  }

  /** Chrome's IndexedDB can fail for good on one connection and work on the next. */
  private async twice<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch {
      this.connection.close();
      this.connection = await connect(this.name);
      return work();
    }
  }

  private async attempt(work: (tx: Write) => unknown): Promise<void> {
    const tx = this.connection.transaction(STORES, 'readwrite', { durability: 'strict' });
    // A request that fails aborts it all, so that nobody needs to wait for each.
    const done = new Promise<void>((resolve, reject) => {
      tx.oncomplete = () => resolve();
      tx.onabort = () => reject(tx.error ?? new DOMException('aborted', 'AbortError'));
    });
    try {
      await work(tx as Write);
      // Said now: the browser would only find it out after it has answered every request.
      tx.commit();
      await done;
    } catch (error) {
      done.catch(() => undefined);
      try {
        tx.abort();
      } catch {
        // It has ended by itself already.
      }
      throw error;
    }
  }
}

/** What a request answers. */
function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Let these events go, with what would be sent of them. */
export function drop(tx: Write, events: readonly KeptEvent[]): void {
  for (const run of runs(events)) {
    const keys = keysBetween(...run);
    tx.objectStore('events').delete(keys);
    tx.objectStore('sealed').delete(keys);
  }
}

/** First and last of each run of neighbouring numbers, so that thousands go with a few requests. */
function runs(events: readonly KeptEvent[]): [KeptEvent, KeptEvent][] {
  const found: [KeptEvent, KeptEvent][] = [];
  for (const event of events) {
    const run = found[found.length - 1];
    if (run && run[1].epoch === event.epoch && run[1].seq + 1 === event.seq) run[1] = event;
    else found.push([event, event]);
  }
  return found;
}

/** The keys of `first` to `last` and all between. */
function keysBetween(first: KeptEvent, last: KeptEvent): IDBKeyRange {
  return IDBKeyRange.bound([first.epoch, first.seq], [last.epoch, last.seq]);
}

const keyOf = ({ epoch, seq }: Pick<KeptEvent, 'epoch' | 'seq'>): string => `${epoch}.${seq}`;

function connect(name: string): Promise<IDBDatabase> {
  const opening = indexedDB.open(name, 2);
  opening.onupgradeneeded = ({ oldVersion }) => {
    const db = opening.result;
    const keyPath = ['epoch', 'seq'];
    db.createObjectStore('sealed', { keyPath });
    // What an older app has kept stays as it is and goes as it is: nothing is moved, so nothing can be lost on the way.
    if (oldVersion) return;
    db.createObjectStore('events', { keyPath });
    db.createObjectStore('tasks', { keyPath: 'id' });
    const kept = db.createObjectStore('kept');
    kept.put(newStream(null), 'stream');
    kept.put({ id: crypto.randomUUID(), name: '' }, 'device');
  };
  return answered(opening).then((db) => {
    // Another page wants a newer database: let it, this page's next write opens it again.
    db.onversionchange = () => db.close();
    return db;
  });
}
