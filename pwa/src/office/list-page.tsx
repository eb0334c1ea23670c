/** A list page of the office: its columns, saved views and keys, and what is done to several of its rows at once. */
import type { ComponentChildren } from 'preact';
import { tell } from '../messages/desk';
import { Bulk, useChosen, type BulkDeed } from './bulk';
import { ColumnTool, Head, shownOf, type Column } from './columns';
import type { Listed } from './list';
import { Listing } from './listing';
import { Num, Row } from './rows';
import { TableTool } from './table-tool';
import { ViewTool } from './views';

interface ListPageProps<T> {
  /** The table's class and the page's name. */
  name: string;
  /** As its address and its saved views name it, where that is another word. */
  of?: string;
  list: Listed<T>;
  filters: ComponentChildren;
  /** Why there is nothing, and what to do. */
  empty: string;
  columns: readonly Column<T>[];
  keyOf: (one: T) => string;
  /** What a row is called where somebody chooses it, or where it could not be changed. */
  named: (one: T) => string;
  /** Where a row leads; nowhere, where it is all there is. */
  to?: (one: T) => string | undefined;
  /** What the row says of itself to whoever looks for it. */
  marks?: (one: T) => Record<string, string | number>;
  deeds?: readonly BulkDeed<T>[];
  /** The order that the list has when none is asked for. */
  sorted?: string;
}

export function ListPage<T>({ name, of = name, list, filters, empty, columns, keyOf, named, to, marks, deeds = [], sorted = '' }: ListPageProps<T>) {
  const items = list.items ?? [];
  const chosen = useChosen(items, keyOf);
  const shown = shownOf(columns);
  const all = items.length > 0 && items.every(chosen.has);
  return (
    <>
      <Listing
        name={name}
        page={of}
        list={list}
        filters={
          <>
            {filters}
            <div class="list-tools print-none">
              <ViewTool list={of} />
              <ColumnTool columns={columns} />
              <TableTool name={of} list={list} columns={shown} />
            </div>
          </>
        }
        empty={empty}
        head={
          <>
            {deeds.length > 0 && (
              <td class="choose">
                <input type="checkbox" aria-label={tell('choose_shown')} checked={all} onChange={() => chosen.toggle(items, !all)} />
              </td>
            )}
            {shown.map((column) => (
              <Head key={column.name} column={column} sorted={sorted} />
            ))}
          </>
        }
        row={(one) => (
          <Row key={keyOf(one)} to={to?.(one)} marks={marks?.(one)} look={chosen.has(one) ? 'chosen' : ''}>
            {deeds.length > 0 && (
              <td class="choose">
                <input type="checkbox" data-choose tabIndex={-1} aria-label={tell('choose_one', { name: named(one) })} checked={chosen.has(one)} onChange={() => chosen.toggle([one], !chosen.has(one))} />
              </td>
            )}
            {shown.map((column) => (
              <Cell key={column.name} column={column} one={one} />
            ))}
          </Row>
        )}
      />
      {deeds.length > 0 && <Bulk chosen={chosen} deeds={deeds} named={named} again={list.again} />}
    </>
  );
}

function Cell<T>({ column, one }: { column: Column<T>; one: T }) {
  if (column.number) return <Num label={column.word}>{column.cell(one)}</Num>;
  return (
    <td class={column.look} data-cell={column.name} data-label={column.bare ? column.word : undefined}>
      {column.cell(one)}
    </td>
  );
}
