// @vitest-environment happy-dom
/** A device whose network goes while it fetches what a cart needs: it takes picks, and the cart once it has all of it. */
import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import type { JsonObject } from '../../src/contract';

const step = { id: 's1', kind: 'take', item: 12, qty: 2, place: 40, allow: [] };
const pick = { steps: [{ id: 'g1', kind: 'go', place: 40 }, step, { id: 'p1', kind: 'put', what: { var: 'tote' }, to: { places: [9] } }] } as unknown as JsonObject;
const cart = { steps: [{ ...step, shares: [{ into: { var: 'tote1' }, qty: 2, line: 7, pin: 3, position: 1 }] }] } as unknown as JsonObject;

const PARTS = ['engine/kinds/seldom', 'work/seldom-lines', 'messages/en-seldom', 'screens/parts'];
const LOST = () => Promise.reject(new TypeError('Failed to fetch dynamically imported module'));

beforeEach(() => {
  vi.resetModules();
});

it.each(PARTS)('takes no cart without %s, and takes it when that is there', async (part) => {
  vi.doMock(`../../src/${part}`, LOST);
  const { prepare } = await import('../../src/screens/prepare');
  const { knowsKinds } = await import('../../src/engine');
  expect(await prepare(pick)).toBe(true);
  expect(await prepare(cart)).toBe(false);
  expect(knowsKinds(cart as never)).toBe(false);
  vi.doUnmock(`../../src/${part}`);
  expect(await prepare(cart)).toBe(true);
  expect(knowsKinds(cart as never)).toBe(true);
});
