/** What a device knows of its own scanner: how it types, and how well it has read today. */
import { signal, type Signal } from '@preact/signals';
import type { Database } from './database';

/** How this device's scanner types; '' and null where nothing is known or nothing is to be done. */
export interface ScannerProfile {
  /** What ends a code; null until it has been seen. */
  end: 'enter' | 'tab' | 'silence' | null;
  /** How characters come: as keys, as text of an input method, or in both ways. */
  way: 'keys' | 'text' | 'both' | null;
  /** What it writes before and after each code, to be taken off. */
  prefix: string;
  suffix: string;
  /** What it writes for GS (0x1D). */
  gsSubstitute: string;
}

export const NO_PROFILE: ScannerProfile = { end: null, way: null, prefix: '', suffix: '', gsSubstitute: '' };

export type Flaw = 'split' | 'short' | 'unreadable';

/** The scans of one day, and how many of them came badly. */
export interface ScanHealth extends Record<Flaw, number> {
  day: string;
  scans: number;
}

/** Counts are written this seldom: a scan must not wait for them, and losing a few does not matter. */
const WRITE_AFTER_MS = 5_000;

export class ScannerMemory {
  readonly profile: Signal<ScannerProfile>;
  private counted: ScanHealth;
  private writing: ReturnType<typeof setTimeout> | undefined;

  private constructor(
    private readonly database: Pick<Database, 'kept' | 'keep'>,
    profile: ScannerProfile | null,
    health: ScanHealth | null,
    private readonly today: () => string,
  ) {
    this.profile = signal({ ...NO_PROFILE, ...profile });
    this.counted = health ?? nothingOn(today());
  }

  static async open(database: Pick<Database, 'kept' | 'keep'>, today = dayNow): Promise<ScannerMemory> {
    const [profile, health] = await Promise.all([database.kept('scanner'), database.kept('scanHealth')]);
    return new ScannerMemory(database, profile, health, today);
  }

  /** How the scanner has read today. */
  get health(): ScanHealth {
    const day = this.today();
    if (this.counted.day !== day) this.counted = nothingOn(day);
    return this.counted;
  }

  /** The same as the server hears it: scans, split, short, unreadable. */
  counts(): number[] {
    const { scans, split, short, unreadable } = this.health;
    return [scans, split, short, unreadable];
  }

  /** The scanner turned out to type like this. */
  learn(part: Partial<ScannerProfile>): void {
    this.profile.value = { ...this.profile.peek(), ...part };
    // A device that cannot save says so itself, in red, at the next scan.
    this.database.keep('scanner', this.profile.peek()).catch(() => undefined);
  }

  /** A code came, well or with a flaw. */
  count(flaw: Flaw | null): void {
    const { health } = this;
    health.scans += 1;
    if (flaw) health[flaw] += 1;
    this.writing ??= setTimeout(() => {
      this.writing = undefined;
      this.database.keep('scanHealth', { ...this.counted }).catch(() => undefined);
    }, WRITE_AFTER_MS);
  }
}

function nothingOn(day: string): ScanHealth {
  return { day, scans: 0, split: 0, short: 0, unreadable: 0 };
}

/** The day by this device's clock, as YYYY-MM-DD. Written by hand: it is asked at each scan, and Intl is slow. */
function dayNow(): string {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}
