/** `collect` with `aside`: what nobody knows gets a label from the roll and is left in a place for such goods. */
import { accept, refuse } from '../motions';
import type { Aside, CollectOutcome, CollectSub, CollectTurn } from './counting';

/** The sub-state once goods were unknown: they may be labelled next, unless something else is lacking first. */
export function begun({ step, sub }: CollectTurn, code: string, qty: number): CollectSub {
  return step.aside && !sub.pending && !sub.need ? { ...sub, aside: { code, qty, plate: null } } : ended(sub);
}

/** The sub-state with nothing in the hands that nobody knows. */
export function ended<U extends CollectSub>({ aside: _, ...sub }: U): U {
  return sub as U;
}

/** A scan while unknown goods are in the hands: their label, then their place; null for anything else. */
export function scan(turn: CollectTurn): CollectOutcome | null {
  const { step, sub, scan: { thing } } = turn;
  const { aside } = sub;
  if (!aside) return null;
  if (aside.plate === null) {
    const plate = thing?.kind === 'label' ? thing.container : undefined;
    return plate === undefined || Object.values(sub.into).includes(plate) ? null : labelled(turn, aside, plate);
  }
  if (thing?.place === undefined) return null;
  const expected = step.aside!.place;
  return thing.place === expected ? left(turn) : refuse('wrong_place', { expected, got: thing.place });
}

/** They are where such goods are left, by a scan of the place or by the person's word. */
export function left({ step, sub }: CollectTurn): CollectOutcome {
  const { aside } = sub;
  if (!aside || aside.plate === null) return refuse('not_now');
  const effect = { type: 'left', step: step.id, code: aside.code, container: aside.plate, place: step.aside!.place };
  return { ...accept('left_there', { ...ended(sub), ask: false }, effect), memory: 'none' };
}

/** A label that sticks cannot be undone. */
function labelled({ step, sub }: CollectTurn, aside: Aside, plate: string): CollectOutcome {
  const effect = { type: 'labelled', step: step.id, code: aside.code, qty: aside.qty, container: plate };
  return { ...accept('labelled', { ...sub, ask: false, aside: { ...aside, plate } }, effect), memory: 'none' };
}
