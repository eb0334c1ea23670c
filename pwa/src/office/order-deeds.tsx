/** What is done to several orders at once: to the floor, kept back, before others, or not at all. */
import type { OrderRow } from '../contract/office';
import type { Words } from '../messages';
import { tell, tellAny, tellProblem } from '../messages/desk';
import { cancelOrder, holdOrder, letOrderGo, prioritiseOrder, releaseOrders } from '../sync/office';
import type { BulkDeed } from './bulk';

const METHODS = ['', 'single', 'batch', 'cluster'];
const PRIORITIES = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];
const MAY_HURRY = new Set(['open', 'held', 'released', 'picked']);
const ENDED = new Set(['shipped', 'cancelled']);

export function orderDeeds(): readonly BulkDeed<OrderRow>[] {
  const priorityWord = (value: string): string => (value === '1' ? tell('priority_first') : value === '9' ? tell('priority_last') : value);
  return [
    {
      name: 'release-together',
      word: tell('do_release_order'),
      needs: 'orders.release_orders',
      fits: ({ state }) => state === 'open',
      act: ({ id }, method) => releaseOrders([id], method),
      // Together they are a wave: one request, so that they share carts or batches.
      together: async (some, method) => {
        const came = await releaseOrders(
          some.map(({ id }) => id),
          method,
        );
        return came.filter(({ code }) => code !== null).map(({ number, code, params }) => ({ name: number, why: tellProblem(code ?? '', params as Words) }));
      },
      final: tell('bulk_release_final'),
      choice: { label: tell('how_picked'), manyOnly: true, options: METHODS.map((one) => [one, tellAny('method_', one || 'usual')] as const) },
    },
    {
      name: 'hold',
      word: tell('do_hold'),
      needs: 'orders.hold_order',
      fits: ({ state }) => state === 'open',
      act: ({ id }) => holdOrder(id),
      undo: ({ id }) => letOrderGo(id),
    },
    {
      name: 'let-go',
      word: tell('do_let_go'),
      needs: 'orders.let_go_order',
      fits: ({ state }) => state === 'held',
      act: ({ id }) => letOrderGo(id),
      undo: ({ id }) => holdOrder(id),
    },
    {
      name: 'set-priority',
      word: tell('do_set_priority'),
      needs: 'orders.change_order',
      fits: ({ state }) => MAY_HURRY.has(state),
      act: ({ id }, priority) => prioritiseOrder(id, Number(priority)),
      undo: ({ id, priority }) => prioritiseOrder(id, priority),
      choice: { label: tell('priority'), options: PRIORITIES.map((one) => [one, priorityWord(one)] as const) },
    },
    {
      name: 'cancel',
      word: tell('do_cancel_orders'),
      needs: 'orders.cancel_order',
      fits: ({ state }) => !ENDED.has(state),
      act: ({ id }) => cancelOrder(id),
      sure: (count) => tell('sure_cancel_orders', { count }),
      danger: true,
    },
  ];
}
