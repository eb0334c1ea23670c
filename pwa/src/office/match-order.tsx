/** Goods came that nobody had announced: by which purchase order were they ordered? */
import { useDeed } from '../board/deed';
import { saidIn } from '../board/said';
import type { PurchaseOrder } from '../contract/purchase';
import { tell } from '../messages/desk';
import { actOnPurchaseOrder } from '../sync/buying';

export function MatchOrder({ order, again }: { order: PurchaseOrder; again: () => void }) {
  const deed = useDeed();
  const match = (event: SubmitEvent): void => {
    const said = saidIn(event);
    void deed.run(() => actOnPurchaseOrder(order.id, 'match', { order: said('order') })).then((done) => done && again());
  };
  return (
    <form class="actions" data-form="match" onSubmit={match}>
      <label class="inline">
        {tell('po_match')} <input name="order" maxLength={40} required />
      </label>
      <button type="submit" class="act primary" data-action="match" disabled={deed.busy}>
        {tell('do_match')}
      </button>
      {deed.problem && <p class="remark wrong">{deed.problem}</p>}
    </form>
  );
}
