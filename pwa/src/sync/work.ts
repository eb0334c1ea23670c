/** The work on this device: held on disk, shown as the server's state with own later events on top. */
import { computed, signal, type ReadonlySignal } from '@preact/signals';
import { Problem, type ClosedTask, type JsonObject, type Snapshot, type Task } from '../contract';
import type { Device, HeldTask, KeptEvent } from '../store';
import { isBegun, isOver, laterEvents, NOTHING_HELD, scriptOf, scriptsBefore, takePush, takeSnapshot, type Held } from './rebase';

/** Apply one event to a state; one that is not accepted leaves it as it was. */
export type Apply = (script: JsonObject, state: JsonObject, event: JsonObject, seen: JsonObject | null) => JsonObject;

/** Get ready to run a script; false where what it needs cannot be had now. */
export type Prepare = (script: JsonObject) => Promise<boolean>;

/** A task as a screen shows it. */
export interface ShownTask {
  task: HeldTask;
  state: JsonObject;
  begun: boolean;
  done: boolean;
}

/** What was last reckoned for a task, and from what. */
interface Memo {
  task: HeldTask;
  /** The own events it was reckoned from, and how many there were: the list grows with each scan. */
  own: readonly KeptEvent[];
  length: number;
  lastId: string;
  count: number;
  shown: ShownTask;
  /** A verdict has changed what stands far below: it is reckoned anew in the background. */
  stale: boolean;
}

/** The screen must answer in between: a shift's worth of own events is replayed in pieces of this length. */
const PIECE_MS = 12;
/** So many own events are replayed at once; more would be felt. */
const AT_ONCE = 300;

export class Work {
  private readonly held = signal<Held>(NOTHING_HELD);
  /** Tasks that wait for a newer version of this app. */
  readonly newer = signal(0);
  private readonly events = signal(0);
  private readonly memos = new Map<number, Memo>();
  /** Server time minus this device's time. */
  private ahead = 0;
  private mark = '';
  private last: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly device: Device,
    private readonly apply: Apply,
    /** Tasks that have ended although this device held them. */
    private readonly ended: (tasks: { task: HeldTask; closed: ClosedTask }[]) => void,
    /** Tasks that a supervisor has just stopped. */
    private readonly stopped: (tasks: HeldTask[]) => void,
    private readonly prepare: Prepare,
  ) {}

  static async open(device: Device, apply: Apply, ended: Work['ended'], stopped: Work['stopped'] = () => undefined, prepare: Prepare = async () => true): Promise<Work> {
    const work = new Work(device, apply, ended, stopped, prepare);
    const [kept, known] = await Promise.all([device.database.kept('work'), device.database.tasks()]);
    if (kept && kept.person === device.author.peek()?.session.person.id) {
      // What cannot be run now comes back with the next pull; the rest of the work must not wait for it.
      const can = await Promise.all(known.map(({ script }) => prepare(script)));
      const tasks = known.filter((_, index) => can[index]);
      for (const task of tasks) work.remember(await work.replay(task));
      work.held.value = { version: kept.version, includes: kept.includes, tasks };
      work.mark = kept.checkpoint;
    }
    return work;
  }

  /** All held tasks in the order of the snapshot, with their state as of the last scan. */
  readonly tasks: ReadonlySignal<ShownTask[]> = computed(() => {
    void this.events.value;
    return this.held.value.tasks.map((task) => this.show(task, this.device.outbox.ofTask(task.id)));
  });

  /** Rises whenever the server was heard about work, whoever it is for: what waits for anybody may have changed too. */
  readonly heard = signal(0);

  get version(): number {
    return this.held.peek().version;
  }

  /** The last server checkpoint seen; every event carries it. */
  get checkpoint(): string {
    return this.mark;
  }

  /** What the server's clock says now, as far as this device can tell. */
  serverNow(): number {
    return Date.now() + this.ahead;
  }

  /** The begun tasks that this device holds: what became of those it cannot tell from their absence. */
  have(): number[] {
    return this.tasks.peek().flatMap(({ task, begun }) => (begun ? [task.id] : []));
  }

  find(id: number): ShownTask | undefined {
    return this.tasks.peek().find(({ task }) => task.id === id);
  }

  /** The outbox has changed: show what it means. */
  refresh(): void {
    this.events.value += 1;
  }

  /** Take a pulled snapshot; false when it has been overtaken and must be pulled again. */
  pulled(snapshot: Snapshot, versionAtAsk: number): Promise<boolean> {
    return this.inTurn(async () => {
      this.ahead = snapshot.serverTime - Date.now();
      this.mark = snapshot.checkpoint || this.mark;
      const before = this.held.peek();
      const taken = takeSnapshot(before, snapshot, versionAtAsk, this.device.outbox.all());
      if (!taken) return false;
      this.newer.value = snapshot.newer;
      const whole = await this.keep(taken.held, new Set(snapshot.closed.map(({ id }) => id)));
      const ended = taken.closed.flatMap((closed) => {
        const task = before.tasks.find(({ id }) => id === closed.id);
        return task ? [{ task, closed }] : [];
      });
      if (ended.length) this.ended(ended);
      if (!whole) throw new Problem(0, 'no_network');
      return true;
    });
  }

  /** Take a push. */
  pushed(push: { version: number; tasks: Task[]; includes: Record<string, number> }): Promise<void> {
    return this.inTurn(async () => {
      const next = takePush(this.held.peek(), push);
      if (next !== this.held.peek()) await this.keep(next);
    });
  }

  /** Someone else works here now: nothing is shown of the one before. Unsent events stay. */
  clear(): Promise<void> {
    return this.inTurn(async () => {
      const gone = this.held.peek().tasks.map(({ id }) => id);
      this.held.value = NOTHING_HELD;
      this.memos.clear();
      await this.device.database.keepWork({ person: 0, version: 0, includes: {}, checkpoint: this.mark }, [], gone);
      await this.device.outbox.prune(() => true);
    });
  }

  private inTurn<T>(take: () => Promise<T>): Promise<T> {
    const turn = this.last.then(take);
    this.last = turn.catch(() => undefined);
    return turn;
  }

  /** Take what was heard; false where some of it cannot be run here now. Then the version stays, so that it is pulled again. */
  private async keep(told: Held, ended: ReadonlySet<number> = new Set()): Promise<boolean> {
    const held = new Map(this.held.peek().tasks.map((task) => [task.id, task]));
    const unready = new Set<number>();
    for (const task of told.tasks) {
      // Asked for while there is a network: from now on it may be run without one.
      if (held.get(task.id) !== task && !(await this.prepare(task.script))) unready.add(task.id);
    }
    const heard = unready.size ? without(told, unready, this.held.peek()) : told;
    const changed = heard.tasks.filter((task) => held.get(task.id) !== task);
    for (const task of changed) {
      const before = held.get(task.id);
      if (before) task.before = scriptsBefore(task, before, this.device.outbox.ofTask(task.id));
    }
    const ready: Memo[] = [];
    for (const task of changed) ready.push(await this.replay(task));
    // What somebody has begun while this was reckoned must not go either.
    const listed = new Set([...heard.tasks.map(({ id }) => id), ...ended]);
    const begun = this.held.peek().tasks.filter((task) => !listed.has(task.id) && isBegun(task, this.device.outbox.ofTask(task.id)));
    const next = begun.length ? { ...heard, tasks: [...heard.tasks, ...begun] } : heard;
    const stopped = changed.filter((task) => task.state === 'held' && held.has(task.id) && held.get(task.id)?.state !== 'held');
    const moved = changed.filter((task) => task.elsewhere && held.has(task.id) && !held.get(task.id)?.elsewhere);
    for (const task of next.tasks) held.delete(task.id);
    const gone = [...held.keys()];
    // The screen need not wait for the disk: a lost snapshot is pulled again.
    for (const memo of ready) this.memos.set(memo.task.id, memo);
    this.held.value = next;
    this.heard.value += 1;
    if (stopped.length) this.stopped(stopped);
    if (moved.length) this.ended(moved.map((task) => ({ task, closed: { id: task.id, state: 'taken_elsewhere', code: null } })));
    for (const id of gone) this.memos.delete(id);
    const person = this.device.author.peek()?.session.person.id ?? 0;
    await this.device.database.keepWork({ person, version: next.version, includes: next.includes, checkpoint: this.mark }, changed, gone);
    await this.device.outbox.prune((event) => isOver(next, event));
    return !unready.size;
  }

  /** Reckon a task anew, letting the screen answer in between. What is scanned meanwhile comes on top when it is shown. */
  private async replay(task: HeldTask): Promise<Memo> {
    const own = this.device.outbox.ofTask(task.id);
    const { length } = own;
    const later = laterEvents(task, own);
    let state = task.taskState;
    let until = performance.now() + PIECE_MS;
    for (const event of later) {
      state = this.applied(task, state, [event]);
      if (performance.now() < until) continue;
      await breathe();
      until = performance.now() + PIECE_MS;
    }
    return memoOf(task, own, length, later, state);
  }

  private show(task: HeldTask, own: readonly KeptEvent[]): ShownTask {
    const memo = this.memos.get(task.id);
    const same = memo?.task === task ? memo : undefined;
    const more = (memo: Memo, fresh: readonly KeptEvent[], added: readonly KeptEvent[]): Memo =>
      grown(memo, own, fresh, added, this.applied(task, memo.shown.state, added));
    // Most often nothing, or one scan, has been added to what was shown a moment ago.
    if (same && same.own === own) {
      if (same.length === own.length) return same.shown;
      const fresh = own.slice(same.length);
      return this.remember(more(same, fresh, laterEvents(task, fresh)));
    }
    const later = laterEvents(task, own);
    if (same && later.length >= same.count && (later[same.count - 1]?.id ?? '') === same.lastId) {
      return this.remember(more(same, own, later.slice(same.count)));
    }
    const before = same?.own[same.length - 1];
    if (same && before && later.length > AT_ONCE) {
      // As if the verdict came a moment later: what is scanned meanwhile goes on top.
      const added = later.filter(({ epoch, seq }) => epoch > before.epoch || (epoch === before.epoch && seq > before.seq));
      if (!same.stale) queueMicrotask(() => void this.settle());
      return this.remember({ ...more(same, own, added), stale: true });
    }
    return this.remember(memoOf(task, own, own.length, later, this.applied(task, task.taskState, later)));
  }

  /** Reckon anew, piece by piece, what verdicts have changed far below. */
  private settle(): Promise<void> {
    return this.inTurn(async () => {
      for (const { task, stale } of [...this.memos.values()]) {
        if (!stale) continue;
        const memo = await this.replay(task);
        if (this.memos.get(task.id)?.task === task) this.memos.set(task.id, memo);
      }
      this.refresh();
    });
  }

  private applied(task: HeldTask, state: JsonObject, events: readonly KeptEvent[]): JsonObject {
    return events.reduce((sofar, { replay }) => (replay ? this.apply(scriptOf(task, replay.event), sofar, replay.event, replay.seen) : sofar), state);
  }

  private remember(memo: Memo): ShownTask {
    this.memos.set(memo.task.id, memo);
    return memo.shown;
  }
}

/** What was heard without the tasks that cannot be run now; what is held of them stays as it was. */
function without(heard: Held, unready: ReadonlySet<number>, { version, tasks }: Held): Held {
  const as = new Map(tasks.map((task) => [task.id, task]));
  return { ...heard, version, tasks: heard.tasks.flatMap((task) => (unready.has(task.id) ? (as.get(task.id) ?? []) : [task])) };
}

function memoOf(task: HeldTask, own: readonly KeptEvent[], length: number, later: readonly KeptEvent[], state: JsonObject): Memo {
  const shown = { task, state, begun: isBegun(task, own), done: state['done'] === true };
  return { task, own, length, lastId: later[later.length - 1]?.id ?? '', count: later.length, shown, stale: false };
}

/** The memo with more events on top; what is shown keeps its identity where nothing has changed. */
function grown(memo: Memo, own: readonly KeptEvent[], fresh: readonly KeptEvent[], added: readonly KeptEvent[], state: JsonObject): Memo {
  const { task, count, lastId } = memo;
  // An event that was set aside has begun the task all the same.
  const begun = memo.shown.begun || isBegun(task, fresh);
  const changed = added.length > 0 || begun !== memo.shown.begun;
  const shown = changed ? { task, state, begun, done: state['done'] === true } : memo.shown;
  return { ...memo, own, length: own.length, lastId: added[added.length - 1]?.id ?? lastId, count: count + added.length, shown };
}

/** Let the page hear its keys and draw. */
const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
