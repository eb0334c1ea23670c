/** What stock is worth: the sum, by day, by age, by item, zone and owner, what was written off, and what money is worth. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import type { Age, Rates, ValueParts, ValueRow, ValueState, WriteOffs } from '../contract/value';
import { tell, tellAny, type DeskCode } from '../messages/desk';
import { fetchRates, fetchValue, fetchValueItems, fetchValueParts, fetchWriteOffs, sayRate, valueFile } from '../sync/value';
import { count, dayTime } from './format';
import { useFetched, useList, type Fetched } from './list';
import { Detail, Listing } from './listing';
import { money } from './money';
import { Num, Row } from './rows';
import { address, goTo, route } from './route';
import { may } from './session';
import { ValuePlot } from './value-plot';

const TABS = ['items', 'parts', 'written_off', 'rates'] as const;
const PERIODS = [30, 90, 365];
export const NANO = 1e9;

export function ValuePage() {
  const found = useFetched<ValueState>('value', fetchValue);
  const { query } = route.value;
  const tab = TABS.find((one) => one === query.get('tab')) ?? 'items';
  return (
    <>
      <Detail name="value" found={found}>
        {(told) => (
          <>
            <header class="page-head">
              <h1>{tell('value')}</h1>
              <p class="facts-line">
                <span>{tellAny('value_by_', told.method)}</span>
              </p>
            </header>
            {told.unknownItems > 0 && (
              <p class="remark wait" data-unknown>
                {tell(told.unknownItems === 1 ? 'value_unknown_hint_one' : 'value_unknown_hint_many', { n: count(told.unknownItems) })}{' '}
                <a href={address('/office/value', { unknown: 'true' })}>{tell('value_show_unknown')}</a>
              </p>
            )}
            <div class="value-head">
              <dl class="stock-levels">
                <div>
                  <dt>{tell('value_total')}</dt>
                  <dd data-total>{money(told.valueMinor, told.currency)}</dd>
                </div>
                <div>
                  <dt>{tell('value_units')}</dt>
                  <dd>{count(told.qty)}</dd>
                </div>
                {told.unknownQty > 0 && (
                  <div>
                    <dt>{tell('value_unknown')}</dt>
                    <dd class="unknown">{count(told.unknownQty)}</dd>
                  </div>
                )}
              </dl>
              <ValuePlot days={told.days} currency={told.currency} />
            </div>
            <h2>{tell('value_ages')}</h2>
            <table class="rows narrow ages">
              <thead>
                <tr>
                  {told.ages.map((age) => (
                    <th key={age.fromDays} class="number">
                      {ageWord(age)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                <tr>
                  {told.ages.map((age) => (
                    <Num key={age.fromDays} label={ageWord(age)}>
                      {money(age.valueMinor, told.currency)}
                    </Num>
                  ))}
                </tr>
                <tr>
                  {told.ages.map((age) => (
                    <Num key={age.fromDays} label={tell('value_units')}>
                      {count(age.qty)}
                    </Num>
                  ))}
                </tr>
              </tbody>
            </table>
            <nav class="desk-tabs" aria-label={tell('value')}>
              {TABS.map((one) => (
                <a key={one} href={address('/office/value', { tab: one === 'items' ? '' : one })} aria-current={one === tab ? 'page' : undefined}>
                  {tell(`value_${one}_tab` as DeskCode)}
                </a>
              ))}
            </nav>
            {tab === 'parts' && <Parts />}
            {tab === 'written_off' && <WrittenOff />}
            {tab === 'rates' && <RatesTab />}
          </>
        )}
      </Detail>
      {tab === 'items' && found.value !== null && <Items currency={found.value.currency} />}
    </>
  );
}

/** "0 to 30 days", or in a column's head "0–30 d". */
export function ageWord(age: Age, short = false): string {
  const words = { from: age.toDays === null ? age.fromDays - 1 : age.fromDays, to: age.toDays ?? '' };
  if (age.toDays === null) return tell(short ? 'value_age_long_short' : 'value_age_long', words);
  return tell(short ? 'value_age_short' : 'value_age', words);
}

function Items({ currency }: { currency: string }) {
  const { query } = route.value;
  const [unknown, on] = [query.get('unknown') === 'true', query.get('on') ?? ''];
  const filters = { unknown, on };
  const list = useList<ValueRow>(`value ${unknown} ${on}`, (cursor) => fetchValueItems(filters, cursor));
  const heads = list.items?.[0]?.ages ?? [];
  const go = (next: { unknown?: boolean; on?: string }) => {
    const now = { ...filters, ...next };
    goTo(address('/office/value', { unknown: now.unknown ? 'true' : '', on: now.on }), true);
  };
  return (
    <Listing
      name="value-items"
      list={list}
      filters={
        <>
          <label>
            {tell('value_on')}
            <input name="on" type="date" value={on} onInput={(event) => go({ on: event.currentTarget.value, unknown: false })} />
          </label>
          <label class="tick">
            <input name="unknown" type="checkbox" checked={unknown} onChange={(event) => go({ unknown: event.currentTarget.checked, on: '' })} />
            {tell('value_only_unknown')}
          </label>
          <a class="act" href={valueFile(filters, 'xlsx')} download="value.xlsx" data-action="save-workbook">
            {tell('do_workbook')}
          </a>
          <a class="act" href={valueFile(filters, 'csv')} download="value.csv" data-action="save-csv">
            {tell('do_csv')}
          </a>
        </>
      }
      empty={tell(unknown ? 'value_none_unknown' : 'value_none')}
      head={
        <>
          <th>{tell('sku')}</th>
          <th>{tell('name')}</th>
          <th class="number">{tell('value_units')}</th>
          <th class="number">{tell('value_unit')}</th>
          <th class="number">{tell('value_total')}</th>
          {heads.map((age) => (
            <th key={age.fromDays} class="number age">
              {ageWord(age, true)}
            </th>
          ))}
        </>
      }
      row={(one) => (
        <Row key={one.id} to={`/office/items/${one.id}`}>
          <td class="code">
            <a href={`/office/items/${one.id}`} tabIndex={-1}>
              {one.sku}
            </a>
          </td>
          <td class="main">{one.name}</td>
          <Num label={tell('value_units')}>{count(one.qty)}</Num>
          <Num label={tell('value_unit')}>{one.unitMinor === null ? '–' : money(one.unitMinor, currency)}</Num>
          <td class={`number ${one.unknownQty ? 'unknown' : ''}`} data-label={tell('value_total')}>
            {one.unitMinor === null ? tell('value_not_known') : money(one.valueMinor, currency)}
            {one.unitMinor !== null && one.unknownQty > 0 && <small class="unknown-part">{tell('value_partly', { n: count(one.unknownQty) })}</small>}
          </td>
          {one.ages.map((age) => (
            <td key={age.fromDays} class="number age" data-label={ageWord(age, true)} title={`${count(age.qty)} ${tell('value_units')}`}>
              {age.qty === 0 ? '' : age.qty === age.unknownQty ? '–' : money(age.valueMinor, currency)}
            </td>
          ))}
        </Row>
      )}
    />
  );
}

function Parts() {
  const on = route.value.query.get('on') ?? '';
  const found = useFetched<ValueParts>(`value parts ${on}`, () => fetchValueParts(on));
  const told = found.value;
  const day = (
    <div class="filters">
      <label>
        {tell('value_on')}
        <input name="on" type="date" value={on} onInput={(event) => goTo(address('/office/value', { tab: 'parts', on: event.currentTarget.value }), true)} />
      </label>
    </div>
  );
  if (told === null) {
    return (
      <>
        {day}
        <p class={found.problem ? 'remark wrong' : 'empty'}>{found.problem || tell('reading')}</p>
      </>
    );
  }
  return (
    <>
      {day}
      {told.zones.length === 0 && <p class="empty">{tell('value_none')}</p>}
      <table class="rows narrow" data-role="zones">
        <thead>
          <tr>
            <th>{tell('zone')}</th>
            <th class="number">{tell('value_units')}</th>
            <th class="number">{tell('value_total')}</th>
          </tr>
        </thead>
        <tbody>
          {told.zones.map((one) => (
            <tr key={`${one.zone} ${one.transit}`}>
              <td class="main">
                {one.transit ? tell('value_transit') : one.zone ? <span class="code">{one.zone}</span> : tell('value_no_zone')} {one.name}
              </td>
              <Num label={tell('value_units')}>{count(one.qty)}</Num>
              <td class="number" data-label={tell('value_total')}>
                {one.unknownQty === one.qty ? tell('value_not_known') : money(one.valueMinor, told.currency)}
                {one.unknownQty > 0 && one.unknownQty < one.qty && <small class="unknown-part">{tell('value_partly', { n: count(one.unknownQty) })}</small>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {told.owners.length > 0 && <Owners told={told} />}
    </>
  );
}

function Owners({ told }: { told: ValueParts }) {
  return (
    <table class="rows narrow" data-role="owners">
      <thead>
        <tr>
          <th>{tell('value_owner')}</th>
          <th class="number">{tell('value_units')}</th>
          <th class="number">{tell('value_total')}</th>
        </tr>
      </thead>
      <tbody>
        {told.owners.map((one) => (
          <tr key={one.owner}>
            <td class="main">{one.owner}</td>
            <Num label={tell('value_units')}>{count(one.qty)}</Num>
            <Num label={tell('value_total')}>{one.valueMinor === null ? tell('value_theirs') : money(one.valueMinor, told.currency)}</Num>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function WrittenOff() {
  const [days, setDays] = useState(30);
  const found = useFetched<WriteOffs>(`written off ${days}`, () => fetchWriteOffs(days));
  const told = found.value;
  return (
    <div data-role="written-off">
      <div class="filters">
        <label>
          {tell('value_period')}
          <select value={days} onChange={(event) => setDays(Number(event.currentTarget.value))}>
            {PERIODS.map((one) => (
              <option key={one} value={one}>
                {tell('value_period_days', { n: one })}
              </option>
            ))}
          </select>
        </label>
      </div>
      {told === null ? (
        <p class={found.problem ? 'remark wrong' : 'empty'}>{found.problem || tell('reading')}</p>
      ) : told.items.length === 0 ? (
        <p class="empty">{tell('value_write_none')}</p>
      ) : (
        <table class="rows narrow">
          <thead>
            <tr>
              <th>{tell('value_write_why')}</th>
              <th class="number">{tell('value_units')}</th>
              <th class="number">{tell('value_total')}</th>
            </tr>
          </thead>
          <tbody>
            {told.items.map((one) => (
              <tr key={one.reason}>
                <td class="main">{tellAny('value_why_', one.reason)}</td>
                <Num label={tell('value_units')}>{signed(-one.qty)}</Num>
                <td class="number" data-label={tell('value_total')}>
                  {money(-one.valueMinor, told.currency)}
                  {one.unknownQty !== 0 && <small class="unknown-part">{tell('value_partly', { n: count(Math.abs(one.unknownQty)) })}</small>}
                </td>
              </tr>
            ))}
            <tr class="total">
              <td class="main">{tell('value_write_sum')}</td>
              <Num label={tell('value_units')}>{signed(-told.items.reduce((sum, one) => sum + one.qty, 0))}</Num>
              <Num label={tell('value_total')}>{money(-told.items.reduce((sum, one) => sum + one.valueMinor, 0), told.currency)}</Num>
            </tr>
          </tbody>
        </table>
      )}
    </div>
  );
}

function RatesTab() {
  const found = useFetched<Rates>('rates', fetchRates);
  const told = found.value;
  if (told === null) return <p class={found.problem ? 'remark wrong' : 'empty'}>{found.problem || tell('reading')}</p>;
  return (
    <div data-role="rates">
      {may('costs.say_rate') && <RateForm told={told} found={found} />}
      {told.items.length === 0 ? (
        <p class="empty">{tell('rate_none', { currency: told.currency })}</p>
      ) : (
        <table class="rows narrow">
          <thead>
            <tr>
              <th>{tell('rate_currency')}</th>
              <th>{tell('rate_from')}</th>
              <th class="number">{tell('rate_worth', { currency: told.currency })}</th>
              <th>{tell('person')}</th>
            </tr>
          </thead>
          <tbody>
            {told.items.map((one) => (
              <tr key={one.id}>
                <td class="code">{one.currency}</td>
                <td>{one.fromOn}</td>
                <td class="number">{rateWord(one.rateNano)}</td>
                <td>
                  {one.person}, {dayTime(one.at)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function RateForm({ told, found }: { told: Rates; found: Fetched<Rates> }) {
  const [form, setForm] = useState({ currency: '', from: new Date().toISOString().slice(0, 10), worth: '' });
  const deed = useDeed();
  const nano = Math.round(Number(form.worth.replace(',', '.')) * NANO);
  const ready = /^[A-Z]{3}$/.test(form.currency) && form.from !== '' && nano > 0;
  const send = async () => {
    if (await deed.run(() => sayRate({ currency: form.currency, from_on: form.from, rate_nano: nano }))) {
      setForm({ ...form, currency: '', worth: '' });
      found.again();
    }
  };
  return (
    <form class="stock-form" data-form="rate" onSubmit={(event) => (event.preventDefault(), void send())}>
      <div class="filters">
        <label>
          {tell('rate_currency')}
          <input name="currency" class="code" maxLength={3} value={form.currency} autocomplete="off" onInput={(event) => setForm({ ...form, currency: event.currentTarget.value.toUpperCase() })} />
        </label>
        <label>
          {tell('rate_from')}
          <input name="from" type="date" value={form.from} onInput={(event) => setForm({ ...form, from: event.currentTarget.value })} />
        </label>
        <label>
          {tell('rate_worth', { currency: told.currency })}
          <input name="worth" inputMode="decimal" value={form.worth} autocomplete="off" onInput={(event) => setForm({ ...form, worth: event.currentTarget.value })} />
        </label>
        <button type="submit" class="act primary" data-action="say-rate" disabled={deed.busy || !ready}>
          {tell('do_say_rate')}
        </button>
      </div>
      <p class="hint">{tell('rate_hint')}</p>
      {deed.problem && (
        <p class="remark wrong" role="alert">
          {deed.problem}
        </p>
      )}
    </form>
  );
}

/** 0.91, without the zeros behind it. */
export const rateWord = (nano: number): string => String(nano / NANO);
const signed = (units: number): string => `${units > 0 ? '+' : units < 0 ? '−' : ''}${count(Math.abs(units))}`;
