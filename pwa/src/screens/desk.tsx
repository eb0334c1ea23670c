/** Board and office: pages of their own that a picker never downloads. Each module's default export is its page. */
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { learnTheRest, say } from '../messages';
import styles from '../office/desk.css?url';

type Page = { default: ComponentType };
const PAGES = import.meta.glob<Page>(['../board/index.tsx', '../office/index.tsx']);

export type DeskName = 'board' | 'office';

export function Desk({ name }: { name: DeskName }) {
  const [page, setPage] = useState<{ Page: ComponentType } | 'absent' | null>(null);
  useEffect(() => {
    const load = PAGES[`../${name}/index.tsx`];
    const words = Promise.all([learnTheRest(), dress()]);
    if (!load) void words.then(() => setPage('absent'));
    else Promise.all([load(), words]).then(([{ default: Page }]) => setPage({ Page }), () => setPage('absent'));
  }, [name]);
  if (page === null) return <p class="desk-wait">{say('loading')}</p>;
  if (page === 'absent') return <p class="desk-wait">{say('not_built')}</p>;
  return <page.Page />;
}

/** The desk's own styles, before its first page is drawn. */
function dress(): Promise<unknown> {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = styles;
  return new Promise((resolve) => {
    link.onload = link.onerror = resolve;
    document.head.append(link);
  });
}
