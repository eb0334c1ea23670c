/** `confirm`: finish or hand over, by a tap or by scanning the thing itself. */
import { accept, miss, refuse, type Kind, type Outcome, type Turn } from '../motions';
import type { ConfirmStep } from '../steps';

export interface ConfirmSub { done: boolean }
type ConfirmTurn = Turn<ConfirmStep, ConfirmSub>;

function confirmed(turn: ConfirmTurn): Outcome<ConfirmSub> {
  return accept('counted', { ...turn.sub, done: true }, { type: 'confirmed', step: turn.step.id });
}

export const CONFIRM: Kind<ConfirmStep, ConfirmSub> = {
  empty: { done: false },
  events: {
    confirm: (turn) => (turn.step.scan ? refuse('scan_to_confirm') : confirmed(turn)),
    scan: (turn) => (turn.step.scan ? (miss(turn, turn.step.scan) ?? confirmed(turn)) : refuse('not_now')),
  },
  actions: {},
};
