/** A device that an older app has scanned on: what waits there arrives whole, whatever becomes of the upgrade. */
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SignedEvent } from '../../src/contract';
import { Database, makeShiftKey, Outbox, uuid7, type Author } from '../../src/store';
import { Drainer } from '../../src/sync/drainer';
import { forget } from '../forget';

const NAME = 'older-test';
const STREAM = uuid7();
const MANY = 1_200;
const body = (seq: number) => JSON.stringify({ v: 1, id: `e${seq}`, seq, code: '\u0000\u001d ä' });
/** As the first version of the database kept an event: with its text. */
const older = (seq: number, answered: boolean) => ({
  epoch: 1, seq, stream: STREAM, id: `e${seq}`, body: body(seq), sig: `s${seq}`, person: 4, task: 17, accepted: true, replay: null,
  verdict: answered ? { verdict: 'booked', code: null, params: {} } : null,
});

const ended = (tx: IDBTransaction) => new Promise<void>((resolve, reject) => ((tx.oncomplete = () => resolve()), (tx.onabort = () => reject(tx.error))));

/** The database as the first version made it, with one answered event and the others waiting. */
async function scannedBefore(): Promise<void> {
  const opening = indexedDB.open(NAME, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore('events', { keyPath: ['epoch', 'seq'] });
    opening.result.createObjectStore('tasks', { keyPath: 'id' });
    const kept = opening.result.createObjectStore('kept');
    kept.put({ epoch: 1, stream: STREAM, seq: MANY, head: 'h', lastId: `e${MANY}` }, 'stream');
    kept.put({ id: 'd', name: 'Hand 4' }, 'device');
  };
  const db = await new Promise<IDBDatabase>((resolve) => (opening.onsuccess = () => resolve(opening.result)));
  const tx = db.transaction('events', 'readwrite');
  for (let seq = 1; seq <= MANY; seq += 1) tx.objectStore('events').put(older(seq, seq === 1));
  await ended(tx);
  db.close();
}

const maria = async (): Promise<Author> => ({
  key: (await makeShiftKey()).privateKey,
  shift: uuid7(),
  session: {
    person: { id: 4, name: 'Maria', role: 'picker', language: 'en', permissions: [] }, shift: null,
    site: { id: 1, code: 'S', name: 'Site', timezone: 'UTC', networkAt: '' }, serverTime: 0, checkpoint: '', lock: { minutes: 10, inCradle: false },
  },
});

/** Send all that waits, and say what came. */
async function delivered(outbox: Outbox): Promise<SignedEvent[]> {
  const came: SignedEvent[] = [];
  await new Drainer({
    unsent: (limit) => outbox.unsent(limit),
    sealed: (events) => outbox.sealed(events),
    send: async (events) => {
      came.push(...events);
      return { verdicts: events.map((event) => ({ id: JSON.parse(event.body).id, verdict: 'booked', code: null, params: {}, repeat: false })), version: null };
    },
    answer: (verdicts) => outbox.answer(verdicts),
    mend: () => Promise.reject(new Error('nothing is lost')),
    answered: () => undefined,
    sleep: () => Promise.reject(new Error('nothing fails')),
    random: Math.random,
    alone: (work) => work(),
  }).run();
  return came;
}

beforeEach(scannedBefore);
afterEach(() => forget(NAME));

it('what waits arrives whole and in order, with what is scanned on top, and the stream goes on', async () => {
  const database = await Database.open(NAME);
  const outbox = await Outbox.open(database);
  expect([outbox.stream, outbox.waiting.value]).toEqual([STREAM, MANY - 1]);
  const fact = { task: 17, revision: 1, lease: 1, step: 's', kind: 'scan', code: 'A', source: 'wedge', outcome: { accepted: true, code: 'counted' } } as const;
  const row = await outbox.append(await maria(), '', fact, uuid7(), null);
  expect(row.seq).toBe(MANY + 1);
  const came = await delivered(outbox);
  expect(came.slice(0, -1)).toEqual(Array.from({ length: MANY - 1 }, (_, index) => ({ body: body(index + 2), sig: `s${index + 2}` })));
  expect(JSON.parse(came.at(-1)!.body)).toMatchObject({ seq: MANY + 1, prev: 'h', code: 'A' });
  expect(outbox.waiting.value).toBe(0);
  // What was answered is still here to be offered again, until it is reckoned in.
  await outbox.mend(STREAM, 1, await maria(), '');
  expect((await delivered(outbox)).map((event) => JSON.parse(event.body).seq)).toEqual(Array.from({ length: MANY + 1 }, (_, index) => index + 1));
  database.close();
});

it('an upgrade that is cut off leaves everything as it was, and the next start goes on', async () => {
  const cut = indexedDB.open(NAME, 2);
  cut.onupgradeneeded = () => {
    cut.result.createObjectStore('sealed', { keyPath: ['epoch', 'seq'] });
    cut.transaction!.abort();
  };
  await new Promise<void>((resolve) => (cut.onerror = (event) => (event.preventDefault(), resolve())));
  const database = await Database.open(NAME);
  const outbox = await Outbox.open(database);
  expect(outbox.waiting.value).toBe(MANY - 1);
  expect(await delivered(outbox)).toHaveLength(MANY - 1);
  database.close();
});
