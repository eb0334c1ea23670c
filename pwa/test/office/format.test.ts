/** What a date-and-time field says is meant by the site's clocks, whatever the browser's are. */
import { expect, test, vi } from 'vitest';
import { momentOf, zone } from '../../src/office/format';

vi.stubGlobal('document', { documentElement: { lang: 'en' } });

test('a moment is the one that the clocks of the site show', () => {
  zone.value = 'Europe/Berlin';
  expect(momentOf('2026-07-01T12:00')).toBe(Date.UTC(2026, 6, 1, 10));
  expect(momentOf('2026-12-01T12:00')).toBe(Date.UTC(2026, 11, 1, 11));
  // An hour before and behind the end of summer time.
  expect(momentOf('2026-10-25T01:30')).toBe(Date.UTC(2026, 9, 24, 23, 30));
  expect(momentOf('2026-10-25T04:00')).toBe(Date.UTC(2026, 9, 25, 3));
  zone.value = 'America/New_York';
  expect(momentOf('2026-01-01T00:00')).toBe(Date.UTC(2026, 0, 1, 5));
  expect(momentOf('')).toBeNaN();
});
