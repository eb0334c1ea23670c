/** How many of an item there were at a past moment, and where: as booked. */
import { useState } from 'preact/hooks';
import type { StockThen } from '../contract/stock';
import { tell } from '../messages/desk';
import { fetchStockThen } from '../sync/office';
import { count, fullTime, momentOf } from './format';
import { useFetched } from './list';

export function AsOf({ sku }: { sku: string }) {
  const [moment, setMoment] = useState('');
  const at = momentOf(moment);
  return (
    <>
      <h2>{tell('as_of')}</h2>
      <div class="filters as-of">
        <label>
          {tell('as_of_when')}
          <input name="as-of" type="datetime-local" value={moment} onInput={(event) => setMoment(event.currentTarget.value)} />
        </label>
      </div>
      {Number.isFinite(at) && <Then key={at} sku={sku} at={at} />}
    </>
  );
}

function Then({ sku, at }: { sku: string; at: number }) {
  const found = useFetched<StockThen>(`${sku} ${at}`, () => fetchStockThen(sku, at));
  if (found.value === null) return <p class={found.problem ? 'remark wrong' : 'empty'}>{found.problem || tell('reading')}</p>;
  const { onHand, places } = found.value;
  return (
    <div data-as-of>
      <p>{tell(onHand ? 'as_of_there' : 'as_of_none', { n: count(onHand), time: fullTime(at) })}</p>
      {places.length > 0 && (
        <table class="rows narrow">
          <tbody>
            {places.map((one) => (
              <tr key={`${one.place} ${one.lot} ${one.container}`}>
                <td class="code">{one.place}</td>
                <td class="code">{one.lot}</td>
                <td class="code">{one.container}</td>
                <td class="number">{count(one.qty)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
