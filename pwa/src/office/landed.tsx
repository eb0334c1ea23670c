/** What came of a purchase order cost, and a form for the freight and duty that the forwarder tells afterwards. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import type { Landed } from '../contract/value';
import type { PurchaseOrder } from '../contract/purchase';
import { tell } from '../messages/desk';
import { fetchLanded, landCost } from '../sync/value';
import { Changes, CurrencyField } from './cost';
import { count } from './format';
import { useFetched } from './list';
import { minorUnits, money } from './money';
import { may } from './session';

export function LandedCost({ order, again }: { order: PurchaseOrder; again: () => void }) {
  const found = useFetched<Landed>(`landed ${order.id} ${order.history.length}`, () => fetchLanded(order.id));
  const told = found.value;
  if (told === null) return found.problem ? <p class="remark wrong">{found.problem}</p> : null;
  return (
    <section data-role="landed">
      <h2>{tell('landed')}</h2>
      <dl class="stock-levels">
        {(
          [
            ['landed_goods', told.baseMinor],
            ['landed_more', told.landedMinor],
            ['landed_all', told.baseMinor + told.landedMinor],
          ] as const
        ).map(([name, minor]) => (
          <div key={name}>
            <dt>{tell(name)}</dt>
            <dd>{money(minor, told.currency)}</dd>
          </div>
        ))}
      </dl>
      {told.unknownQty > 0 && <p class="hint unknown">{tell('landed_unknown', { n: count(told.unknownQty) })}</p>}
      {may('costs.land') && <LandForm order={order} currency={told.currency} again={again} />}
      <Changes changes={told.changes} currency={told.currency} />
    </section>
  );
}

function LandForm({ order, currency, again }: { order: PurchaseOrder; currency: string; again: () => void }) {
  const [form, setForm] = useState({ amount: '', currency, by: 'value', note: '' });
  const deed = useDeed();
  const less = form.amount.trim().startsWith('-') || form.amount.trim().startsWith('−');
  const size = /^[A-Z]{3}$/.test(form.currency) ? minorUnits(form.amount.replace(/^\s*[-−]/, ''), form.currency) : null;
  const send = async () => {
    const body = { amount_minor: (less ? -1 : 1) * (size ?? 0), currency: form.currency, by: form.by, note: form.note.trim() };
    if (await deed.run(() => landCost(order.id, body))) {
      setForm({ ...form, amount: '', note: '' });
      again();
    }
  };
  return (
    <form class="stock-form" data-form="landed" onSubmit={(event) => (event.preventDefault(), void send())}>
      <div class="filters">
        <label>
          {tell('landed_amount')}
          <input name="amount" inputMode="decimal" value={form.amount} required autocomplete="off" onInput={(event) => setForm({ ...form, amount: event.currentTarget.value })} />
        </label>
        <CurrencyField value={form.currency} set={(to) => setForm({ ...form, currency: to })} />
        <label>
          {tell('landed_by')}
          <select name="by" value={form.by} onChange={(event) => setForm({ ...form, by: event.currentTarget.value })}>
            <option value="value">{tell('landed_by_value')}</option>
            <option value="weight">{tell('landed_by_weight')}</option>
          </select>
        </label>
        <label class="search">
          {tell('landed_note')}
          <input name="note" value={form.note} required maxLength={200} autocomplete="off" onInput={(event) => setForm({ ...form, note: event.currentTarget.value })} />
        </label>
        <button type="submit" class="act primary" data-action="land" disabled={deed.busy || !size || !form.note.trim()}>
          {tell('do_land')}
        </button>
      </div>
      <p class="hint">{tell('landed_hint')}</p>
      {deed.problem && (
        <p class="remark wrong" role="alert">
          {deed.problem}
        </p>
      )}
    </form>
  );
}
