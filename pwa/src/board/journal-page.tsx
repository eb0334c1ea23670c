/** The journal: every scan, narrowed by who, what, where and verdict, a page at a time. */
import { useEffect, useState } from 'preact/hooks';
import { Problem } from '../contract';
import type { BoardPerson, JournalEntry, Page } from '../contract/board';
import { tell, tellAny, type DeskCode } from '../messages/desk';
import { address, goTo, route } from '../office/route';
import { explain } from '../office/session';
import { fetchJournal, journalFile } from '../sync/office';
import { JournalTable } from './journal-table';

const TEXTS = ['item', 'place', 'order', 'task'] as const;
const VERDICTS = ['booked', 'refused', 'set_aside'];
const PAGE = 50;

export function JournalPage({ people }: { people: BoardPerson[] }) {
  const query = route.value.query;
  const filters = Object.fromEntries(['person', ...TEXTS, 'verdict', 'event'].map((name) => [name, query.get(name) ?? '']));
  const cursor = query.get('cursor') ?? '';
  const asked = JSON.stringify([filters, cursor]);
  const [page, setPage] = useState<{ asked: string; found: Page<JournalEntry> | null; problem: string }>({ asked: '', found: null, problem: '' });

  useEffect(() => {
    let wanted = true;
    fetchJournal({ ...filters, cursor, limit: PAGE }).then(
      (found) => wanted && setPage({ asked, found, problem: '' }),
      (problem: unknown) => wanted && setPage({ asked, found: null, problem: unknownCode(problem) ?? explain(problem) }),
    );
    return () => void (wanted = false);
  }, [asked]);

  const narrowed = Object.values(filters).some(Boolean);
  return (
    <div class="page" data-page="journal">
      <form
        key={asked}
        class="filters"
        onSubmit={(event) => {
          event.preventDefault();
          goTo(address('/board/journal', fields(event.currentTarget as HTMLFormElement)));
        }}
      >
        <label>
          {tell('person')}
          <select name="person" onChange={(event) => event.currentTarget.form?.requestSubmit()}>
            <option value="">{tell('any')}</option>
            {people.map((one) => (
              <option key={one.id} value={one.id} selected={String(one.id) === filters['person']}>
                {one.name}
              </option>
            ))}
          </select>
        </label>
        {TEXTS.map((name) => (
          <label key={name}>
            {tell(name satisfies DeskCode)}
            <input name={name} defaultValue={filters[name] ?? ''} inputMode={name === 'task' ? 'numeric' : 'text'} autocomplete="off" maxLength={60} />
          </label>
        ))}
        <label>
          {tell('verdict')}
          <select name="verdict" onChange={(event) => event.currentTarget.form?.requestSubmit()}>
            <option value="">{tell('any')}</option>
            {VERDICTS.map((one) => (
              <option key={one} value={one} selected={one === filters['verdict']}>
                {tellAny('verdict_', one)}
              </option>
            ))}
          </select>
        </label>
        {filters['event'] && <input type="hidden" name="event" value={filters['event']} />}
        <div class="filter-acts">
          <button type="submit" class="act primary">
            {tell('do_filter')}
          </button>
          {narrowed && (
            <a class="act" href="/board/journal">
              {tell('do_clear')}
            </a>
          )}
          <a class="act quiet" href={journalFile(filters, 'xlsx')} download="scans.xlsx">
            {tell('do_workbook')}
          </a>
          <a class="act quiet" href={journalFile(filters, 'csv')} download="scans.csv">
            {tell('do_csv')}
          </a>
        </div>
      </form>
      {page.problem ? (
        <p class="remark wrong">{page.problem}</p>
      ) : !page.found ? (
        <p class="empty">{tell('reading')}</p>
      ) : page.found.items.length === 0 ? (
        <p class="empty">{narrowed || cursor ? tell('journal_none') : tell('journal_empty')}</p>
      ) : (
        <JournalTable key={asked} entries={page.found.items} open={filters['event']} />
      )}
      <div class="pager">
        {cursor && (
          <a class="act" href={address('/board/journal', filters)}>
            {tell('do_newer')}
          </a>
        )}
        {page.found?.next && (
          <a class="act" href={address('/board/journal', { ...filters, cursor: page.found.next })}>
            {tell('do_older')}
          </a>
        )}
      </div>
    </div>
  );
}

function fields(form: HTMLFormElement): Record<string, string> {
  return Object.fromEntries(Array.from(new FormData(form), ([name, value]) => [name, String(value).trim()]));
}

/** The sentence for a filter whose code nobody knows. */
function unknownCode(problem: unknown): string | null {
  if (!(problem instanceof Problem)) return null;
  if (problem.status === 404) return tell('journal_unknown', { code: String(Object.values(problem.params)[0] ?? '') });
  return problem.status === 422 ? tell('journal_unknown') : null;
}
