/** The columns of a list: which there are, which the address shows, and by which it is sorted. */
import type { ComponentChildren } from 'preact';
import { tell } from '../messages/desk';
import { Popup } from './popup';
import { address, goTo, route } from './route';

export interface Column<T> {
  /** As the address names it. */
  name: string;
  /** Its head; '' over a column of buttons. */
  word: string;
  cell: (one: T) => ComponentChildren;
  number?: boolean;
  look?: string;
  /** The server's word for a list in its order. */
  sort?: string;
  /** Always shown: what the row is called. */
  fixed?: boolean;
  /** What stands in it says nothing without its head, as "yes" does: a phone, which has no heads, says both. */
  bare?: boolean;
  /** Shown only to whoever asks for it. */
  seldom?: boolean;
}

const usual = <T,>(columns: readonly Column<T>[]): string[] => columns.filter(({ fixed, seldom }) => !fixed && !seldom).map(({ name }) => name);

/** The columns that the address asks for; without such a word, the usual ones. */
export function shownOf<T>(columns: readonly Column<T>[]): readonly Column<T>[] {
  const asked = route.value.query.get('columns');
  const names = asked === null ? usual(columns) : asked.split('.');
  return columns.filter(({ name, fixed, word }) => fixed || word === '' || names.includes(name));
}

const here = (changed: Record<string, string>): string => address(`/${route.value.path.join('/')}`, { ...Object.fromEntries(route.value.query), ...changed });

/** Which columns are shown, and the order of the rows; a phone, which has no heads to press, chooses it here alone. */
export function ColumnTool<T>({ columns }: { columns: readonly Column<T>[] }) {
  const { query } = route.value;
  const choices = columns.filter(({ fixed, word }) => !fixed && word !== '');
  const sorts = columns.filter(({ sort }) => sort);
  const shown = shownOf(columns).map(({ name }) => name);

  function toggle(name: string, on: boolean): void {
    const next = choices.map((one) => one.name).filter((one) => (one === name ? on : shown.includes(one)));
    const same = next.join('.') === usual(columns).join('.');
    // A list of no chosen columns is one of what is always shown.
    goTo(here({ columns: same ? '' : next.join('.') || '-' }), true);
  }
  return (
    <Popup name="columns" word={tell('columns')}>
      <p class="hint">{tell('columns_say')}</p>
      {choices.map(({ name, word }) => (
        <label key={name} class="tick">
          <input type="checkbox" name={name} checked={shown.includes(name)} onChange={(event) => toggle(name, event.currentTarget.checked)} />
          <span>{word}</span>
        </label>
      ))}
      {sorts.length > 0 && (
        <>
          <label>
            {tell('sort')}
            <select name="sort" value={query.get('sort') ?? ''} onChange={(event) => goTo(here({ sort: event.currentTarget.value }), true)}>
              <option value="">{tell('sort_usual')}</option>
              {sorts.map(({ sort, word }) => (
                <option key={sort} value={sort}>
                  {word}
                </option>
              ))}
            </select>
          </label>
          <label class="tick">
            <input type="checkbox" name="way" checked={query.get('way') === 'down'} disabled={!query.get('sort')} onChange={(event) => goTo(here({ way: event.currentTarget.checked ? 'down' : '' }), true)} />
            <span>{tell('sort_down')}</span>
          </label>
        </>
      )}
    </Popup>
  );
}

/** A column's head; one that sorts is a link: numbers from the largest on, everything else from the first. */
export function Head<T>({ column, sorted }: { column: Column<T>; sorted: string }) {
  const { word, sort, number } = column;
  const look = number ? 'number' : undefined;
  if (word === '') return <td />;
  if (!sort) return <th class={look}>{word}</th>;
  const { query } = route.value;
  const by = (query.get('sort') || sorted) === sort;
  const down = by && query.get('way') === 'down';
  const next = by ? !down : number === true;
  return (
    <th class={look} aria-sort={by ? (down ? 'descending' : 'ascending') : 'none'}>
      <a class="sort" href={here({ sort, way: next ? 'down' : '' })} title={tell('sort_by', { name: word })}>
        {word}
        <span aria-hidden="true">{by ? (down ? ' ↓' : ' ↑') : ''}</span>
      </a>
    </th>
  );
}
