/** The service worker: keeps the app shell on the device, so that it starts without a network. It never sees API data. */
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { Spare } from './spare';

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: (string | { url: string; revision: string | null })[] };

const files = self.__WB_MANIFEST.map((file) => (typeof file === 'string' ? { url: file, revision: null } : file));
const isSpare = ({ url }: { url: string }): boolean => url.endsWith('.wasm');

precacheAndRoute(files.filter((file) => !isSpare(file)));
cleanupOutdatedCaches();

/** What a browser that knows routes is told once: from then on it does not wake this worker for each of these files. */
interface Routes {
  addRoutes?: (rules: { condition: { urlPattern: URLPatternInit }; source: 'cache' }[]) => Promise<void>;
}
interface URLPatternInit {
  pathname: string;
}

/** Files whose name changes with what is in them come straight from the device; what it does not have comes from the network. */
self.addEventListener('install', (event) => {
  const told = (event as ExtendableEvent & Routes).addRoutes?.([{ condition: { urlPattern: { pathname: '/assets/*' } }, source: 'cache' }]);
  // Without them this worker answers, as it always did.
  if (told) event.waitUntil(told.catch(() => undefined));
});

const shell = createHandlerBoundToURL('/index.html');

/** Heard before anything is answered: while requests pass, nothing is fetched that nobody waits for. */
const spare = new Spare(files.filter(isSpare).map(({ url }) => url));
self.addEventListener('fetch', (event) => spare.hear(event));

/** Answer a navigation to any page of the app with the kept shell; the server keeps what is its own. */
self.addEventListener('fetch', (event) => {
  if (event.request.mode !== 'navigate') return;
  const url = new URL(event.request.url);
  if (/^\/(api|ws|static|healthz|readyz|trust)(\/|$)/.test(url.pathname)) return;
  event.respondWith(shell({ event, request: event.request, url }));
});

/** The page that installed the app is served from the device at once: its next screen may be opened without a network. */
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

/** A new version waits until the page says that nobody is in the middle of a task. */
self.addEventListener('message', (event: ExtendableMessageEvent) => {
  if ((event.data as { type?: string } | null)?.type === 'take_over') void self.skipWaiting();
});
