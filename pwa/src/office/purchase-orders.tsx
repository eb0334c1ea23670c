/** Purchase orders: what is ordered from whom, and where each stands. */
import type { PurchaseOrderRow } from '../contract/office';
import { StateWord } from '../board/state-word';
import { tell, tellAny } from '../messages/desk';
import { fetchPurchaseOrders } from '../sync/office';
import { count } from './format';
import { useList } from './list';
import { Listing } from './listing';
import { route } from './route';
import { Num, Row } from './rows';
import { Choice, Search } from './search';

const STATES = ['draft', 'approved', 'sent', 'confirmed', 'receiving', 'received', 'closed', 'cancelled'];

export function PurchaseOrders() {
  const { query } = route.value;
  const [state, number, supplier] = [query.get('state') ?? '', query.get('number') ?? '', query.get('supplier') ?? ''];
  const list = useList<PurchaseOrderRow>(`${state} ${number} ${supplier}`, (cursor) => fetchPurchaseOrders({ state, number, supplier, cursor }));
  return (
    <Listing
      name="purchase-orders"
      list={list}
      filters={
        <>
          <Search name="number" label={tell('search_number')} />
          <Choice name="state" label={tell('state')} options={[['', tell('all_states')], ...STATES.map((one) => [one, tellAny('state_', one)] as const)]} />
        </>
      }
      empty={tell('purchase_orders_none')}
      head={
        <>
          <th>{tell('number')}</th>
          <th>{tell('supplier')}</th>
          <th>{tell('state')}</th>
          <th>{tell('expected')}</th>
          <th class="number">{tell('line_count')}</th>
        </>
      }
      row={(order) => (
        <Row key={order.id} to={`/office/purchase-orders/${order.id}`}>
          <td class="code">
            <a href={`/office/purchase-orders/${order.id}`} tabIndex={-1}>
              {order.number}
            </a>
          </td>
          <td class="main">{order.supplier}</td>
          <td>
            <StateWord state={order.state} />
          </td>
          <td>{order.expectedOn || '–'}</td>
          <Num label={tell('line_count')}>{count(order.lines)}</Num>
        </Row>
      )}
    />
  );
}
