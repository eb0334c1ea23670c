/** One file on its way in: how it is read, what is wrong in it, and bringing it in while the page tells how far it is. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { Problem } from '../contract';
import type { CellProblem, ImportRun, Plan } from '../contract/setup';
import { tell, tellAny, type DeskCode } from '../messages/desk';
import { applyImport, checkImport, fetchImport, forgetImport, goOnWithImport, problemsFile } from '../sync/setup';
import { count, dayTime } from './format';
import { uploadProblem } from './imports';
import { goTo } from './route';
import { explain } from './session';
import { Sure } from './sure';

const ENCODINGS = ['utf-8', 'utf-16', 'windows-1252', 'windows-1250', 'iso-8859-15'] as const;
const SEPARATORS: readonly (readonly [string, DeskCode])[] = [
  [',', 'separator_comma'],
  [';', 'separator_semicolon'],
  ['\t', 'separator_tab'],
  ['|', 'separator_bar'],
];
const DATES = ['placed_at', 'ship_by', 'ordered_at', 'expected_on', 'expires_on'];

export function ImportPage({ id }: { id: number }) {
  const [run, setRun] = useState<ImportRun | null>(null);
  const [plan, setPlan] = useState<Plan | null>(null);
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const [stopped, setStopped] = useState(false);
  const here = useRef(true);
  useEffect(() => () => void (here.current = false), []);

  /** Do something with the file, then take it further until it needs a person again. */
  async function act(first: () => Promise<ImportRun>): Promise<void> {
    setBusy(true);
    setStopped(false);
    setProblem('');
    try {
      let now = await first();
      setRun(now);
      while (here.current && (now.state === 'checking' || now.state === 'applying')) {
        now = await goOnWithImport(id);
        setRun(now);
      }
    } catch (error) {
      setProblem(uploadProblem(error) || columnProblem(error) || explain(error));
      setStopped(true);
    } finally {
      setBusy(false);
    }
  }

  useEffect(() => {
    void act(async () => {
      const found = await fetchImport(id);
      setPlan(found.preview?.plan ?? null);
      if (found.kind === 'stock') setReason(tell('reason_opening'));
      return found;
    });
  }, [id]);

  /** Letters, separator or sheet were guessed wrong: the first lines are read anew. */
  async function reread(changed: Partial<Plan>): Promise<void> {
    if (!plan) return;
    const wish = { ...plan, ...changed };
    await act(async () => {
      const found = await fetchImport(id, wish.sheet ? { sheet: wish.sheet } : { encoding: wish.encoding, separator: wish.separator });
      setPlan(found.preview ? { ...found.preview.plan, ...changed } : wish);
      return found;
    });
  }

  if (!run) return <div class="page">{problem ? <p class="remark wrong">{problem}</p> : <p class="empty">{tell('reading')}</p>}</div>;
  const going = run.state === 'checking' || run.state === 'applying';
  const open = run.state === 'uploaded' || run.state === 'checked' || run.state === 'checking';
  return (
    <div class="page import-page" data-page="import" data-state={run.state}>
      <header class="page-head">
        <h1>{run.name}</h1>
        <p class="facts-line">
          <span>{tellAny('kind_of_', run.kind)}</span>
          <span>{tellAny('import_state_', run.state)}</span>
          <span>
            {run.person}, {dayTime(run.uploadedAt)}
          </span>
        </p>
      </header>

      {going && (
        <p class="going" role="status">
          <progress max={Math.max(1, run.total)} value={run.done} />
          {tell(run.state === 'checking' ? 'import_checking' : 'import_applying', { done: count(run.done), total: count(run.total) })}
        </p>
      )}
      {problem && (
        <p class="remark wrong" role="alert">
          {problem}
        </p>
      )}
      {going && stopped && (
        <p class="remark">
          {tell('import_stopped')}{' '}
          <button type="button" class="act" data-action="go-on" disabled={busy} onClick={() => void act(() => goOnWithImport(id))}>
            {tell('do_go_on')}
          </button>
        </p>
      )}

      {run.state === 'checked' && (
        <div class={run.created || run.unchanged ? 'remark' : 'remark wrong'} data-role="verdict">
          <p>{run.created || run.unchanged ? tell('import_would', { new: count(run.created), there: count(run.unchanged), left: count(run.leftOut) }) : tell('import_nothing')}</p>
          {run.created > 0 && (
            <button type="button" class="act primary" data-action="apply" disabled={busy} onClick={() => void act(() => applyImport(id))}>
              {tell('do_bring_in', { n: count(run.created) })}
            </button>
          )}
        </div>
      )}
      {run.state === 'applied' && (
        <p class="remark good" data-role="verdict" role="status">
          {tell('import_done', { new: count(run.created), there: count(run.unchanged), left: count(run.leftOut) })}
        </p>
      )}

      <Wrong run={run} />

      {open && run.preview && plan && (
        <>
          <h2>{tell('import_how')}</h2>
          <div class="filters">
            {plan.sheet ? (
              <Pick name="sheet" word="import_sheet" value={plan.sheet} options={run.preview.sheets.map((one) => [one, one] as const)} choose={(sheet) => void reread({ sheet })} />
            ) : (
              <>
                <Pick name="encoding" word="import_encoding" value={plan.encoding} options={ENCODINGS.map((one) => [one, one] as const)} choose={(encoding) => void reread({ encoding })} />
                <Pick name="separator" word="import_separator" value={plan.separator} options={SEPARATORS.map(([sign, word]) => [sign, tell(word)] as const)} choose={(separator) => void reread({ separator })} />
              </>
            )}
            <Pick
              name="decimal"
              word={plan.sheet ? 'import_decimal_text' : 'import_decimal'}
              value={plan.decimal}
              options={[['.', tell('decimal_point')], [',', tell('decimal_comma')]]}
              choose={(decimal) => setPlan({ ...plan, decimal })}
            />
            {plan.columns.some((name) => DATES.includes(name)) && (
              <Pick name="dates" word="import_dates" value={plan.dates} options={[['dmy', tell('dates_dmy')], ['mdy', tell('dates_mdy')]]} choose={(dates) => setPlan({ ...plan, dates, datesAreSure: true })} />
            )}
            {run.kind === 'stock' && (
              <label class="search">
                {tell('import_reason')}
                <input name="reason" value={reason} maxLength={200} onInput={(event) => setReason(event.currentTarget.value)} />
              </label>
            )}
          </div>
          {!plan.datesAreSure && plan.columns.some((name) => DATES.includes(name)) && <p class="remark">{tell('dates_unsure')}</p>}
          <h2>{tell('import_columns')}</h2>
          <p class="hint">{tell('import_columns_hint', { needed: run.preview.needed.map((name) => tellAny('col_', name)).join(', ') })}</p>
          <Columns run={run} plan={plan} change={setPlan} />
          <div class="actions">
            <button type="button" class={run.state === 'checked' ? 'act' : 'act primary'} data-action="check" disabled={busy} onClick={() => void act(() => checkImport(id, plan, reason))}>
              {tell(run.state === 'checked' ? 'do_check_again' : 'do_check_file')}
            </button>
            <Sure action="forget" word={tell('do_forget_import')} question={tell('sure_forget_import')} yes={tell('do_yes_forget')} act={() => forgetImport(id)} then={() => goTo('/office/imports')} />
          </div>
        </>
      )}
    </div>
  );
}

function Columns({ run, plan, change }: { run: ImportRun; plan: Plan; change: (plan: Plan) => void }) {
  const preview = run.preview;
  if (!preview) return null;
  const choose = (at: number, name: string): void =>
    // A name is one column's: whoever takes it takes it from the other.
    change({ ...plan, columns: preview.head.map((_, index) => (index === at ? name : plan.columns[index] === name ? '' : (plan.columns[index] ?? ''))) });
  return (
    <div class="wide-table">
      <table class="rows columns">
        <thead>
          <tr>
            {preview.head.map((head, at) => (
              <th key={at}>
                <select aria-label={head} data-column={at} class={plan.columns[at] ? '' : 'aside'} onChange={(event) => choose(at, event.currentTarget.value)}>
                  <option value="" selected={!plan.columns[at]}>
                    {tell('column_aside')}
                  </option>
                  {preview.known.map((name) => (
                    <option key={name} value={name} selected={plan.columns[at] === name}>
                      {tellAny('col_', name)}
                    </option>
                  ))}
                </select>
              </th>
            ))}
          </tr>
          <tr>
            {preview.head.map((head, at) => (
              <th key={at} class={plan.columns[at] ? 'taken' : ''}>
                {head || '–'}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.lines.map((cells, line) => (
            <tr key={line}>
              {preview.head.map((_, at) => (
                <td key={at} class={plan.columns[at] ? '' : 'quiet-word'}>
                  {cells[at] ?? ''}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Wrong({ run }: { run: ImportRun }) {
  if (run.problems.length === 0) return null;
  const book = run.problems.some((one) => one.cell);
  return (
    <section data-role="wrong">
      <h2>
        {tell('import_wrong')} <span class="tally">{count(run.problems.length + run.moreProblems)}</span>
        <a class="act" href={problemsFile(run.id, 'xlsx')} download="problems.xlsx">
          {tell('do_workbook')}
        </a>
        <a class="act" href={problemsFile(run.id, 'csv')} download="problems.csv">
          {tell('do_csv')}
        </a>
      </h2>
      <table class="rows wrong-cells">
        <thead>
          <tr>
            {book ? <th>{tell('import_where')}</th> : <th class="number">{tell('import_line')}</th>}
            <th>{tell('import_column')}</th>
            <th>{tell('import_cell')}</th>
            <th>{tell('import_wrong')}</th>
          </tr>
        </thead>
        <tbody>
          {run.problems.map((one) => (
            <tr key={`${one.line} ${one.column}`} data-line={one.line}>
              <td class={book ? 'code' : 'number'}>{one.cell || one.line}</td>
              <td>{one.head || (one.column ? tellAny('col_', one.column) : '–')}</td>
              <td class="code">{one.value || '–'}</td>
              <td class="main">{sentence(one)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {run.moreProblems > 0 && <p class="hint">{tell('import_more_wrong', { n: count(run.moreProblems) })}</p>}
    </section>
  );
}

function sentence(one: CellProblem): string {
  const words = Object.fromEntries(Object.entries(one.params).filter(([, value]) => typeof value === 'string' || typeof value === 'number')) as Record<string, string | number>;
  const told = tellAny('cell_', one.code, words);
  // A new code shows itself as its own words: better is a plain sentence.
  return told === one.code.replaceAll('_', ' ') ? tell('cell_wrong') : told;
}

/** What is wrong with the choice of columns; '' for other problems. */
function columnProblem(error: unknown): string {
  if (!(error instanceof Problem) || error.params['field'] !== 'columns') return '';
  const name = tellAny('col_', String(error.params['column'] ?? ''));
  if (error.params['missing']) return tell('columns_missing', { name });
  return error.params['twice'] ? tell('columns_twice', { name }) : '';
}

interface PickProps {
  name: string;
  word: DeskCode;
  value: string;
  options: readonly (readonly [value: string, word: string])[];
  choose: (value: string) => void;
}

function Pick({ name, word, value, options, choose }: PickProps) {
  return (
    <label class="search">
      {tell(word)}
      <select name={name} onChange={(event) => choose(options[event.currentTarget.selectedIndex]?.[0] ?? value)}>
        {options.map(([one, shown]) => (
          <option key={one} value={one} selected={one === value}>
            {shown}
          </option>
        ))}
      </select>
    </label>
  );
}
