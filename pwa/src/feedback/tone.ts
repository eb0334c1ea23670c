/** What a person feels after a scan: a colour with its shape, a sound, a buzz. */

/** `right`: booked; `wrong`: refused; `attention`: needs a person; `done`: the task is finished. */
export type Tone = 'idle' | 'right' | 'wrong' | 'attention' | 'done';

const ATTENTION = new Set([
  'over',
  'over_sent',
  'never_sent',
  'not_expected',
  'unknown_recorded',
  'go_alternative',
  'carton_unknown',
  'carton_opened',
  'ask_close',
  'blocked_told',
  'weigh_again',
  'too_warm',
  'too_cold',
]);

/** The tone of a reducer's answer. */
export function toneOf(accepted: boolean, code: string): Tone {
  if (!accepted) return 'wrong';
  if (code === 'task_done') return 'done';
  return ATTENTION.has(code) || code.startsWith('need_') ? 'attention' : 'right';
}
