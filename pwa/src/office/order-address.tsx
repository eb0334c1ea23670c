/** Where an order goes: what of it cannot be right, and the form that changes it. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import type { Order } from '../contract/office';
import { tell, tellAny } from '../messages/desk';
import { changeAddress } from '../sync/office';
import { Refused, SaveOrLeave } from './form';
import { may } from './session';

/** What an address is made of, with the most letters of each. */
export const PARTS = [
  ['customer', 120],
  ['street', 160],
  ['postcode', 20],
  ['city', 80],
  ['country', 60],
] as const;

export function OrderAddress({ order, again }: { order: Order; again: () => void }) {
  const [changing, setChanging] = useState(false);
  const over = (): void => {
    setChanging(false);
    again();
  };
  return (
    <>
      <p>
        {order.customer}
        <span class="hint"> {order.address.join(', ')}</span>{' '}
        {!changing && order.state !== 'shipped' && order.state !== 'cancelled' && may('orders.change_address') && (
          <button type="button" class="act quiet" data-action="mend-address" onClick={() => setChanging(true)}>
            {tell('do_mend_address')}
          </button>
        )}
      </p>
      {order.addressFaults.length > 0 && (
        <p class="remark" data-role="address-faults">
          {order.addressFaults.map(({ field, fault, example }) => tellAny('fault_', `${field}_${fault}`, { example: example || null })).join(' ')}
        </p>
      )}
      {changing && <AddressForm order={order} over={over} leave={() => setChanging(false)} />}
    </>
  );
}

function AddressForm({ order, over, leave }: { order: Order; over: () => void; leave: () => void }) {
  const deed = useDeed();
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    void deed.run(() => changeAddress(order.id, Object.fromEntries(PARTS.map(([name]) => [name, String(form.get(name) ?? '').trim()])))).then((done) => done && over());
  };
  return (
    <form class="terms" data-form="address" onSubmit={save}>
      <h2>{tell('order_address')}</h2>
      <fieldset disabled={deed.busy}>
        {PARTS.map(([name, most]) => (
          <label key={name}>
            {tell(`address_${name}`)}
            <input name={name} maxLength={most} defaultValue={order.parts[name] ?? ''} />
          </label>
        ))}
        <SaveOrLeave onCancel={leave} />
      </fieldset>
      <Refused problem={deed.problem} />
    </form>
  );
}
