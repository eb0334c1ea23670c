/** Another item for what a line lacks: whether the customer takes one, which, how many; and back again. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import type { Order, OrderLine } from '../contract/office';
import type { Offers } from '../contract/substitutes';
import { tell } from '../messages/desk';
import { allowSubstitutes, fetchOffers, substituteLine, takeSubstituteBack } from '../sync/substitutes';
import { Refused, SaveOrLeave } from './form';
import { useFetched } from './list';
import { may } from './session';

const IN_TIME = new Set(['open', 'held', 'released']);

/** More is picked for the order yet. */
export const inTime = (order: Order): boolean => IN_TIME.has(order.state);

/** Whether the customer takes another item, and the button that says otherwise. */
export function Agreed({ order, again }: { order: Order; again: () => void }) {
  const deed = useDeed();
  const mayChange = inTime(order) && may('orders.allow_substitutes');
  if (!order.substitutes && !mayChange) return null;
  return (
    <p data-role="agreed">
      <span class="hint">{tell(order.substitutes ? 'order_substitutes_yes' : 'order_substitutes_no')}</span>{' '}
      {mayChange && (
        <button
          type="button"
          class="act quiet"
          data-action="agree"
          disabled={deed.busy}
          onClick={() => void deed.run(() => allowSubstitutes(order.id, !order.substitutes)).then((done) => done && again())}
        >
          {tell(order.substitutes ? 'do_forbid_substitutes' : 'do_allow_substitutes')}
        </button>
      )}
      <Refused problem={deed.problem} />
    </p>
  );
}

interface SubstituteProps {
  order: Order;
  line: OrderLine;
  over: () => void;
  again: () => void;
}

export function Substitute({ order, line, over, again }: SubstituteProps) {
  const found = useFetched<Offers>(`offers ${order.id} ${line.id} ${line.lacking}`, () => fetchOffers(order.id, line.id));
  const offers = found.value;
  return (
    <section data-role="substitute">
      <h2>{tell('substitute_title', { item: line.name || line.sku })}</h2>
      {found.problem && <Refused problem={found.problem} />}
      {offers && offers.items.length === 0 && (
        <p class="empty">
          {tell('substitute_nothing', { item: line.name || line.sku })} <a href={`/office/items/${line.item}`}>{tell('substitute_to_item', { sku: line.sku })}</a>
        </p>
      )}
      {offers && offers.items.length > 0 && !offers.allowed && <Agreed order={order} again={again} />}
      {offers && offers.items.length > 0 && offers.allowed && <OfferForm order={order} line={line} offers={offers} over={over} again={again} />}
    </section>
  );
}

function OfferForm({ order, line, offers, over, again }: SubstituteProps & { offers: Offers }) {
  const deed = useDeed();
  const [item, setItem] = useState((offers.items.find(({ available }) => available > 0) ?? offers.items[0]!).item);
  const most = Math.min(offers.lacking, offers.items.find((one) => one.item === item)?.available ?? 0);
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    const qty = Number(new FormData(event.currentTarget as HTMLFormElement).get('qty'));
    void deed
      .run(() => substituteLine(order.id, line.id, { item, qty }))
      .then((done) => {
        if (!done) return;
        over();
        again();
      });
  };
  return (
    <form class="terms" data-form="substitute" onSubmit={save}>
      <fieldset disabled={deed.busy}>
        <label>
          {tell('substitute_which')}
          <select name="item" onChange={(event) => setItem(Number(event.currentTarget.value))}>
            {offers.items.map((one) => (
              <option key={one.item} value={one.item} selected={one.item === item} disabled={one.available <= 0}>
                {tell('substitute_offer', { sku: one.sku, name: one.name, available: one.available })}
              </option>
            ))}
          </select>
        </label>
        <label>
          {tell('substitute_qty', { lacking: offers.lacking })}
          <input key={item} name="qty" type="number" min={1} max={offers.lacking} required defaultValue={String(Math.max(1, most))} />
        </label>
        <SaveOrLeave onCancel={over} />
      </fieldset>
      <Refused problem={deed.problem} />
    </form>
  );
}

/** A substitute that nobody has picked does not come after all. */
export function TakeBack({ order, line, then }: { order: number; line: number; then: () => void }) {
  const deed = useDeed();
  return (
    <>
      <button type="button" class="act quiet" data-action="take-back" disabled={deed.busy} onClick={() => void deed.run(() => takeSubstituteBack(order, line)).then((done) => done && then())}>
        {tell('do_take_substitute_back')}
      </button>
      <Refused problem={deed.problem} />
    </>
  );
}
