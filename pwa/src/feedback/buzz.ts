/** The handheld's motor, felt through a glove. */
import type { Tone } from './tone';

const BUZZES: Record<Exclude<Tone, 'idle'>, number[]> = {
  right: [40],
  wrong: [400],
  attention: [80, 60, 80],
  done: [40, 40, 120],
};

export function buzz(tone: Exclude<Tone, 'idle'>): void {
  // Some browsers refuse before the first touch, and desks have no motor.
  navigator.vibrate?.(BUZZES[tone]);
}
