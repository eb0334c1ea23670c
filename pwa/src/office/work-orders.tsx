/** Work orders: kits that are put together, or taken apart, at a bench; how far each is, and new ones. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import { saidIn } from '../board/said';
import { StateWord } from '../board/state-word';
import type { WorkOrder } from '../contract/kits';
import { tell, tellAny } from '../messages/desk';
import { fetchWorkOrders, makeWorkOrder } from '../sync/kits';
import { cancelTask } from '../sync/office';
import { Refused, SaveOrLeave } from './form';
import { count, dayTime } from './format';
import { useList } from './list';
import { Listing } from './listing';
import { route } from './route';
import { Num } from './rows';
import { Choice } from './search';
import { may } from './session';
import { Sure } from './sure';

const STATES = ['open', 'done', 'cancelled'];

export function WorkOrders() {
  const { query } = route.value;
  const [state, item] = [query.get('state') ?? '', query.get('item') ?? ''];
  const list = useList<WorkOrder>(state, (cursor) => fetchWorkOrders({ state, cursor }));
  const [open, setOpen] = useState(Boolean(item));
  const saved = (): void => {
    setOpen(false);
    list.again();
  };
  return (
    <>
      <div class="page" data-page="new-work-order">
        <header class="page-head">
          <h1>{tell('work_orders')}</h1>
          <p class="hint">{tell('work_orders_why')}</p>
        </header>
        {open && <WorkOrderForm item={item} saved={saved} onCancel={() => setOpen(false)} />}
      </div>
      <Listing
        name="work-orders"
        list={list}
        filters={
          <>
            <Choice name="state" label={tell('state')} options={[['', tell('all_states')], ...STATES.map((one) => [one, tellAny('state_', one)] as const)]} />
            {may('kits.make_work_order') && !open && (
              <button type="button" class="act" data-action="new-work-order" onClick={() => setOpen(true)}>
                {tell('do_new_work_order')}
              </button>
            )}
          </>
        }
        empty={tell('work_orders_none')}
        head={
          <>
            <th>{tell('number')}</th>
            <th>{tell('kit')}</th>
            <th>{tell('work_order_what')}</th>
            <th class="number">{tell('work_order_made')}</th>
            <th>{tell('work_order_bench')}</th>
            <th>{tell('state')}</th>
            <th>{tell('work_order_when')}</th>
            <td />
          </>
        }
        row={(one) => <Line key={one.id} one={one} again={list.again} />}
      />
    </>
  );
}

function Line({ one, again }: { one: WorkOrder; again: () => void }) {
  return (
    <tr data-row data-work-order={one.number} tabIndex={0}>
      <td class="code">{one.taskId && may('insight.show_board') ? <a href={`/board/tasks/${one.taskId}`}>{one.number}</a> : one.number}</td>
      <td class="main">
        <a href={`/office/items/${one.item}`}>
          <span class="code">{one.sku}</span> {one.name}
        </a>
        {one.note && <span class="hint"> {one.note}</span>}
      </td>
      <td>{tellAny('work_order_', one.kind)}</td>
      <Num label={tell('work_order_made')}>{tell('work_order_of', { made: count(one.made), qty: count(one.qty) })}</Num>
      <td class="code">{one.place}</td>
      <td>
        <StateWord state={one.state === 'open' ? (one.taskState ?? 'open') : one.state} /> {one.state === 'open' && one.person}
      </td>
      <td class="when">{dayTime(one.doneAt ?? one.madeAt)}</td>
      <td class="change">
        {one.state === 'open' && one.taskId !== null && may('tasks.cancel') && (
          <Sure action="cancel-work-order" word={tell('do_cancel_work_order')} question={tell('sure_cancel_work_order', { number: one.number })} yes={tell('do_yes_cancel')} act={() => cancelTask(one.taskId!)} then={again} />
        )}
      </td>
    </tr>
  );
}

function WorkOrderForm({ item, saved, onCancel }: { item: string; saved: () => void; onCancel: () => void }) {
  const deed = useDeed();
  const save = (event: SubmitEvent): void => {
    const said = saidIn(event);
    void deed.run(() => makeWorkOrder({ kind: said('kind'), item: said('item'), qty: Number(said('qty')), place: said('place'), note: said('note') })).then((done) => done && saved());
  };
  return (
    <form class="terms" data-form="work-order" onSubmit={save}>
      <fieldset disabled={deed.busy}>
        <label>
          {tell('work_order_what')}
          <select name="kind">
            <option value="build">{tell('work_order_build')}</option>
            <option value="unbuild">{tell('work_order_unbuild')}</option>
          </select>
        </label>
        <label>
          {tell('kit_sku')}
          <input name="item" required maxLength={60} defaultValue={item} autocomplete="off" spellcheck={false} autofocus />
        </label>
        <label>
          {tell('how_many')}
          <input name="qty" type="number" min={1} max={100_000} required />
        </label>
        <label>
          {tell('work_order_bench')}
          <input name="place" required maxLength={40} autocomplete="off" spellcheck={false} />
        </label>
        <label>
          {tell('note')}
          <input name="note" maxLength={200} autocomplete="off" />
        </label>
        <SaveOrLeave onCancel={onCancel} />
      </fieldset>
      <Refused problem={deed.problem} />
    </form>
  );
}
