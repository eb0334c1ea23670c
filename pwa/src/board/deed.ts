/** Something that a person does here and waits for: one at a time, with what came of it. */
import { useState } from 'preact/hooks';
import { Problem } from '../contract';
import { tell } from '../messages/desk';
import { explain } from '../office/session';

export interface Deed {
  busy: boolean;
  /** What went wrong, or ''. */
  problem: string;
  /** Do it; true when it is done. */
  run(action: () => Promise<unknown>): Promise<boolean>;
}

export function useDeed(): Deed {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  return {
    busy,
    problem,
    run: async (action) => {
      setBusy(true);
      setProblem('');
      try {
        await action();
        return true;
      } catch (error) {
        // Unlike a list, a deed is not tried again by itself; and its answer alone may have been lost.
        setProblem(error instanceof Problem && error.status === 0 ? tell('deed_not_answered') : explain(error));
        return false;
      } finally {
        setBusy(false);
      }
    },
  };
}
