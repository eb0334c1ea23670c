// @vitest-environment happy-dom
/** An announced carton on the home screen: one scan receives it, and one that is counted leads to what else it wants. */
import 'fake-indexeddb/auto';
import { signal } from '@preact/signals';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Problem, type JsonObject } from '../../src/contract';
import { learnKinds } from '../../src/engine';
import type { Device } from '../../src/store';
import type { Sync } from '../../src/sync';
import * as beside from '../../src/sync/beside';
import type { Work } from '../../src/sync/work';
import { Floor } from '../../src/work/floor';
import { forget } from '../forget';
import { openDevice, openWork, SCRIPT, snapshot, task } from './ground';

const [ONE, TWO, PALLET] = ['340123450000000017', '340123450000000024', '340123450000000055'];
const RECEIPT: JsonObject = {
  ...SCRIPT, vocabulary: 3, kind: 'receive', title: 'PO-1',
  steps: [{
    id: 'receive', kind: 'collect', lines: [{ id: 7, item: 12, qty: 24, lot: null }], open: true, over: 'accept', into: { mode: 'zone' }, allow: ['open', 'done'],
    cartons: { [ONE!]: { id: 1, load: 0 }, [TWO!]: { id: 2, load: 0, pallet: PALLET! } },
    loads: [[{ line: 7, item: 12, qty: 12, lot: '', expiry: '' }]], samples: 0, elsewhere: {},
  }],
};

let device: Device;
let work: Work;
let floor: Floor;

beforeEach(async () => {
  await learnKinds();
  device = await openDevice('receipts-test');
  work = await openWork(device, (ended) => floor.ended(ended));
  const sync = { appended: () => work.refresh(), online: signal(false), sessionEnded: signal(false), offline: { find: () => Promise.resolve(null) }, request: (take: () => unknown) => take() };
  floor = new Floor(device, work, sync as unknown as Sync);
  await work.pulled(snapshot(1, [task(30, { kind: 'receive', title: 'PO-1', script: RECEIPT })]), 0);
  await floor.begin();
});
afterEach(async () => {
  vi.restoreAllMocks();
  device.database.close();
  await forget('receipts-test');
});

const said = () => floor.felt.value.sentence;

it('is received by one scan, or with its pallet, without a word from the server', async () => {
  const asked = vi.spyOn(beside, 'openWork');
  await floor.scan(`00${ONE}`, 'wedge');
  expect([floor.screen.value, said()]).toEqual([{ name: 'task', id: 30 }, 'The carton is in.']);
  floor.go({ name: 'home' });
  await floor.scan(`00${PALLET}`, 'wedge');
  expect(said()).toBe('The pallet is in, with all its cartons.');
  expect(asked).not.toHaveBeenCalled();
});

it('opens its putaway once it is counted, and else says that it is counted', async () => {
  await floor.scan(`00${ONE}`, 'wedge');
  floor.go({ name: 'home' });
  const opens = vi.spyOn(beside, 'openWork').mockRejectedValue(new Problem(404, 'nothing_to_open', {}));
  await floor.scan(`00${ONE}`, 'wedge');
  expect([floor.screen.value, said(), floor.felt.value.tone]).toEqual([{ name: 'task', id: 30 }, 'Already counted. Nothing to do.', 'right']);
  floor.go({ name: 'home' });
  opens.mockRejectedValue(new TypeError('no network'));
  await floor.scan(`00${ONE}`, 'wedge');
  expect(said()).toBe('Already counted. Nothing to do.');
  floor.go({ name: 'home' });
  await work.pulled(snapshot(2, [...work.tasks.value.map((shown) => shown.task), task(31, { kind: 'putaway', title: ONE! })]), 1);
  opens.mockResolvedValue(snapshot(3, [], { opened: 31 }));
  await floor.scan(`00${ONE}`, 'wedge');
  expect(floor.screen.value).toEqual({ name: 'task', id: 31 });
});
