/** What came of a purchase order or a delivery cost, and a form for the freight and duty that are told afterwards. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import type { Landed } from '../contract/value';
import { tell } from '../messages/desk';
import { fetchLanded, landCost, type LandedOn } from '../sync/value';
import { Changes, CurrencyField } from './cost';
import { count, dayTime } from './format';
import { useFetched } from './list';
import { minorUnits, money } from './money';
import { may } from './session';

interface Props {
  of: LandedOn;
  /** Changes when what is told of it may have changed. */
  edition?: number;
  again: () => void;
}

export function LandedCost({ of, edition = 0, again }: Props) {
  const found = useFetched<Landed>(`landed ${of.kind} ${of.id} ${edition}`, () => fetchLanded(of));
  const landed = (): void => {
    found.again();
    again();
  };
  const told = found.value;
  if (told === null) return found.problem ? <p class="remark wrong">{found.problem}</p> : null;
  if (of.kind === 'deliveries' && told.receivedQty === 0) return null;
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
      {may('costs.land') && <LandForm of={of} told={told} again={landed} />}
      <Changes changes={told.changes} currency={told.currency} />
    </section>
  );
}

function LandForm({ of, told, again }: { of: LandedOn; told: Landed; again: () => void }) {
  const [form, setForm] = useState({ amount: '', currency: told.currency, by: 'value', note: '', receipt: '' });
  const deed = useDeed();
  const less = form.amount.trim().startsWith('-') || form.amount.trim().startsWith('−');
  const size = /^[A-Z]{3}$/.test(form.currency) ? minorUnits(form.amount.replace(/^\s*[-−]/, ''), form.currency) : null;
  const send = async () => {
    const body = { amount_minor: (less ? -1 : 1) * (size ?? 0), currency: form.currency, by: form.by, note: form.note.trim(), ...(form.receipt ? { receipt: Number(form.receipt) } : {}) };
    if (await deed.run(() => landCost(of, body))) {
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
            <option value="pieces">{tell('landed_by_pieces')}</option>
          </select>
        </label>
        {told.receipts.length > 1 && (
          <label>
            {tell('landed_over')}
            <select name="receipt" value={form.receipt} onChange={(event) => setForm({ ...form, receipt: event.currentTarget.value })}>
              <option value="">{tell('landed_over_all')}</option>
              {told.receipts.map((one) => (
                <option key={one.id} value={one.id}>
                  {tell('landed_over_receipt', { when: dayTime(one.at), person: one.person, n: count(one.qty) })}
                </option>
              ))}
            </select>
          </label>
        )}
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
