// @vitest-environment happy-dom
/** Signing in without a network: a roster that runs out, wrong PINs that make wait, and scans that wait for their shift. */
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem } from '../../src/contract';
import type { Registration, Roster } from '../../src/contract/roster';
import { base64url, hashOf, type Device } from '../../src/store';
import { derivePinKey } from '../../src/store/pin-key';
import { api } from '../../src/sync';
import * as beside from '../../src/sync/beside';
import { OfflineSignIn } from '../../src/sync/offline-sign-in';
import { author, openDevice } from '../work/ground';
import { forget } from '../forget';

const SALT = base64url(new Uint8Array(16).fill(7));
const ROUNDS = 1_000;
const HOUR = 3_600_000;
const BADGE = 'B-1007';

let device: Device;
let offline: OfflineSignIn;
let now: number;
const registered: string[] = [];
const refused: string[] = [];

async function roster(): Promise<Roster> {
  const { session } = await author();
  const entry = {
    badgeHash: await hashOf(`${SALT}:${BADGE}`),
    salt: SALT,
    rounds: ROUNDS,
    keyHash: await hashOf(await derivePinKey('3148', SALT, ROUNDS)),
    person: session.person,
  };
  return { people: [entry], validUntil: 72 * HOUR + 5, serverTime: 5, site: session.site, lock: session.lock };
}

beforeEach(async () => {
  now = 1_000_000_000;
  registered.length = refused.length = 0;
  device = await openDevice('offline-test');
  const ears = {
    registered: (shift: string) => Promise.resolve(void registered.push(shift)),
    refused: ({ name }: Registration) => Promise.resolve(void refused.push(name)),
  };
  offline = new OfflineSignIn(device, ears, () => now);
  vi.spyOn(api, 'fetchRoster').mockImplementation(roster);
  await offline.refresh();
});
afterEach(async () => {
  vi.restoreAllMocks();
  device.database.close();
  await forget('offline-test');
});

const problemOf = (doing: Promise<unknown>): Promise<Problem> => doing.then(() => expect.unreachable(), (error: unknown) => error as Problem);
const waiting = async () => (await device.database.kept('registrations')) ?? [];
const event = (shift: string) => ({ body: JSON.stringify({ shift }), sig: 's' });

describe('a roster', () => {
  it('knows a badge as people write it, and nobody else', async () => {
    expect((await offline.find(' b-1007 '))?.person.name).toBe('Maria');
    expect(await offline.find('B-1008')).toBe(null);
  });

  it('holds for its hours and not longer, nor for a clock that was set back', async () => {
    now += 72 * HOUR;
    expect(await offline.ready()).toBe(true);
    now += 1;
    expect(await offline.ready()).toBe(false);
    now -= 73 * HOUR;
    expect(await offline.ready()).toBe(false);
  });

  it('is gone where the site does not want it or the device is out of service, and stays in a dead zone', async () => {
    vi.spyOn(api, 'fetchRoster').mockRejectedValue(new Problem(0, 'no_network'));
    await offline.refresh();
    expect(await offline.ready()).toBe(true);
    vi.spyOn(api, 'fetchRoster').mockRejectedValue(new Problem(401, 'device_not_enrolled'));
    await offline.refresh();
    expect(await offline.ready()).toBe(false);
  });
});

describe('a PIN without a network', () => {
  it('begins a shift whose registration is on disk', async () => {
    const begun = await offline.signIn(BADGE, '3148');
    expect(begun).toMatchObject({ offline: true, session: { person: { name: 'Maria' } } });
    expect(begun.key.extractable).toBe(false);
    expect(await waiting()).toMatchObject([{ shift: begun.shift, person: 4, at: 5, stream: device.outbox.stream }]);
    expect(JSON.stringify(await waiting())).not.toContain('3148');
  });

  it('makes wait after five wrong ones, each time twice as long, up to an hour, also when the right one comes', async () => {
    for (let tries = 0; tries < 5; tries += 1) expect((await problemOf(offline.signIn(BADGE, '0000'))).code).toBe('sign_in_failed');
    const waits: unknown[] = [];
    for (let tries = 0; tries < 8; tries += 1) {
      const locked = await problemOf(offline.signIn(BADGE, '3148'));
      expect(locked.code).toBe('sign_in_locked');
      waits.push(locked.params['retry_s']);
      now += Number(locked.params['retry_s']) * 1000;
      await problemOf(offline.signIn(BADGE, '0000'));
    }
    expect(waits).toEqual([60, 120, 240, 480, 960, 1920, 3600, 3600]);
  });

  it('counts in a new page too, and forgets when the right one comes', async () => {
    for (let tries = 0; tries < 5; tries += 1) await problemOf(offline.signIn(BADGE, '0000'));
    const reloaded = new OfflineSignIn(device, { registered: () => Promise.resolve(), refused: () => Promise.resolve() }, () => now);
    expect((await problemOf(reloaded.signIn(BADGE, '3148'))).code).toBe('sign_in_locked');
    now += 60_000;
    await reloaded.signIn(BADGE, '3148');
    expect(await device.database.kept('tries')).toEqual({});
  });
});

describe('a shift that the server does not know', () => {
  let shift: string;
  beforeEach(async () => {
    ({ shift } = await offline.signIn(BADGE, '3148'));
  });

  it('is registered before its scans, and does not hold up those of others', async () => {
    const register = vi.spyOn(beside, 'registerShift').mockResolvedValue((await author()).session);
    await offline.settle([event('another')]);
    expect(register).not.toHaveBeenCalled();
    await offline.settle([event('another'), event(shift)]);
    expect(register).toHaveBeenCalledTimes(1);
    expect(await waiting()).toEqual([]);
    // Somebody else works here by now, so it is not the present one.
    expect(register.mock.calls[0]![1]).toBe(false);
    expect(registered).toEqual([]);
  });

  it('is tried again after a dead zone or a failing server, which says nothing about the scans', async () => {
    for (const [problem, status] of [[new Problem(0, 'no_network'), 0], [new Problem(500, 'internal'), 503], [new Problem(429, 'sign_in_locked'), 429]] as const) {
      vi.spyOn(beside, 'registerShift').mockRejectedValue(problem);
      expect((await problemOf(offline.settle())).status).toBe(status);
    }
    expect(await waiting()).toHaveLength(1);
  });

  it('that does not count is told once, and its scans may go', async () => {
    vi.spyOn(beside, 'registerShift').mockRejectedValue(new Problem(403, 'shift_refused', { because: 'person_inactive' }));
    await offline.settle([event(shift)]);
    await offline.settle([event(shift)]);
    expect(refused).toEqual(['Maria']);
    expect(await waiting()).toEqual([]);
  });

  it('signs its person in when it is the one of now', async () => {
    device.author.value = { ...device.author.value!, shift };
    vi.spyOn(beside, 'registerShift').mockResolvedValue((await author()).session);
    await Promise.all([offline.settle(), offline.settle([event(shift)])]);
    expect(registered).toEqual([shift]);
  });
});
