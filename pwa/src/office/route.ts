/** Addresses of board and office: the path names the page, the query its filters; going somewhere does not reload. */
import { signal } from '@preact/signals';

export interface Route {
  /** The parts of the path: ['board', 'tasks', '17']. */
  path: string[];
  query: URLSearchParams;
}

const here = (): Route => ({ path: location.pathname.split('/').filter(Boolean).map(decodeURIComponent), query: new URLSearchParams(location.search) });

export const route = signal<Route>(here());

addEventListener('popstate', () => (route.value = here()));

/** Marks steps that began on a page of ours, so that going back never leaves the app. */
const FROM_HERE = 'pickface';

/** Go back to where one came from, if that is a page of ours. */
export function goBack(): void {
  if (history.state === FROM_HERE) history.back();
}

/** Go to an address of ours; `replace` leaves no step to come back to. */
export function goTo(address: string, replace = false): void {
  if (replace) history.replaceState(history.state, '', address);
  else history.pushState(FROM_HERE, '', address);
  route.value = here();
  if (!replace) scrollTo(0, 0);
}

/** An address with those filters that are set. */
export function address(path: string, filters: Record<string, string | number | null | undefined> = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) if (value !== null && value !== undefined && value !== '') query.set(name, String(value));
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

/** Follow a click on one of our links without a reload, unless it was meant for a new tab. */
export function follow(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link || link.origin !== location.origin || link.target || link.hasAttribute('download')) return;
  if (!/^\/(board|office)(\/|$)/.test(link.pathname)) return;
  event.preventDefault();
  goTo(link.pathname + link.search);
}
