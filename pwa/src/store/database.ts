/** The device's database: its shape, how it is opened, and what happens when it fails. */
import { openDB, unwrap, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from 'idb';
import type { JsonObject } from '../contract';
import type { HeldTask, Kept } from './kept';
import { NO_EVENT } from './keys';
import { uuid7 } from './uuid7';

/** A signed event in the outbox; it leaves when it is answered and a snapshot has reckoned it in. */
export interface KeptEvent {
  /** The how-manyth stream of this store it belongs to; with `seq` the order in which events are sent. */
  epoch: number;
  seq: number;
  stream: string;
  id: string;
  body: string;
  sig: string;
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

export interface PickfaceDB extends DBSchema {
  events: { key: [number, number]; value: KeptEvent };
  tasks: { key: number; value: HeldTask };
  kept: { key: string; value: Kept[keyof Kept] };
}

/** How many events are read at once. */
const PIECE = 250;

type Names = StoreNames<PickfaceDB>[];
type Write = IDBPTransaction<PickfaceDB, Names, 'readwrite'>;

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
  private constructor(
    private connection: IDBPDatabase<PickfaceDB>,
    private readonly name: string,
  ) {}

  static async open(name = 'pickface'): Promise<Database> {
    return new Database(await connect(name), name);
  }

  /** Run `work` in a strict transaction and resolve when it is complete, that is, on disk. */
  async write<T>(work: (tx: Write) => Promise<T>): Promise<T> {
    try {
      return await this.attempt(work);
    } catch {
      // Chrome's IndexedDB can fail for good on one connection and work on the next.
      try {
        this.connection.close();
        this.connection = await connect(this.name);
        return await this.attempt(work);
      } catch (again) {
        throw new NotSaved(again);
      }
    }
  }

  /** All events in the order in which they are sent, read in pieces: a shift's worth at once would freeze the screen. */
  async events(): Promise<KeptEvent[]> {
    const found: KeptEvent[] = [];
    for (;;) {
      const last = found[found.length - 1];
      const beyond = last && IDBKeyRange.lowerBound([last.epoch, last.seq], true);
      const piece = await this.connection.getAll('events', beyond, PIECE);
      found.push(...piece);
      if (piece.length < PIECE) return found;
    }
  }

  tasks(): Promise<HeldTask[]> {
    return this.connection.getAll('tasks');
  }

  async kept<K extends keyof Kept>(key: K): Promise<Kept[K] | null> {
    return ((await this.connection.get('kept', key)) as Kept[K] | undefined) ?? null;
  }

  async keep<K extends keyof Kept>(key: K, value: Kept[K]): Promise<void> {
    await this.write((tx) => tx.objectStore('kept').put(value, key));
  }

  async forget(key: keyof Kept): Promise<void> {
    await this.write((tx) => tx.objectStore('kept').delete(key));
  }

  /** Keep the work as last heard: the tasks that changed, without those that are gone. */
  async keepWork(work: Kept['work'], changed: HeldTask[], gone: number[]): Promise<void> {
    await this.write(async (tx) => {
      const tasks = tx.objectStore('tasks');
      await Promise.all([
        tx.objectStore('kept').put(work, 'work'),
        ...changed.map((task) => tasks.put(task)),
        ...gone.map((id) => tasks.delete(id)),
      ]);
    });
  }

  close(): void {
    this.connection.close();
  }

  private async attempt<T>(work: (tx: Write) => Promise<T>): Promise<T> {
    const tx = this.connection.transaction(['events', 'tasks', 'kept'] as Names, 'readwrite', { durability: 'strict' });
    try {
      const result = await work(tx);
      // Said now: the browser would only find it out after it has answered every request.
      tx.commit();
      await tx.done;
      return result;
    } catch (error) {
      tx.done.catch(() => undefined);
      try {
        tx.abort();
      } catch {
        // It has ended by itself already.
      }
      throw error;
    }
  }
}

/**
 * Put one more event and its head behind `before`, all requests at once; resolves when the look at what stood there has
 * found nothing odd. The same event may come twice: its first try may have reached the disk without telling us.
 * Without the wrapper, whose promises cost a slow device a task for each answer.
 */
export function putBehind(wrapped: Write, before: StreamHead, row: KeptEvent, head: StreamHead): Promise<void> {
  const tx = unwrap(wrapped) as IDBTransaction;
  const kept = tx.objectStore('kept');
  const look = kept.get('stream') as IDBRequest<StreamHead | undefined>;
  tx.objectStore('events').put(row);
  kept.put(head, 'stream');
  return new Promise((resolve, reject) => {
    look.onerror = () => reject(look.error);
    look.onsuccess = () => {
      const stored = look.result;
      const fits = !stored || stored.lastId === row.id || (stored.stream === before.stream && stored.seq === before.seq);
      if (fits) resolve();
      else reject(new Error('another page has written'));
    };
  });
}

/** The keys of `first` to `last` and all between. */
export function keysBetween(first: KeptEvent, last: KeptEvent): IDBKeyRange {
  return IDBKeyRange.bound([first.epoch, first.seq], [last.epoch, last.seq]);
}

function connect(name: string): Promise<IDBPDatabase<PickfaceDB>> {
  return openDB<PickfaceDB>(name, 1, {
    upgrade(db) {
      db.createObjectStore('events', { keyPath: ['epoch', 'seq'] });
      db.createObjectStore('tasks', { keyPath: 'id' });
      const kept = db.createObjectStore('kept');
      void kept.put(newStream(null), 'stream');
      void kept.put({ id: crypto.randomUUID(), name: '' }, 'device');
    },
    // Another page wants a newer database: let it, this page's next write opens it again.
    blocking: (_from, _to, event) => (event.target as IDBDatabase | null)?.close(),
  });
}
