/** One tab scans: two would give two events the same number. The others wait, and the next goes on when it is closed. */
import { signal } from '@preact/signals';

/** `mine`: this tab may scan. `elsewhere`: another tab does. */
export const tab = signal<'asking' | 'mine' | 'elsewhere'>('asking');

const LOCK = 'pickface-scanning';
let granted: () => void = () => undefined;

/** Resolve when this tab may scan: at once if no other does, else when that one is closed or gives way. */
export function holdTab(): Promise<void> {
  const mine = new Promise<void>((resolve) => (granted = resolve));
  if ('locks' in navigator) request({ ifAvailable: true });
  // Without Web Locks (no secure origin) nothing could be signed either; the sign-in screen says so.
  else keep();
  return mine;
}

/** Take the right to scan from the tab that has it. */
export function takeTab(): void {
  request({ steal: true });
}

function request(options: LockOptions): void {
  navigator.locks
    .request(LOCK, options, (lock) => {
      if (lock) return keep();
      tab.value = 'elsewhere';
      request({});
      return undefined;
    })
    .catch(() => {
      // Another tab has taken it; what this one holds in memory is out of date from now on.
      tab.value = 'elsewhere';
    });
}

/** Hold it until this page is gone. */
function keep(): Promise<never> {
  tab.value = 'mine';
  granted();
  return new Promise<never>(() => undefined);
}
