/** Purchase orders: what is expected, what came, and what turned out otherwise. */
import type { PurchaseOrder, PurchaseOrderRow } from '../contract/office';
import { StateWord } from '../board/state-word';
import { tell, tellAny } from '../messages/desk';
import { fetchPurchaseOrder, fetchPurchaseOrders } from '../sync/office';
import { count, dayTime } from './format';
import { useFetched, useList } from './list';
import { Detail, Listing } from './listing';
import { route } from './route';
import { Num, Row } from './rows';
import { Choice, Search } from './search';

const STATES = ['sent', 'receiving', 'received', 'cancelled'];

export function PurchaseOrders() {
  const { query } = route.value;
  const [state, number] = [query.get('state') ?? '', query.get('number') ?? ''];
  const list = useList<PurchaseOrderRow>(`${state} ${number}`, (cursor) => fetchPurchaseOrders({ state, number, cursor }));
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

export function PurchaseOrderPage({ id }: { id: number }) {
  const found = useFetched<PurchaseOrder>(`purchase order ${id}`, () => fetchPurchaseOrder(id));
  return (
    <Detail name="purchase-order" found={found}>
      {(order) => (
        <>
          <header class="page-head">
            <h1>{order.number}</h1>
            <p class="facts-line">
              <StateWord state={order.state} />
              <span>{order.supplier}</span>
              {order.expectedOn && <span>{`${tell('expected')} ${order.expectedOn}`}</span>}
            </p>
          </header>
          <table class="rows">
            <thead>
              <tr>
                <th>{tell('item')}</th>
                <th class="number">{tell('ordered')}</th>
                <th class="number">{tell('received')}</th>
                <th class="number">{tell('still')}</th>
              </tr>
            </thead>
            <tbody>
              {order.lines.map((line) => (
                <Row key={line.id} to={`/office/items/${line.item}`}>
                  <td class="main">
                    <span class="code">{line.sku}</span> {line.name}
                  </td>
                  <Num label={tell('ordered')}>{count(line.qty)}</Num>
                  <Num label={tell('received')}>{count(line.received)}</Num>
                  <Num label={tell('still')}>{count(Math.max(line.qty - line.received, 0))}</Num>
                </Row>
              ))}
            </tbody>
          </table>
          <h2>{tell('discrepancies')}</h2>
          {order.discrepancies.length === 0 ? (
            <p class="empty">{tell('discrepancies_none')}</p>
          ) : (
            <table class="rows">
              <tbody>
                {order.discrepancies.map((one) => (
                  <tr key={one.id}>
                    <td>{one.kind.replaceAll('_', ' ')}</td>
                    <td class="code main">{one.sku ?? one.code}</td>
                    <td class="number">{count(one.qty)}</td>
                    <td>{dayTime(one.at)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </>
      )}
    </Detail>
  );
}
