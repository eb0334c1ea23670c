/** Work orders: kits that are put together, or taken apart, at a bench; how far each is, and new ones. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import { StateWord } from '../board/state-word';
import type { WorkOrder } from '../contract/kits';
import { tell, tellAny } from '../messages/desk';
import { fetchWorkOrders, makeWorkOrder } from '../sync/kits';
import { cancelTask } from '../sync/office';
import { Refused, SaveOrLeave } from './form';
import { count, dayTime } from './format';
import { useList } from './list';
import type { Column } from './columns';
import { ListPage } from './list-page';
import { route } from './route';
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
      <ListPage
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
        columns={columns(list.again)}
        keyOf={({ id }) => String(id)}
        named={({ number }) => number}
        marks={({ number }) => ({ 'data-work-order': number })}
      />
    </>
  );
}

function columns(again: () => void): readonly Column<WorkOrder>[] {
  return [
    { name: 'number', word: tell('number'), fixed: true, look: 'code', cell: ({ taskId, number }) => (taskId && may('insight.show_board') ? <a href={`/board/tasks/${taskId}`}>{number}</a> : number) },
    {
      name: 'kit',
      word: tell('kit'),
      fixed: true,
      look: 'main',
      cell: ({ item, sku, name, note }) => (
        <>
          <a href={`/office/items/${item}`}>
            <span class="code">{sku}</span> {name}
          </a>
          {note && <span class="hint"> {note}</span>}
        </>
      ),
    },
    { name: 'what', word: tell('work_order_what'), cell: ({ kind }) => tellAny('work_order_', kind) },
    { name: 'made', word: tell('work_order_made'), number: true, cell: ({ made, qty }) => tell('work_order_of', { made: count(made), qty: count(qty) }) },
    { name: 'bench', word: tell('work_order_bench'), look: 'code', cell: ({ place }) => place },
    {
      name: 'state',
      word: tell('state'),
      cell: ({ state, taskState, person }) => (
        <>
          <StateWord state={state === 'open' ? (taskState ?? 'open') : state} /> {state === 'open' && person}
        </>
      ),
    },
    { name: 'when', word: tell('work_order_when'), look: 'when', cell: ({ doneAt, madeAt }) => dayTime(doneAt ?? madeAt) },
    {
      name: 'do',
      word: '',
      look: 'change',
      cell: ({ state, taskId, number }) =>
        state === 'open' &&
        taskId !== null &&
        may('tasks.cancel') && (
          <Sure action="cancel-work-order" word={tell('do_cancel_work_order')} question={tell('sure_cancel_work_order', { number })} yes={tell('do_yes_cancel')} act={() => cancelTask(taskId)} then={again} />
        ),
    },
  ];
}

function WorkOrderForm({ item, saved, onCancel }: { item: string; saved: () => void; onCancel: () => void }) {
  const deed = useDeed();
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const said = (name: string): string => String(form.get(name) ?? '').trim();
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
