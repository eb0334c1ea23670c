// @vitest-environment happy-dom
/** Photos as evidence: on disk before their event, behind its answer on the way out, and never at the cost of a scan. */
import 'fake-indexeddb/auto';
import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem, type JsonObject } from '../../src/contract';
import type { Device } from '../../src/store';
import { Photos } from '../../src/store/photos';
import { photosWait } from '../../src/store/photos-wait';
import type { Sync } from '../../src/sync';
import * as api from '../../src/sync/api';
import { handIn } from '../../src/sync/photos';
import * as evidence from '../../src/work/evidence';
import { Floor } from '../../src/work/floor';
import { forget } from '../forget';
import { openDevice, openWork, snapshot, task } from './ground';

const PICTURE = new Blob([new Uint8Array([0xff, 0xd8, 0xff, 0xd9])], { type: 'image/jpeg' });
const ABOUT = { task: 17, item: 12, place: 40 };

let device: Device;
let floor: Floor;
const bodies = async () => (await device.outbox.sealed(device.outbox.all())).map(({ body }) => JSON.parse(body) as Record<string, unknown>);

beforeEach(async () => {
  device = await openDevice('evidence');
  const work = await openWork(device);
  await work.pulled(snapshot(1, [task(17)]), 0);
  const sync = { appended: () => work.refresh(), online: signal(false), offline: { find: () => Promise.resolve(null) } } as unknown as Sync;
  floor = new Floor(device, work, sync);
  floor.start(17);
});

afterEach(async () => {
  vi.restoreAllMocks();
  device.database.close();
  await forget('evidence');
  await forget('pickface-photos');
  evidence.photosWaiting.value = [];
});

/** The first bin is reached, and one of the goods is damaged. */
async function damaged(): Promise<void> {
  await floor.scan('A-12-04', 'wedge');
  await floor.act({ kind: 'action', action: 'damaged', qty: 1 });
}

describe('a photo', () => {
  it('is named by an event of no task, with its hash and what it is about', async () => {
    await damaged();
    expect(await evidence.keepPhoto(floor, PICTURE, 'damaged', ABOUT)).toBe(true);
    const [, told, named] = (await bodies());
    expect(named).toMatchObject({ kind: 'photo', task: null, of: told!['id'], shows: 'damaged', about: { task: 17, item: 12, place: 40 }, source: 'camera' });
    const photos = await Photos.open();
    const kept = await photos.get(String(named!['id']));
    expect(kept?.sha256).toBe(named!['photo']);
    expect(evidence.photosWaiting.value).toEqual([named!['id']]);
    expect(floor.felt.value).toMatchObject({ tone: 'right', sentence: 'The photo is kept.' });
    expect(await photosWait()).toBe(true);
    await photos.remove();
  });

  it('of a code that nobody knows is about its scan, which is over', async () => {
    await floor.scan('A-12-04', 'wedge');
    await floor.scan('NOBODY', 'wedge');
    const { strange } = floor.felt.value;
    expect(await evidence.keepPhoto(floor, PICTURE, 'unknown', ABOUT, strange?.id)).toBe(true);
    const [, refused, named] = await bodies();
    expect(refused).toMatchObject({ code: 'NOBODY', outcome: { accepted: false, code: 'unknown_code' } });
    expect(named).toMatchObject({ kind: 'photo', of: refused!['id'], shows: 'unknown' });
    await floor.scan('B-03-01', 'wedge');
    expect([floor.felt.value.tone, floor.felt.value.strange]).toEqual(['wrong', undefined]);
  });

  it('that finds no room is told, and the scan stands', async () => {
    await damaged();
    vi.spyOn(Photos.prototype, 'put').mockRejectedValue(new DOMException('full', 'QuotaExceededError'));
    expect(await evidence.keepPhoto(floor, PICTURE, 'damaged', ABOUT)).toBe(false);
    expect((await bodies()).map(({ kind }) => kind)).toEqual(['scan', 'action']);
    expect(floor.felt.value).toMatchObject({ tone: 'attention', sentence: 'No room here for a photo. Your scans are kept.' });
    expect(device.outbox.broken.value).toBe(false);
    await floor.scan('5012345678900', 'wedge');
    expect(floor.felt.value.tone).toBe('right');
  });

  it('is not written where what is left is for scans', async () => {
    device.room.low.value = true;
    expect(await evidence.keepPhoto(floor, PICTURE, 'other', ABOUT)).toBe(false);
    expect(await photosWait()).toBe(false);
  });

  it('goes out when nothing else waits, and leaves nothing behind', async () => {
    const asked = vi.spyOn(api, 'ask').mockResolvedValue(new Response(null, { status: 204 }));
    await damaged();
    await evidence.keepPhoto(floor, PICTURE, 'damaged', ABOUT);
    expect(asked).not.toHaveBeenCalled();
    const verdicts = device.outbox.all().map(({ id }) => ({ id, verdict: 'booked' as const, code: 'noted', params: {}, repeat: false }));
    await device.outbox.answer(verdicts);
    await vi.waitFor(() => expect(evidence.photosWaiting.value).toEqual([]));
    const [method, path] = asked.mock.calls[0]!;
    expect([method, path]).toEqual(['PUT', expect.stringMatching(/^\/photos\/[0-9a-f]{64}\?event=[0-9a-f-]{36}$/)]);
    // The next start finds nothing that waits, and forgets the database.
    await evidence.sendPhotos(floor);
    expect(await photosWait()).toBe(false);
  });
});

describe('handing in', () => {
  const photo = { event: 'e', sha256: 'ab', at: 1_000, bytes: new ArrayBuffer(2) };
  const answer = (status: number, params: JsonObject, code: string): void => void vi.spyOn(api, 'ask').mockRejectedValue(new Problem(status, code, params));

  it.each([
    ['without a network', 0, {}, 'x', 'later'],
    ['while the server is away', 503, {}, 'x', 'later'],
    ['while the device is not enrolled', 401, {}, 'x', 'later'],
    ['while a supervisor has not decided', 409, { verdict: 'set_aside' }, 'photo_not_wanted', 'later'],
    ['when its event was rejected', 409, { verdict: 'refused' }, 'photo_not_wanted', 'never'],
    ['where a proxy knows no such page', 404, {}, 'not_found', 'later'],
    ['when no event names it', 404, {}, 'photo_not_named', 'never'],
    ['when it is no photo', 422, {}, 'x', 'never'],
    ['when it is too large', 413, {}, 'x', 'never'],
  ])('%s', async (_, status, params, code, handed) => {
    answer(status, params as JsonObject, code);
    expect(await handIn(photo)).toBe(handed);
  });
});
