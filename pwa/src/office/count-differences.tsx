/** What counts found otherwise than booked, as a list, and how right the books were. */
import type { Variance, Variances } from '../contract/counts';
import type { Zone } from '../contract/office';
import { tell, tellAny } from '../messages/desk';
import { fetchVariances } from '../sync/office';
import type { Column } from './columns';
import { count, dayTime, money } from './format';
import { useFetched, useList } from './list';
import { ListPage } from './list-page';
import { address, route } from './route';
import { Choice, Search } from './search';

/** The first is what is shown when nobody asks. */
const PERIODS = ['90', '30', '365'];

export function Differences({ zones, turn }: { zones: Zone[]; turn: number }) {
  const { query } = route.value;
  const [zone, round, state, differs, q, sort, way] = ['zone', 'round', 'state', 'differs', 'q', 'sort', 'way'].map((name) => query.get(name) ?? '') as [string, string, string, string, string, string, string];
  const days = query.get('days') ?? '90';
  // The newest first, until somebody asks for the other way.
  const descending = String(!sort || way === 'down');
  const key = `${zone} ${days} ${round} ${turn}`;
  const sums = useFetched<Variances>(`sums ${key}`, () => fetchVariances({ zone, days, round, limit: 1 }));
  const list = useList<Variance>(`${key} ${state} ${differs} ${q} ${descending}`, (cursor) => fetchVariances({ zone, days, round, state, differs, q, descending, cursor }));
  const sum = sums.value;
  return (
    <>
      <div class="page">
        <h2>{tell('count_differences')}</h2>
        {sum && sum.counted > 0 && (
          <dl class="stock-levels">
            <div>
              <dt>{tell('count_accuracy')}</dt>
              <dd>{percent(sum.agreed, sum.counted)}</dd>
            </div>
            <div>
              <dt>{tell('count_lines_counted')}</dt>
              <dd>{count(sum.counted)}</dd>
            </div>
            <div>
              <dt>{tell('count_less')}</dt>
              <dd>{money(-sum.lessMinor, sum.currency)}</dd>
            </div>
            <div>
              <dt>{tell('count_more')}</dt>
              <dd>{money(sum.moreMinor, sum.currency)}</dd>
            </div>
          </dl>
        )}
      </div>
      <ListPage
        name="variances"
        of="counts"
        list={list}
        filters={
          <>
            <Search name="q" label={tell('difference_search')} />
            <Choice name="zone" label={tell('zone')} options={[['', tell('all_zones')], ...zones.map((one) => [one.code, `${one.code} ${one.name}`] as const)]} />
            <Choice name="differs" label={tell('difference')} options={[['', tell('all_states')], ...['less', 'more'].map((one) => [one, tellAny('differs_', one)] as const)]} />
            <Choice name="state" label={tell('state')} options={[['', tell('all_states')], ...['waiting', 'booked'].map((one) => [one, tellAny('differences_', one)] as const)]} />
            {round ? (
              <a class="act" href={address('/office/counts', { zone })}>
                {tell('differences_all_rounds')}
              </a>
            ) : (
              <Choice name="days" label={tell('period')} options={PERIODS.map((one) => [one === '90' ? '' : one, tell('last_days', { n: one })] as const)} />
            )}
          </>
        }
        empty={tell(q || differs || state ? 'differences_none_here' : sum && sum.counted > 0 ? 'count_differences_none' : 'count_nothing')}
        columns={columns()}
        keyOf={({ id }) => String(id)}
        named={({ place, sku }) => `${place} ${sku}`}
        to={({ place }) => `/office/places/${encodeURIComponent(place)}`}
      />
    </>
  );
}

function columns(): readonly Column<Variance>[] {
  return [
    {
      name: 'place',
      word: tell('place'),
      fixed: true,
      look: 'code',
      cell: ({ place }) => (
        <a href={`/office/places/${encodeURIComponent(place)}`} tabIndex={-1}>
          {place}
        </a>
      ),
    },
    {
      name: 'item',
      word: tell('item'),
      look: 'main',
      cell: ({ itemId, sku, name, lot, container }) => (
        <>
          <a href={`/office/items/${itemId}`}>
            <span class="code">{sku}</span> {name}
          </a>
          {lot && <span class="code"> {lot}</span>}
          {container && <span class="code"> {container}</span>}
        </>
      ),
    },
    { name: 'booked', word: tell('booked'), number: true, cell: ({ booked }) => count(booked) },
    { name: 'counted', word: tell('counted'), number: true, cell: ({ counted }) => count(counted) },
    { name: 'difference', word: tell('difference'), number: true, cell: (one) => <span class={`number ${sign(one)}`}>{signed(one.counted - one.booked)}</span> },
    { name: 'worth', word: tell('worth'), number: true, cell: ({ counted, booked, priceMinor, currency }) => (priceMinor > 0 ? money((counted - booked) * priceMinor, currency) : '–') },
    {
      name: 'when',
      word: tell('counted_by'),
      sort: 'newest',
      cell: ({ taskId, person, lookedAt }) => (
        <>
          <a href={`/board/tasks/${taskId}`}>{person || '–'}</a>, {dayTime(lookedAt)}
        </>
      ),
    },
    { name: 'state', word: tell('state'), cell: ({ state, decider }) => (state === 'booked' && decider ? tell('approved_by', { person: decider }) : tellAny('count_state_', state)) },
  ];
}

export const sign = (one: Variance): string => (one.counted > one.booked ? 'more' : 'less');
export const signed = (units: number): string => `${units > 0 ? '+' : '−'}${count(Math.abs(units))}`;
/** Never 100 % while anything differed. */
const percent = (part: number, all: number): string => `${(Math.floor((part / all) * 1000) / 10).toFixed(part === all || part === 0 ? 0 : 1)} %`;
