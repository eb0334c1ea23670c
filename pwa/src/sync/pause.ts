/** Waiting that somebody may cut short, and doing something while no other page does it. */

/** Resolve after `ms`, or at once when `wake` fires. */
export function sleep(ms: number, wake: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    wake.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Run `work` under the Web Lock `name`, so that one page of this device at a time does it. */
export function underLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  // lib.dom types the answer as T | undefined for ifAvailable; without that option it always runs.
  return 'locks' in navigator ? (navigator.locks.request(name, work) as Promise<T>) : work();
}
