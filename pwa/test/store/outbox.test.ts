/** What beeped is on disk, in order, chained and signed; what was not saved never beeps. */
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fact } from '../../src/contract';
import { Database, makeShiftKey, NotSaved, Outbox, uuid7, type Author, type KeptEvent } from '../../src/store';
import { forget } from '../forget';

const fact = (code: string): Fact => ({
  task: 17,
  revision: 1,
  lease: 1,
  step: 's1',
  kind: 'scan',
  code,
  source: 'wedge',
  outcome: { accepted: true, code: 'counted' },
});

async function author(person = 4): Promise<Author & { verify: CryptoKey }> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  return {
    key: pair.privateKey,
    verify: pair.publicKey,
    shift: '0f8fad5b-d9cb-469f-a165-70867728950e',
    session: {
      person: { id: person, name: 'Maria', role: 'picker', language: 'en', permissions: [] },
      shift: null,
      site: { id: 1, code: 'S', name: 'Site', timezone: 'UTC', networkAt: '' },
      serverTime: 0,
      checkpoint: '', lock: { minutes: 10, inCradle: false } },
  };
}

let database: Database;
beforeEach(async () => {
  database = await Database.open('outbox-test');
});
afterEach(async () => {
  database.close();
  await forget('outbox-test');
});

const textsOf = async (events: readonly KeptEvent[]) => (await database.sealed(events)).map(({ body }) => body);
const fromBase64url = (text: string) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));

describe('the outbox', () => {
  it('numbers, chains and signs scans that arrive at the same moment in their order', async () => {
    const outbox = await Outbox.open(database);
    const maria = await author();
    await Promise.all(Array.from({ length: 20 }, (_, i) => outbox.append(maria, 'c1', fact(`CODE${i}`), uuid7(), null)));

    let prev = '0'.repeat(64);
    for (const [index, event] of (await database.sealed(await database.events())).entries()) {
      const body = JSON.parse(event.body);
      expect(body).toMatchObject({ v: 1, seq: index + 1, code: `CODE${index}`, prev, person: 4, checkpoint: 'c1' });
      const bytes = new TextEncoder().encode(event.body);
      expect(await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, maria.verify, fromBase64url(event.sig), bytes)).toBe(true);
      prev = Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');
    }
    expect(outbox.waiting.value).toBe(20);
  });

  it('goes on with the same stream after the page was killed', async () => {
    const first = await Outbox.open(database);
    await first.append(await author(), '', fact('A'), uuid7(), null);
    database.close();
    database = await Database.open('outbox-test');
    const again = await Outbox.open(database);
    expect(again.stream).toBe(first.stream);
    const row = await again.append(await author(), '', fact('B'), uuid7(), null);
    expect(row.seq).toBe(2);
    expect(again.waiting.value).toBe(2);
  });

  it('keeps awkward codes byte for byte', async () => {
    const outbox = await Outbox.open(database);
    const code = '\u0000\u001d\ud800 ä';
    const row = await outbox.append(await author(), '', fact(code), uuid7(), null);
    expect(JSON.parse((await textsOf([row]))[0]!).code).toBe(code);
  });

  it('opens a fresh connection once when the old one has died, and saves', async () => {
    const outbox = await Outbox.open(database);
    database.close();
    await outbox.append(await author(), '', fact('A'), uuid7(), null);
    expect(await database.events()).toHaveLength(1);
    expect(outbox.broken.value).toBe(false);
  });

  it('says so when it cannot save, counts nothing, and can be tried again', async () => {
    const outbox = await Outbox.open(database);
    const maria = await author();
    const { write, append } = database;
    database.write = database.append = () => Promise.reject(new NotSaved(new Error('disk')));
    await expect(outbox.append(maria, '', fact('A'), uuid7(), null)).rejects.toBeInstanceOf(NotSaved);
    expect(outbox.broken.value).toBe(true);
    expect(outbox.waiting.value).toBe(0);
    expect(await outbox.tryAgain(), 'a device that can only be read').toBe(false);
    Object.assign(database, { write, append });
    expect(await outbox.tryAgain()).toBe(true);
    expect(outbox.broken.value).toBe(false);
    expect((await outbox.append(maria, '', fact('A'), uuid7(), null)).seq).toBe(1);
  });

  it('never gives one number to two events when a second page has written', async () => {
    const one = await Outbox.open(database);
    const two = await Outbox.open(database);
    await one.append(await author(), '', fact('A'), uuid7(), null);
    await expect(two.append(await author(), '', fact('B'), uuid7(), null)).rejects.toBeInstanceOf(NotSaved);
    expect(await database.events()).toHaveLength(1);
  });

  it('keeps an event once whose first try has reached the disk without telling', async () => {
    const outbox = await Outbox.open(database);
    const append = database.append.bind(database);
    // The disk has it, and the answer is lost: the page tries again.
    database.append = async (...event) => {
      await append(...event);
      return append(...event);
    };
    await outbox.append(await author(), '', fact('A'), uuid7(), null);
    expect((await database.events()).map(({ seq }) => seq)).toEqual([1]);
    expect(outbox.broken.value).toBe(false);
    database.append = append;
    expect((await outbox.append(await author(), '', fact('B'), uuid7(), null)).seq).toBe(2);
  });

  it('begins a new stream when the server found a fork, and keeps the old events', async () => {
    const outbox = await Outbox.open(database);
    const row = await outbox.append(await author(), '', fact('A'), uuid7(), null);
    await outbox.answer([{ id: row.id, verdict: 'set_aside', code: 'chain_fork', params: {}, repeat: false }]);
    const next = await outbox.append(await author(), '', fact('B'), uuid7(), null);
    expect(next.stream).not.toBe(row.stream);
    expect(next.seq).toBe(1);
    expect((await database.events()).map((event) => event.epoch)).toEqual([1, 2]);
  });

  it('lets go at once of what no work is reckoned from, and keeps the rest until it is reckoned in', async () => {
    const outbox = await Outbox.open(database);
    const maria = await author();
    const refused = { ...fact('R'), outcome: { accepted: false, code: 'wrong_item' } };
    const rows = [];
    for (const one of [fact('A'), refused, { ...fact('L'), task: null }, fact('B')]) rows.push(await outbox.append(maria, '', one, uuid7(), null));
    await outbox.answer(rows.slice(0, 3).map(({ id }) => ({ id, verdict: 'booked', code: null, params: {}, repeat: false })));
    expect(outbox.all().map(({ seq }) => seq)).toEqual([1, 4]);
    expect((await database.events()).map(({ seq, verdict }) => [seq, verdict?.verdict])).toEqual([[1, 'booked'], [4, undefined]]);
    expect([outbox.waiting.value, outbox.unsent().map(({ seq }) => seq)]).toEqual([1, [4]]);
    expect((await Outbox.open(database)).waiting.value).toBe(1);
  });

  it('offers answered events again from where the server expects them', async () => {
    const outbox = await Outbox.open(database);
    const maria = await author();
    const rows = [];
    for (const code of ['A', 'B', 'C']) rows.push(await outbox.append(maria, '', fact(code), uuid7(), null));
    await outbox.answer(rows.slice(0, 2).map(({ id }) => ({ id, verdict: 'booked', code: null, params: {}, repeat: false })));
    expect(outbox.waiting.value).toBe(1);
    await outbox.mend(outbox.stream, 2, maria, '');
    expect(outbox.unsent().map(({ seq }) => seq)).toEqual([2, 3]);
  });

  it('signs for numbers that it no longer has', async () => {
    const outbox = await Outbox.open(database);
    const maria = await author();
    const rows = [];
    for (const code of ['A', 'B', 'C']) rows.push(await outbox.append(maria, '', fact(code), uuid7(), null));
    await outbox.answer(rows.slice(0, 2).map(({ id }) => ({ id, verdict: 'booked', code: null, params: {}, repeat: false })));
    await outbox.prune(() => true);
    await outbox.mend(outbox.stream, 1, maria, '');
    const [lost, kept] = outbox.unsent();
    expect(JSON.parse((await textsOf([lost!]))[0]!)).toMatchObject({ kind: 'lost', seq: 1, through: 2 });
    expect(kept!.seq).toBe(3);
  });

  it('lets nothing stand in the way of which nothing is left to be sent, and signs for its number when the server misses it', async () => {
    const outbox = await Outbox.open(database);
    const maria = await author();
    for (const code of ['A', 'B', 'C']) await outbox.append(maria, '', fact(code), uuid7(), null);
    await database.write((tx) => tx.objectStore('sealed').delete(IDBKeyRange.upperBound([1, 2])));
    expect(await outbox.sealed(outbox.unsent(2))).toEqual([]);
    expect(outbox.unsent().map(({ seq }) => seq)).toEqual([3]);
    await outbox.mend(outbox.stream, 1, maria, '');
    const texts = (await textsOf(outbox.unsent())).map((body) => JSON.parse(body));
    expect(texts).toMatchObject([{ kind: 'lost', seq: 1, through: 2 }, { code: 'C', seq: 3 }]);
    expect(outbox.waiting.value).toBe(2);
  });

  it('leaves nothing of what has gone', async () => {
    const outbox = await Outbox.open(database);
    const rows = [await outbox.append(await author(), '', fact('A'), uuid7(), null), await outbox.append(await author(), '', { ...fact('L'), task: null }, uuid7(), null)];
    await outbox.answer(rows.map(({ id }) => ({ id, verdict: 'booked', code: null, params: {}, repeat: false })));
    await outbox.prune(() => true);
    expect(await textsOf(rows)).toEqual([]);
  });

  it('signs with a key whose private half cannot be taken out', async () => {
    const { privateKey, publicKey } = await makeShiftKey();
    expect(privateKey.extractable).toBe(false);
    expect(fromBase64url(publicKey)).toHaveLength(65);
    await expect(crypto.subtle.exportKey('pkcs8', privateKey)).rejects.toThrow();
  });
});
