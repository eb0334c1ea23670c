/** What bars a scan before the reducer is asked: work that this device may not go on with, and codes that were read wrongly. */
import { parse } from '../engine';
import type { ShownTask } from '../sync';

/** Parked, as far as this device knows: it waits for whoever scans its tote. */
export function isParked({ state }: ShownTask): boolean {
  return state['parked'] === true;
}

/** Whether this device may go on with it. */
export function mayGoOn(shown: ShownTask): boolean {
  const { task, done } = shown;
  return !done && task.state !== 'held' && !task.elsewhere && !isParked(shown);
}

/** Why nothing may be scanned for it here, although this device has it. */
export function barOf({ task }: ShownTask): 'scan_tote_here' | 'on_hold' | null {
  if (task.elsewhere) return 'scan_tote_here';
  return task.state === 'held' ? 'on_hold' : null;
}

/** What of a GS1 code makes it unfit to book anything by: a wrong digit, a day that does not exist, a missing end. */
const MISREAD = new Set(['check_digit', 'bad_date', 'gs1_bad_value']);

export function misreadOf(code: string, symbology = ''): string | null {
  const { error } = parse(code, symbology);
  return error !== undefined && MISREAD.has(error) ? error : null;
}
