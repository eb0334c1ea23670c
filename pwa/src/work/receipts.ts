/** Receipts at hand and the cartons that were announced for them: one scan on the home screen receives a carton. */
import type { Source } from '../contract';
import { currentStep, type CollectStep } from '../engine';
import type { ShownTask } from '../sync';
import { mayGoOn } from './barred';
import type { Deed, Floor } from './floor';
import { asScript, asState } from './read';

/** A scan as the work that it opens takes it. */
export interface Scanned {
  deed: Deed;
  source: Source;
}

/** What a receipt knows of a code: a carton (or a pallet) that is awaited, one that is counted, or nothing. */
function known({ task, state }: ShownTask, key: string): 'awaited' | 'counted' | null {
  const step = currentStep(asScript(task.script), asState(state));
  if (step?.kind !== 'collect' || !step.cartons) return null;
  const cartons = Object.hasOwn(step.cartons, key) ? [step.cartons[key]!] : Object.values(step.cartons).filter(({ pallet }) => pallet === key);
  const sub = (asState(state).steps[step.id] ?? {}) as { cartons?: object; opened?: object };
  const dealtWith = ({ id, in: isIn, opened }: Carton): boolean =>
    Boolean(isIn ?? opened) || Object.hasOwn(sub.cartons ?? {}, String(id)) || Object.hasOwn(sub.opened ?? {}, String(id));
  if (!cartons.length) return null;
  return cartons.every(dealtWith) ? 'counted' : 'awaited';
}

type Carton = NonNullable<CollectStep['cartons']>[string];

/** The receipt at hand that awaits a carton, or has counted it. */
export function receiptOf(floor: Floor, key: string, how: 'awaited' | 'counted'): number | null {
  return floor.work.tasks.peek().find((shown) => mayGoOn(shown) && known(shown, key) === how)?.task.id ?? null;
}

/** Whether a task is a receipt that knows a code. */
export function isReceiptOf(floor: Floor, task: number, key: string): boolean {
  const shown = floor.work.find(task);
  return shown !== undefined && known(shown, key) !== null;
}

/** Show the receipt and count what was scanned, unless it may not be gone on with here. */
export async function receive(floor: Floor, task: number, { deed, source }: Scanned): Promise<void> {
  floor.start(task);
  const screen = floor.screen.peek();
  if (screen.name === 'task' && screen.id === task) await floor.happen(task, deed, source);
}
