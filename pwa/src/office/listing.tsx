/** What every list shares: its filters above, its rows, the next page below, and why it is empty. */
import type { ComponentChildren } from 'preact';
import { tell } from '../messages/desk';
import type { Fetched, Listed } from './list';

interface ListingProps<T> {
  name: string;
  /** As its address names the page, where that is another word. */
  page?: string;
  list: Listed<T>;
  filters: ComponentChildren;
  /** Why there is nothing, and what to do. */
  empty: string;
  head: ComponentChildren;
  row: (one: T) => ComponentChildren;
}

export function Listing<T>({ name, page = name, list, filters, empty, head, row }: ListingProps<T>) {
  return (
    <div class="page" data-page={page}>
      <div class="filters">{filters}</div>
      {list.problem && (
        <p class="remark wrong">
          {list.problem}{' '}
          <button type="button" class="act" onClick={list.again}>
            {tell('do_retry')}
          </button>
        </p>
      )}
      {list.items === null ? (
        !list.problem && <p class="empty">{tell('reading')}</p>
      ) : list.items.length === 0 ? (
        <p class="empty">{empty}</p>
      ) : (
        <table class={`rows ${name}`}>
          <thead>
            <tr>{head}</tr>
          </thead>
          <tbody>{list.items.map(row)}</tbody>
        </table>
      )}
      {list.more && (
        <div class="pager">
          <button type="button" class="act" onClick={list.more}>
            {tell('more')}
          </button>
        </div>
      )}
    </div>
  );
}

/** A detail page once it is read; before, that it is being read or why it cannot be. */
export function Detail<T>({ name, found, children }: { name: string; found: Fetched<T>; children: (value: T) => ComponentChildren }) {
  return (
    <div class="page" data-page={name}>
      {found.value !== null ? children(found.value) : <p class={found.problem ? 'remark wrong' : 'empty'} data-role="reading">{found.problem || tell('reading')}</p>}
    </div>
  );
}
