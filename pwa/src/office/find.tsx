/** The one field above every page: anything by any code or word. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Found } from '../contract/found';
import { tell, tellAny } from '../messages/desk';
import { findAnything } from '../sync/office';
import { goTo, route } from './route';

const PAUSE_MS = 120;

/** Where a thing is opened; people stand in a list of their own. */
export function pageOf({ kind, key, code }: Found): string {
  switch (kind) {
    case 'order':
      return `/office/orders/${key}`;
    case 'purchase_order':
      return `/office/purchase-orders/${key}`;
    case 'delivery':
      return `/office/deliveries/${key}`;
    case 'lot':
      return `/office/lots/${key}`;
    case 'container':
      return `/office/containers/${encodeURIComponent(code)}`;
    case 'place':
      return `/office/places/${encodeURIComponent(code)}`;
    case 'person':
      return '/office/people';
    default:
      return `/office/items/${key}`;
  }
}

export function Find() {
  const [typed, setTyped] = useState('');
  const [found, setFound] = useState<{ q: string; items: Found[] } | null>(null);
  const [at, setAt] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const wanted = useRef('');
  const q = typed.trim();

  useEffect(() => {
    wanted.current = q;
    if (!q) {
      setFound(null);
      return undefined;
    }
    const timer = setTimeout(() => void look(q), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [q]);
  // Whoever went to another page has found what they looked for.
  useEffect(() => close(), [route.value]);

  async function look(asked: string): Promise<Found[]> {
    const items = await findAnything(asked).catch(() => []);
    if (wanted.current === asked) {
      setFound({ q: asked, items });
      setAt(0);
    }
    return items;
  }

  function close(): void {
    setTyped('');
    setFound(null);
  }

  /** A scanner is quicker than the pause: Enter asks at once. */
  async function open(): Promise<void> {
    if (!q) return;
    const items = found?.q === q ? found.items : await look(q);
    const one = items[found?.q === q ? at : 0];
    if (one) goTo(pageOf(one));
  }

  function onKey(event: KeyboardEvent): void {
    const items = found?.items ?? [];
    if (event.key === 'Enter') {
      event.preventDefault();
      void open();
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && items.length > 0) {
      event.preventDefault();
      event.stopPropagation();
      setAt((at + (event.key === 'ArrowDown' ? 1 : items.length - 1)) % items.length);
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      close();
      field.current?.blur();
    }
  }

  const listed = Boolean(found?.items.length && q);
  return (
    <search class="find print-none">
      <input
        ref={field}
        type="text"
        inputMode="search"
        data-find
        value={typed}
        placeholder={tell('find_anything')}
        aria-label={tell('find_anything')}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={listed}
        aria-controls={listed ? 'found' : undefined}
        aria-activedescendant={listed ? `found-${at}` : undefined}
        autocomplete="off"
        spellcheck={false}
        maxLength={120}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={onKey}
        onBlur={() => setTimeout(() => setFound(null), 150)}
      />
      {found && q && !listed && (
        <p class="nothing empty" role="status">
          {tell('found_nothing', { q: found.q })}
        </p>
      )}
      {listed && (
        <ul id="found" role="listbox" aria-label={tell('find_anything')}>
          {found!.items.map((one, index) => (
            <li key={`${one.kind} ${one.key}`} id={`found-${index}`} role="option" aria-selected={index === at}>
              <a href={pageOf(one)} tabIndex={-1} onMouseDown={(event) => event.preventDefault()}>
                <span class="kind">{tellAny('found_', one.kind)}</span>
                <span class="code">{one.code}</span>
                <span class="title">{one.kind === 'place' || one.kind === 'container' ? one.title.replaceAll('_', ' ') : one.title}</span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </search>
  );
}
