/** Registers the service worker and offers its next version when nobody is in the middle of something. */
import { signal } from '@preact/signals';

/** A new version waits to take over. */
export const updateReady = signal(false);

/** A device that is never closed asks for news by itself. */
const ASK_EVERY_MS = 30 * 60_000;

let waiting: ServiceWorker | null = null;

/** Register; without a service worker the app works, but does not start without a network. */
export async function registerWorker(): Promise<void> {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
  try {
    const registration = await navigator.serviceWorker.register('/sw.js');
    const offer = (worker: ServiceWorker | null): void => {
      if (!worker || !navigator.serviceWorker.controller) return;
      waiting = worker;
      updateReady.value = true;
    };
    offer(registration.waiting);
    registration.addEventListener('updatefound', () => {
      const worker = registration.installing;
      worker?.addEventListener('statechange', () => {
        if (worker.state === 'installed') offer(worker);
      });
    });
    const ask = (): void => void registration.update().catch(() => undefined);
    setInterval(ask, ASK_EVERY_MS);
    addEventListener('online', ask);
  } catch {
    // A certificate that was clicked away; the server's trust page says how to mend that.
  }
}

/** Let the new version take over and start it. Only called with an empty outbox and no open task. */
export function takeUpdate(): void {
  if (!waiting) return;
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  waiting.postMessage({ type: 'take_over' });
}
