// @vitest-environment happy-dom
/** The lock: after idle minutes or in the cradle nothing of the work is shown, and only a badge opens it. */
import 'fake-indexeddb/auto';
import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem } from '../../src/contract';
import { badgeHash, type Device } from '../../src/store';
import { type Sync } from '../../src/sync';
import * as beside from '../../src/sync/beside';
import type { Work } from '../../src/sync/work';
import { Floor } from '../../src/work/floor';
import { LockWatch } from '../../src/work/lock';
import { openDevice, openWork, snapshot, task } from './ground';
import { signOut } from '../../src/work/way-out';
import { forget } from '../forget';

const MINUTE = 60_000;

describe('the watch', () => {
  let now = 1_000_000;
  let locked = 0;
  const kept = new Map<string, { locked: boolean; activeAt: number }>();
  const database = {
    kept: (key: string) => Promise.resolve(kept.get(key) ?? null),
    keep: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value as { locked: boolean; activeAt: number })),
  } as unknown as Device['database'];
  const rules = { minutes: 10, inCradle: false };
  const watch = (with_ = rules) => new LockWatch({ rules: () => with_, lock: () => void (locked += 1), database, now: () => now });
  beforeEach(() => {
    locked = 0;
    kept.clear();
  });

  it('locks after the idle minutes of the site, and not before', () => {
    const watching = watch();
    now += 10 * MINUTE - 1;
    watching.look();
    expect(locked).toBe(0);
    now += 1;
    watching.look();
    expect(locked).toBe(1);
  });

  it('begins anew with everything that somebody does', () => {
    const watching = watch();
    now += 9 * MINUTE;
    watching.touch();
    now += 9 * MINUTE;
    watching.look();
    expect(locked).toBe(0);
  });

  it('never locks by itself where the site says so', () => {
    const watching = watch({ minutes: 0, inCradle: false });
    now += 600 * MINUTE;
    watching.look();
    expect(locked).toBe(0);
  });

  it('locks in the cradle only where the site wants it', () => {
    watch().cradled();
    expect(locked).toBe(0);
    watch({ minutes: 10, inCradle: true }).cradled();
    expect(locked).toBe(1);
  });

  it('a reload neither opens a lock nor makes idle time forgotten', async () => {
    watch().write(true);
    expect(await watch().wasLocked(rules)).toBe(true);
    watch().write(false);
    expect(await watch().wasLocked(rules)).toBe(false);
    now += 10 * MINUTE;
    expect(await watch().wasLocked(rules)).toBe(true);
  });
});

describe('a locked handheld', () => {
  let device: Device;
  let work: Work;
  let floor: Floor;
  let onRoster: string[] = [];

  beforeEach(async () => {
    onRoster = [];
    device = await openDevice('lock-test');
    const author = device.author.value!;
    device.author.value = { ...author, badge: await badgeHash(author.shift, 'B-1007') };
    work = await openWork(device, (ended) => floor.ended(ended), (stopped) => floor.stopped(stopped));
    const offline = { find: (badge: string) => Promise.resolve(onRoster.includes(badge) ? {} : null) };
    const sync = { appended: () => work.refresh(), online: signal(false), sessionEnded: signal(false), offline };
    floor = new Floor(device, work, sync as unknown as Sync);
    await work.pulled(snapshot(1, [task(17)]), 0);
    await floor.begin();
    await floor.next();
    await floor.scan('A-12-04', 'wedge');
    await floor.lock();
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    device.database.close();
    await forget('lock-test');
  });

  it('shows nothing of the work', () => {
    expect(floor.screen.value.name).toBe('locked');
    expect(floor.atHand.value).toBe(null);
    expect(floor.felt.value).toMatchObject({ tone: 'idle', sentence: '' });
  });

  it('goes on where it was when its owner scans the badge, without the PIN', async () => {
    await floor.scan('b-1007', 'wedge');
    expect(floor.screen.value).toEqual({ name: 'task', id: 17 });
    expect(floor.felt.value).toMatchObject({ tone: 'right', sentence: 'Go on, Maria.' });
    await floor.scan('05012345678900', 'wedge');
    expect(device.outbox.all()).toHaveLength(2);
  });

  it('refuses any other scan in words, and books nothing', async () => {
    vi.spyOn(beside, 'lookUp').mockResolvedValue({ kind: 'unknown' } as never);
    await floor.scan('05012345678900', 'wedge');
    await floor.scan('4711', 'wedge');
    expect(floor.felt.value).toMatchObject({ tone: 'wrong', sentence: 'Locked. 4711 was not taken. Scan your badge first.' });
    expect(floor.screen.value.name).toBe('locked');
    expect(device.outbox.all()).toHaveLength(1);
  });

  it("asks another person's badge for that person's PIN, and back again", async () => {
    vi.spyOn(beside, 'lookUp').mockResolvedValue({ kind: 'badge' } as never);
    await floor.scan('B-1001', 'wedge');
    expect(floor.screen.value).toMatchObject({ name: 'locked', badge: 'B-1001' });
    floor.turnAway();
    expect(floor.screen.value).toMatchObject({ name: 'locked', badge: '', behind: { name: 'task', id: 17 } });
  });

  it('without a network lets nobody but its owner and the people on its roster on', async () => {
    vi.spyOn(beside, 'lookUp').mockRejectedValue(new Problem(0, 'no_network'));
    await floor.scan('B-1001', 'wedge');
    expect(floor.felt.value).toMatchObject({ tone: 'wrong', sentence: 'No network: B-1001 cannot be checked. Maria can go on, by badge.' });
    onRoster = ['B-1001'];
    await floor.scan('B-1001', 'wedge');
    expect(floor.screen.value).toMatchObject({ name: 'locked', badge: 'B-1001' });
  });

  it('is not opened by work that ends, by the way back, or by what is asked to be shown', async () => {
    await work.pulled(snapshot(2, [], { closed: [{ id: 17, state: 'cancelled', code: 'order_cancelled' }] }), 1);
    floor.go({ name: 'home' });
    expect(floor.screen.value.name).toBe('locked');
    await floor.scan('B-1007', 'wedge');
    expect(floor.screen.value).toEqual({ name: 'home' });
    expect(floor.notices.value[0]).toMatch(/^Order 1042 is cancelled\./);
  });

  it('does not go on with work that was stopped while nobody looked', async () => {
    const [held] = device.outbox.all();
    await work.pulled(snapshot(2, [task(17, { state: 'held' })], { includes: { [held!.stream]: 0 } }), 1);
    expect(floor.screen.value.name).toBe('locked');
    await floor.scan('B-1007', 'wedge');
    expect(floor.screen.value).toEqual({ name: 'home' });
    expect(floor.notices.value[0]).toMatch(/^Order 1042 is on hold\./);
  });

  it('does not go on with work that went to another device while nobody looked', async () => {
    await work.pulled(snapshot(2, [task(17, { state: 'begun', elsewhere: true })]), 1);
    await floor.scan('B-1007', 'wedge');
    expect(floor.screen.value).toEqual({ name: 'home' });
    expect(floor.notices.value[0]).toMatch(/another device/);
  });

  it('asks nothing of whoever finds it', async () => {
    await floor.scan('B-1007', 'wedge');
    floor.offer.value = { code: 'T0001', title: 'Order 7', person: 'Sofia' };
    floor.asks.value = () => undefined;
    await floor.lock();
    expect(floor.offer.value).toBe(null);
    expect(floor.asks.value).toBe(null);
  });

  it('asks nothing of whoever signs in next, nor of whoever comes after a sign-out', async () => {
    const { session } = device.author.value!;
    Object.assign(floor.sync, { signIn: () => Promise.resolve(session), refreshCatalogue: () => Promise.resolve(false), signOut: () => Promise.resolve() });
    for (const change of [() => floor.signIn('B-1001', '3148'), () => signOut(floor)]) {
      floor.offer.value = { code: 'T0001', title: 'Order 7', person: 'Sofia' };
      floor.asks.value = () => undefined;
      await change();
      expect(floor.offer.value).toBe(null);
      expect(floor.asks.value).toBe(null);
    }
  });
});
