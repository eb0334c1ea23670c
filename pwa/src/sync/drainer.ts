/** Empties the outbox: in order, in batches, one drainer per device, and never gives an event up. */
import { signal, type ReadonlySignal } from '@preact/signals';
import { Problem, type SignedEvent, type Verdict } from '../contract';
import type { KeptEvent, Sealed } from '../store';

/** What the drainer needs; a test hands in its own. */
export interface DrainerWorld {
  unsent(limit: number): KeptEvent[];
  /** What is sent of them; without those of which nothing is left: they wait no longer. */
  sealed(events: readonly KeptEvent[]): Promise<(KeptEvent & Sealed)[]>;
  send(events: SignedEvent[], attempt: number): Promise<{ verdicts: Verdict[]; version: number | null }>;
  answer(verdicts: Verdict[]): Promise<void>;
  mend(stream: string, expected: number): Promise<void>;
  /** Tell the rest of the app what came of a batch. */
  answered(verdicts: Verdict[], version: number | null): void;
  sleep(ms: number, wake: AbortSignal): Promise<void>;
  random(): number;
  /** Run `work` while no other page of this device drains. */
  alone<T>(work: () => Promise<T>): Promise<T>;
}

/** `server`: why the last batch did not go through, null when it did. */
export type Trouble = null | 'no_network' | 'server' | 'sign_in' | 'refused_envelope';

const MOST_EVENTS = 200;
const MOST_BYTES = 400_000;
const FIRST_SIZE = 25;
const WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** Nobody has said no: the server may be back any moment, and work goes on within five seconds of it. */
const LONGEST_WAIT_AWAY_MS = 4_000;

/** Nobody has looked at the events: a proxy without its server, or a server that cannot keep anything now. */
const AWAY = new Set([502, 503, 504]);

export class Drainer {
  private size = FIRST_SIZE;
  private attempt = 1;
  private headId = '';
  private failures = 0;
  private gaps = 0;
  private running = false;
  private away = false;
  private waker = new AbortController();
  private readonly why = signal<Trouble>(null);

  constructor(private readonly world: DrainerWorld) {}

  get trouble(): ReadonlySignal<Trouble> {
    return this.why;
  }

  /** Something was put into the outbox: see to it that it goes. A batch that waits after a failure keeps waiting. */
  kick(): void {
    if (!this.running) void this.run();
  }

  /** The network, the server or a session has come back: do not wait out the pause. */
  hurry(): void {
    this.failures = 0;
    this.waker.abort();
    this.kick();
  }

  /** Deliver until nothing is left; resolves when the outbox is empty. */
  async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    try {
      while (this.world.unsent(1).length) {
        await this.world.alone(() => this.deliver());
        if (this.failures) await this.pause();
      }
    } finally {
      this.running = false;
    }
  }

  private async deliver(): Promise<void> {
    let batch: KeptEvent[] = this.world.unsent(this.size);
    const head = batch[0];
    if (!head) return;
    if (head.id !== this.headId) this.attempt = 1;
    this.headId = head.id;
    try {
      const letters = fitting(await this.world.sealed(batch));
      if (!letters.length) return;
      batch = letters;
      const { verdicts, version } = await this.world.send(letters.map(({ body, sig }) => ({ body, sig })), this.attempt);
      await this.world.answer(verdicts);
      this.why.value = null;
      this.gaps = 0;
      this.failures = verdicts.length ? 0 : this.failures + 1;
      this.size = Math.min(MOST_EVENTS, this.size * 2);
      this.world.answered(verdicts, version);
    } catch (error) {
      await this.take(error instanceof Problem ? error : new Problem(0, 'no_network'), batch);
    }
  }

  /** A delivery failed; every event stays, and what is tried next depends on why. */
  private async take(problem: Problem, batch: KeptEvent[]): Promise<void> {
    this.failures += 1;
    this.away = problem.status === 0 || AWAY.has(problem.status);
    // From the fifth attempt the server journals without interpreting, so only its own failing over these events counts:
    // a dead zone or a server that is away says nothing about them.
    if (problem.status >= 500 && !AWAY.has(problem.status)) this.attempt += 1;
    const { stream, expected } = problem.params;
    if (problem.status === 409 && problem.code === 'stream_gap' && typeof stream === 'string' && typeof expected === 'number') {
      // Mending needs a signature where numbers are lost; without a person it waits for the next sign-in.
      this.gaps += 1;
      await this.world.mend(stream, expected).catch(() => (this.why.value = 'sign_in'));
      // Mended, it goes at once; a server that is never content must not be asked without a pause.
      if (this.why.peek() === null && this.gaps <= 3) this.failures = 0;
      return;
    }
    if (problem.status === 401 || problem.status === 403) {
      this.why.value = 'sign_in';
      return;
    }
    this.why.value = problem.status === 0 ? 'no_network' : problem.passing ? 'server' : 'refused_envelope';
    const tooMuch = problem.status === 400 || problem.status === 413 || problem.status === 422;
    this.size = Math.max(1, Math.floor(batch.length / 2));
    // Half of it may pass at once; a single one can only be tried again later.
    if (tooMuch && batch.length > 1) this.failures = 0;
  }

  private async pause(): Promise<void> {
    const longest = Math.min(this.away ? LONGEST_WAIT_AWAY_MS : LONGEST_WAIT_MS, WAIT_MS * 2 ** (this.failures - 1));
    this.waker = new AbortController();
    await this.world.sleep(longest * (0.5 + this.world.random() / 2), this.waker.signal);
  }
}

/** As many as one request may carry, and one at least. */
function fitting<E extends Sealed>(events: E[]): E[] {
  let bytes = 0;
  const fits = events.findIndex(({ body }) => (bytes += body.length * 2 + 200) > MOST_BYTES);
  return fits === -1 ? events : events.slice(0, Math.max(1, fits));
}
