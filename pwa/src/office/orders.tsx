/** Orders: by state and number; each with its lines, parcels and documents, and the button that releases it. */
import { useState } from 'preact/hooks';
import { Problem } from '../contract';
import type { Order, OrderRow } from '../contract/office';
import type { Printer } from '../contract/printing';
import { fetchPrinters } from '../sync/printing';
import { PrintOn } from './print-on';
import { useDeed } from '../board/deed';
import { StateWord } from '../board/state-word';
import { tell, tellAny } from '../messages/desk';
import { cancelOrder, fetchOrder, fetchOrders, packingSlip, parcelLabel, releaseOrder } from '../sync/office';
import { count, dayTime } from './format';
import { useFetched, useList } from './list';
import type { Column } from './columns';
import { ListPage } from './list-page';
import { Detail } from './listing';
import { OrderInvoices } from './order-invoices';
import { OrderAddress } from './order-address';
import { orderDeeds } from './order-deeds';
import { OrderLines } from './order-lines';
import { OrderChanges, OrderParts } from './order-parts';
import { Agreed } from './order-substitutes';
import { ParcelCarrier } from './parcel-carrier';
import { address, route } from './route';
import { Choice, Search } from './search';
import { may } from './session';
import { WhoseGoods } from './owner-choice';

const STATES = ['open', 'released', 'picked', 'packed', 'shipped', 'held', 'cancelled'];
/** The server's word for an order that stock does not cover. */
const LACKS_STOCK = 'not_fully_reserved';
const ENDED = new Set(['shipped', 'cancelled']);

export function Orders() {
  const { query } = route.value;
  const [state, number, client, sort, way] = ['state', 'number', 'client', 'sort', 'way'].map((name) => query.get(name) ?? '') as [string, string, string, string, string];
  const list = useList<OrderRow>(`${state} ${number} ${client} ${sort} ${way}`, (cursor) => fetchOrders({ state, number, owner: client, sort, descending: way === 'down' ? 'true' : '', cursor }));
  return (
    <ListPage
      name="orders"
      list={list}
      filters={
        <>
          <Search name="number" label={tell('search_number')} />
          {client && <Choice name="client" label={tell('client_of')} options={[['', tell('client_any')], [client, client]]} />}
          <Choice name="state" label={tell('state')} options={[['', tell('all_states')], ...STATES.map((one) => [one, tellAny('state_', one)] as const)]} />
          {may('orders.create_order') && (
            <a class="act" href={address('/office/orders/new', {})} data-action="new-order">
              {tell('do_new_order')}
            </a>
          )}
        </>
      }
      empty={number ? tell('orders_none') : tell('orders_empty')}
      columns={orderColumns(list.again)}
      keyOf={({ id }) => String(id)}
      named={(order) => order.number}
      to={({ id }) => `/office/orders/${id}`}
      deeds={orderDeeds()}
    />
  );
}

function orderColumns(again: () => void): readonly Column<OrderRow>[] {
  return [
    {
      name: 'number',
      word: tell('number'),
      sort: 'number',
      fixed: true,
      look: 'code',
      cell: ({ id, number }) => (
        <a href={`/office/orders/${id}`} tabIndex={-1}>
          {number}
        </a>
      ),
    },
    {
      name: 'customer',
      word: tell('customer'),
      look: 'main',
      cell: ({ customer, city, addressFaulty }) => (
        <>
          {customer} <span class="hint">{city}</span> {addressFaulty && <span class="late">{tell('address_wrong')}</span>}
        </>
      ),
    },
    { name: 'state', word: tell('state'), cell: ({ state }) => <StateWord state={state} /> },
    {
      name: 'ship_by',
      word: tell('ship_by'),
      sort: 'ship_by',
      look: 'when',
      cell: ({ shipBy, state }) => (
        <>
          {dayTime(shipBy)} {shipBy < Date.now() && !ENDED.has(state) && <span class="late">{tell('late')}</span>}
        </>
      ),
    },
    { name: 'priority', word: tell('priority'), sort: 'urgency', number: true, cell: ({ priority }) => priority },
    { name: 'placed_at', word: tell('placed_at'), seldom: true, look: 'when', cell: ({ placedAt }) => dayTime(placedAt) },
    { name: 'client', word: tell('client_of'), seldom: true, look: 'code', cell: ({ owner }) => owner || '–' },
    { name: 'channel', word: tell('channel_word'), seldom: true, cell: ({ channel }) => channel || '–' },
    { name: 'lines', word: tell('line_count'), number: true, cell: ({ lines }) => count(lines) },
    { name: 'units', word: tell('units'), number: true, cell: ({ units }) => count(units) },
    {
      name: 'reserved',
      word: tell('reserved'),
      number: true,
      cell: ({ state, reserved, units }) => (state === 'open' && reserved < units ? <span class="late">{count(reserved)}</span> : count(reserved)),
    },
    { name: 'do', word: '', look: 'change', cell: (order) => order.state === 'open' && may('orders.release_order') && <ReleaseButton order={order} onDone={again} calm /> },
  ];
}

/** Release an order; when stock does not cover it, what there is can be released. */
function ReleaseButton({ order, onDone, calm = false }: { order: { id: number }; onDone: () => void; calm?: boolean }) {
  const deed = useDeed();
  const [lacks, setLacks] = useState(false);
  const release = (): void => {
    void deed.run(async () => {
      try {
        await releaseOrder(order.id, lacks);
        onDone();
      } catch (problem) {
        if (!(problem instanceof Problem) || problem.code !== LACKS_STOCK) throw problem;
        setLacks(true);
      }
    });
  };
  return (
    <>
      <button type="button" class={calm ? 'act' : 'act primary'} data-action="release" disabled={deed.busy} onClick={release}>
        {lacks ? tell('do_release_partial') : tell('do_release_order')}
      </button>
      {lacks && <p class="remark">{tell('not_fully_reserved')}</p>}
      {deed.problem && (
        <p class="remark wrong" role="alert">
          {deed.problem}
        </p>
      )}
    </>
  );
}

export function OrderPage({ id }: { id: number }) {
  const found = useFetched<Order>(`order ${id}`, () => fetchOrder(id));
  const printers = useFetched<Printer[]>('printers', () => (may('printing.print_paper') ? fetchPrinters() : Promise.resolve([]))).value ?? [];
  return (
    <Detail name="order" found={found}>
      {(order) => (
        <>
          <header class="page-head">
            <h1>{order.number}</h1>
            <p class="facts-line">
              <StateWord state={order.state} />
              <WhoseGoods owner={order.owner} />
              <span>
                {tell('ship_by')} {dayTime(order.shipBy)}
              </span>
              {may('insight.list_scans') && <a href={address('/board/journal', { order: order.number })}>{tell('scans_of_it')}</a>}
            </p>
            <OrderAddress order={order} again={found.again} />
            {order.collect && <p class="facts-line">{tell('order_collected', { code: order.collectionCode })}</p>}
            {order.gift && (
              <p class="remark" data-role="gift">
                {tell('order_gift')} {order.giftNote}
              </p>
            )}
            {order.note && <p class="remark">{order.note}</p>}
            <Agreed order={order} again={found.again} />
            <OrderActions order={order} onDone={found.again} />
            <OrderParts order={order} again={found.again} />
          </header>
          <OrderLines order={order} again={found.again} />
          <h2>{tell('parcels')}</h2>
          <Parcels order={order} given={found.again} printers={printers} />
          {may('documents.list_invoices') && <OrderInvoices order={order} printers={printers} billed={found.again} />}
          <OrderChanges order={order} />
          <h2>{tell('returns')}</h2>
          <BroughtBack order={order} />
        </>
      )}
    </Detail>
  );
}

function OrderActions({ order, onDone }: { order: Order; onDone: () => void }) {
  const deed = useDeed();
  const [sure, setSure] = useState(false);
  if (ENDED.has(order.state)) return null;
  return (
    <div class="actions">
      {order.state === 'open' && may('orders.release_order') && <ReleaseButton order={order} onDone={onDone} />}
      {may('orders.cancel_order') &&
        (sure ? (
          <>
            <span class="question">{tell('sure_cancel_order', { number: order.number })}</span>
            <button type="button" class="act danger" disabled={deed.busy} onClick={() => void deed.run(() => cancelOrder(order.id)).then((done) => done && onDone())}>
              {tell('do_yes_cancel')}
            </button>
            <button type="button" class="act" onClick={() => setSure(false)}>
              {tell('do_keep')}
            </button>
          </>
        ) : (
          <button type="button" class="act" onClick={() => setSure(true)}>
            {tell('do_cancel_order')}
          </button>
        ))}
      {deed.problem && <p class="remark wrong">{deed.problem}</p>}
    </div>
  );
}

/** What the customer has sent back. */
function BroughtBack({ order }: { order: Order }) {
  if (order.returns.length === 0) return <p class="empty">{tell('order_returns_none')}</p>;
  return (
    <table class="rows">
      <tbody>
        {order.returns.map((one) => (
          <tr key={one.id} data-row tabIndex={0}>
            <td class="code">{may('returns.show_return') ? <a href={`/office/returns/${one.id}`}>{one.number}</a> : one.number}</td>
            <td>
              <StateWord state={one.state} />
            </td>
            <td class="main">{tell('order_return', { units: one.units })}</td>
            <td>{dayTime(one.madeAt)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Parcels({ order, given, printers }: { order: Order; given: () => void; printers: Printer[] }) {
  if (order.parcels.length === 0) return <p class="empty">{tell('parcels_none')}</p>;
  return (
    <table class="rows">
      <tbody>
        {order.parcels.map((parcel) => (
          <tr key={parcel.id}>
            <td class="code">{parcel.container}</td>
            <td>
              {order.collect ? <span class="code">{parcel.tracking}</span> : <ParcelCarrier parcel={parcel} given={given} />}
            </td>
            <td>
              {parcel.shippedAt ? dayTime(parcel.shippedAt) : tell('state_packed')}
              {parcel.handedTo && ` ${tell('parcel_handed_to', { name: parcel.handedTo })}`}
            </td>
            <td class="change">
              <a class="act" href={packingSlip(parcel.id)} target="_blank" rel="noopener">
                {tell('do_packing_slip')}
              </a>{' '}
              {may('parcels.label_pdf') && (parcel.label === '' || parcel.label === 'ready') && (
                <a class="act" href={parcelLabel(parcel.id, parcel.labelFormat)} target="_blank" rel="noopener">
                  {tell('do_label')}
                </a>
              )}{' '}
              <PrintOn papers={parcel.label === '' || parcel.label === 'ready' ? ['packing_slip', 'parcel_label'] : ['packing_slip']} of={{ shipment: parcel.id }} printers={printers} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
