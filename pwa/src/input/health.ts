/** Whether a code came well: what a supervisor sees per device, and what sends somebody to the self-check page. */
import { parse } from '../engine';
import type { Flaw } from '../store';
import type { ScannerProfile } from './profile';
import type { WedgeScan } from './wedge';

/** No code that anybody prints has fewer characters; a misread stripe has. */
const SHORTEST = 4;

/** What is wrong with a code as it came; null for a good one. */
export function flawOf({ code, end, fast }: WedgeScan, profile: ScannerProfile, known: boolean): Flaw | null {
  // What a person types by hand says nothing of the scanner.
  if (!fast || known) return null;
  const { error } = parse(code);
  if ((error && error !== 'gs1_unknown_ai') || code.includes('\ufffd')) return 'unreadable';
  // Where Enter ends a code, one that a silence has ended is most likely half of one.
  if (end === 'silence' && (profile.end === 'enter' || profile.end === 'tab')) return 'split';
  return code.trim().length < SHORTEST ? 'short' : null;
}
