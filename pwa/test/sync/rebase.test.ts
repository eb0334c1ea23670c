/** After any interleaving of scans, pushes, pulls and verdicts the handheld shows what the server shows once it has drained. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Snapshot, Task } from '../../src/contract';
import { isBegun, isOver, laterEvents, NOTHING_HELD, takePush, takeSnapshot, type Held, type OwnEvent } from '../../src/sync/rebase';

const STREAM = 'st';

function task(id: number, applied: number[], begun: boolean): Task {
  return {
    id,
    kind: 'pick',
    state: begun ? 'begun' : 'offered',
    title: '',
    titled: null,
    revision: 1,
    priority: 5,
    lease: { number: 1, until: 0 },
    script: {},
    taskState: { applied },
    note: null, elsewhere: false,
  };
}

/** A server in miniature: it journals events in order, books or sets aside, and counts the versions of one person's work. */
class Server {
  version = 1;
  seq = 0;
  tasks = new Map<number, { applied: number[]; begun: boolean }>();
  closed: Snapshot['closed'] = [];

  push(ids: number[]) {
    return {
      version: this.version,
      tasks: ids.flatMap((id) => (this.tasks.has(id) ? [this.task(id)] : [])),
      includes: { [STREAM]: this.seq },
    };
  }
  task(id: number): Task {
    const { applied, begun } = this.tasks.get(id)!;
    return task(id, [...applied], begun);
  }
  snapshot(): Snapshot {
    const tasks = [...this.tasks.keys()].map((id) => this.task(id));
    return { version: this.version, serverTime: 0, includes: { [STREAM]: this.seq }, checkpoint: '', tasks, closed: [...this.closed], claimed: null, opened: null, newer: 0 };
  }
  take(event: OwnEvent, aside: boolean): string {
    if (event.seq <= this.seq) return aside ? 'set_aside' : 'booked';
    this.seq = event.seq;
    const mine = event.task === null ? undefined : this.tasks.get(event.task);
    if (!mine || aside) return 'set_aside';
    mine.applied.push(event.seq);
    mine.begun = true;
    this.version += 1;
    return 'booked';
  }
}

class Handheld {
  held: Held = NOTHING_HELD;
  events: OwnEvent[] = [];
  seq = 0;

  scan(id: number) {
    if (!this.held.tasks.some((held) => held.id === id)) return;
    this.seq += 1;
    this.events.push({ task: id, stream: STREAM, seq: this.seq, accepted: true, replay: { event: { seq: this.seq }, seen: null }, verdict: null });
  }
  shown(): Record<number, number[]> {
    return Object.fromEntries(
      this.held.tasks.map((held) => [held.id, [...(held.taskState['applied'] as number[]), ...laterEvents(held, this.events).map(({ seq }) => seq)]]),
    );
  }
  pull(snapshot: Snapshot, asked: number) {
    const taken = takeSnapshot(this.held, snapshot, asked, this.events);
    if (taken) this.held = taken.held;
    this.prune();
    return taken !== null;
  }
  prune() {
    this.events = this.events.filter((event) => !isOver(this.held, event));
  }
}

const act = fc.oneof(
  fc.record({ do: fc.constant('scan' as const), id: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ do: fc.constant('assign' as const), id: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ do: fc.constant('withdraw' as const), id: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ do: fc.constant('drain' as const), many: fc.integer({ min: 1, max: 4 }), aside: fc.boolean(), told: fc.boolean() }),
  fc.constant({ do: 'ask' as const }),
  fc.constant({ do: 'answer' as const }),
  fc.constant({ do: 'hear' as const }),
  fc.constant({ do: 'cut' as const }),
);

describe('rebasing', () => {
  it('ends at the state of the server, whatever was lost, late or doubled on the way', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        const server = new Server();
        const device = new Handheld();
        let pushes: ReturnType<Server['push']>[] = [];
        let pulls: { snapshot: Snapshot; asked: number }[] = [];
        const verdicts = new Map<number, string>();

        const drain = (many: number, aside: boolean, told: boolean) => {
          const batch = device.events.filter((event) => !event.verdict).slice(0, many);
          for (const event of batch) {
            const verdict = verdicts.get(event.seq) ?? server.take(event, aside);
            verdicts.set(event.seq, verdict);
            if (event.task !== null) pushes.push(server.push([event.task]));
            if (told) event.verdict = { verdict };
          }
        };
        for (const step of acts) {
          if (step.do === 'scan') device.scan(step.id);
          else if (step.do === 'assign' && !server.tasks.has(step.id)) {
            server.tasks.set(step.id, { applied: [], begun: false });
            server.closed = server.closed.filter(({ id }) => id !== step.id);
            server.version += 1;
            pushes.push(server.push([step.id]));
          } else if (step.do === 'withdraw' && server.tasks.delete(step.id)) {
            server.closed.push({ id: step.id, state: 'cancelled', code: null });
            server.version += 1;
          } else if (step.do === 'drain') drain(step.many, step.aside, step.told);
          else if (step.do === 'ask') pulls.push({ snapshot: server.snapshot(), asked: device.held.version });
          else if (step.do === 'answer') {
            const pull = pulls.shift();
            if (pull) device.pull(pull.snapshot, pull.asked);
          } else if (step.do === 'hear') {
            const push = pushes.shift();
            if (push) device.held = takePush(device.held, push);
          } else if (step.do === 'cut') {
            pushes = [];
            pulls = [];
          }
          for (const held of device.held.tasks) expect(new Set(device.shown()[held.id]).size).toBe(device.shown()[held.id]!.length);
        }
        drain(Infinity, false, true);
        device.pull(server.snapshot(), device.held.version);
        const truth = Object.fromEntries([...server.tasks].map(([id, { applied }]) => [id, applied]));
        expect(device.shown()).toEqual(truth);
        expect(device.events.filter((event) => !isOver(device.held, event))).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it('law 12: absence from a newer snapshot removes only work that was not begun', () => {
    const server = new Server();
    server.tasks.set(1, { applied: [], begun: false });
    server.tasks.set(2, { applied: [], begun: false });
    const device = new Handheld();
    device.pull(server.snapshot(), 0);
    device.scan(1);
    server.tasks.clear();
    server.version = 9;
    device.pull(server.snapshot(), device.held.version);
    expect(device.held.tasks.map(({ id }) => id)).toEqual([1]);
    expect(isBegun(device.held.tasks[0]!, device.events)).toBe(true);
  });

  it('law 12: a push that was computed before the snapshot changes nothing after it', () => {
    const server = new Server();
    server.tasks.set(1, { applied: [], begun: false });
    server.version = 5;
    const early = server.push([1]);
    server.tasks.delete(1);
    server.version = 6;
    const device = new Handheld();
    device.pull(server.snapshot(), 0);
    device.held = takePush(device.held, early);
    expect(device.held.tasks).toEqual([]);
  });

  it('asks again for a snapshot that a push has overtaken', () => {
    const server = new Server();
    const device = new Handheld();
    device.pull(server.snapshot(), 0);
    const asked = device.held.version;
    const late = server.snapshot();
    server.tasks.set(3, { applied: [], begun: false });
    server.version += 1;
    device.held = takePush(device.held, server.push([3]));
    expect(device.pull(late, asked)).toBe(false);
    expect(device.held.tasks.map(({ id }) => id)).toEqual([3]);
  });
});
