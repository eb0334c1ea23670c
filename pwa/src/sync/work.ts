/** The work on this device: held on disk, shown as the server's state with own later events on top. */
import { computed, signal, type ReadonlySignal } from '@preact/signals';
import type { ClosedTask, JsonObject, Snapshot, Task } from '../contract';
import type { Device, HeldTask, KeptEvent } from '../store';
import { isBegun, isOver, laterEvents, NOTHING_HELD, takePush, takeSnapshot, type Held } from './rebase';

/** Apply one event to a state; one that is not accepted leaves it as it was. */
export type Apply = (script: JsonObject, state: JsonObject, event: JsonObject, seen: JsonObject | null) => JsonObject;

/** A task as a screen shows it. */
export interface ShownTask {
  task: HeldTask;
  state: JsonObject;
  begun: boolean;
  done: boolean;
}

interface Memo {
  task: HeldTask;
  lastId: string;
  count: number;
  shown: ShownTask;
}

export class Work {
  private readonly held = signal<Held>(NOTHING_HELD);
  private readonly events = signal(0);
  private readonly memos = new Map<number, Memo>();
  /** Server time minus this device's time. */
  private ahead = 0;
  private mark = '';

  private constructor(
    private readonly device: Device,
    private readonly apply: Apply,
    /** Tasks that have ended although this device held them. */
    private readonly ended: (tasks: { task: HeldTask; closed: ClosedTask }[]) => void,
    /** Tasks that a supervisor has just stopped. */
    private readonly stopped: (tasks: HeldTask[]) => void,
  ) {}

  static async open(device: Device, apply: Apply, ended: Work['ended'], stopped: Work['stopped'] = () => undefined): Promise<Work> {
    const work = new Work(device, apply, ended, stopped);
    const [kept, tasks] = await Promise.all([device.database.kept('work'), device.database.tasks()]);
    if (kept && kept.person === device.author.peek()?.session.person.id) {
      work.held.value = { version: kept.version, includes: kept.includes, tasks };
      work.mark = kept.checkpoint;
    }
    return work;
  }

  /** All held tasks in the order of the snapshot, with their state as of the last scan. */
  readonly tasks: ReadonlySignal<ShownTask[]> = computed(() => {
    void this.events.value;
    const byTask = new Map<number, KeptEvent[]>();
    for (const event of this.device.outbox.all()) {
      if (event.task === null) continue;
      const events = byTask.get(event.task);
      if (events) events.push(event);
      else byTask.set(event.task, [event]);
    }
    return this.held.value.tasks.map((task) => this.show(task, byTask.get(task.id) ?? []));
  });

  /** The version that is held, as a signal. */
  readonly heldVersion: ReadonlySignal<number> = computed(() => this.held.value.version);

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
  async pulled(snapshot: Snapshot, versionAtAsk: number): Promise<boolean> {
    this.ahead = snapshot.serverTime - Date.now();
    this.mark = snapshot.checkpoint || this.mark;
    const before = this.held.peek();
    const taken = takeSnapshot(before, snapshot, versionAtAsk, this.device.outbox.all());
    if (!taken) return false;
    await this.keep(taken.held);
    const ended = taken.closed.flatMap((closed) => {
      const task = before.tasks.find(({ id }) => id === closed.id);
      return task ? [{ task, closed }] : [];
    });
    if (ended.length) this.ended(ended);
    return true;
  }

  /** Take a push. */
  async pushed(push: { version: number; tasks: Task[]; includes: Record<string, number> }): Promise<void> {
    const next = takePush(this.held.peek(), push);
    if (next !== this.held.peek()) await this.keep(next);
  }

  /** Someone else works here now: nothing is shown of the one before. Unsent events stay. */
  async clear(): Promise<void> {
    const gone = this.held.peek().tasks.map(({ id }) => id);
    this.held.value = NOTHING_HELD;
    this.memos.clear();
    await this.device.database.keepWork({ person: 0, version: 0, includes: {}, checkpoint: this.mark }, [], gone);
    await this.device.outbox.prune(() => true);
  }

  private async keep(next: Held): Promise<void> {
    const before = new Map(this.held.peek().tasks.map((task) => [task.id, task]));
    const changed = next.tasks.filter((task) => before.get(task.id) !== task);
    // The screen need not wait for the disk: a lost snapshot is pulled again.
    const stopped = changed.filter((task) => task.state === 'held' && before.has(task.id) && before.get(task.id)?.state !== 'held');
    const gone = changed.filter((task) => task.elsewhere && before.has(task.id) && !before.get(task.id)?.elsewhere);
    for (const task of next.tasks) before.delete(task.id);
    this.held.value = next;
    if (stopped.length) this.stopped(stopped);
    if (gone.length) this.ended(gone.map((task) => ({ task, closed: { id: task.id, state: 'taken_elsewhere', code: null } })));
    for (const id of before.keys()) this.memos.delete(id);
    const person = this.device.author.peek()?.session.person.id ?? 0;
    await this.device.database.keepWork({ person, version: next.version, includes: next.includes, checkpoint: this.mark }, changed, [...before.keys()]);
    await this.device.outbox.prune((event) => isOver(next, event));
  }

  private show(task: HeldTask, own: KeptEvent[]): ShownTask {
    const later = laterEvents(task, own);
    const memo = this.memos.get(task.id);
    const last = later[later.length - 1]?.id ?? '';
    if (memo && memo.task === task && memo.count === later.length && memo.lastId === last) return memo.shown;
    // Most often one scan has been added to what was shown a moment ago.
    const grown = memo && memo.task === task && later.length > memo.count && (later[memo.count - 1]?.id ?? '') === memo.lastId;
    let state = grown ? memo.shown.state : task.taskState;
    for (const { replay } of grown ? later.slice(memo.count) : later) {
      if (replay) state = this.apply(task.script, state, replay.event, replay.seen);
    }
    const shown = { task, state, begun: isBegun(task, own), done: state['done'] === true };
    this.memos.set(task.id, { task, lastId: last, count: later.length, shown });
    return shown;
  }
}
