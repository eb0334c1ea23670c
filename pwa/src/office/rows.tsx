/** Tables that a keyboard can walk: arrows go from row to row, Enter opens, x chooses, Escape goes back, the slash searches, ? tells. */
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { keysShown } from './keys';
import { goBack, goTo } from './route';

/** What an arrow key moves from and to. */
const ROW = '[data-row]';

/** The keys of every page; `typing` keeps its own. */
export function useKeys(): void {
  useEffect(() => {
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target instanceof HTMLElement ? event.target : null;
  const typing = target?.matches('input:not([type=checkbox]), select, textarea') ?? false;
  if (event.key === 'Escape') {
    if (typing) target?.blur();
    else goBack();
  } else if (!typing && event.key === '/') {
    const search = document.querySelector<HTMLInputElement>('main input:not([type=hidden])') ?? document.querySelector<HTMLInputElement>('[data-find]');
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
  } else if (!typing && event.key === '?') {
    event.preventDefault();
    keysShown.value = true;
  } else if (!typing && event.key === 'x') {
    target?.closest(ROW)?.querySelector<HTMLElement>('[data-choose]')?.click();
  } else if ((!typing || target instanceof HTMLInputElement) && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
    walk(event, target);
  }
}

function walk(event: KeyboardEvent, from: HTMLElement | null): void {
  const rows = Array.from(document.querySelectorAll<HTMLElement>(ROW));
  const at = rows.findIndex((row) => row.contains(from));
  const next = rows[event.key === 'ArrowDown' ? at + 1 : Math.max(at - 1, 0)];
  if (!next) {
    // Behind the last row stands the next page, where there is one.
    if (at >= 0) document.querySelector<HTMLElement>('.pager button')?.click();
    return;
  }
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: 'nearest' });
}

interface RowProps {
  /** Where the row leads; nowhere, where it is all there is. */
  to?: string | undefined;
  children: ComponentChildren;
  look?: string | undefined;
  /** Other keys that work while the row has the focus. */
  onKey?: (key: string) => void;
  /** What it says of itself: `data-` attributes. */
  marks?: Record<string, string | number> | undefined;
}

/** A row of a table that opens what it stands for, by click or Enter. */
export function Row({ to, children, look, onKey, marks }: RowProps) {
  return (
    <tr
      data-row
      {...marks}
      tabIndex={0}
      class={look ?? ''}
      onClick={(event) => {
        // A row is not a link: what is in it may be tapped or marked.
        const inner = event.target instanceof Element && event.target.closest('a, button, select, input');
        if (to && !inner && !getSelection()?.toString()) goTo(to);
      }}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget) return;
        if (event.key === 'Enter' && to) goTo(to);
        else onKey?.(event.key);
      }}
    >
      {children}
    </tr>
  );
}

/** A number under its column's head; where a phone has no heads, the word stands before it. */
export function Num({ label, title, children }: { label: string; title?: string; children: ComponentChildren }) {
  return (
    <td class="number" data-label={label} title={title}>
      {children}
    </td>
  );
}
