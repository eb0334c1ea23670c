/** The socket comes back soon, at its own moment, and is given up when it is dead without saying so. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Live } from '../../src/sync/live';

const CONNECTING = 0;
const OPEN = 1;

class FakeSocket {
  static all: FakeSocket[] = [];
  readyState = CONNECTING;
  closed = false;
  onopen?: () => void;
  onclose?: (event: { code: number }) => void;
  onmessage?: (event: { data: string }) => void;
  constructor() {
    FakeSocket.all.push(this);
  }
  close(): void {
    this.closed = true;
  }
  open(): void {
    this.readyState = OPEN;
    this.onopen?.();
  }
}

const told = { opened: 0, closed: 0 };
let live: Live;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', { CONNECTING, OPEN });
  FakeSocket.all = [];
  Object.assign(told, { opened: 0, closed: 0 });
  live = new Live('ws://x', {
    connect: () => new FakeSocket() as unknown as WebSocket,
    said: () => undefined,
    opened: () => (told.opened += 1),
    closed: () => (told.closed += 1),
    random: () => 1,
  });
  live.start();
});
afterEach(() => {
  live.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const last = () => FakeSocket.all[FakeSocket.all.length - 1]!;

describe('the socket', () => {
  it('never waits longer than four seconds, however long the server is away', () => {
    for (let tries = 0; tries < 12; tries += 1) {
      const before = FakeSocket.all.length;
      last().onclose?.({ code: 1006 });
      vi.advanceTimersByTime(4_000);
      expect(FakeSocket.all.length).toBe(before + 1);
    }
  });

  it('gives up a connection that neither opens nor fails', () => {
    const first = last();
    vi.advanceTimersByTime(8_000);
    expect(first.closed).toBe(true);
    expect(FakeSocket.all.length).toBeGreaterThan(1);
    first.open();
    expect(told.opened).toBe(0);
  });

  it('is renewed when other requests get no answer through the same network', () => {
    last().open();
    const first = last();
    live.renew();
    expect(first.closed).toBe(true);
    expect(told.closed).toBe(1);
    vi.advanceTimersByTime(4_000);
    expect(FakeSocket.all).toHaveLength(2);
  });
});
