/** Which words an outcome is told in. */
import { expect, it } from 'vitest';
import { say } from '../../src/messages';
import { toldOf } from '../../src/work/told';

const done = { kind: 'action', action: 'done' } as const;

it('what is left of a delivery is missing, and what is left where goods are moved from stays', () => {
  expect(toldOf('receive', done, 'ask_close')).toBe('ask_close');
  expect(toldOf('move', done, 'ask_close')).toBe('ask_close_move');
  expect(say('ask_close_move', { missing: 79 })).toMatch(/^79 stay here\. /);
});

it('the end of some work has words of its own', () => {
  expect(toldOf('returns', done, 'task_done')).toBe('done_returns');
  expect(say(toldOf('check', done, 'task_done') as 'done_check', { title: 'Order 1201' })).toBe('Order 1201 is counted.');
  expect(toldOf('pick', done, 'task_done')).toBe('task_done');
});
