/** Board and office: pages of their own that a picker never downloads. Each module's default export is its page. */
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { say } from '../messages';

type Page = { default: ComponentType };
const PAGES = import.meta.glob<Page>(['../board/index.tsx', '../office/index.tsx']);

export type DeskName = 'board' | 'office';

/** The desk page that an address names, or null for the handheld. */
export function deskOf(path: string): DeskName | null {
  const [, first] = path.split('/');
  return first === 'board' || first === 'office' ? first : null;
}

export function Desk({ name }: { name: DeskName }) {
  const [page, setPage] = useState<{ Page: ComponentType } | 'absent' | null>(null);
  useEffect(() => {
    const load = PAGES[`../${name}/index.tsx`];
    if (!load) setPage('absent');
    else load().then(({ default: Page }) => setPage({ Page }), () => setPage('absent'));
  }, [name]);
  if (page === null) return <p class="desk-wait">{say('loading')}</p>;
  if (page === 'absent') return <p class="desk-wait">{say('not_built')}</p>;
  return <page.Page />;
}
