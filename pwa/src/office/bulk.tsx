/** What is done to several rows at once: row by row, each by the rules of one, and taken back where that can be. */
import { useState } from 'preact/hooks';
import { tell } from '../messages/desk';
import { explain, may } from './session';

/** A row that it was not done to, and why. */
export interface Left {
  name: string;
  why: string;
}

export interface BulkDeed<T> {
  name: string;
  word: string;
  /** The endpoint that somebody must be allowed. */
  needs: string;
  /** Whether it makes sense for a row as it is. */
  fits: (one: T) => boolean;
  act: (one: T, value: string) => Promise<unknown>;
  /** Where one request does it to all of them together; answers whom it left. */
  together?: (some: readonly T[], value: string) => Promise<Left[]>;
  /** Bring back what the row was; absent where that cannot be. */
  undo?: (one: T) => Promise<unknown>;
  /** What cannot be taken back is asked for once more. */
  sure?: (count: number) => string;
  /** Said afterwards where it cannot be undone and nobody was asked. */
  final?: string;
  choice?: { label: string; options: readonly (readonly [value: string, word: string])[]; manyOnly?: boolean };
  /** What has to be said first, in words. */
  asks?: { label: string; offers: readonly string[] };
  danger?: boolean;
}

export interface Chosen<T> {
  all: readonly T[];
  has: (one: T) => boolean;
  toggle: (some: readonly T[], on: boolean) => void;
  clear: () => void;
}

/** What is chosen of the rows that are shown now; a row that is not shown any more drops out. */
export function useChosen<T>(items: readonly T[], keyOf: (one: T) => string): Chosen<T> {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  return {
    all: items.filter((one) => keys.has(keyOf(one))),
    has: (one) => keys.has(keyOf(one)),
    toggle: (some, on) => {
      const next = new Set(keys);
      for (const one of some) on ? next.add(keyOf(one)) : next.delete(keyOf(one));
      setKeys(next);
    },
    clear: () => setKeys(new Set()),
  };
}

interface Outcome<T> {
  deed: BulkDeed<T>;
  done: readonly T[];
  left: Left[];
  undone: boolean;
}

interface BulkProps<T> {
  chosen: Chosen<T>;
  deeds: readonly BulkDeed<T>[];
  named: (one: T) => string;
  /** It is done: read the list again. */
  again: () => void;
}

export function Bulk<T>({ chosen, deeds, named, again }: BulkProps<T>) {
  const [asked, setAsked] = useState<BulkDeed<T> | null>(null);
  const [values, setValues] = useState<Record<string, string>>({});
  const [at, setAt] = useState<{ done: number; count: number } | null>(null);
  const [outcome, setOutcome] = useState<Outcome<T> | null>(null);
  const valueOf = ({ name, choice }: BulkDeed<T>): string => values[name] ?? choice?.options[0]?.[0] ?? '';

  /** Row by row, since a row that cannot be changed keeps none of the others from it. */
  async function each(some: readonly T[], act: (one: T) => Promise<unknown>): Promise<Pick<Outcome<T>, 'done' | 'left'>> {
    const done: T[] = [];
    const left: Left[] = [];
    for (const one of some) {
      setAt({ done: done.length + left.length, count: some.length });
      await act(one).then(
        () => done.push(one),
        (error: unknown) => left.push({ name: named(one), why: explain(error) }),
      );
    }
    return { done, left };
  }

  async function all(deed: BulkDeed<T>, some: readonly T[]): Promise<Pick<Outcome<T>, 'done' | 'left'>> {
    if (!deed.together) return each(some, (one) => deed.act(one, valueOf(deed)));
    setAt({ done: 0, count: some.length });
    try {
      const left = await deed.together(some, valueOf(deed));
      const names = new Set(left.map(({ name }) => name));
      return { done: some.filter((one) => !names.has(named(one))), left };
    } catch (error) {
      return { done: [], left: [{ name: '', why: explain(error) }] };
    }
  }

  async function run(deed: BulkDeed<T>): Promise<void> {
    setAsked(null);
    const some = chosen.all.filter(deed.fits);
    const came = await all(deed, some);
    setAt(null);
    setOutcome({ deed, ...came, undone: false });
    chosen.clear();
    again();
  }

  async function undo({ deed, done }: Outcome<T>): Promise<void> {
    if (!deed.undo) return;
    const came = await each(done, deed.undo);
    setAt(null);
    setOutcome({ deed, ...came, undone: true });
    again();
  }

  const fitting = deeds.filter((deed) => may(deed.needs) && chosen.all.some(deed.fits));
  if (at) {
    return (
      <div class="bulk" data-role="chosen" role="status">
        {tell('bulk_progress', at)}
      </div>
    );
  }
  if (asked && chosen.all.some(asked.fits)) {
    const count = chosen.all.filter(asked.fits).length;
    return (
      <div class="bulk" data-role="chosen" role="group" aria-label={asked.word}>
        <span class="question">{asked.sure?.(count)}</span>
        <button type="button" class={asked.danger ? 'act danger' : 'act primary'} data-action={`yes-${asked.name}`} onClick={() => void run(asked)}>
          {tell('do_yes_all', { count })}
        </button>
        <button type="button" class="act" autofocus onClick={() => setAsked(null)}>
          {tell('do_keep')}
        </button>
      </div>
    );
  }
  if (chosen.all.length > 0) {
    return (
      <div class="bulk" data-role="chosen" role="status">
        <b>{tell('chosen_count', { count: chosen.all.length })}</b>
        {fitting.map((deed) => (
          <span key={deed.name} class="deed">
            {deed.choice && (!deed.choice.manyOnly || chosen.all.filter(deed.fits).length > 1) && (
              <select name={deed.name} aria-label={deed.choice.label} value={valueOf(deed)} onChange={(event) => setValues({ ...values, [deed.name]: event.currentTarget.value })}>
                {deed.choice.options.map(([value, word]) => (
                  <option key={value} value={value}>
                    {word}
                  </option>
                ))}
              </select>
            )}
            {deed.asks && (
              <>
                <input name={deed.name} list={`offers-${deed.name}`} aria-label={deed.asks.label} placeholder={deed.asks.label} maxLength={80} autocomplete="off" value={valueOf(deed)} onInput={(event) => setValues({ ...values, [deed.name]: event.currentTarget.value })} />
                <datalist id={`offers-${deed.name}`}>
                  {deed.asks.offers.map((one) => (
                    <option key={one} value={one} />
                  ))}
                </datalist>
              </>
            )}
            <button type="button" class="act" data-action={deed.name} disabled={Boolean(deed.asks && !valueOf(deed).trim())} onClick={() => (deed.sure ? setAsked(deed) : void run(deed))}>
              {deed.word} {chosen.all.filter(deed.fits).length}
            </button>
          </span>
        ))}
        {fitting.length === 0 && <span class="hint">{tell('bulk_none_fit')}</span>}
        <button type="button" class="act quiet" data-action="choose-none" onClick={chosen.clear}>
          {tell('do_choose_none')}
        </button>
      </div>
    );
  }
  return outcome && <Came outcome={outcome} undo={() => void undo(outcome)} close={() => setOutcome(null)} />;
}

/** What came of it, whom it left and why, and the way back where there is one. */
function Came<T>({ outcome, undo, close }: { outcome: Outcome<T>; undo: () => void; close: () => void }) {
  const { deed, done, left, undone } = outcome;
  return (
    <div class="bulk" data-role="bulk-done" role="status">
      {done.length > 0 && <span>{undone ? tell('bulk_undone', { count: done.length }) : tell('bulk_done', { word: deed.word, count: done.length })}</span>}
      {done.length > 0 && !undone && deed.undo && (
        <button type="button" class="act" data-action="undo" onClick={undo}>
          {tell('do_undo')}
        </button>
      )}
      {done.length > 0 && !undone && deed.final && <span class="hint">{deed.final}</span>}
      <button type="button" class="act quiet" data-action="bulk-close" onClick={close}>
        {tell('keys_close')}
      </button>
      {left.length > 0 && (
        <ul class="left-behind" aria-label={tell('bulk_left')}>
          <li>{tell('bulk_left')}</li>
          {left.map(({ name, why }) => (
            <li key={name}>
              <span class="code">{name}</span> {why}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
