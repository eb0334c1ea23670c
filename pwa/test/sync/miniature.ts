/** A server in miniature: one journal, one person's work, the real reducer; and a network whose every delivery is decided by a test. */
import { run, type Script, type State, type Thing } from '../../src/engine';
import { Problem, type ClosedTask, type JsonObject, type SignedEvent, type Snapshot, type Task, type Verdict } from '../../src/contract';
import { EMPTY, task as taskOf } from '../work/ground';

interface Job {
  task: Task;
  /** Somebody else has it, or it has ended. */
  gone: ClosedTask | null;
  /** An event was set aside: those behind it are too. */
  aside: boolean;
}

type Body = JsonObject & { id: string; stream: string; seq: number; task: number | null; lease: number | null; outcome: { accepted: boolean } };

export class MiniatureServer {
  version = 1;
  readonly journal = new Map<string, Verdict>();
  /** Set by a test: the next event that would be booked is set aside instead. */
  setNextAside = false;
  private readonly next = new Map<string, number>();
  private readonly jobs = new Map<number, Job>();

  /** Take a batch as the door does: in order, each once, nothing beyond a gap. */
  take(events: SignedEvent[]): { verdicts: Verdict[]; version: number } {
    const verdicts: Verdict[] = [];
    for (const { body } of events) {
      const event = JSON.parse(body) as Body;
      const before = this.journal.get(event.id);
      const expected = this.next.get(event.stream) ?? 1;
      if (before) verdicts.push({ ...before, repeat: true });
      else if (event.seq > expected) {
        if (!verdicts.length) throw new Problem(409, 'stream_gap', { stream: event.stream, expected });
        break;
      } else {
        const [verdict, code] = this.judge(event);
        const given: Verdict = { id: event.id, verdict, code, params: {}, repeat: false };
        this.next.set(event.stream, event.seq + 1);
        this.journal.set(event.id, given);
        verdicts.push(given);
      }
    }
    return { verdicts, version: this.version };
  }

  snapshot(have: number[]): Snapshot {
    const mine = [...this.jobs.values()].filter(({ gone }) => !gone).map(({ task }) => structuredClone(task));
    const closed = have.flatMap((id) => this.jobs.get(id)?.gone ?? []);
    return { version: this.version, serverTime: Date.now(), includes: Object.fromEntries([...this.next].map(([stream, seq]) => [stream, seq - 1])), checkpoint: '', tasks: mine, closed, claimed: null, opened: null, newer: 0 };
  }

  push(id: number): { version: number; tasks: Task[]; includes: Record<string, number> } {
    const { version, includes, tasks } = this.snapshot([]);
    return { version, includes, tasks: tasks.filter((task) => task.id === id) };
  }

  /** What every screen must show in the end. */
  truth(): Record<number, JsonObject> {
    return Object.fromEntries([...this.jobs.values()].filter(({ gone }) => !gone).map(({ task }) => [task.id, task.taskState]));
  }

  /** Give this person a task, for the first time or again. */
  assign(id: number): void {
    const job = this.jobs.get(id);
    if (job && !job.gone) return;
    const lease = { number: (job?.task.lease.number ?? 0) + 1, until: Date.now() + 3_600_000 };
    this.jobs.set(id, { task: taskOf(id, { taskState: job?.task.taskState ?? EMPTY, state: job?.task.state ?? 'offered', lease }), gone: null, aside: false });
    this.version += 1;
  }

  /** Somebody else goes on with it, or it is cancelled. */
  withdraw(id: number, state: 'taken_over' | 'cancelled'): void {
    const job = this.jobs.get(id);
    if (!job || job.gone) return;
    job.gone = { id, state, code: null };
    this.version += 1;
  }

  /** Issue a further revision, with the same steps. */
  revise(id: number): void {
    const job = this.jobs.get(id);
    if (!job || job.gone) return;
    job.task = { ...job.task, revision: job.task.revision + 1 };
    this.version += 1;
  }

  private judge(event: Body): [Verdict['verdict'], string] {
    const job = event.task === null ? undefined : this.jobs.get(event.task);
    if (!event.outcome.accepted) return ['refused', 'refused'];
    if (!job) return ['set_aside', 'unknown_task'];
    if (job.gone?.state === 'cancelled') return ['set_aside', 'task_cancelled'];
    if (job.gone || job.task.lease.number !== event.lease) return ['set_aside', 'superseded'];
    if (job.aside) return ['set_aside', 'follows_set_aside'];
    const result = run(job.task.script as unknown as Script, job.task.taskState as unknown as State, event as never, null as Thing | null);
    if (this.setNextAside || !result.accepted) {
      this.setNextAside = false;
      job.aside = true;
      this.version += 1;
      return ['set_aside', 'disagrees'];
    }
    job.task = { ...job.task, state: 'begun', taskState: result.state as unknown as JsonObject };
    if (result.state.done) job.gone = { id: job.task.id, state: 'done', code: null };
    this.version += 1;
    return ['booked', result.code];
  }
}

/** What becomes of one delivery. */
export type Fate = 'arrives' | 'request lost' | 'answer lost' | 'server fails';

/** Deliveries wait at a gate until the test says what becomes of each. */
export class Gate {
  private waiting: (() => void) | null = null;
  private fate: Fate = 'arrives';
  /** Every delivery arrives at once. */
  open = false;

  constructor(private readonly server: MiniatureServer) {}

  async send(events: SignedEvent[]): Promise<{ verdicts: Verdict[]; version: number }> {
    if (!this.open) await new Promise<void>((resolve) => (this.waiting = resolve));
    const fate = this.open ? 'arrives' : this.fate;
    if (fate === 'request lost') throw new Problem(0, 'no_network');
    if (fate === 'server fails') throw new Problem(503, 'not_kept');
    const answer = this.server.take(events);
    if (fate === 'answer lost') throw new Problem(0, 'no_network');
    return answer;
  }

  get busy(): boolean {
    return this.waiting !== null;
  }

  let(fate: Fate): void {
    this.fate = fate;
    const go = this.waiting;
    this.waiting = null;
    go?.();
  }
}
