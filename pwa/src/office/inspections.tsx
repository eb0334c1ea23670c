/** Goods that are looked at when they come in: what waits, what was held for the office to decide, what was rejected. */
import type { Inspected } from '../contract/inspections';
import { tell, tellAny } from '../messages/desk';
import { decideInspected, fetchInspections } from '../sync/inspections';
import { count, dayTime } from './format';
import { useList } from './list';
import type { Column } from './columns';
import { ListPage } from './list-page';
import { route } from './route';
import { Choice, Search } from './search';
import { may } from './session';
import { Act, Sure } from './sure';

const STATES = ['waiting', 'hold', 'reject'] as const;

export function Inspections() {
  const { query } = route.value;
  const state = STATES.find((one) => one === query.get('state')) ?? 'waiting';
  const order = query.get('order') ?? '';
  const list = useList<Inspected>(`inspections ${state} ${order}`, (cursor) => fetchInspections(state, order, cursor));
  return (
    <>
      <div class="page">
        <header class="page-head">
          <h1>{tell('inspections')}</h1>
          <p class="hint">{tell('inspections_why')}</p>
        </header>
      </div>
      <ListPage
        name="inspections"
        list={list}
        filters={
          <>
            <Choice name="state" label={tell('state')} options={STATES.map((one) => [one === 'waiting' ? '' : one, tell(`inspections_${one}`)] as const)} />
            <Search name="order" label={tell('purchase_orders')} />
          </>
        }
        empty={tell(`inspections_none_${state}`)}
        columns={columns(state === 'waiting', list.again)}
        keyOf={(one) => `${one.state} ${one.id}`}
        named={({ sku }) => sku}
        to={({ item }) => `/office/items/${item}`}
      />
    </>
  );
}

function columns(waiting: boolean, again: () => void): readonly Column<Inspected>[] {
  const look: Column<Inspected> = {
    name: 'look',
    word: tell('inspected_look'),
    cell: (one) => (
      <>
        {tell('inspected_looks', { looks: count(one.looks), qty: count(one.qty) })} <span class="hint">{tell(`inspected_why_${whose(one)}`, { plan: one.plan })}</span>
      </>
    ),
  };
  const who: Column<Inspected> = {
    name: 'who',
    word: tell('return_who'),
    cell: ({ person, at }) => (person === null ? <span class="hint">{tell('inspected_ended')}</span> : tell('inspected_by', { person, when: dayTime(at) })),
  };
  const decide: Column<Inspected> = { name: 'do', word: '', look: 'change', cell: (one) => may('inspections.decide_inspected') && <Decide one={one} again={again} /> };
  return [
    { name: 'units', word: tell('units'), number: true, cell: ({ qty }) => count(qty) },
    {
      name: 'item',
      word: tell('item'),
      fixed: true,
      look: 'main',
      cell: ({ item, sku, name, lot }) => (
        <>
          <a class="code" href={`/office/items/${item}`} tabIndex={-1}>
            {sku}
          </a>{' '}
          {name} {lot && <span class="hint">{`${tell('lot')} ${lot}`}</span>}
        </>
      ),
    },
    { name: 'where', word: tell('inspected_where'), look: 'code', cell: ({ container, place }) => [container, place].filter(Boolean).join(' · ') },
    {
      name: 'order',
      word: tell('inspected_order'),
      cell: ({ purchaseOrderId, purchaseOrder, supplier }) => (
        <>
          <a href={`/office/purchase-orders/${purchaseOrderId}`}>{purchaseOrder}</a> <span class="hint">{supplier}</span>
        </>
      ),
    },
    ...(waiting ? [look] : [who, decide]),
  ];
}

function whose({ why }: Inspected): 'item' | 'supplier' | 'site' {
  return why === 'item' || why === 'supplier' ? why : 'site';
}

/** What can become of goods that are held or rejected. */
function Decide({ one, again }: { one: Inspected; again: () => void }) {
  const decide = (follow: string) => (): Promise<unknown> => decideInspected(one.id, follow);
  const words = { qty: count(one.qty), item: one.name || one.sku, supplier: one.supplier };
  return (
    <div class="actions">
      <Act action="pass" word={tell('do_pass_after_all')} act={decide('pass')} then={again} />
      {one.state === 'hold' && <Sure action="reject" word={tell('do_reject_goods')} question={tell('sure_reject', words)} yes={tell('do_yes_reject')} act={decide('reject')} then={again} />}
      {one.state === 'reject' && <Act action="supplier" word={tellAny('do_', 'send_back')} act={decide('supplier')} then={again} />}
      {one.state === 'reject' && <Sure action="scrap" word={tell('do_write_off')} question={tell('sure_write_off', words)} yes={tell('do_yes_write_off')} act={decide('scrap')} then={again} />}
    </div>
  );
}
