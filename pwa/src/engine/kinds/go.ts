/** `go`: reach a place or a container, and scan it to prove it. */
import { accept, heldBy, miss, type Kind } from '../motions';
import type { Effect, GoStep } from '../steps';

export interface GoSub { done: boolean }

export const GO: Kind<GoStep, GoSub> = {
  empty: { done: false },
  events: {
    scan: (turn) => {
      const { step, sub } = turn;
      const wrong = miss(turn, step);
      if (wrong) return wrong;
      const effect: Effect = { type: 'reached', step: step.id };
      if (step.place != null) effect['place'] = step.place;
      else effect['container'] = heldBy(turn.state.vars, step);
      return accept('counted', { ...sub, done: true }, effect);
    },
  },
  actions: {},
};
