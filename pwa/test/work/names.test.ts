/** The names of a large catalogue: all there, and the page goes on while they are read. */
import { afterEach, expect, it, vi } from 'vitest';
import type { Catalogue } from '../../src/contract';
import { Names } from '../../src/work/names';

afterEach(() => {
  vi.restoreAllMocks();
});

it('reads thousands of names, and lets keys be heard in between', async () => {
  const many = Array.from({ length: 3_000 }, (_, n) => n);
  const catalogue: Catalogue = {
    items: many.map((n) => [n, `S-${n}`, `Heart ${n}`, 'none', null]),
    codes: many.map((n) => [`4006381${n}`, n, 1, 'piece']),
    places: many.map((n) => [n, `A-${n}`, 'bin', 'A', 'A', String(n), '1', n, 0]),
  };
  // A slow device: each row takes a millisecond.
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (now += 1));
  let heard = 0;
  const key = setInterval(() => (heard += 1));
  const names = await Names.of(catalogue, 7);
  clearInterval(key);
  expect(heard).toBeGreaterThan(20);
  expect([names.size, names.fetchedAt]).toEqual([3_000, 7]);
  expect(names.meaning('40063812999')).toMatchObject({ item: 2_999, name: 'Heart 2999' });
  expect(names.meaning('A-2999')).toMatchObject({ place: 2_999 });
});
