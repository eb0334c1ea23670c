/** Stock to act on: what runs low, what nobody buys, what is too much, what expires; each opens its item. */
import type { WatchRow, WatchSum, WatchSums } from '../contract/watch';
import { tell, tellAny, type DeskCode } from '../messages/desk';
import { fetchWatchList, fetchWatchSums, watchFile } from '../sync/value';
import { count, dayTime, fullTime } from './format';
import { useFetched, useList } from './list';
import { Detail, Listing } from './listing';
import { money } from './money';
import { address, goTo, route } from './route';
import { Num, Row } from './rows';

const PERIODS: Record<string, readonly number[]> = { dead: [30, 60, 90, 180, 365], overstock: [60, 90, 180, 365], expiring: [7, 14, 30, 60, 90] };
type Cell = (one: WatchRow, currency: string) => string;
interface Column {
  word: DeskCode;
  cell: Cell;
  title?: (one: WatchRow) => string;
}

const units = (value: number | null): string => (value === null ? '–' : count(value));
const worth: Column = {
  word: 'value_total',
  cell: (one, currency) => (one.valueMinor === null ? tell('value_not_known') : `${money(one.valueMinor, currency)}${one.unknown ? ' +' : ''}`),
  title: (one) => (one.unknown ? tell('watch_partly') : ''),
};
const lasts: Column = { word: 'watch_lasts', cell: (one) => (one.days === null ? tell('watch_no_demand') : one.days > 1095 ? tell('watch_years') : tell('watch_days', { n: count(one.days) })) };
const onHand: Column = { word: 'on_hand', cell: (one) => units(one.onHand) };
const COLUMNS: Record<string, Column[]> = {
  low: [
    { word: 'available', cell: (one) => units(one.available) },
    { word: 'incoming', cell: (one) => units(one.incoming) },
    { word: 'watch_waiting', cell: (one) => units(one.waiting) },
    { word: 'watch_point', cell: (one) => units(one.reorderPoint) },
    lasts,
  ],
  dead: [
    onHand,
    { word: 'watch_last_out', cell: (one) => (one.lastOutAt === null ? tell('watch_never') : dayTime(one.lastOutAt)), title: (one) => (one.lastOutAt === null ? '' : fullTime(one.lastOutAt)) },
    { word: 'watch_came', cell: (one) => (one.cameAt === null ? '–' : dayTime(one.cameAt)), title: (one) => (one.cameAt === null ? '' : fullTime(one.cameAt)) },
    worth,
  ],
  overstock: [onHand, { word: 'watch_too_many', cell: (one) => units(one.units) }, lasts, { ...worth, word: 'watch_too_much_worth' }],
  expiring: [
    { word: 'watch_expires', cell: (one) => one.expiresOn ?? '–' },
    { word: 'watch_in', cell: (one) => (one.days !== null && one.days < 0 ? tell('watch_expired') : tell('watch_days', { n: count(one.days ?? 0) })) },
    { word: 'qty', cell: (one) => units(one.units) },
    worth,
  ],
};

export function WatchPage() {
  const found = useFetched<WatchSums>('watch', fetchWatchSums);
  const shown = found.value?.lists.find((one) => one.name === route.value.query.get('tab')) ?? found.value?.lists[0];
  return (
    <>
      <Detail name="watch" found={found}>
        {(told) => (
          <>
            <header class="page-head">
              <h1>{tell('watch')}</h1>
              {told.reckonedAt === null && <p class="remark wait">{tell('watch_not_reckoned')}</p>}
            </header>
            <nav class="desk-tabs" aria-label={tell('watch')}>
              {told.lists.map((one) => (
                <a key={one.name} href={address('/office/watch', { tab: one.name })} aria-current={one === shown ? 'page' : undefined} data-tab={one.name}>
                  {tellAny('watch_', one.name)} <span class={one.rows > 0 ? 'tally' : 'quiet-word'}>{count(one.rows)}</span>
                  {one.valueMinor !== null && one.valueMinor > 0 && <span class="hint"> {money(one.valueMinor, told.currency)}</span>}
                </a>
              ))}
            </nav>
          </>
        )}
      </Detail>
      {shown && found.value && <Rows key={shown.name} of={shown} currency={found.value.currency} />}
    </>
  );
}

function Rows({ of, currency }: { of: WatchSum; currency: string }) {
  const days = Number(route.value.query.get('days')) || of.days;
  const list = useList<WatchRow>(`${of.name} ${days}`, (cursor) => fetchWatchList(of.name, days, cursor));
  const columns = COLUMNS[of.name] ?? [];
  return (
    <Listing
      name="watch-rows"
      list={list}
      filters={
        <>
          {PERIODS[of.name] && (
            <label>
              {tellAny('watch_days_', of.name)}
              <select name="days" value={days} onChange={(event) => goTo(address('/office/watch', { tab: of.name, days: event.currentTarget.value }), true)}>
                {PERIODS[of.name]?.map((one) => (
                  <option key={one} value={one}>
                    {tell('watch_days', { n: one })}
                  </option>
                ))}
              </select>
            </label>
          )}
          <a class="act" href={watchFile(of.name, days, 'xlsx')} download={`${of.name}.xlsx`} data-action="save-workbook">
            {tell('do_workbook')}
          </a>
          <a class="act" href={watchFile(of.name, days, 'csv')} download={`${of.name}.csv`} data-action="save-csv">
            {tell('do_csv')}
          </a>
          <p class="hint">{tellAny('watch_say_', of.name, { n: days })}</p>
        </>
      }
      empty={tellAny('watch_none_', of.name, { n: days })}
      head={
        <>
          <th>{tell('sku')}</th>
          <th>{tell('name')}</th>
          {of.name === 'expiring' && <th>{tell('lot')}</th>}
          {columns.map((column) => (
            <th key={column.word} class="number">
              {tell(column.word)}
            </th>
          ))}
        </>
      }
      row={(one) => (
        <Row key={`${one.id} ${one.lotId ?? ''}`} to={one.lotId === null ? `/office/items/${one.id}` : `/office/lots/${one.lotId}`}>
          <td class="code">
            <a href={`/office/items/${one.id}`} tabIndex={-1}>
              {one.sku}
            </a>
          </td>
          <td class="main">{one.name}</td>
          {of.name === 'expiring' && <td class="code">{one.lot}</td>}
          {columns.map((column) => (
            <Num key={column.word} label={tell(column.word)} title={column.title?.(one) ?? ''}>
              {column.cell(one, currency)}
            </Num>
          ))}
        </Row>
      )}
    />
  );
}
