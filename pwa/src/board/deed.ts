/** Something that a person does here and waits for: one at a time, with what came of it. */
import { useState } from 'preact/hooks';
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
        setProblem(explain(error));
        return false;
      } finally {
        setBusy(false);
      }
    },
  };
}
