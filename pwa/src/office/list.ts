/** A list that is read a page at a time: new filters begin anew, "more" goes on where it ended, late answers are dropped. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Page } from '../contract/board';
import { explain } from './session';

export interface Listed<T> {
  items: T[] | null;
  problem: string;
  /** Read the next page; null when there is none. */
  more: (() => void) | null;
  again: () => void;
  /** Read a page of it, whatever is shown: the first without a cursor. */
  page: (cursor: string | null) => Promise<Page<T>>;
}

/** `key` names the filters: a list is read again when it changes. */
export function useList<T>(key: string, read: (cursor: string | null) => Promise<Page<T>>): Listed<T> {
  const [items, setItems] = useState<T[] | null>(null);
  const [next, setNext] = useState<string | null>(null);
  const [problem, setProblem] = useState('');
  const [turn, setTurn] = useState(0);
  const asked = useRef('');

  function load(cursor: string | null, before: T[]): void {
    const mark = `${key} ${turn} ${cursor ?? ''}`;
    asked.current = mark;
    read(cursor).then(
      (page) => {
        if (asked.current !== mark) return;
        setItems([...before, ...page.items]);
        setNext(page.next);
        setProblem('');
      },
      (error: unknown) => asked.current === mark && setProblem(explain(error)),
    );
  }

  useEffect(() => load(null, []), [key, turn]);
  return { items, problem, more: next === null ? null : () => load(next, items ?? []), again: () => setTurn(turn + 1), page: read };
}

export interface Fetched<T> {
  value: T | null;
  problem: string;
  again: () => void;
}

/** One thing, read when `key` changes or when asked again; what was read stays visible meanwhile. */
export function useFetched<T>(key: string, read: () => Promise<T>): Fetched<T> {
  const [found, setFound] = useState<{ key: string; value: T | null; problem: string }>({ key: '', value: null, problem: '' });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let wanted = true;
    read().then(
      (value) => wanted && setFound({ key, value, problem: '' }),
      (error: unknown) => wanted && setFound({ key, value: null, problem: explain(error) }),
    );
    return () => void (wanted = false);
  }, [key, turn]);
  const current = found.key === key;
  return { value: current ? found.value : null, problem: current ? found.problem : '', again: () => setTurn(turn + 1) };
}
