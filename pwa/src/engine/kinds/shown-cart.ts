/** What the screen shows of a `take` on a cart: the tote that is meant, and what each tote gets from this bin. */
import { heldBy } from '../motions';
import { putOf, type Script, type State, type Sub, type TakeStep } from '../steps';
import { previewTake, takeDetails, takeTurn, type DealView, type Need, type PositionView, type View } from '../view';
import { putNow, roomOf, wantedFrom, type SharedSub } from './sharing';
import type { Shown } from './shown';
import type { TakeTurn } from './taking';

type SharedTurn = TakeTurn<SharedSub>;

/** An empty tote is put up at a position. */
export const POSITION_SHOWN: Shown<TakeStep> = {
  details: (script, state, step, sub) => ({
    ...takeDetails(takeTurn(script, state, step, sub)),
    position: { number: step.container!.position!, plate: null },
  }),
};

/** A pallet is taken whole: its own plate is what is scanned. */
export const WHOLE_SHOWN: Shown<TakeStep> = {
  details: (script, state, step, sub) => ({ ...takeDetails(takeTurn(script, state, step, sub)), need: 'whole' }),
};

export const SHARED_SHOWN: Shown<TakeStep> = {
  preview: (script, state, step, sub) => {
    const turn = sharedTurn(script, state, step, sub);
    return { ...previewTake(script, turn), qty: dealt(turn).qty };
  },
  details: (script, state, step, sub) => sharedDetails(sharedTurn(script, state, step, sub)),
};

function sharedTurn(script: Script, state: State, step: TakeStep, sub: Sub): SharedTurn {
  return takeTurn(script, state, step, sub) as SharedTurn;
}

function sharedDetails(turn: SharedTurn): Partial<View> {
  const { sub } = turn;
  const { position } = dealt(turn);
  // What a tote gets may be less than one of the packs that were scanned.
  const fits = sub.size <= roomOf(turn);
  return {
    ...takeDetails(turn),
    need: sharedNeed(turn),
    position: sub.need === 'container' && position ? { ...position, plate: null } : position,
    deals: deals(turn, position),
    pack: fits ? sub.pack : 'piece',
    unit: fits ? sub.size : 1,
    counted: 0,
  };
}

/** All that this bin is to give, or what the tote at hand gets once the item is proved. */
function dealt(turn: SharedTurn): { qty: number; position: PositionView | null } {
  const { share, qty } = putNow(turn);
  const need = sharedNeed(turn);
  if (need !== 'tote' && need !== 'container') return { qty: wantedFrom(turn), position: null };
  return { qty, position: { number: share.position, plate: heldBy(turn.state.vars, share.into) } };
}

function sharedNeed({ step, sub }: SharedTurn): Need {
  if (!sub.there) return 'place';
  return sub.need ?? (sub.seen || (step.prove === 'none' && !(sub.taken >= step.by_hand!)) ? 'tote' : 'item');
}

function deals({ step, sub, state }: SharedTurn, atHand: PositionView | null): DealView[] {
  return (step.shares ?? []).map((share) => ({
    number: share.position,
    plate: heldBy(state.vars, share.into),
    qty: share.qty,
    got: putOf(sub as unknown as Sub, share),
    atHand: atHand?.number === share.position,
  }));
}
