/** All items and where: every number opens its why, any column sorts, typing searches, and all of it comes as a file. */
import { tell } from '../messages/desk';
import type { Zone } from '../contract/office';
import type { StockRow } from '../contract/setup';
import { fetchZones } from '../sync/office';
import { fetchStockList, stockFile } from '../sync/setup';
import { WhatIsMissing } from './checklist';
import { count } from './format';
import { useFetched, useList } from './list';
import type { Column } from './columns';
import { itemDeeds } from './item-deeds';
import { ListPage } from './list-page';
import { route } from './route';
import { Search } from './search';
import { may } from './session';
import { To } from './to';
import { WhyLink } from './why';

const NUMBERS = ['on_hand', 'reserved', 'available', 'incoming'] as const;
const MOST_FOUND = 100;

export function AllItems() {
  const { query } = route.value;
  const [q, sort, way] = [query.get('q') ?? '', query.get('sort') ?? '', query.get('way') ?? ''];
  const asked = { q, sort, descending: way === 'down' ? 'true' : '' };
  const list = useList<StockRow>(`${q} ${sort} ${way}`, (cursor) => fetchStockList({ ...asked, cursor }));
  const zones = useFetched<Zone[]>('zones', () => (may('locations.list_zones') ? fetchZones() : Promise.resolve([])));
  return (
    <>
      <WhatIsMissing />
      <ListPage
        name="items"
        list={list}
        filters={
          <>
            <Search name="q" label={tell('all_items_search')} />
            <a class="act" href={stockFile(asked, 'xlsx')} download="items.xlsx" data-action="save-workbook">
              {tell('do_workbook')}
            </a>
            <a class="act" href={stockFile(asked, 'csv')} download="items.csv" data-action="save-csv">
              {tell('do_csv')}
            </a>
            {may('imports.upload') && (
              <a class="act" href="/office/imports?kind=items" data-action="to-imports">
                {tell('imports')}
              </a>
            )}
          </>
        }
        empty={q ? tell('all_items_none', { q }) : tell('all_items_empty')}
        columns={columns()}
        keyOf={({ id }) => String(id)}
        named={({ sku }) => sku}
        to={({ id }) => `/office/items/${id}`}
        deeds={itemDeeds(zones.value ?? [])}
        sorted={q ? '' : 'sku'}
      />
      {q && list.items !== null && list.items.length >= MOST_FOUND && <p class="hint page">{tell('all_items_first', { n: MOST_FOUND })}</p>}
    </>
  );
}

function numberOf(item: StockRow, name: (typeof NUMBERS)[number]): number {
  return name === 'on_hand' ? item.onHand : item[name];
}

function columns(): readonly Column<StockRow>[] {
  return [
    {
      name: 'sku',
      word: tell('sku'),
      sort: 'sku',
      fixed: true,
      look: 'code',
      cell: ({ id, sku }) => (
        <a href={`/office/items/${id}`} tabIndex={-1}>
          {sku}
        </a>
      ),
    },
    {
      name: 'name',
      word: tell('name'),
      sort: 'name',
      look: 'main',
      cell: ({ name, active }) => (
        <>
          {name} {!active && <span class="hint">{tell('do_deal_no_more')}</span>}
        </>
      ),
    },
    { name: 'zone', word: tell('zone'), seldom: true, look: 'code', cell: ({ zone }) => zone || '–' },
    { name: 'active', word: tell('dealt_in'), bare: true, seldom: true, cell: ({ active }) => tell(active ? 'yes' : 'no') },
    ...NUMBERS.map(
      (name): Column<StockRow> => ({
        name,
        word: tell(name),
        number: true,
        // What is incoming is added up of the purchase orders of those that are shown.
        ...(name === 'incoming' ? {} : { sort: name }),
        cell: (item) => (
          <WhyLink number={name} of={{ item: item.id }}>
            <span class={numberOf(item, name) ? '' : 'zero'}>{count(numberOf(item, name))}</span>
          </WhyLink>
        ),
      }),
    ),
    { name: 'where', word: tell('where'), look: 'spots', cell: (item) => <Spots item={item} /> },
  ];
}

function Spots({ item }: { item: StockRow }) {
  if (item.places.length === 0) return <>{tell('no_places')}</>;
  return (
    <>
      {item.places.map((spot) => (
        <span key={spot.place} class="spot">
          <To needs="locations.list_places" class="code" href={`/office/places/${encodeURIComponent(spot.place)}`} tabIndex={-1}>
            {spot.place}
          </To>{' '}
          {count(spot.qty)}
        </span>
      ))}
      {item.morePlaces > 0 && <span class="quiet-word">{tell('and_more', { n: item.morePlaces })}</span>}
    </>
  );
}
