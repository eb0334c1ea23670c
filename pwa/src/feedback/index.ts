/** Feedback: unmistakable, within a frame of the scan, and nothing flashes. */
import { buzz } from './buzz';
import { play } from './sound';
import type { Tone } from './tone';

export * from './tone';
export * from './voice';
export * from './wake-lock';

/** Sound and buzz of a tone. */
export function feel(tone: Tone): void {
  if (tone === 'idle') return;
  play(tone);
  buzz(tone);
}
