/** @vitest-environment happy-dom */
/** Goods that nobody knew: what a supervisor says at the board is what is sent, and nothing can be sent half said. */
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { UnknownGoods } from '../../src/board/unknown-goods';
import type { BoardException } from '../../src/contract/board';
import * as office from '../../src/sync/office';
import { Problem } from '../../src/contract';

const ONE = {
  id: 7, kind: 'receipt_unknown', at: 0, awaited: 0, params: { purchase_order: 'PO-1', code: 'MYSTERY-1', qty: 2, container: 'LP000009', at: 'QUAR-1' },
  actions: ['book'], proposed: 'book', photos: [], person: null, task: null, item: null, place: null, order: null,
} as unknown as BoardException;
const item = (id: number, sku: string, tracking: string) => ({ id, sku, name: `Name of ${sku}`, tracking, zone: 'A', abc: 'C', active: true });

let root: HTMLElement;
const done = vi.fn();
const decide = vi.spyOn(office, 'decideUnknownGoods');
beforeEach(async () => {
  vi.useFakeTimers();
  vi.spyOn(office, 'fetchItems').mockImplementation(async ({ q }) => ({ items: q === 'milk' ? [item(3, 'MILK', 'lot_expiry')] : q === 'tea' ? [item(1, 'TEA', 'none')] : [], next: null }));
  vi.spyOn(office, 'fetchZones').mockResolvedValue([{ code: 'A', name: 'Ambient', temperature: '', hazards: '' , equipment: '' }]);
  decide.mockReset().mockResolvedValue(undefined);
  done.mockReset();
  root = document.body.appendChild(document.createElement('div'));
  await act(() => render(<UnknownGoods one={ONE} onDone={done} onLeave={() => undefined} />, root));
});
afterEach(() => {
  render(null, root);
  root.remove();
  vi.useRealTimers();
});

const find = <E extends HTMLElement>(selector: string): E => root.querySelector<E>(selector)!;
const type = async (selector: string, value: string): Promise<void> => {
  find<HTMLInputElement>(selector).value = value;
  await act(() => void find(selector).dispatchEvent(new Event('input', { bubbles: true })));
  await act(async () => void (await vi.advanceTimersByTimeAsync(500)));
};
const choose = (selector: string): Promise<void> => act(() => void find(selector).dispatchEvent(new Event('change', { bubbles: true })));
const submit = (): Promise<void> => act(async () => {
  find('form').dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }));
  await vi.advanceTimersByTimeAsync(0);
});
const save = (): HTMLButtonElement => find<HTMLButtonElement>('[data-action=save]');

it('finds an item as one types, and asks for lot and date where it has them', async () => {
  expect(save().disabled).toBe(true);
  await type('input[type=search]', 'nothing');
  expect(root.textContent).toContain('No item is called that');
  await type('input[type=search]', 'milk');
  await choose('input[name=item]');
  await type('input[name=lot]', 'L7');
  await type('input[name=expires]', '2031-05-01');
  await type('input[name=each]', '6');
  expect(root.textContent).toContain('Then 12 are counted in, to be put away.');
  await submit();
  expect(decide).toHaveBeenCalledWith(7, { follow: 'item', item: 3, each: 6, pack: 'case', lot: 'L7', expires_on: '2031-05-01' });
  expect(done).toHaveBeenCalledOnce();
});

it('forgets the item that was chosen when another is looked for', async () => {
  await type('input[type=search]', 'tea');
  await choose('input[name=item]');
  expect(save().disabled).toBe(false);
  expect(root.querySelector('input[name=lot]')).toBeNull();
  await type('input[type=search]', 'te');
  expect(save().disabled).toBe(true);
});

it('makes a new item of few words, and says why it could not', async () => {
  await choose('input[value=new]');
  await act(async () => void (await vi.advanceTimersByTimeAsync(0)));
  await type('input[name=sku]', ' GIFT ');
  await type('input[name=name]', 'Gift box');
  decide.mockRejectedValue(new Problem(409, 'sku_taken', { sku: 'GIFT' }));
  await submit();
  expect(decide).toHaveBeenCalledWith(7, { follow: 'item', new: { sku: 'GIFT', name: 'Gift box', tracking: 'none', zone: '' }, each: 1, pack: 'piece', lot: '', expires_on: '' });
  expect(find('[role=alert]').textContent).toBe('There is an item GIFT already.');
  expect(done).not.toHaveBeenCalled();
});

it('lets them go back', async () => {
  await choose('input[value=back]');
  expect(root.textContent).toContain('Their label LP000009 is free again.');
  await submit();
  expect(decide).toHaveBeenCalledWith(7, { follow: 'supplier' });
});
