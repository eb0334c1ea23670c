/** When a handheld locks: after idle minutes, when it is put to charge, and when it was left locked or idle before a reload. */
import type { LockRules } from '../contract';
import type { Database } from '../store';

/** What the watch needs; a test hands in its own. */
export interface LockWorld {
  /** The rules of whoever works here, null when nobody does or it is locked already. */
  rules(): LockRules | null;
  lock(): void;
  database: Pick<Database, 'kept' | 'keep'>;
  now(): number;
}

const LOOK_EVERY_MS = 5_000;
/** Activity is written this seldom: it must not cost a scan anything. */
const WRITE_EVERY_MS = 60_000;

interface Battery extends EventTarget {
  charging: boolean;
}

export class LockWatch {
  private activeAt: number;
  private writtenAt = 0;

  constructor(private readonly world: LockWorld) {
    this.activeAt = world.now();
  }

  /** Whether the device was locked, or lay idle for too long, when it was last in use. */
  async wasLocked(rules: LockRules): Promise<boolean> {
    const before = await this.world.database.kept('lock');
    if (!before) return false;
    return before.locked || idleTooLong(rules, this.world.now() - before.activeAt);
  }

  /** Somebody does something. */
  touch(): void {
    this.activeAt = this.world.now();
    if (this.activeAt - this.writtenAt >= WRITE_EVERY_MS && this.world.rules()) this.write(false);
  }

  /** Remember that it is locked, or that it is not any more. */
  write(locked: boolean): void {
    if (!locked) this.activeAt = this.world.now();
    this.writtenAt = this.world.now();
    // A device that cannot save says so itself, in red, at the next scan.
    this.world.database.keep('lock', { locked, activeAt: this.activeAt }).catch(() => undefined);
  }

  /** Lock if it is time; timers sleep with the device, so this is asked when it wakes too. */
  look(): void {
    const rules = this.world.rules();
    if (rules && idleTooLong(rules, this.world.now() - this.activeAt)) this.world.lock();
  }

  /** The device was put to charge. */
  cradled(): void {
    if (this.world.rules()?.inCradle) this.world.lock();
  }

  /** Watch the page and, where the browser tells of it, the battery. */
  start(): void {
    for (const type of ['pointerdown', 'keydown']) document.addEventListener(type, () => this.touch(), { capture: true, passive: true });
    document.addEventListener('visibilitychange', () => this.look());
    setInterval(() => this.look(), LOOK_EVERY_MS);
    const { getBattery } = navigator as { getBattery?: () => Promise<Battery> };
    void getBattery?.call(navigator).then(
      (battery) => battery.addEventListener('chargingchange', () => battery.charging && this.cradled()),
      () => undefined,
    );
  }
}

function idleTooLong(rules: LockRules, idleMs: number): boolean {
  return rules.minutes > 0 && idleMs >= rules.minutes * 60_000;
}
