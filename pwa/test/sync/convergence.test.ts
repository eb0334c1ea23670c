/**
 * The device's own store, outbox, drainer and work against a server in miniature: whatever is lost, late, doubled, taken away
 * or killed on the way, once it has drained the handheld shows what the server shows, and every scan is there exactly once.
 */
import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fact, JsonObject, Snapshot } from '../../src/contract';
import { currentStep, run, type Script, type State } from '../../src/engine';
import { uuid7, type Device } from '../../src/store';
import { Drainer } from '../../src/sync/drainer';
import type { Work } from '../../src/sync/work';
import { author, openDevice, openWork } from '../work/ground';
import { Gate, MiniatureServer, type Fate } from './miniature';
import { forget } from '../forget';

type Deed = { kind: 'scan'; code: string } | { kind: 'action'; action: string; left?: number } | { kind: 'quantity'; qty: number };

const DEEDS: Deed[] = [
  ...['A-12-04', '05012345678900', '15012345678907', 'A-12-05', 'B-03-01', '04006381333931', 'L77', 'DOCK-1', 'NOBODY'].map((code): Deed => ({ kind: 'scan', code })),
  { kind: 'action', action: 'undo' },
  { kind: 'action', action: 'skip' },
  { kind: 'action', action: 'short', left: 0 },
  { kind: 'quantity', qty: 3 },
];
const TASKS = [1, 2, 3];

/** A handheld that can be killed and switched on again. */
class Handheld {
  device!: Device;
  work!: Work;
  drainer!: Drainer;
  readonly kept: string[] = [];
  private lives = 0;
  private readonly doing: Promise<unknown>[] = [];

  constructor(
    private readonly name: string,
    private readonly gate: Gate,
  ) {}

  async switchOn(): Promise<void> {
    this.device = await openDevice(this.name);
    this.work = await openWork(this.device);
    const { outbox } = this.device;
    const life = this.lives;
    // A page that was killed says nothing more, also where it was waiting for its disk.
    const alive = <T>(work: () => Promise<T>): Promise<T> => (life === this.lives ? work() : new Promise(() => undefined));
    this.drainer = new Drainer({
      unsent: (limit) => outbox.unsent(limit),
      sealed: (events) => outbox.sealed(events),
      send: (events) => alive(() => this.gate.send(events)),
      answer: (verdicts) => outbox.answer(verdicts),
      mend: (stream, expected) => outbox.mend(stream, expected, this.device.author.peek(), ''),
      answered: () => this.work.refresh(),
      sleep: () => turn(),
      random: () => 0.5,
      alone: (work) => work(),
    });
    this.drainer.kick();
  }

  /** The page dies between two statements; what is on disk is all that stays. */
  async kill(): Promise<void> {
    this.lives += 1;
    await Promise.allSettled(this.doing);
    this.device.database.close();
    await this.switchOn();
  }

  async scan(id: number, deed: Deed): Promise<void> {
    const shown = this.work.find(id);
    if (!shown || shown.done) return;
    const { task, state } = shown;
    const eventId = uuid7();
    const event = { ...deed, id: eventId };
    const script = task.script as unknown as Script;
    const result = run(script, state as unknown as State, event as never, null);
    const fact: Fact = {
      ...(deed as Pick<Fact, 'kind'>),
      task: id,
      revision: task.revision,
      lease: task.lease.number,
      step: currentStep(script, state as unknown as State)?.id ?? null,
      source: 'wedge',
      outcome: { accepted: result.accepted, code: result.code },
    };
    await this.device.outbox.append(await author(), '', fact, eventId, { event: event as JsonObject, seen: null });
    this.kept.push(eventId);
    this.work.refresh();
    this.drainer.kick();
  }

  /** Take a snapshot while other things go on. */
  pulled(snapshot: Snapshot, asked: number): void {
    this.doing.push(this.work.pulled(snapshot, asked));
  }
  pushed(push: ReturnType<MiniatureServer['push']>): void {
    this.doing.push(this.work.pushed(push));
  }

  shown(): Record<number, JsonObject> {
    return Object.fromEntries(this.work.tasks.value.map(({ task, state }) => [task.id, state]));
  }

  async settled(): Promise<void> {
    await Promise.all(this.doing);
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const id = fc.constantFrom(...TASKS);
const act = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('scan' as const), id, deed: fc.constantFrom(...DEEDS) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('deliver' as const), fate: fc.constantFrom<Fate>('arrives', 'arrives', 'request lost', 'answer lost', 'server fails') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('assign' as const, 'revise' as const, 'taken_over' as const, 'cancelled' as const, 'push' as const), id }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('ask' as const, 'answer' as const, 'hear' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('cut' as const, 'set aside' as const, 'kill' as const) }) },
);
type Act = typeof act extends fc.Arbitrary<infer A> ? A : never;

async function live(acts: Act[], name: string): Promise<void> {
  const server = new MiniatureServer();
  const gate = new Gate(server);
  const hand = new Handheld(name, gate);
  await hand.switchOn();
  try {
    server.assign(1);
    await hand.work.pulled(server.snapshot([]), 0);
    let pulls: { snapshot: Snapshot; asked: number }[] = [];
    let pushes: ReturnType<MiniatureServer['push']>[] = [];
    const ask = () => ({ snapshot: server.snapshot(hand.work.have()), asked: hand.work.version });

    for (const step of acts) {
      if (step.do === 'scan') await hand.scan(step.id, step.deed);
      else if (step.do === 'deliver') {
        gate.let(step.fate);
        await turn();
      } else if (step.do === 'assign') server.assign(step.id);
      else if (step.do === 'revise') server.revise(step.id);
      else if (step.do === 'taken_over' || step.do === 'cancelled') server.withdraw(step.id, step.do);
      else if (step.do === 'push') pushes.push(server.push(step.id));
      else if (step.do === 'ask') pulls.push(ask());
      else if (step.do === 'answer') {
        const pull = pulls.shift();
        if (pull) hand.pulled(pull.snapshot, pull.asked);
      } else if (step.do === 'hear') {
        const push = pushes.shift();
        if (push) hand.pushed(push);
      } else if (step.do === 'set aside') server.setNextAside = true;
      else if (step.do === 'kill') await hand.kill();
      else {
        pushes = [];
        pulls = [];
      }
    }

    gate.open = true;
    gate.let('arrives');
    hand.drainer.kick();
    while (hand.device.outbox.waiting.value) await turn();
    await hand.settled();
    const last = ask();
    expect(await hand.work.pulled(last.snapshot, last.asked)).toBe(true);

    expect(hand.shown()).toEqual(server.truth());
    expect([...server.journal.keys()].sort()).toEqual([...hand.kept].sort());
    expect(hand.device.outbox.all()).toEqual([]);
  } finally {
    hand.device.database.close();
    await forget(name);
  }
}

describe('a handheld and its server', () => {
  it(
    'come to show the same, with every scan there exactly once',
    async () => {
      let runs = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 50 }), (acts) => live(acts, `convergence-${(runs += 1)}`)),
        { numRuns: 400 },
      );
    },
    60_000,
  );
});
