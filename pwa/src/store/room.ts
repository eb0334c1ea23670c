/** Whether the browser promises to keep what is on this device, and whether there is room for more. */
import { signal } from '@preact/signals';
import type { Database } from './database';

/** Room for about ten thousand scans: below it somebody has to know. */
const LEAST_BYTES = 20_000_000;
/** Browsers begin to refuse before the last byte. */
const FULLEST = 0.95;
const LOOK_EVERY_MS = 60_000;

/** True when what may still be written is less than a shift could need. */
export function isLow({ usage = 0, quota = 0 }: StorageEstimate): boolean {
  return quota > 0 && (quota - usage < LEAST_BYTES || usage > quota * FULLEST);
}

export class Room {
  /** The browser will not clear this device's data by itself; null until it has said so. */
  readonly promised = signal<boolean | null>(null);
  readonly low = signal(false);

  constructor(private readonly database: Database) {}

  /** Ask the browser to keep the data, remember its answer, and look at the room from time to time. */
  async watch(): Promise<void> {
    if (!('storage' in navigator)) return;
    this.promised.value = (await this.database.kept('promise'))?.persisted ?? null;
    try {
      const persisted = (await navigator.storage.persisted()) || (await navigator.storage.persist());
      this.promised.value = persisted;
      await this.database.keep('promise', { persisted, at: Date.now() });
    } catch {
      // It has not answered; what it said before still stands.
    }
    setInterval(() => void this.look(), LOOK_EVERY_MS);
    await this.look();
  }

  async look(): Promise<void> {
    try {
      this.low.value = isLow(await navigator.storage.estimate());
    } catch {
      // A browser that does not tell is no reason to stop anybody.
    }
  }
}
