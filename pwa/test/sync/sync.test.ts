// @vitest-environment happy-dom
/** Between one person and the next, and between a socket that was closed and the one after it. */
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem, type Session, type Snapshot } from '../../src/contract';
import type { Author, Device } from '../../src/store';
import { api, Sync } from '../../src/sync';
import * as beside from '../../src/sync/beside';
import type { Work } from '../../src/sync/work';
import { author, openDevice, openWork, snapshot, task } from '../work/ground';
import { forget } from '../forget';

class FakeSocket {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static all: FakeSocket[] = [];
  readyState = FakeSocket.OPEN;
  onopen?: () => void;
  onclose?: (event: { code: number }) => void;
  onmessage?: (event: { data: string }) => void;
  constructor() {
    FakeSocket.all.push(this);
  }
  close(): void {
    this.readyState = 3;
  }
}

/** An answer that comes when the test says so. */
function later<T>(): { answer: Promise<T>; come: (value: T) => void; fail: (error: Error) => void } {
  let come!: (value: T) => void;
  let fail!: (error: Error) => void;
  const answer = new Promise<T>((resolve, reject) => ([come, fail] = [resolve, reject]));
  return { answer, come, fail };
}
const never = (): Promise<never> => new Promise(() => undefined);
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

const SOFIA_SHIFT = '5b0c1d8e-3a52-4a2b-9a51-0b6f6a1f2c11';
let sofia: Session;
let device: Device;
let work: Work;
let sync: Sync;

beforeEach(async () => {
  FakeSocket.all = [];
  vi.stubGlobal('WebSocket', FakeSocket);
  device = await openDevice('sync-test');
  work = await openWork(device);
  // A fake database cannot hold a key.
  vi.spyOn(device, 'begin').mockImplementation((next: Author) => Promise.resolve(void (device.author.value = next)));
  vi.spyOn(api, 'fetchRoster').mockRejectedValue(new Problem(0, 'no_network'));
  sofia = { ...(await author(5)).session, shift: SOFIA_SHIFT };
  vi.spyOn(api, 'signIn').mockResolvedValue(sofia);
  sync = new Sync(device, work, { said: () => undefined, setAside: () => undefined });
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  device.database.close();
  await forget('sync-test');
});

const shown = () => work.tasks.value.map((one) => one.task.id);

describe('the catalogue', () => {
  const catalogue = { items: [], codes: [], places: [] };

  it('is read by nobody who only wants to know whether it is still right', async () => {
    const ask = vi.spyOn(api, 'fetchCatalogue').mockResolvedValueOnce({ etag: 'one', catalogue }).mockResolvedValue(null);
    expect(await sync.refreshCatalogue()).toBe(true);
    const read = vi.spyOn(device.database, 'kept');
    const written = vi.spyOn(device.database, 'keep');
    expect(await sync.refreshCatalogue()).toBe(false);
    expect(ask.mock.calls).toEqual([[''], ['one']]);
    expect(read.mock.calls).toEqual([['catalogueHeard']]);
    expect(written.mock.calls.map(([key]) => key)).toEqual(['catalogueHeard']);
  });
});

describe('an answer that comes late', () => {
  it('to a pull is not the work of whoever has signed in meanwhile', async () => {
    const late = later<Snapshot>();
    vi.spyOn(api, 'fetchWork').mockReturnValueOnce(late.answer).mockImplementation(never);
    void sync.pull();
    await sync.signIn('B-1001', '3148');
    late.come(snapshot(7, [task(17)]));
    await settled();
    expect(shown()).toEqual([]);
    expect(work.version).toBe(0);
  });

  it('to a pull is not shown after its person has signed out', async () => {
    const late = later<Snapshot>();
    vi.spyOn(api, 'fetchWork').mockReturnValue(late.answer);
    vi.spyOn(api, 'signOut').mockResolvedValue();
    const pulling = sync.pull();
    await sync.signOut();
    late.come(snapshot(7, [task(17)]));
    await pulling;
    expect(shown()).toEqual([]);
  });

  it('to a pull, in the very moment of the sign-in, goes with the work of the one before', async () => {
    const late = later<Snapshot>();
    const disk = later<void>();
    vi.spyOn(api, 'fetchWork').mockReturnValueOnce(late.answer).mockImplementation(never);
    vi.mocked(device.begin).mockImplementation(async (next) => {
      await disk.answer;
      device.author.value = next;
    });
    void sync.pull();
    const signingIn = sync.signIn('B-1001', '3148');
    await settled();
    late.come(snapshot(7, [task(17)]));
    await settled();
    disk.come();
    await signingIn;
    expect(shown()).toEqual([]);
  });

  it('does not end the session of whoever has signed in meanwhile', async () => {
    const late = later<Snapshot>();
    vi.spyOn(api, 'fetchWork').mockReturnValueOnce(late.answer).mockImplementation(never);
    void sync.pull();
    await sync.signIn('B-1001', '3148');
    late.fail(new Problem(401, 'not_signed_in'));
    await settled();
    expect(sync.sessionEnded.value).toBe(false);
  });

  it('to a request is refused to whoever asked, and shown to nobody', async () => {
    const late = later<Snapshot>();
    vi.spyOn(api, 'fetchWork').mockImplementation(never);
    const asked = sync.request(() => late.answer);
    await sync.signIn('B-1001', '3148');
    late.come(snapshot(7, [task(17)]));
    await expect(asked).rejects.toMatchObject({ status: 401, code: 'not_signed_in' });
    expect(shown()).toEqual([]);
  });
});

describe('a push', () => {
  it('to the one before does not come in behind the sign-in', async () => {
    vi.spyOn(api, 'fetchWork').mockResolvedValueOnce(snapshot(1, [])).mockImplementation(never);
    sync.start();
    await settled();
    const clear = work.clear.bind(work);
    vi.spyOn(work, 'clear').mockImplementation(async () => {
      const cleared = clear();
      const { id, kind, state, title, revision, priority, lease, script, note, taskState } = task(17);
      const one = { id, kind, state, title, revision, priority, lease: { number: lease.number, until: lease.until }, script, note, task_state: taskState };
      FakeSocket.all[0]!.onmessage?.({ data: JSON.stringify({ type: 'work', version: 2, tasks: [one], includes: {} }) });
      await cleared;
    });
    await sync.signIn('B-1001', '3148');
    await settled();
    expect(shown()).toEqual([]);
  });
});

describe('a shift that is being registered', () => {
  const begunOffline = async (): Promise<void> => {
    const { shift } = device.author.value!;
    device.author.value = { ...device.author.value!, offline: true };
    await device.database.keep('registrations', [{ shift, person: 4, name: 'Maria', stream: device.outbox.stream, publicKey: 'k', at: 5, proof: 'p' }]);
  };

  it('is over before somebody else signs in: its cookie must not come last', async () => {
    await begunOffline();
    const registration = later<Session>();
    vi.spyOn(beside, 'registerShift').mockReturnValue(registration.answer);
    vi.spyOn(api, 'fetchWork').mockImplementation(never);
    void sync.offline.settle();
    const signingIn = sync.signIn('B-1001', '3148');
    await settled();
    expect(api.signIn).not.toHaveBeenCalled();
    registration.come((await author()).session);
    await signingIn;
    expect(device.author.value).toMatchObject({ shift: SOFIA_SHIFT, session: { person: { id: 5 } } });
  });

  it('without an answer does not keep somebody on the roster waiting', async () => {
    await begunOffline();
    vi.spyOn(beside, 'registerShift').mockImplementation(never);
    vi.spyOn(sync.offline, 'find').mockResolvedValue({} as never);
    vi.spyOn(sync.offline, 'signIn').mockResolvedValue({ ...(await author(5)), shift: SOFIA_SHIFT, offline: true });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const signingIn = sync.signIn('B-1001', '3148');
    await vi.advanceTimersByTimeAsync(5_000);
    vi.useRealTimers();
    expect((await signingIn).person.id).toBe(5);
    expect(api.signIn).not.toHaveBeenCalled();
  });
});

describe('a socket that the server has closed for a session', () => {
  beforeEach(async () => {
    vi.spyOn(api, 'fetchWork').mockResolvedValue(snapshot(1, []));
    sync.start();
    await settled();
    FakeSocket.all[0]!.onclose?.({ code: 4401 });
  });

  it('comes back when a pull shows that this one holds still', async () => {
    expect(sync.sessionEnded.value).toBe(true);
    expect(FakeSocket.all).toHaveLength(1);
    await sync.pull();
    expect(sync.sessionEnded.value).toBe(false);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it('stays away when the session has ended indeed', async () => {
    vi.mocked(api.fetchWork).mockRejectedValue(new Problem(401, 'not_signed_in'));
    await sync.pull();
    expect(sync.sessionEnded.value).toBe(true);
    expect(FakeSocket.all).toHaveLength(1);
  });
});
