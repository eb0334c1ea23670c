/** Saves a list as a table for a spreadsheet: every page of what its filters find, in the columns that are shown. */
import { render } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { tell } from '../messages/desk';
import type { Column } from './columns';
import { csvOf } from './csv';
import { asData, count } from './format';
import type { Listed } from './list';
import { save } from './save';
import { explain } from './session';

interface TableToolProps<T> {
  name: string;
  list: Listed<T>;
  columns: readonly Column<T>[];
}

export function TableTool<T>({ name, list, columns }: TableToolProps<T>) {
  const [read, setRead] = useState<number | null>(null);
  const [problem, setProblem] = useState('');
  /** Rises when somebody stops it or leaves: what was begun before then is dropped. */
  const turn = useRef(0);
  useEffect(() => () => void (turn.current += 1), []);

  async function make(): Promise<void> {
    const mine = (turn.current += 1);
    const told = columns.filter(({ word }) => word !== '');
    const rows = [told.map(({ word }) => word)];
    setProblem('');
    setRead(0);
    try {
      for (let cursor: string | null = null, first = true; first || cursor !== null; first = false) {
        const page = await list.page(cursor);
        if (turn.current !== mine) return;
        rows.push(...page.items.map((one) => asData(() => told.map((column) => textOf(column, one)))));
        setRead(rows.length - 1);
        cursor = page.next;
      }
      save(csvOf(rows), `${name}.csv`);
    } catch (error) {
      // Half a table looks like a whole one: it is not saved.
      if (turn.current === mine) setProblem(tell('save_table_left', { problem: explain(error) }));
    }
    if (turn.current === mine) setRead(null);
  }

  function stop(): void {
    turn.current += 1;
    setRead(null);
  }

  return (
    <>
      {problem && <span class="remark wrong">{problem}</span>}
      {read === null ? (
        <button type="button" class="act" data-action="save-table" title={tell('save_table_say')} disabled={!list.items?.length} onClick={() => void make()}>
          {tell('do_save_table')}
        </button>
      ) : (
        <button type="button" class="act" data-action="stop-table" onClick={stop}>
          {tell('save_table_stop', { count: count(read) })}
        </button>
      )}
    </>
  );
}

/** What a cell says, without its looks and without the warnings beside it: with "late" behind it a moment is none to a spreadsheet. */
function textOf<T>(column: Column<T>, one: T): string {
  const box = document.createElement('div');
  render(<>{column.cell(one)}</>, box);
  for (const warning of box.querySelectorAll('.late')) warning.remove();
  const text = (box.textContent ?? '').replace(/\s+/g, ' ').trim();
  render(null, box);
  return text;
}
