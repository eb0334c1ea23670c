/** The drainer against a small server that gaps, fails, forgets the session and chokes on large batches. */
import { describe, expect, it } from 'vitest';
import { Problem, type SignedEvent, type Verdict } from '../../src/contract';
import type { KeptEvent, Sealed } from '../../src/store';
import { Drainer, type DrainerWorld } from '../../src/sync/drainer';

type Row = KeptEvent & Sealed;

function row(seq: number): Row {
  const id = `e${seq}`;
  return { epoch: 1, seq, stream: 'st', id, body: JSON.stringify({ id, seq }), sig: 's', person: 4, task: null, accepted: true, replay: null, verdict: null };
}

/** A journal with the rule of law 2: nothing beyond the next number. */
class FakeServer {
  journal: string[] = [];
  batches: { size: number; attempt: number }[] = [];
  fail: ((call: number, events: SignedEvent[]) => Problem | 'answer lost' | undefined) | undefined;
  private calls = 0;

  async take(events: SignedEvent[], attempt: number): Promise<{ verdicts: Verdict[]; version: number }> {
    this.calls += 1;
    this.batches.push({ size: events.length, attempt });
    const failure = this.fail?.(this.calls, events);
    if (failure instanceof Problem) throw failure;
    const verdicts: Verdict[] = [];
    for (const { body } of events) {
      const { id, seq } = JSON.parse(body) as { id: string; seq: number };
      const repeat = this.journal.includes(id);
      if (!repeat && seq > this.journal.length + 1) throw new Problem(409, 'stream_gap', { stream: 'st', expected: this.journal.length + 1 });
      if (!repeat) this.journal.push(id);
      verdicts.push({ id, verdict: 'booked', code: null, params: {}, repeat });
    }
    if (failure === 'answer lost') throw new Problem(0, 'no_network');
    return { verdicts, version: this.journal.length };
  }
}

function world(server: FakeServer, rows: Row[]): DrainerWorld & { waits: number[]; rows: Row[] } {
  const waits: number[] = [];
  return {
    rows,
    waits,
    unsent: (limit) => rows.filter(({ verdict }) => !verdict).slice(0, limit),
    sealed: async (events) => events as Row[],
    send: (events, attempt) => server.take(events, attempt),
    answer: async (verdicts) => {
      for (const verdict of verdicts) {
        const index = rows.findIndex(({ id }) => id === verdict.id);
        rows[index] = { ...rows[index]!, verdict };
      }
    },
    mend: async (stream, expected) => {
      for (const [index, event] of rows.entries()) if (event.stream === stream && event.seq >= expected) rows[index] = { ...event, verdict: null };
    },
    answered: () => undefined,
    sleep: async (ms) => void waits.push(ms),
    random: () => 0.5,
    alone: (work) => work(),
  };
}

const rows = (many: number) => Array.from({ length: many }, (_, index) => row(index + 1));
const inOrder = (many: number) => Array.from({ length: many }, (_, index) => `e${index + 1}`);

describe('the drainer', () => {
  it('delivers ten thousand events in order, in batches that grow to two hundred', async () => {
    const server = new FakeServer();
    const known = new Set<string>();
    server.journal.includes = (id: string) => known.has(id);
    server.journal.push = (...ids: string[]) => (ids.forEach((id) => known.add(id)), Array.prototype.push.apply(server.journal, ids), server.journal.length);
    const all = rows(10_000);
    let sent = 0;
    const drainer = new Drainer({
      ...world(server, all),
      unsent: (limit) => all.slice(sent, sent + limit),
      answer: async (verdicts) => void (sent += verdicts.length),
    });
    await drainer.run();
    expect([...server.journal]).toEqual(inOrder(10_000));
    expect(Math.max(...server.batches.map(({ size }) => size))).toBe(200);
    expect(server.batches.length).toBeLessThan(60);
  });

  it('keeps every event through 500, 503, a lost answer and no network', async () => {
    const server = new FakeServer();
    server.fail = (call) => [undefined, new Problem(500, 'server_unavailable'), new Problem(503, 'try_again'), new Problem(0, 'no_network'), 'answer lost' as const][call];
    const at = world(server, rows(3));
    await new Drainer(at).run();
    expect(server.journal).toEqual(inOrder(3));
    expect(at.rows.every(({ verdict }) => verdict?.verdict === 'booked')).toBe(true);
    expect(at.waits[1]!).toBeGreaterThan(at.waits[0]!);
  });

  it('counts an attempt only where the server itself failed over the events', async () => {
    const server = new FakeServer();
    const away = [new Problem(0, 'no_network'), new Problem(503, 'try_again'), new Problem(502, 'server_unavailable')];
    server.fail = (call) => (call <= 30 ? away[call % 3] : call <= 34 ? new Problem(500, 'server_unavailable') : undefined);
    await new Drainer(world(server, rows(1))).run();
    const attempts = server.batches.map(({ attempt }) => attempt);
    expect(new Set(attempts.slice(0, 31))).toEqual(new Set([1]));
    expect(attempts.slice(31)).toEqual([2, 3, 4, 5]);
  });

  it('looks again within four seconds while the server is away, and lets a failing one rest', async () => {
    const server = new FakeServer();
    server.fail = (call) => (call <= 12 ? new Problem(0, 'no_network') : call <= 20 ? new Problem(500, 'server_unavailable') : undefined);
    const at = world(server, rows(1));
    await new Drainer({ ...at, random: () => 1 }).run();
    expect(Math.max(...at.waits.slice(0, 12))).toBe(4_000);
    expect(Math.max(...at.waits.slice(12))).toBe(30_000);
  });

  it('keeps the queue when nobody is enrolled, and says why', async () => {
    const server = new FakeServer();
    let signedIn = false;
    server.fail = () => (signedIn ? undefined : new Problem(401, 'device_not_enrolled'));
    const at = world(server, rows(2));
    let seen: unknown;
    const drainer: Drainer = new Drainer({
      ...at,
      sleep: async () => {
        seen = drainer.trouble.value;
        signedIn = true;
      },
    });
    await drainer.run();
    expect(seen).toBe('sign_in');
    expect(drainer.trouble.value).toBe(null);
    expect(server.journal).toEqual(inOrder(2));
  });

  it('resends from the number that the server expects', async () => {
    const server = new FakeServer();
    const all = rows(6).map((event, index) => (index < 4 ? { ...event, verdict: { verdict: 'booked' as const, code: null, params: {} } } : event));
    server.journal = ['e1', 'e2'];
    await new Drainer(world(server, all)).run();
    expect(server.journal).toEqual(inOrder(6));
  });

  it('halves a batch that the server finds too large until it passes', async () => {
    const server = new FakeServer();
    server.fail = (_, events) => (events.length > 3 ? new Problem(413, 'too_large') : undefined);
    const at = world(server, rows(20));
    await new Drainer(at).run();
    expect(server.journal).toEqual(inOrder(20));
    expect(at.waits).toEqual([]);
  });

  it('never sends more than the server takes in one body', async () => {
    const server = new FakeServer();
    const large = rows(30).map((event) => ({ ...event, body: JSON.stringify({ id: event.id, seq: event.seq, code: 'x'.repeat(60_000) }) }));
    await new Drainer(world(server, large)).run();
    expect(server.journal).toEqual(inOrder(30));
    expect(Math.max(...server.batches.map(({ size }) => size)) * 60_000).toBeLessThan(512_000);
  });

  it('takes what is scanned while a batch is on its way', async () => {
    const server = new FakeServer();
    const all = rows(2);
    const at = world(server, all);
    const send = at.send;
    at.send = async (events, attempt) => {
      if (all.length === 2) all.push(row(3));
      return send(events, attempt);
    };
    await new Drainer(at).run();
    expect(server.journal).toEqual(inOrder(3));
  });
});
