/** A device with a person, a pick task and an engine, for tests: no server, no screen. */
import { run, type Script, type State, type Thing } from '../../src/engine';
import type { JsonObject, Snapshot, Task } from '../../src/contract';
import { Device, makeShiftKey, type Author } from '../../src/store';
import { Work } from '../../src/sync/work';

export const EMPTY: JsonObject = { steps: {}, vars: {}, skipped: [], done: false, undo: null };

const ALLOW = ['short', 'damaged', 'skip', 'full', 'open', 'blocked'];

/** Ten hearts from A-12-04, then two cakestands of lot L77 from B-03-01, then to the dock. */
export const SCRIPT: JsonObject = {
  vocabulary: 1,
  task: 17,
  kind: 'pick',
  revision: 1,
  title: 'Order 1042',
  site: 1,
  codes: {
    '05012345678900': { item: 12, qty: 1, pack: 'piece' },
    '15012345678907': { item: 12, qty: 4, pack: 'case' },
    '04006381333931': { item: 13, qty: 1, pack: 'piece' },
    'A-12-04': { place: 40 },
    'A-12-05': { place: 41 },
    'B-03-01': { place: 44 },
    'DOCK-1': { place: 9 },
  },
  items: { '12': { sku: '85123A', name: 'White heart', tracking: 'none' }, '13': { sku: '22423', name: 'Cakestand', tracking: 'lot' } },
  places: {
    '40': { code: 'A-12-04', aisle: 'A', bay: '12', level: '04' },
    '41': { code: 'A-12-05', aisle: 'A', bay: '12', level: '05' },
    '44': { code: 'B-03-01', aisle: 'B', bay: '03', level: '01' },
    '9': { code: 'DOCK-1' },
  },
  steps: [
    { id: 'g1', kind: 'go', group: 'a', place: 40, allow: ['skip'] },
    { id: 's1', kind: 'take', group: 'a', item: 12, qty: 10, place: 40, lot: null, only_lot: true, into: null, line: 7, pin: 3, alternatives: [{ place: 41, qty: 8, lot: null, only_lot: true, pin: null }], prove: 'item', allow: ALLOW },
    { id: 'g2', kind: 'go', group: 'b', place: 44, allow: ['skip'] },
    { id: 's2', kind: 'take', group: 'b', item: 13, qty: 2, place: 44, lot: { id: 5, code: 'L77' }, only_lot: false, into: null, line: 8, pin: 4, alternatives: [], prove: 'item', allow: ALLOW },
    { id: 'd', kind: 'confirm', scan: { place: 9 }, allow: [] },
  ],
};

export function task(id: number, more: Partial<Task> = {}): Task {
  const lease = { number: 1, until: Date.now() + 3_600_000 };
  return { id, kind: 'pick', state: 'offered', title: 'Order 1042', titled: { code: 'title_order', params: { order: '1042' } }, revision: 1, priority: 5, lease, script: SCRIPT, taskState: EMPTY, note: null, elsewhere: false, ...more };
}

export function snapshot(version: number, tasks: Task[], more: Partial<Snapshot> = {}): Snapshot {
  return { version, serverTime: Date.now(), includes: {}, checkpoint: 'c', tasks, closed: [], claimed: null, opened: null, newer: 0, ...more };
}

export function apply(script: JsonObject, state: JsonObject, event: JsonObject, seen: JsonObject | null): JsonObject {
  return run(script as unknown as Script, state as unknown as State, event, seen as Thing | null).state as unknown as JsonObject;
}

export async function author(id = 4): Promise<Author> {
  const { privateKey } = await makeShiftKey();
  const person = { id, name: 'Maria', role: 'picker', language: 'en', permissions: [] };
  const site = { id: 1, code: 'S', name: 'Site', timezone: 'UTC', networkAt: '' };
  return { session: { person, shift: null, site, serverTime: 0, checkpoint: '', lock: { minutes: 10, inCradle: false } }, shift: '0f8fad5b-d9cb-469f-a165-70867728950e', key: privateKey };
}

/** A device of its own database whose author is not kept on disk: a fake database cannot hold a key. */
export async function openDevice(name: string): Promise<Device> {
  const device = await Device.open(name);
  device.author.value = await author();
  return device;
}

export const openWork = (device: Device, ended: Parameters<typeof Work.open>[2] = () => undefined, stopped?: Parameters<typeof Work.open>[3], prepare?: Parameters<typeof Work.open>[4]): Promise<Work> =>
  Work.open(device, apply, ended, stopped, prepare);
