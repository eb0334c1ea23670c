/** The outbox: each fact gets its number, hash and signature, and is on disk before anybody hears a beep. */
import { batch, signal, type ReadonlySignal } from '@preact/signals';
import { writeBody, type Fact, type Link, type Verdict } from '../contract';
import { drop, newStream, type Database, type KeptEvent, type Sealed, type StreamHead } from './database';
import type { Author } from './kept';
import { seal } from './keys';

/** Nobody is signed in, so nobody can be the author. */
export class NoAuthor extends Error {}

/** Tries of the device's memory after a failed save, until it works again or somebody leaves. */
const TRY_AGAIN_MS = 2_000;
const NONE: readonly KeptEvent[] = [];

/** A mirror in memory of the events on disk, in the order in which they are sent; appends wait for each other. */
export class Outbox {
  private events: KeptEvent[] = [];
  /** The same events by their task: a scan costs as much with ten thousand events as with ten. */
  private byTask = new Map<number, KeptEvent[]>();
  /** No event before this place waits for an answer. */
  private answeredTo = 0;
  private last: Promise<unknown> = Promise.resolve();
  private retry: ReturnType<typeof setTimeout> | undefined;
  private readonly count = signal(0);
  private readonly failed = signal(false);

  private constructor(
    private readonly database: Database,
    events: KeptEvent[],
    private head: StreamHead,
    private readonly now: () => number,
  ) {
    this.mirror(events);
  }

  static async open(database: Database, now: () => number = Date.now): Promise<Outbox> {
    const [head, events] = await Promise.all([database.kept('stream'), database.events()]);
    return new Outbox(database, events, head ?? newStream(null), now);
  }

  /** How many events no server has answered yet. */
  get waiting(): ReadonlySignal<number> {
    return this.count;
  }

  /** True after a write that failed on two connections: scanning must stop. */
  get broken(): ReadonlySignal<boolean> {
    return this.failed;
  }

  get stream(): string {
    return this.head.stream;
  }

  /** How many lines of work a shift has finished, if it is the present one. */
  linesOf(shift: string): number {
    return this.head.done?.shift === shift ? this.head.done.lines : 0;
  }

  /** All kept events, sent or not, oldest first. */
  all(): readonly KeptEvent[] {
    return this.events;
  }

  /** The kept events of one task, oldest first. The list grows with each append; any other change makes a new one. */
  ofTask(task: number): readonly KeptEvent[] {
    return this.byTask.get(task) ?? NONE;
  }

  /** The unanswered events, oldest first, at most `limit`. */
  unsent(limit = Infinity): KeptEvent[] {
    const found: KeptEvent[] = [];
    for (let at = this.answeredTo; at < this.events.length && found.length < limit; at += 1) {
      const event = this.events[at]!;
      if (!event.verdict) found.push(event);
    }
    return found;
  }

  /**
   * What is sent of them, from the disk. Where nothing is there (another page has sent it, or the disk has lost it) nothing can be
   * sent: such an event stands in nobody's way, and its number is signed for when the server misses it.
   */
  async sealed(events: readonly KeptEvent[]): Promise<(KeptEvent & Sealed)[]> {
    const found = await this.database.sealed(events);
    if (found.length < events.length) {
      const here = new Set(found.map(({ id }) => id));
      this.replace([], new Set(events.flatMap(({ id }) => (here.has(id) ? [] : [id]))));
    }
    return found;
  }

  /**
   * Keep a fact: resolves when it is on disk. The caller gives it an id, because the engine names the event too.
   * Once it is there, `tell` runs in the same breath as it is counted, so that the screen is drawn once for both.
   * `lines`: how many lines of work it has finished, which are on disk with it.
   * Throws `NotSaved` when the device cannot keep it, and then nothing has happened.
   */
  append(author: Author | null, checkpoint: string, fact: Fact, id: string, replay: KeptEvent['replay'], tell: () => void = () => undefined, lines = 0): Promise<KeptEvent> {
    return this.inTurn(async () => {
      if (!author) throw new NoAuthor();
      const before = this.head;
      const link: Link = {
        id,
        stream: before.stream,
        seq: before.seq + 1,
        prev: before.head,
        person: author.session.person.id,
        shift: author.shift,
        at: this.now(),
        checkpoint,
      };
      const { row, sealed, hash } = await signed(link, fact, author, before.epoch, replay);
      const done = { shift: author.shift, lines: this.linesOf(author.shift) + lines };
      const head: StreamHead = { ...before, seq: link.seq, head: hash, lastId: id, done };
      await this.kept(this.database.append(before, row, sealed, head));
      this.head = head;
      batch(() => {
        this.add(row);
        this.count.value += 1;
        tell();
      });
      return row;
    });
  }

  /**
   * Write the server's verdicts beside their events; those that no work is reckoned from are over with their answer and go at once.
   * A fork makes the device begin a new stream.
   */
  answer(verdicts: Verdict[]): Promise<void> {
    return this.inTurn(async () => {
      const byId = new Map(verdicts.map((verdict) => [verdict.id, verdict]));
      const kept: KeptEvent[] = [];
      const over: KeptEvent[] = [];
      let forked = false;
      for (const event of this.events) {
        const given = byId.get(event.id);
        if (!given) continue;
        forked ||= given.code === 'chain_fork' && event.stream === this.head.stream;
        if (event.task === null || !event.accepted) over.push(event);
        else kept.push({ ...event, verdict: { verdict: given.verdict, code: given.code, params: given.params } });
      }
      const head = forked ? newStream(this.head) : this.head;
      await this.write((tx) => {
        const events = tx.objectStore('events');
        for (const event of kept) events.put(event);
        drop(tx, over);
        if (forked) tx.objectStore('kept').put(head, 'stream');
      });
      this.head = head;
      this.replace(kept, new Set(over.map(({ id }) => id)));
    });
  }

  /**
   * The server expects `expected` next in `stream`: offer again what is still here from there on,
   * and stand in with a signed `lost` event for the numbers that are not. Seldom, and only where there is a network: its file is loaded then.
   */
  async mend(stream: string, expected: number, author: Author | null, checkpoint: string): Promise<void> {
    const { mended } = await import('./mend');
    return this.inTurn(async () => {
      const { changed, lost } = await mended(this.events, stream, expected, author, checkpoint, this.now());
      await this.write((tx) => {
        for (const event of changed) tx.objectStore('events').put(event);
        if (lost) tx.objectStore('sealed').put(lost);
      });
      this.replace(changed);
    });
  }

  /** Let answered events go for which `over` says that no state needs them any more. */
  prune(over: (event: KeptEvent) => boolean): Promise<void> {
    return this.inTurn(async () => {
      const gone = this.events.filter((event) => event.verdict && over(event));
      if (!gone.length) return;
      await this.write((tx) => drop(tx, gone));
      const away = new Set(gone);
      this.mirror(this.events.filter((event) => !away.has(event)));
    });
  }

  /**
   * After the device could not save: true once it has been shown that it can write again. What is on disk counts then,
   * also a scan whose write seemed to fail.
   */
  tryAgain(): Promise<boolean> {
    return this.inTurn(async () => {
      clearTimeout(this.retry);
      try {
        // Reading proves nothing: a full disk can be read. This writes and waits until it is on disk.
        await this.database.keep('proof', this.now());
        this.head = (await this.database.kept('stream')) ?? this.head;
        this.mirror(await this.database.events());
        this.failed.value = false;
      } catch {
        this.stop();
      }
      return !this.failed.peek();
    });
  }

  private write(work: Parameters<Database['write']>[0]): Promise<void> {
    return this.kept(this.database.write(work));
  }

  private async kept(written: Promise<void>): Promise<void> {
    try {
      await written;
    } catch (error) {
      this.stop();
      throw error;
    }
  }

  /** Nothing may be scanned now; the device is tried again until it can write. */
  private stop(): void {
    this.failed.value = true;
    clearTimeout(this.retry);
    this.retry = setTimeout(() => void this.tryAgain(), TRY_AGAIN_MS);
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work);
    this.last = turn.catch(() => undefined);
    return turn;
  }

  private replace(changed: KeptEvent[], gone: ReadonlySet<string> = new Set()): void {
    const byId = new Map(changed.map((event) => [event.id, event]));
    const known = this.events.flatMap((event) => {
      if (gone.has(event.id)) return [];
      const fresh = byId.get(event.id);
      byId.delete(event.id);
      return [fresh ?? event];
    });
    this.mirror(byId.size ? [...known, ...byId.values()].sort((a, b) => a.epoch - b.epoch || a.seq - b.seq) : known);
  }

  private mirror(events: KeptEvent[]): void {
    this.events = [];
    this.byTask = new Map();
    for (const event of events) this.add(event);
    const first = events.findIndex(({ verdict }) => !verdict);
    this.answeredTo = first === -1 ? events.length : first;
    this.count.value = events.reduce((sum, { verdict }) => (verdict ? sum : sum + 1), 0);
  }

  private add(event: KeptEvent): void {
    this.events.push(event);
    if (event.task === null) return;
    const own = this.byTask.get(event.task);
    if (own) own.push(event);
    else this.byTask.set(event.task, [event]);
  }
}

/** A fact with its signature, as it is kept, and the hash that the next one hangs on. */
export async function signed(
  link: Link,
  fact: Fact,
  author: Author,
  epoch: number,
  replay: KeptEvent['replay'],
): Promise<{ row: KeptEvent; sealed: Sealed; hash: string }> {
  const body = writeBody(link, fact);
  const { hash, sig } = await seal(body, author.key);
  const { id, stream, seq, person } = link;
  const { task, outcome } = fact;
  return { row: { epoch, seq, stream, id, person, task, accepted: outcome.accepted, replay, verdict: null }, sealed: { epoch, seq, body, sig }, hash };
}
