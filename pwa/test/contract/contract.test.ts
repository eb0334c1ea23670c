/** What comes from outside is read as the server writes it, and nothing else gets in. */
import { describe, expect, it } from 'vitest';
import { ContractBroken, readCatalogue, readLive, readProblem, readSnapshot, readVerdicts, writeBody, type Fact, type Link } from '../../src/contract';
import { readLookup } from '../../src/contract/lookup';

const TASK = {
  id: 17,
  kind: 'pick',
  state: 'held',
  title: 'Order 1042',
  revision: 1,
  priority: 5,
  lease: { number: 1, until: 1_790_000_000_000 },
  script: { steps: [], only_lot: true },
  task_state: { steps: {} },
  note: null,
};

describe('the contract', () => {
  it('reads a snapshot, turns its names, and leaves script and state as they are', () => {
    const wire = { version: 12, server_time: 1, includes: { s: 41 }, checkpoint: 'c', tasks: [TASK], closed: [{ id: 16, state: 'done', code: null }] };
    const snapshot = readSnapshot(wire, 'work');
    expect(snapshot).toMatchObject({ version: 12, serverTime: 1, includes: { s: 41 }, claimed: null });
    expect(snapshot.tasks[0]).toMatchObject({ state: 'held', taskState: { steps: {} }, script: { only_lot: true } });
  });

  it('says where an answer is not what was agreed', () => {
    const wire = { version: 12, server_time: 1, tasks: [{ ...TASK, lease: { number: '1', until: 1 } }] };
    expect(() => readSnapshot(wire, 'work')).toThrow(new ContractBroken('work.tasks[0].lease.number', 'a whole number', '1'));
    expect(() => readSnapshot(null, 'work')).toThrow(ContractBroken);
  });

  it('reads messages, and leaves alone those of a newer server', () => {
    expect(readLive({ type: 'work', version: 3, tasks: [TASK], includes: {} }, 'ws')).toMatchObject({ type: 'work', version: 3 });
    expect(readLive({ type: 'say', code: 'order_cancelled', params: {} }, 'ws')).toEqual({ type: 'say', say: { code: 'order_cancelled', params: {} } });
    expect(readLive({ type: 'waiting' }, 'ws')).toEqual({ type: 'waiting' });
    expect(readLive({ type: 'weather', sun: true }, 'ws')).toEqual({ type: 'other' });
    expect(() => readLive({ version: 3 }, 'ws')).toThrow(ContractBroken);
  });

  it('reads verdicts', () => {
    const wire = { verdicts: [{ id: 'e', verdict: 'set_aside', code: 'superseded', params: {}, repeat: true, stream: 's', seq: 1 }], version: 0 };
    expect(readVerdicts(wire, 'scans').verdicts[0]).toEqual({ id: 'e', verdict: 'set_aside', code: 'superseded', params: {}, repeat: true });
    expect(() => readVerdicts({ verdicts: [{ id: 'e', verdict: 'fine' }] }, 'scans')).toThrow(ContractBroken);
  });

  it('reads what a code is: an item with its places, a bin and a container with their contents', () => {
    const row = { place: 'F-02-05', lot: 'LA7', expires_on: '2028-03-31', container: '', qty: 16, pinned: 0 };
    const item = readLookup({ kind: 'item', code: 'FO-06201', name: 'Sea salt', on_hand: 21, reserved: 0, available: 21, incoming: 2, places: [row] }, 'lookup');
    expect(item.levels).toEqual({ onHand: 21, reserved: 0, available: 21, incoming: 2 });
    expect(item.holdings[0]).toMatchObject({ place: 'F-02-05', expiresOn: '2028-03-31', qty: 16 });
    const bin = readLookup({ kind: 'place', code: 'K-03-03', zone: 'B', contents: [{ ...row, name: 'Muesli', sku: 'FO-2' }] }, 'lookup');
    expect(bin).toMatchObject({ zone: 'B', levels: null, holdings: [{ name: 'Muesli' }] });
    expect(readLookup({ kind: 'unknown', code: 'X' }, 'lookup').holdings).toEqual([]);
  });

  it('reads the catalogue row by row', () => {
    const wire = { age: 0, items: [[1, 'S', 'Salt', 'lot', null]], codes: [['k', 1, 4, 'case']], places: [[9, 'DOCK-1', 'dock', null, null, null, null, 3_000, -7_500]] };
    expect(readCatalogue(wire, 'catalogue').codes).toEqual([['k', 1, 4, 'case']]);
    expect(() => readCatalogue({ ...wire, codes: [['k', 1, 4]] }, 'catalogue')).toThrow(ContractBroken);
  });

  it('knows an error of ours from the page of a proxy', () => {
    expect(readProblem(409, { code: 'stream_gap', params: { expected: 3 } })).toMatchObject({ code: 'stream_gap', passing: false });
    expect(readProblem(502, '<html>')).toMatchObject({ code: 'server_unavailable', passing: true });
  });

  it('writes a body once, with the fields that its kind uses and no others', () => {
    const link: Link = { id: 'i', stream: 's', seq: 1, prev: 'p', person: 4, shift: 'h', at: 5, checkpoint: 'c' };
    const fact: Fact = { task: 17, revision: 1, lease: 1, step: 's1', kind: 'quantity', qty: 3, pack: 'case', source: 'keypad', outcome: { accepted: true, code: 'counted' } };
    expect(JSON.parse(writeBody(link, fact))).toEqual({ v: 1, ...link, ...fact });
  });
});
