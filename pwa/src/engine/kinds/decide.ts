/** `decide`: choose one of the options: pass or fail, a reason, a grade. */
import { accept, refuse, type Kind } from '../motions';
import type { DecideStep } from '../steps';

export interface DecideSub { done: boolean }

export const DECIDE: Kind<DecideStep, DecideSub> = {
  empty: { done: false },
  events: {
    choose: ({ step, sub, event: { value } }) =>
      typeof value === 'string' && step.options.includes(value)
        ? accept('counted', { ...sub, done: true }, { type: 'decided', step: step.id, value })
        : refuse('not_an_option'),
  },
  actions: {},
};
