/** The lines of a task: what each has, what is missing, and how many are done, as the floor counts them at the end of a shift. */
import type { CollectSub } from './kinds/counting';
import { isDone, own, type CollectStep, type Line, type Script, type State, type Step } from './steps';

/** A take or a put of goods that is finished is a line; of what was collected, each line that something was counted for. */
export function linesDone(script: Script, state: State): number {
  return script.steps.reduce((sum, step) => sum + (isDone(state, step) ? linesOf(step, state) : 0), 0);
}

function linesOf(step: Step, state: State): number {
  if (step.kind === 'take') return step.container ? 0 : 1;
  if (step.kind === 'put') return step.what.item == null ? 0 : 1;
  if (step.kind !== 'collect') return 0;
  const { counts = {} } = (own(state.steps, step.id) ?? {}) as unknown as Partial<CollectSub>;
  return Object.values(counts).filter((count) => count > 0).length;
}

/** How many smallest units a line has. */
export function counted(sub: CollectSub, line: Line): number {
  return own(sub.counts, String(line.id)) ?? 0;
}

/** The lines that are not complete, in script order, with what each lacks. */
export function missingLines(step: CollectStep, sub: CollectSub): { line: number; item: number; qty: number }[] {
  return step.lines
    .filter((line) => counted(sub, line) < line.qty)
    .map((line) => ({ line: line.id, item: line.item, qty: line.qty - counted(sub, line) }));
}
