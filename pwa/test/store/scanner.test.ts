/** What a device remembers of its scanner: the profile at once, the counts of a day soon enough. */
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { NO_PROFILE, ScannerMemory, type Kept } from '../../src/store';

let kept: Partial<Kept>;
let today: string;
const database = {
  kept: <K extends keyof Kept>(key: K) => Promise.resolve(kept[key] ?? null),
  keep: <K extends keyof Kept>(key: K, value: Kept[K]) => Promise.resolve(void (kept[key] = value)),
};
const open = () => ScannerMemory.open(database as never, () => today);

beforeEach(() => {
  vi.useFakeTimers();
  kept = {};
  today = '2026-11-28';
});
afterEach(() => vi.useRealTimers());

it('keeps what it has learnt', async () => {
  (await open()).learn({ end: 'enter', gsSubstitute: '~' });
  expect((await open()).profile.value).toEqual({ ...NO_PROFILE, end: 'enter', gsSubstitute: '~' });
});

it('counts the scans of a day, and begins anew on the next', async () => {
  const memory = await open();
  for (const flaw of [null, null, 'split', 'unreadable'] as const) memory.count(flaw);
  expect(memory.counts()).toEqual([4, 1, 0, 1]);
  vi.advanceTimersByTime(10_000);
  expect((await open()).counts()).toEqual([4, 1, 0, 1]);
  today = '2026-11-29';
  expect((await open()).counts()).toEqual([0, 0, 0, 0]);
  memory.count('short');
  expect(memory.counts()).toEqual([1, 0, 1, 0]);
});
