/** The work on a device: kept over a restart, shown with own scans on top, and quick with a shift's worth of scans. */
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { uuid7, type Device } from '../../src/store';
import type { Fact, JsonObject } from '../../src/contract';
import { openDevice, openWork, snapshot, task } from '../work/ground';
import { forget } from '../forget';

const fact = (id: number): Fact => ({ task: id, revision: 1, lease: 1, step: 'g1', kind: 'scan', source: 'wedge', outcome: { accepted: true, code: 'step_done' } });

async function scan(device: Device, id: number, code: string) {
  const event = { id: uuid7(), kind: 'scan', code, revision: 1 };
  return device.outbox.append(device.author.value, 'c', { ...fact(id), code }, event.id, { event, seen: null });
}
const done = (state: JsonObject, step: string) => ((state['steps'] as JsonObject)[step] as JsonObject | undefined)?.['done'] === true;

let device: Device;
beforeEach(async () => {
  device = await openDevice('work-test');
});
afterEach(async () => {
  device.database.close();
  await forget('work-test');
});

describe('the work', () => {
  it('shows own scans on top of the snapshot, also after the page was killed', async () => {
    const work = await openWork(device);
    await work.pulled(snapshot(1, [task(17)]), 0);
    await scan(device, 17, 'A-12-04');
    work.refresh();
    expect(done(work.find(17)!.state, 'g1')).toBe(true);
    expect(work.find(17)!.begun).toBe(true);

    device.database.close();
    device = await openDevice('work-test');
    const again = await openWork(device);
    expect(done(again.find(17)!.state, 'g1')).toBe(true);
    expect(again.version).toBe(1);
  });

  it('is there again after two transactions, however much waits', async () => {
    const work = await openWork(device);
    await work.pulled(snapshot(1, [task(17)]), 0);
    const { seq, ...first } = await scan(device, 17, 'A-12-04');
    await device.database.write((tx) => {
      for (let n = 1; n < 2_100; n += 1) tx.objectStore('events').put({ ...first, seq: seq + n, id: uuid7(), task: null, replay: null });
    });
    device.database.close();
    const read = vi.spyOn(IDBDatabase.prototype, 'transaction');
    device = await openDevice('work-test');
    const again = await openWork(device);
    expect(read.mock.calls.filter(([, mode]) => mode !== 'readwrite')).toHaveLength(2);
    read.mockRestore();
    expect(device.outbox.waiting.value).toBe(2_100);
    expect(again.find(17)!.begun).toBe(true);
  });

  it('takes the rest where one task cannot be run here yet, and takes that one with the next pull', async () => {
    let there = false;
    const prepare = async (script: JsonObject) => there || script['kind'] !== 'receive';
    const work = await openWork(device, undefined, undefined, prepare);
    const mixed = () => snapshot(3, [task(17), task(18, { script: { ...task(18).script, kind: 'receive' } })]);
    await expect(work.pulled(mixed(), 0)).rejects.toMatchObject({ code: 'no_network' });
    expect(work.tasks.value.map((shown) => shown.task.id)).toEqual([17]);
    expect(work.version).toBe(0);
    there = true;
    expect(await work.pulled(mixed(), 0)).toBe(true);
    expect(work.tasks.value.map((shown) => shown.task.id)).toEqual([17, 18]);
    expect(work.version).toBe(3);
    // A further revision that cannot be run leaves the one that can.
    there = false;
    const revised = snapshot(4, [task(17), { ...mixed().tasks[1]!, revision: 2 }]);
    await expect(work.pulled(revised, 3)).rejects.toMatchObject({ code: 'no_network' });
    expect(work.find(18)!.task.revision).toBe(1);
  });

  it('applies own scans by the script that their person had, whatever has been issued since, also after the page was killed', async () => {
    const work = await openWork(device);
    await work.pulled(snapshot(1, [task(17)]), 0);
    const { stream } = await scan(device, 17, 'A-12-04');
    // A consent has come: another place is to be scanned first.
    const steps = task(17).script['steps'] as JsonObject[];
    const revised = task(17, { revision: 2, script: { ...task(17).script, steps: [{ ...steps[0], id: 'g0', place: 99 }, ...steps] } });
    await work.pulled(snapshot(2, [revised]), 1);
    expect(done(work.find(17)!.state, 'g1')).toBe(true);
    await work.pulled(snapshot(3, [{ ...revised, revision: 3 }]), 2);
    expect(done(work.find(17)!.state, 'g1')).toBe(true);

    device.database.close();
    device = await openDevice('work-test');
    const again = await openWork(device);
    expect(done(again.find(17)!.state, 'g1')).toBe(true);
    await again.pulled(snapshot(4, [{ ...revised, revision: 3, taskState: again.find(17)!.state }], { includes: { [stream]: 1 } }), 3);
    expect(again.find(17)!.task.before).toEqual({});
    expect(done(again.find(17)!.state, 'g1')).toBe(true);
  });

  it('takes back what the server has set aside', async () => {
    const work = await openWork(device);
    await work.pulled(snapshot(1, [task(17)]), 0);
    const { id } = await scan(device, 17, 'A-12-04');
    work.refresh();
    await device.outbox.answer([{ id, verdict: 'set_aside', code: 'superseded', params: {}, repeat: false }]);
    work.refresh();
    expect(done(work.find(17)!.state, 'g1')).toBe(false);
  });

  it('lets an answered event go when a snapshot has reckoned it in, and not before', async () => {
    const work = await openWork(device);
    await work.pulled(snapshot(1, [task(17)]), 0);
    const { id, stream } = await scan(device, 17, 'A-12-04');
    await device.outbox.answer([{ id, verdict: 'booked', code: 'step_done', params: {}, repeat: false }]);
    await work.pulled(snapshot(1, [task(17)]), 1);
    expect(device.outbox.all()).toHaveLength(1);
    const state = work.find(17)!.state;
    await work.pulled(snapshot(2, [task(17, { taskState: state, state: 'begun' })], { includes: { [stream]: 1 } }), 1);
    expect(device.outbox.all()).toHaveLength(0);
    expect(done(work.find(17)!.state, 'g1')).toBe(true);
  });

  it('says which held tasks have ended', async () => {
    const ended: number[] = [];
    const work = await openWork(device, (tasks) => ended.push(...tasks.map(({ task: { id } }) => id)));
    await work.pulled(snapshot(1, [task(17), task(18)]), 0);
    await scan(device, 17, 'A-12-04');
    await work.pulled(snapshot(2, [], { closed: [{ id: 17, state: 'cancelled', code: 'order_cancelled' }] }), 1);
    expect(ended).toEqual([17]);
    expect(work.have()).toEqual([]);
  });

  it('shows nothing of one person to the next, and keeps what is unsent', async () => {
    const work = await openWork(device);
    await work.pulled(snapshot(1, [task(17)]), 0);
    await scan(device, 17, 'A-12-04');
    await work.clear();
    expect(work.tasks.value).toEqual([]);
    expect(device.outbox.waiting.value).toBe(1);
  });

  it('takes a scan in a few milliseconds with 5,000 events and 200 tasks on the device', async () => {
    const work = await openWork(device);
    await work.pulled(snapshot(1, Array.from({ length: 200 }, (_, index) => task(index + 1))), 0);
    const first = await scan(device, 1, 'A-12-04');
    const many = Array.from({ length: 5_000 }, (_, index) => ({ ...first, id: uuid7(), seq: index + 2, task: (index % 200) + 1 }));
    await device.database.write(async (tx) => void (await Promise.all(many.map((event) => tx.objectStore('events').put(event)))));
    await device.outbox.tryAgain();
    work.refresh();
    expect(device.outbox.waiting.value).toBe(5_001);
    expect(work.tasks.value.every(({ begun }) => begun)).toBe(true);
    const began = performance.now();
    for (let scans = 0; scans < 10; scans += 1) {
      work.refresh();
      void work.tasks.value;
    }
    // The laws of a slow phone are measured in the browser; here only the order of magnitude counts.
    expect((performance.now() - began) / 10).toBeLessThan(50);
  });
});
