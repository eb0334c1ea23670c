/** All items and where: every number opens its why, any column sorts, typing searches, and all of it comes as a file. */
import { tell, type DeskCode } from '../messages/desk';
import type { StockRow } from '../contract/setup';
import { fetchStockList, stockFile } from '../sync/setup';
import { WhatIsMissing } from './checklist';
import { count } from './format';
import { useList } from './list';
import { Listing } from './listing';
import { address, route } from './route';
import { Num, Row } from './rows';
import { Search } from './search';
import { may } from './session';
import { WhyLink } from './why';

const NUMBERS = ['on_hand', 'reserved', 'available', 'incoming'] as const;
const MOST_FOUND = 100;

export function AllItems() {
  const { query } = route.value;
  const [q, sort, way] = [query.get('q') ?? '', query.get('sort') ?? '', query.get('way') ?? ''];
  const asked = { q, sort, descending: way === 'down' ? 'true' : '' };
  const list = useList<StockRow>(`${q} ${sort} ${way}`, (cursor) => fetchStockList({ ...asked, cursor }));
  return (
    <>
      <WhatIsMissing />
      <Listing
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
        head={
          <>
            <Head name="sku" word="sku" />
            <Head name="name" word="name" />
            {NUMBERS.map((name) => (name === 'incoming' ? <th key={name} class="number">{tell(name)}</th> : <Head key={name} name={name} word={name} number />))}
            <th>{tell('where')}</th>
          </>
        }
        row={(item) => (
          <Row key={item.id} to={`/office/items/${item.id}`}>
            <td class="code">
              <a href={`/office/items/${item.id}`} tabIndex={-1}>
                {item.sku}
              </a>
            </td>
            <td class="main">{item.name}</td>
            {NUMBERS.map((name) => (
              <Num key={name} label={tell(name)}>
                <WhyLink number={name} of={{ item: item.id }}>
                  <span class={numberOf(item, name) ? '' : 'zero'}>{count(numberOf(item, name))}</span>
                </WhyLink>
              </Num>
            ))}
            <td class="spots">
              {item.places.length === 0
                ? tell('no_places')
                : item.places.map((spot) => (
                    <span key={spot.place} class="spot">
                      <a class="code" href={`/office/places/${encodeURIComponent(spot.place)}`} tabIndex={-1}>
                        {spot.place}
                      </a>{' '}
                      {count(spot.qty)}
                    </span>
                  ))}
              {item.morePlaces > 0 && <span class="quiet-word">{tell('and_more', { n: item.morePlaces })}</span>}
            </td>
          </Row>
        )}
      />
      {q && list.items !== null && list.items.length >= MOST_FOUND && <p class="hint page">{tell('all_items_first', { n: MOST_FOUND })}</p>}
    </>
  );
}

function numberOf(item: StockRow, name: (typeof NUMBERS)[number]): number {
  return name === 'on_hand' ? item.onHand : item[name];
}

/** A column's name that sorts by it: numbers from the largest on, words from A. */
function Head({ name, word, number = false }: { name: string; word: DeskCode; number?: boolean }) {
  const { query } = route.value;
  const q = query.get('q') ?? '';
  const sorted = (query.get('sort') ?? (q ? '' : 'sku')) === name;
  const down = sorted && query.get('way') === 'down';
  const next = sorted ? !down : number;
  return (
    <th class={number ? 'number' : ''} aria-sort={sorted ? (down ? 'descending' : 'ascending') : 'none'}>
      <a class="sort" href={address('/office/items', { q, sort: name, way: next ? 'down' : '' })} title={tell('sort_by', { name: tell(word) })}>
        {tell(word)}
        <span aria-hidden="true">{sorted ? (down ? ' ↓' : ' ↑') : ''}</span>
      </a>
    </th>
  );
}
