/** What the screen shows at a put wall: the wall place that is meant, and who else gets some of the item in the hands. */
import { heldBy } from '../motions';
import { lacking, putOf, type Script, type State, type Sub } from '../steps';
import { itemView, type DealView, type Need, type View } from '../view';
import type { Shown } from './shown';
import { putNow, type SortStep, type SortSub, type SortTurn } from './sorting';

export const SORTED_SHOWN: Shown<SortStep> = {
  preview: (_script, _state, step, sub) => ({ container: step.out_of?.[0] ?? null, qty: lacking(step.shares, sub) }),
  details: (script, state, step, sub) => sortDetails(turnOf(script, state, step, sub)),
};

function turnOf(script: Script, state: State, step: SortStep, sub: Sub): SortTurn {
  const scan = { raw: '', parsed: { key: '' }, thing: null, known: false };
  return { script, state, step, sub: sub as unknown as SortSub, event: {}, scan };
}

function sortDetails(turn: SortTurn): Partial<View> {
  const { sub, step, state, script } = turn;
  const now = sub.need ? null : putNow(turn);
  const plate = now ? heldBy(state.vars, now.share.into) : null;
  const need: Need = sub.need ?? (now ? (plate === null ? 'container' : 'tote') : 'item');
  const fits = now !== null && sub.item !== null && sub.item.size <= now.share.qty;
  return {
    item: itemView(script, sub.item?.item),
    lot: sub.item?.lot ?? null,
    qty: now?.qty ?? lacking(step.shares, sub as unknown as Sub),
    pack: fits ? (sub.item?.pack ?? 'piece') : 'piece',
    unit: fits ? (sub.item?.size ?? 1) : 1,
    need,
    kinds: need === 'container' ? ['tote', 'carton'] : [],
    position: now ? { number: now.share.position, plate } : null,
    deals: now ? deals(turn, now.share.pin) : [],
    missing: lacking(step.shares, sub as unknown as Sub),
    ask: sub.ask,
    // A container that stands nowhere yet cannot be full, and what is in the hand comes before the end.
    allow: (step.allow ?? []).filter((action) => (action !== 'full' || plate !== null) && (action !== 'done' || need === 'item')),
    wall: true,
  };
}

/** All wall places that get some of the item in the hands. */
function deals({ step, sub, state }: SortTurn, atHand: number): DealView[] {
  return step.shares
    .filter(({ item }) => item === sub.item?.item)
    .map((share) => ({
      number: share.position,
      plate: heldBy(state.vars, share.into),
      qty: share.qty,
      got: putOf(sub as unknown as Sub, share),
      atHand: share.pin === atHand,
    }));
}
