/** One tab scans: two would give two events the same number. */
import { signal } from '@preact/signals';

/** `mine`: this tab may scan. `elsewhere`: another tab does. */
export const tab = signal<'asking' | 'mine' | 'elsewhere'>('asking');

/** Ask for the right to scan, or with `steal` take it from the tab that has it. */
export function claimTab(steal = false): void {
  // Without Web Locks (no secure origin) nothing could be signed either; the sign-in screen says so.
  if (!('locks' in navigator)) {
    tab.value = 'mine';
    return;
  }
  const options: LockOptions = steal ? { steal: true } : { ifAvailable: true };
  navigator.locks
    .request('pickface-scanning', options, (lock) => {
      tab.value = lock ? 'mine' : 'elsewhere';
      return lock ? new Promise<never>(() => undefined) : undefined;
    })
    .catch(() => {
      tab.value = 'elsewhere';
    });
}
