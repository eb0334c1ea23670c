/** A sound is heard although the context has died while its state says that it runs. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

/** As much of an AudioContext as a beep needs; its clock moves unless it is dead. */
class Context {
  static made: Context[] = [];
  static dead = new Set<Context>();
  state = 'running';
  notes = 0;
  destination = {};
  private readonly since = Date.now();
  constructor() {
    Context.made.push(this);
  }
  get currentTime(): number {
    return Context.dead.has(this) ? 7 : (Date.now() - this.since) / 1000;
  }
  createOscillator() {
    this.notes += 1;
    return { type: '', frequency: { value: 0 }, connect: (next: unknown) => next, start: () => undefined, stop: () => undefined };
  }
  createGain() {
    const gain = { setValueAtTime: () => undefined, linearRampToValueAtTime: () => undefined };
    return { gain, connect: (next: unknown) => next };
  }
  close(): Promise<void> {
    this.state = 'closed';
    return Promise.resolve();
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetModules();
  vi.stubGlobal('AudioContext', Context);
  Context.made = [];
  Context.dead = new Set();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a sound', () => {
  it('is made by one context for as long as its clock moves', async () => {
    const { play } = await import('../../src/feedback/sound');
    for (let scan = 0; scan < 5; scan += 1) {
      play('right');
      vi.advanceTimersByTime(1_000);
    }
    expect(Context.made.map(({ notes }) => notes)).toEqual([5]);
  });

  it('is made again by a new context, at once, where the clock stands still', async () => {
    const { play } = await import('../../src/feedback/sound');
    play('right');
    vi.advanceTimersByTime(1_000);
    Context.dead.add(Context.made[0]!);
    play('wrong');
    vi.advanceTimersByTime(100);
    expect(Context.made.map(({ notes, state }) => [notes, state])).toEqual([
      [3, 'closed'],
      [2, 'running'],
    ]);
    play('right');
    vi.advanceTimersByTime(1_000);
    expect(Context.made).toHaveLength(2);
  });

  it('waits without another context where the browser wants a touch first', async () => {
    const { play } = await import('../../src/feedback/sound');
    play('right');
    Context.made[0]!.state = 'suspended';
    Object.assign(Context.made[0]!, { resume: () => Promise.resolve() });
    Context.dead.add(Context.made[0]!);
    vi.advanceTimersByTime(1_000);
    expect(Context.made).toHaveLength(1);
  });
});
