/** An order made by hand: who gets what, and whose goods they are. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import { saidIn } from '../board/said';
import { tell, tellAny } from '../messages/desk';
import { createOrder } from '../sync/orders';
import { Refused, SaveOrLeave } from './form';
import { momentOf } from './format';
import { PARTS } from './order-address';
import { OwnerChoice } from './owner-choice';
import { goTo, route } from './route';

const LINES_AT_FIRST = 3;

export function NewOrder() {
  const deed = useDeed();
  const [lines, setLines] = useState(LINES_AT_FIRST);
  const save = (event: SubmitEvent): void => {
    const said = saidIn(event);
    const shipBy = momentOf(said('ship_by'));
    const order = {
      number: said('number'),
      ...(said('owner') ? { owner: said('owner') } : {}),
      ...Object.fromEntries(PARTS.map(([name]) => [name, said(name)])),
      priority: Number(said('priority')),
      ship_by: Number.isNaN(shipBy) ? null : shipBy,
      note: said('note'),
      lines: Array.from({ length: lines }, (_, at) => ({ item: said(`item${at}`), qty: Number(said(`qty${at}`)) })).filter(({ item }) => item),
    };
    void deed.run(async () => goTo(`/office/orders/${(await createOrder(order)).id}`, true));
  };
  return (
    <div class="page" data-page="new-order">
      <header class="page-head">
        <h1>{tell('do_new_order')}</h1>
        <p class="hint">
          {tell('new_order_why')} <a href="/office/imports">{tell('new_order_many')}</a>
        </p>
      </header>
      <form class="terms" data-form="order" onSubmit={save}>
        <fieldset disabled={deed.busy}>
          <OwnerChoice chosen={route.value.query.get('client') ?? ''} />
          <label>
            {tell('number')}
            <input name="number" class="code" maxLength={40} required autofocus autocomplete="off" spellcheck={false} />
          </label>
          {PARTS.map(([name, most]) => (
            <label key={name}>
              {tellAny('address_', name)}
              <input name={name} maxLength={most} required={name === 'customer'} autocomplete="off" />
            </label>
          ))}
          <label>
            {tell('priority')}
            <select name="priority">
              {Array.from({ length: 9 }, (_, at) => String(at + 1)).map((one) => (
                <option key={one} value={one} selected={one === '5'}>
                  {one === '1' ? tell('priority_first') : one === '9' ? tell('priority_last') : one}
                </option>
              ))}
            </select>
          </label>
          <label>
            {tell('ship_by')}
            <input name="ship_by" type="datetime-local" />
          </label>
          <label>
            {tell('note')}
            <input name="note" maxLength={1000} autocomplete="off" />
          </label>
          <table class="rows narrow">
            <thead>
              <tr>
                <th>{tell('new_order_item')}</th>
                <th class="number">{tell('qty')}</th>
              </tr>
            </thead>
            <tbody>
              {Array.from({ length: lines }, (_, at) => (
                <tr key={at}>
                  <td>
                    <input name={`item${at}`} class="code" aria-label={`${tell('new_order_item')} ${at + 1}`} maxLength={60} required={at === 0} autocomplete="off" spellcheck={false} />
                  </td>
                  <td class="number">
                    <input name={`qty${at}`} type="number" aria-label={`${tell('qty')} ${at + 1}`} min={1} step={1} defaultValue="1" required />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <SaveOrLeave onCancel={() => goTo('/office/orders')}>
            <button type="button" class="act" data-action="more-lines" onClick={() => setLines(lines + LINES_AT_FIRST)}>
              {tell('do_more_lines')}
            </button>
          </SaveOrLeave>
        </fieldset>
        <Refused problem={deed.problem} />
      </form>
    </div>
  );
}
