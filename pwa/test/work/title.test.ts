/** Work is called in the person's language; English, and what needs no words, as the server wrote it. */
import { afterEach, expect, it } from 'vitest';
import { speak } from '../../src/messages';
import { headingOf, titleIn, titleOf } from '../../src/work/title';
import { task } from './ground';

afterEach(() => speak('en'));

const order = { title: 'Order 1042, zone B', titled: { code: 'title_zone', params: { order: '1042', zone: 'B' } } };

it.each([
  ['en', 'Order 1042, zone B'],
  ['de', 'Auftrag 1042, Zone B'],
  ['es', 'Pedido 1042, zona B'],
  ['pl', 'Zamówienie 1042, strefa B'],
  ['pt', 'Encomenda 1042, zona B'],
])('in %s', async (language, words) => {
  await speak(language);
  expect(titleOf(order)).toBe(words);
});

it('as it was written where there is no code, where an older server sent none, and where the code is new', async () => {
  await speak('de');
  expect(titleOf({ title: 'LP000001', titled: null })).toBe('LP000001');
  expect(titleOf({ title: 'Order 1042' })).toBe('Order 1042');
  expect(titleOf({ title: 'Convoy 7', titled: { code: 'title_convoy', params: {} } })).toBe('Convoy 7');
});

it('also where a refusal names it', async () => {
  await speak('de');
  expect(titleIn({ person: 'Sofia', ...order })).toBe('Auftrag 1042, Zone B');
  expect(titleIn({ title: 'Order 1042' })).toBe('Order 1042');
  expect(titleIn({ code: 'T0001' })).toBe('');
});

it('a code alone stands over work with what is to be done there, and so does everything on the button that begins it', () => {
  expect(headingOf(task(1, { kind: 'putaway', title: 'LP000001', titled: null }))).toBe('Put away · LP000001');
  expect(headingOf(task(1))).toBe('Order 1042');
  expect(headingOf(task(1), true)).toBe('Pick · Order 1042');
});
