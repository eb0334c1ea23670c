/** A delivery: its pallets and cartons, what is in them, what has come and who scanned it. */
import { useState } from 'preact/hooks';
import { StateWord } from '../board/state-word';
import type { CartonRow, DeliveryCard } from '../contract/deliveries';
import { tell } from '../messages/desk';
import { fetchDelivery } from '../sync/deliveries';
import { count, dayTime } from './format';
import { useFetched } from './list';
import { LandedCost } from './landed';
import { Detail } from './listing';
import { MeasuredRows } from './measured';
import { may } from './session';
import { To } from './to';

/** How many cartons are drawn at once: a lorry has more than a table can be read of. */
const SERIALS_SHOWN = 12;
const AT_ONCE = 200;

export function DeliveryPage({ id }: { id: number }) {
  const found = useFetched<DeliveryCard>(`delivery ${id}`, () => fetchDelivery(id));
  return (
    <Detail name="delivery" found={found}>
      {(delivery) => (
        <>
          <header class="page-head">
            <h1>{delivery.number}</h1>
            <p class="facts-line">
              <StateWord state={delivery.state} />
              <To needs="purchasing.show_supplier" href={`/office/suppliers/${delivery.supplierId}`}>
                <span>{delivery.supplier}</span>
              </To>
              {delivery.expectedOn && <span>{`${tell('expected')} ${delivery.expectedOn}`}</span>}
              <span class="hint">{tell('delivery_announced', { when: dayTime(delivery.announcedAt) })}</span>
            </p>
            <p data-role="summary">{summary(delivery)}</p>
            <p class="facts-line">
              {ordersOf(delivery).map(([key, number]) => (
                <a key={key} href={`/office/purchase-orders/${key}`}>
                  {number}
                </a>
              ))}
            </p>
          </header>
          {may('costs.show_landed_delivery') && <LandedCost of={{ kind: 'deliveries', id: delivery.id }} again={found.again} />}
          <Cartons cartons={delivery.contents} />
          {delivery.measured.length > 0 && <MeasuredRows measured={delivery.measured} />}
        </>
      )}
    </Detail>
  );
}

function summary({ cartons, arrived, cancelled }: DeliveryCard): string {
  const awaited = cartons - arrived - cancelled;
  if (awaited === 0 && cancelled === 0) return tell('delivery_all_in', { cartons: count(cartons) });
  return tell(cancelled ? 'delivery_cancelled' : 'delivery_so_far', { cartons: count(cartons), arrived: count(arrived), awaited: count(awaited), cancelled: count(cancelled) });
}

/** The purchase orders that it is for. */
function ordersOf({ contents }: DeliveryCard): [number, string][] {
  return [...new Map(contents.flatMap(({ goods }) => goods.map((one) => [one.purchaseOrderId, one.purchaseOrder] as const)))];
}

/** What is awaited comes first: that is what somebody looks for. */
function Cartons({ cartons }: { cartons: CartonRow[] }) {
  const [most, setMost] = useState(AT_ONCE);
  const sorted = [...cartons].sort((a, b) => Number(b.state === 'expected') - Number(a.state === 'expected'));
  return (
    <>
      <table class="rows">
        <thead>
          <tr>
            <th>{tell('carton')}</th>
            <th>{tell('pallet')}</th>
            <th>{tell('delivery_holds')}</th>
            <th>{tell('state')}</th>
            <th>{tell('delivery_who')}</th>
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, most).map((one) => (
            <tr key={one.sscc} data-row tabIndex={0}>
              <td class="code">{one.sscc}</td>
              <td class="code">{one.pallet || '–'}</td>
              <td class="main">
                {one.goods.map((goods, at) => (
                  <div key={at}>
                    {count(goods.qty)} × <a href={`/office/items/${goods.item}`}>{goods.sku}</a> {goods.name}
                    {goods.lot && <span class="hint">{` · ${tell('lot')} ${goods.lot}`}</span>}
                    {goods.expiresOn && <span class="hint">{` · ${goods.expiresOn}`}</span>}
                    {goods.serials.length > 0 && <span class="hint code">{` · ${goods.serials.slice(0, SERIALS_SHOWN).join(', ')}${goods.serials.length > SERIALS_SHOWN ? ' …' : ''}`}</span>}
                    {!goods.ordered && <span class="remark">{` · ${tell('delivery_not_ordered', { number: goods.purchaseOrder })}`}</span>}
                  </div>
                ))}
              </td>
              <td>
                <StateWord state={one.state} />
              </td>
              <td>{one.at === null ? '–' : `${one.person ?? ''} ${dayTime(one.at)}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {sorted.length > most && (
        <button type="button" class="act" data-action="more" onClick={() => setMost(most + AT_ONCE)}>
          {tell('delivery_more', { count: count(sorted.length - most) })}
        </button>
      )}
    </>
  );
}
