/** Purchase orders: what is ordered from whom, and where each stands. */
import type { PurchaseOrderRow } from '../contract/office';
import { StateWord } from '../board/state-word';
import { tell, tellAny } from '../messages/desk';
import { actOnPurchaseOrder } from '../sync/buying';
import { fetchPurchaseOrders } from '../sync/office';
import { count, dayTime } from './format';
import { useList } from './list';
import type { BulkDeed } from './bulk';
import type { Column } from './columns';
import { ListPage } from './list-page';
import { route } from './route';
import { Choice, Search } from './search';

const STATES = ['draft', 'approved', 'sent', 'confirmed', 'receiving', 'received', 'closed', 'cancelled'];

export function PurchaseOrders() {
  const { query } = route.value;
  const [state, number, supplier, sort, way] = ['state', 'number', 'supplier', 'sort', 'way'].map((name) => query.get(name) ?? '') as [string, string, string, string, string];
  const list = useList<PurchaseOrderRow>(`${state} ${number} ${supplier} ${sort} ${way}`, (cursor) => fetchPurchaseOrders({ state, number, supplier, sort, descending: way === 'down' ? 'true' : '', cursor }));
  return (
    <ListPage
      name="purchase-orders"
      list={list}
      filters={
        <>
          <Search name="number" label={tell('search_number')} />
          <Choice name="state" label={tell('state')} options={[['', tell('all_states')], ...STATES.map((one) => [one, tellAny('state_', one)] as const)]} />
        </>
      }
      empty={tell('purchase_orders_none')}
      columns={columns()}
      keyOf={({ id }) => String(id)}
      named={({ number }) => number}
      to={pageOf}
      deeds={deeds()}
    />
  );
}

const pageOf = ({ id }: PurchaseOrderRow): string => `/office/purchase-orders/${id}`;

function columns(): readonly Column<PurchaseOrderRow>[] {
  return [
    {
      name: 'number',
      word: tell('number'),
      sort: 'number',
      fixed: true,
      look: 'code',
      cell: (order) => (
        <a href={pageOf(order)} tabIndex={-1}>
          {order.number}
        </a>
      ),
    },
    { name: 'supplier', word: tell('supplier'), look: 'main', cell: ({ supplier }) => supplier },
    { name: 'state', word: tell('state'), cell: ({ state }) => <StateWord state={state} /> },
    { name: 'expected', word: tell('expected'), sort: 'expected', cell: ({ expectedOn }) => expectedOn || '–' },
    { name: 'client', word: tell('client_of'), seldom: true, look: 'code', cell: ({ owner }) => owner || '–' },
    { name: 'ordered', word: tell('ordered_on'), seldom: true, cell: ({ orderedAt }) => dayTime(orderedAt) },
    { name: 'lines', word: tell('line_count'), number: true, cell: ({ lines }) => count(lines) },
  ];
}

function deeds(): readonly BulkDeed<PurchaseOrderRow>[] {
  return [
    {
      name: 'approve',
      word: tell('do_approve_many'),
      needs: 'purchasing.approve_purchase_order',
      fits: ({ state }) => state === 'draft',
      act: ({ id }) => actOnPurchaseOrder(id, 'approve'),
      sure: (count) => tell('sure_approve_many', { count }),
    },
    {
      name: 'send',
      word: tell('do_send_many'),
      needs: 'purchasing.send_purchase_order',
      fits: ({ state }) => state === 'approved',
      act: ({ id }) => actOnPurchaseOrder(id, 'send'),
      sure: (count) => tell('sure_send_many', { count }),
    },
  ];
}
