/** Keeps the screen lit while somebody works. */

let lock: WakeLockSentinel | null = null;
let wanted = false;

async function ask(): Promise<void> {
  if (!wanted || lock || document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
  try {
    lock = await navigator.wakeLock.request('screen');
    lock.addEventListener('release', () => (lock = null));
  } catch {
    // A low battery may refuse; the device's own setting then decides.
  }
}

/** Ask for the lock, and again each time the page is shown: hiding it lets the lock go. */
export function keepAwake(): void {
  if (!wanted) document.addEventListener('visibilitychange', () => void ask());
  wanted = true;
  void ask();
}

export function letSleep(): void {
  wanted = false;
  void lock?.release();
}
