/** An order that waits is split in two, or another one becomes part of it; and what happened to it so. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import type { Order } from '../contract/office';
import { tell, tellAny } from '../messages/desk';
import { fetchOrders, mergeOrders, splitOrder } from '../sync/office';
import { Refused, SaveOrLeave } from './form';
import { dayTime } from './format';
import { goTo } from './route';
import { may } from './session';

export function OrderParts({ order, again }: { order: Order; again: () => void }) {
  const [asked, setAsked] = useState<'split' | 'merge' | null>(null);
  if (order.state !== 'open' || !may('orders.split_order')) return null;
  const over = (): void => setAsked(null);
  return (
    <>
      <div class="actions">
        {(['split', 'merge'] as const).map((one) => (
          <button key={one} type="button" class="act quiet" data-action={one} aria-pressed={asked === one} onClick={() => setAsked(asked === one ? null : one)}>
            {tell(`do_${one}`)}
          </button>
        ))}
      </div>
      {asked === 'split' && <Split order={order} over={over} />}
      {asked === 'merge' && <Merge order={order} over={over} again={again} />}
    </>
  );
}

function Split({ order, over }: { order: Order; over: () => void }) {
  const deed = useDeed();
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const lines = order.lines.map(({ id }) => ({ line: id, qty: Number(form.get(String(id)) || 0) })).filter(({ qty }) => qty > 0);
    let made = 0;
    void deed.run(async () => (made = (await splitOrder(order.id, lines)).id)).then((done) => done && goTo(`/office/orders/${made}`));
  };
  return (
    <form class="terms" data-form="split" onSubmit={save}>
      <h2>{tell('do_split')}</h2>
      <p class="hint">{tell('split_why')}</p>
      <fieldset disabled={deed.busy}>
        {order.lines.filter(({ qty, givenUp }) => qty > givenUp).map((line) => (
          <label key={line.id}>
            {tell('split_line', { name: line.name || line.sku, left: line.qty - line.givenUp })}
            <input name={String(line.id)} type="number" min={0} max={line.qty - line.givenUp} defaultValue="0" />
          </label>
        ))}
        <SaveOrLeave onCancel={over} />
      </fieldset>
      <Refused problem={deed.problem} />
    </form>
  );
}

function Merge({ order, over, again }: { order: Order; over: () => void; again: () => void }) {
  const deed = useDeed();
  const [unknown, setUnknown] = useState('');
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    const number = String(new FormData(event.currentTarget as HTMLFormElement).get('number') ?? '').trim();
    setUnknown('');
    let merged = false;
    void deed
      .run(async () => {
        const [other] = (await fetchOrders({ number, state: 'open' })).items;
        if (!other) return setUnknown(number);
        await mergeOrders(order.id, other.id);
        merged = true;
      })
      .then(() => {
        if (!merged) return;
        over();
        again();
      });
  };
  return (
    <form class="terms" data-form="merge" onSubmit={save}>
      <h2>{tell('do_merge')}</h2>
      <p class="hint">{tell('merge_why')}</p>
      <fieldset disabled={deed.busy}>
        <label>
          {tell('merge_number')}
          <input name="number" required maxLength={40} autofocus />
        </label>
        <SaveOrLeave onCancel={over} />
      </fieldset>
      <Refused problem={unknown ? tell('merge_unknown', { number: unknown }) : deed.problem} />
    </form>
  );
}

export function OrderChanges({ order }: { order: Order }) {
  if (!order.changes.length) return null;
  return (
    <>
      <h2>{tell('changed')}</h2>
      <table class="rows narrow" data-role="changes">
        <tbody>
          {order.changes.map(({ at, what, person, otherId, other, units, priority, item, insteadOf }, n) => (
            <tr key={`${at} ${otherId} ${n}`}>
              <td>{dayTime(at)}</td>
              <td class="main">
                {otherId === order.id ? tellAny('change_', what, { priority, units: units ?? null, item, instead_of: insteadOf }) : <a href={`/office/orders/${otherId}`}>{tellAny('change_', what, { other, units: units ?? null })}</a>}
              </td>
              <td>{person ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
