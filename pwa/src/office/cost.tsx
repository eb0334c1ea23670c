/** What an item cost: its value, its layers oldest first, what was told afterwards, and a form where nobody knows. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import type { CostChange, ItemValue, Layer } from '../contract/value';
import { tell, tellAny } from '../messages/desk';
import { fetchItemValue, nameCost } from '../sync/value';
import { count, dayTime, fullTime } from './format';
import { useFetched } from './list';
import { minorUnits, money } from './money';
import { Num } from './rows';
import { may } from './session';
import { NANO, rateWord } from './value';

export function CostOf({ item }: { item: number }) {
  const found = useFetched<ItemValue>(`cost ${item}`, () => fetchItemValue(item));
  const told = found.value;
  if (told === null) return found.problem ? <p class="remark wrong">{found.problem}</p> : null;
  const other = told.method === 'fifo' ? told.averageMinor : told.fifoMinor;
  return (
    <section data-role="cost">
      <h2>
        {tell('cost')}{' '}
        <span class="hint">
          {told.unitMinor === null ? told.qty > 0 && tell('value_not_known') : `${money(told.valueMinor, told.currency)}, ${tell('cost_price', { price: money(told.unitMinor, told.currency) })}, ${tellAny('value_by_', told.method)}`}
          {told.unitMinor !== null && told.unknownQty > 0 && `, ${tell('value_partly', { n: count(told.unknownQty) })}`}
        </span>
      </h2>
      {told.unitMinor !== null && other !== told.valueMinor && <p class="hint">{tell('cost_other_method', { value: money(other, told.currency) })}</p>}
      {told.qty === 0 ? <p class="empty">{tell('cost_none')}</p> : <Layers told={told} />}
      {told.unknownQty > 0 && may('costs.name_cost') && <NameCost item={item} told={told} again={found.again} />}
      <Changes changes={told.changes} currency={told.currency} />
    </section>
  );
}

function Layers({ told }: { told: ItemValue }) {
  const landed = told.layers.some((one) => one.landedMinor);
  const amount = (minor: number | null): string => (minor === null ? tell('value_not_known') : money(minor, told.currency));
  return (
    <>
      <table class="rows narrow" data-role="layers">
        <caption>{tell('cost_layers')}</caption>
        <thead>
          <tr>
            <th>{tell('cost_came')}</th>
            <th>{tell('cost_from')}</th>
            <th class="number">{tell('cost_left')}</th>
            <th class="number">{tell('cost_base')}</th>
            {landed && <th class="number">{tell('cost_landed')}</th>}
            <th class="number">{tell('cost_value')}</th>
          </tr>
        </thead>
        <tbody>
          {told.layers.map((one) => (
            <tr key={one.id}>
              <td title={fullTime(one.at)}>{dayTime(one.at)}</td>
              <td class="main">{one.purchaseOrder ? <a href={`/office/purchase-orders/${one.purchaseOrderId}`}>{one.purchaseOrder}</a> : tellAny('cost_source_', one.source)}</td>
              <Num label={tell('cost_left')}>{one.qty === one.qtyIn ? count(one.qty) : tell('cost_left_of', { left: count(one.qty), all: count(one.qtyIn) })}</Num>
              <Num label={tell('cost_base')}>{one.priceMinor !== null ? <Price layer={one} own={told.currency} /> : amount(one.baseMinor)}</Num>
              {landed && <Num label={tell('cost_landed')}>{one.landedMinor ? amount(one.landedMinor) : '–'}</Num>}
              <td class={`number ${one.valueMinor === null ? 'unknown' : ''}`} data-label={tell('cost_value')}>
                {amount(one.valueMinor)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {told.moreLayers > 0 && <p class="hint">{tell('cost_more_layers', { n: count(told.moreLayers) })}</p>}
    </>
  );
}

/** A unit's price as ordered, and the rate that it was converted by. */
function Price({ layer, own }: { layer: Layer; own: string }) {
  return (
    <>
      {tell('cost_price', { price: money(layer.priceMinor ?? 0, layer.currency) })}
      {layer.currency !== own && layer.rateNano > 0 && layer.rateNano !== NANO && <small class="hint"> {tell('cost_at_rate', { rate: rateWord(layer.rateNano) })}</small>}
    </>
  );
}

function NameCost({ item, told, again }: { item: number; told: ItemValue; again: () => void }) {
  const [form, setForm] = useState({ price: '', currency: told.currency, note: '' });
  const deed = useDeed();
  const known = /^[A-Z]{3}$/.test(form.currency);
  const minor = known ? minorUnits(form.price, form.currency) : null;
  const send = async () => {
    if (await deed.run(() => nameCost(item, { price_minor: minor, currency: form.currency, note: form.note.trim() }))) again();
  };
  return (
    <form class="stock-form" data-form="name-cost" onSubmit={(event) => (event.preventDefault(), void send())}>
      <p class="hint">{tell('cost_name_hint', { n: count(told.unknownQty) })}</p>
      <div class="filters">
        <label>
          {tell('cost_name_price')}
          <input name="price" inputMode="decimal" value={form.price} required autocomplete="off" onInput={(event) => setForm({ ...form, price: event.currentTarget.value })} />
        </label>
        <CurrencyField value={form.currency} set={(currency) => setForm({ ...form, currency })} />
        <label class="search">
          {tell('note')}
          <input name="note" value={form.note} maxLength={200} autocomplete="off" onInput={(event) => setForm({ ...form, note: event.currentTarget.value })} />
        </label>
        <button type="submit" class="act primary" data-action="name-cost" disabled={deed.busy || minor === null}>
          {tell('do_name_cost')}
        </button>
      </div>
      {deed.problem && (
        <p class="remark wrong" role="alert">
          {deed.problem}
        </p>
      )}
    </form>
  );
}

export function CurrencyField({ value, set }: { value: string; set: (currency: string) => void }) {
  return (
    <label>
      {tell('rate_currency')}
      <input name="currency" class="code" maxLength={3} value={value} required autocomplete="off" onInput={(event) => set(event.currentTarget.value.toUpperCase())} />
    </label>
  );
}

/** Cost that was told after the goods had come. */
export function Changes({ changes, currency }: { changes: CostChange[]; currency: string }) {
  if (changes.length === 0) return null;
  return (
    <table class="rows narrow" data-role="cost-changes">
      <caption>{tell('cost_changes')}</caption>
      <tbody>
        {changes.map((one) => (
          <tr key={one.id}>
            <td>{dayTime(one.at)}</td>
            <td class="main">
              {tellAny('cost_change_', one.kind)}
              {one.note && `: ${one.note}`}
              {one.goneMinor !== 0 && <small class="hint"> {tell('cost_change_gone', { amount: money(one.goneMinor, currency) })}</small>}
            </td>
            <td class="number">{money(one.amountMinor, currency)}</td>
            <td>{one.person}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
