// @vitest-environment happy-dom
/** The floor: every scan is a fact, in order, and nobody hears a beep for what is not on disk. */
import 'fake-indexeddb/auto';
import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NotSaved, type Device } from '../../src/store';
import { Problem, type JsonObject } from '../../src/contract';
import { type Sync } from '../../src/sync';
import * as beside from '../../src/sync/beside';
import type { Work } from '../../src/sync/work';
import { Floor } from '../../src/work/floor';
import { voice } from '../../src/feedback';
import { say } from '../../src/messages';
import { openDevice, openWork, SCRIPT, snapshot, task } from './ground';
import { parkAt } from '../../src/work/parking';
import { park, parkable } from '../../src/work/way-out';
import { forget } from '../forget';

let device: Device;
let work: Work;
let floor: Floor;

beforeEach(async () => {
  device = await openDevice('floor-test');
  work = await openWork(device, (ended) => floor.ended(ended));
  // What the floor asks of the sync: to be told of new events, and nothing else here.
  const sync = { appended: () => work.refresh(), online: signal(false), sessionEnded: signal(false), offline: { find: () => Promise.resolve(null) } };
  floor = new Floor(device, work, sync as unknown as Sync);
  await work.pulled(snapshot(1, [task(17)]), 0);
  await floor.begin();
});
afterEach(async () => {
  device.database.close();
  await forget('floor-test');
});

const bodies = async () => (await device.outbox.sealed(device.outbox.all())).map(({ body }) => JSON.parse(body) as Record<string, unknown> & { outcome: { code: string } });

describe('the command card', () => {
  const sentence = () => floor.felt.value.sentence;

  it('is never a fact: nothing of it is resolved or journaled', async () => {
    floor.start(17);
    for (const code of ['PFCMDHELP', ']C0PFCMD7', 'PFCMDVOICE', 'PFCMDVOICE', 'PFCMDSHORT', 'PFCMDDONE']) await floor.scan(code, 'wedge');
    expect((await bodies())).toEqual([]);
    expect(voice.value).toBe(false);
  });

  it('offers a button to what lies on top, and says so where it does nothing', async () => {
    await floor.scan('PFCMD7', 'wedge');
    expect([floor.felt.value.tone, sentence()]).toEqual(['wrong', say('command_no_pad')]);
    await floor.scan('PFCMDSKIP', 'wedge');
    expect(sentence()).toBe(say('command_not_here'));
    await floor.scan('PFCMDDONE', 'wedge');
    expect(floor.felt.value.tone).toBe('idle');
  });

  it('begins the next task from home', async () => {
    await floor.scan('PFCMDNEXT', 'wedge');
    await vi.waitFor(() => expect(floor.screen.value).toEqual({ name: 'task', id: 17 }));
  });

  it('wants short and damaged twice in a row, where they are possible at all', async () => {
    floor.start(17);
    await floor.scan('PFCMDSHORT', 'wedge');
    expect([floor.felt.value.tone, sentence()]).toEqual(['wrong', say('not_here')]);
    await floor.scan('A-12-04', 'wedge');
    await floor.scan('PFCMDSHORT', 'wedge');
    expect([floor.felt.value.tone, sentence()]).toEqual(['attention', say('scan_short_again')]);
    await floor.scan('A-12-05', 'wedge');
    await floor.scan('PFCMDSHORT', 'wedge');
    expect(sentence()).toBe(say('scan_short_again'));
    await floor.scan('PFCMDDAMAGED', 'wedge');
    expect(sentence()).toBe(say('scan_damaged_again'));
  });

  it('does nothing at a lock but ask for the badge', async () => {
    await floor.lock();
    await floor.scan('PFCMDNEXT', 'wedge');
    expect([floor.screen.value.name, sentence()]).toEqual(['locked', say('command_locked')]);
  });
});

describe('a label that cannot be right', () => {
  it.each([
    ['check_digit', ']C10104006381333930'],
    ['bad_date', ']C1010501234567890017261301'],
    ['gs1_bad_value', ']C1010501234567890010'],
  ])('is refused for its %s, in words', async (code, raw) => {
    floor.start(17);
    await floor.scan('A-12-04', 'wedge');
    await floor.scan(raw, 'wedge');
    expect([floor.felt.value.tone, floor.felt.value.sentence]).toEqual(['wrong', say(`scanned_${code}` as 'scanned_bad_date')]);
    expect((await bodies()).at(-1)!.outcome).toEqual({ accepted: false, code });
  });

  it('and a right one takes item, lot and quantity in one go', async () => {
    floor.start(17);
    for (const code of ['A-12-04', '15012345678907', '15012345678907', '05012345678900', '05012345678900', 'B-03-01']) await floor.scan(code, 'wedge');
    expect(floor.atHand.value?.instruction?.sentence).toBe('Take 2 pieces from B-03-01');
    await floor.scan(`]C1010400638133393110L77\u001d302`, 'wedge');
    expect(floor.felt.value.tone).toBe('right');
    expect(floor.atHand.value?.instruction?.step).toBe('d');
  });

  it('still counts where it only holds more than is known here', async () => {
    floor.start(17);
    await floor.scan('A-12-04', 'wedge');
    await floor.scan(']C10105012345678900' + '55123', 'wedge');
    expect(floor.felt.value.tone).toBe('right');
  });
});

describe('the floor', () => {
  it('begins the task that this device holds without asking the server', async () => {
    await floor.next();
    expect(floor.screen.value).toEqual({ name: 'task', id: 17 });
    expect(floor.atHand.value?.instruction?.sentence).toBe('Go to A-12-04');
  });

  it('keeps a burst of scans in order, equal ones included', async () => {
    await floor.next();
    const codes = ['A-12-04', ...Array<string>(10).fill('05012345678900')];
    await Promise.all(codes.map((code) => floor.scan(code, 'wedge')));
    expect((await bodies()).map(({ code }) => code)).toEqual(codes);
    expect((await bodies()).map(({ seq }) => seq)).toEqual(codes.map((_, index) => index + 1));
    expect(floor.felt.value).toMatchObject({ tone: 'right', count: 11 });
    expect(floor.atHand.value?.instruction?.sentence).toBe('Go to B-03-01');
  });

  it('records a refused scan too, and stays red with what to do until the right one', async () => {
    await floor.next();
    await floor.scan('A-12-05', 'wedge');
    expect(floor.felt.value).toMatchObject({ tone: 'wrong', sentence: 'This is A-12-05. Go to A-12-04.' });
    expect((await bodies())[0]!.outcome).toEqual({ accepted: false, code: 'wrong_place' });
    await floor.scan('A-12-04', 'wedge');
    expect(floor.felt.value.tone).toBe('right');
  });

  it('carries task, revision, lease, step, pack and source with each event', async () => {
    await floor.next();
    await floor.scan('A-12-04', 'wedge');
    await floor.scan('15012345678907', 'camera', ']E0');
    await floor.act({ kind: 'quantity', qty: 2 }, 'keypad');
    expect((await bodies())[1]).toMatchObject({ task: 17, revision: 1, lease: 1, step: 's1', kind: 'scan', symbology: ']E0', source: 'camera' });
    expect((await bodies())[2]).toMatchObject({ kind: 'quantity', qty: 2, pack: 'case', source: 'keypad' });
  });

  it('goes home when the task is done, and says so', async () => {
    await floor.next();
    for (const code of ['A-12-04', '05012345678900']) await floor.scan(code, 'wedge');
    await floor.act({ kind: 'quantity', qty: 10 });
    for (const code of ['B-03-01', '04006381333931', 'L77', '04006381333931', 'DOCK-1']) await floor.scan(code, 'wedge');
    expect(floor.screen.value.name).toBe('home');
    expect(floor.felt.value).toMatchObject({ tone: 'done', sentence: 'Order 1042 is done.' });
    expect(floor.upNext()).toBe(undefined);
  });

  it('is red and moves nothing when the device cannot save', async () => {
    await floor.next();
    const keep = vi.spyOn(device.database, 'append').mockRejectedValue(new NotSaved(new Error('disk')));
    await floor.scan('A-12-04', 'wedge');
    expect(floor.felt.value).toMatchObject({ tone: 'wrong', sentence: 'Not saved. Stop scanning.' });
    expect(floor.atHand.value?.instruction?.sentence).toBe('Go to A-12-04');
    expect(device.outbox.broken.value).toBe(true);
    keep.mockRestore();
  });

  it('law 13: never begins a task past its lease, and goes on with a begun one', async () => {
    await work.pulled(snapshot(2, [task(17, { lease: { number: 1, until: Date.now() - 1 } })]), 1);
    floor.start(17);
    expect(floor.screen.value.name).toBe('home');
    expect(floor.felt.value.tone).toBe('attention');
    await work.pulled(snapshot(3, [task(17, { state: 'begun', lease: { number: 1, until: Date.now() - 1 } })]), 2);
    floor.start(17);
    expect(floor.screen.value).toEqual({ name: 'task', id: 17 });
  });

  it('says why work has gone from under a person', async () => {
    await floor.next();
    await floor.scan('A-12-04', 'wedge');
    await work.pulled(snapshot(2, [], { closed: [{ id: 17, state: 'cancelled', code: 'order_cancelled' }] }), 1);
    expect(floor.screen.value.name).toBe('home');
    expect(floor.notices.value[0]).toMatch(/^Order 1042 is cancelled\./);
  });

  it('shows the same step again after the battery was changed', async () => {
    await floor.next();
    await floor.scan('A-12-04', 'wedge');
    const again = new Floor(device, work, floor.sync);
    await again.begin();
    expect(again.atHand.value?.instruction?.sentence).toBe('Take 2 cases + 2 pieces from A-12-04');
  });
});

describe('a supervisor', () => {
  it('stops work under a person, who is told, and it is not offered again', async () => {
    const stopping = await openWork(device, () => undefined, (tasks) => floor.stopped(tasks));
    await stopping.pulled(snapshot(1, [task(17)]), 0);
    const sync = { appended: () => stopping.refresh(), online: signal(false), sessionEnded: signal(false), offline: { find: () => Promise.resolve(null) } };
    floor = new Floor(device, stopping, sync as unknown as Sync);
    floor.start(17);
    await stopping.pushed({ version: 2, tasks: [task(17, { state: 'held' })], includes: {} });
    expect(floor.screen.value.name).toBe('home');
    expect(floor.notices.value).toEqual(['Order 1042 is on hold. Leave it where it is and take the next task.']);
    expect(floor.upNext()).toBe(undefined);
  });
});

describe('work that this device may not go on with', () => {
  beforeEach(() => floor.next());

  it('takes no scan on hold, and keeps it as refused', async () => {
    await work.pushed({ version: 2, tasks: [task(17, { state: 'held' })], includes: {} });
    floor.screen.value = { name: 'task', id: 17 };
    await floor.scan('A-12-04', 'wedge');
    expect(floor.felt.value).toMatchObject({ tone: 'wrong', sentence: 'Order 1042 is on hold. Leave it where it is and take the next task.' });
    expect((await bodies()).map(({ code, outcome }) => [code, outcome])).toEqual([['A-12-04', { accepted: false, code: 'on_hold' }]]);
    expect(work.find(17)!.state['steps']).toEqual({});
    expect(floor.screen.value.name).toBe('home');
  });

  it('takes neither a scan nor a tap on another device', async () => {
    await work.pushed({ version: 2, tasks: [task(17, { state: 'begun', elsewhere: true })], includes: {} });
    for (const deed of [() => floor.scan('A-12-04', 'wedge'), () => floor.act({ kind: 'action', action: 'skip' })]) {
      floor.screen.value = { name: 'task', id: 17 };
      await deed();
      expect(floor.felt.value).toMatchObject({ tone: 'wrong', sentence: 'Order 1042 was begun on another device. Scan its tote to go on here.' });
    }
    expect((await bodies()).map(({ outcome }) => outcome)).toEqual(Array(2).fill({ accepted: false, code: 'scan_tote_here' }));
  });
});

describe('work that changes hands', () => {
  const onCart = { ...SCRIPT, steps: (SCRIPT['steps'] as JsonObject[]).map((step) => ({ ...step, allow: ['park'] })) };

  it('asks before it takes over what somebody else has begun', async () => {
    const problem = new Problem(409, 'begun_elsewhere', { code: 'T0001', title: 'Order 1042', person: 'Sofia' });
    vi.spyOn(beside, 'openWork').mockRejectedValue(problem);
    floor.sync.request = (take) => take();
    await floor.scan('T0001', 'wedge');
    expect(floor.offer.value).toEqual({ code: 'T0001', title: 'Order 1042', person: 'Sofia' });
    expect(floor.felt.value).toMatchObject({ tone: 'attention', count: 1, sentence: 'Sofia has begun this.' });
    expect(floor.screen.value.name).toBe('home');
  });

  it('leaves alone what another device of the same person has begun', async () => {
    await work.pulled(snapshot(2, [task(17, { state: 'begun', elsewhere: true })]), 1);
    expect(floor.upNext()).toBe(undefined);
    floor.start(17);
    expect(floor.screen.value.name).toBe('home');
    expect(floor.felt.value.sentence).toBe('Order 1042 was begun on another device. Scan its tote to go on here.');
  });

  it('says so when its person goes on with the work on another device', async () => {
    await floor.next();
    await floor.scan('A-12-04', 'wedge');
    await work.pulled(snapshot(2, [task(17, { state: 'begun', elsewhere: true, lease: { number: 2, until: 0 } })]), 1);
    expect(floor.screen.value.name).toBe('home');
    expect(floor.notices.value).toEqual(['You go on with Order 1042 on another device.']);
  });

  it('says who goes on, also to somebody who is not at that task', async () => {
    await floor.next();
    await floor.scan('A-12-04', 'wedge');
    floor.go({ name: 'home' });
    await work.pulled(snapshot(2, [], { closed: [{ id: 17, state: 'taken_over', code: null }] }), 1);
    expect(floor.notices.value).toEqual(['Somebody else goes on with Order 1042.']);
  });

  it('parks at the place that is scanned next, and takes the task up no more', async () => {
    await work.pulled(snapshot(2, [task(17, { script: onCart })]), 1);
    await floor.next();
    await floor.scan('A-12-04', 'wedge');
    floor.asks.value = (code, source) => parkAt(floor, 17, code, source);
    await floor.scan('A-12-05', 'wedge');
    expect((await bodies())[1]).toMatchObject({ kind: 'action', action: 'park', code: 'A-12-05', outcome: { accepted: true, code: 'parked' } });
    expect(floor.screen.value.name).toBe('home');
    expect(floor.upNext()).toBe(undefined);
    floor.start(17);
    expect(floor.screen.value.name).toBe('home');
  });

  it('offers to park what would be left begun at sign-out', async () => {
    await work.pulled(snapshot(2, [task(17, { script: onCart })]), 1);
    expect(parkable(floor)).toBe(undefined);
    await floor.next();
    await floor.scan('A-12-04', 'wedge');
    floor.go({ name: 'about' });
    expect(parkable(floor)?.task.id).toBe(17);
    await park(floor, 17);
    expect(floor.screen.value.name).toBe('about');
    expect(parkable(floor)).toBe(undefined);
  });
});
