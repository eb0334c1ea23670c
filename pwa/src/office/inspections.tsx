/** Goods that are looked at when they come in: what waits, what was held for the office to decide, what was rejected. */
import type { Inspected } from '../contract/inspections';
import { tell, tellAny } from '../messages/desk';
import { decideInspected, fetchInspections } from '../sync/inspections';
import { count, dayTime } from './format';
import { useList } from './list';
import { Listing } from './listing';
import { route } from './route';
import { Num, Row } from './rows';
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
      <Listing
        name="inspections"
        list={list}
        filters={
          <>
            <Choice name="state" label={tell('state')} options={STATES.map((one) => [one === 'waiting' ? '' : one, tell(`inspections_${one}`)] as const)} />
            <Search name="order" label={tell('purchase_orders')} />
          </>
        }
        empty={tell(`inspections_none_${state}`)}
        head={
          <>
            <th class="number">{tell('units')}</th>
            <th>{tell('item')}</th>
            <th>{tell('inspected_where')}</th>
            <th>{tell('inspected_order')}</th>
            {state === 'waiting' ? <th>{tell('inspected_look')}</th> : <th>{tell('return_who')}</th>}
            {state !== 'waiting' && <td />}
          </>
        }
        row={(one) => (
          <Row key={`${one.state} ${one.id}`} to={`/office/items/${one.item}`}>
            <Num label={tell('units')}>{count(one.qty)}</Num>
            <td class="main">
              <a class="code" href={`/office/items/${one.item}`} tabIndex={-1}>
                {one.sku}
              </a>{' '}
              {one.name} {one.lot && <span class="hint">{`${tell('lot')} ${one.lot}`}</span>}
            </td>
            <td class="code">{[one.container, one.place].filter(Boolean).join(' · ')}</td>
            <td>
              <a href={`/office/purchase-orders/${one.purchaseOrderId}`}>{one.purchaseOrder}</a> <span class="hint">{one.supplier}</span>
            </td>
            {state === 'waiting' ? (
              <td>
                {tell('inspected_looks', { looks: count(one.looks), qty: count(one.qty) })} <span class="hint">{tell(`inspected_why_${whose(one)}`, { plan: one.plan })}</span>
              </td>
            ) : (
              <td>{one.person === null ? <span class="hint">{tell('inspected_ended')}</span> : tell('inspected_by', { person: one.person, when: dayTime(one.at) })}</td>
            )}
            {state !== 'waiting' && <td class="change">{may('inspections.decide_inspected') && <Decide one={one} again={list.again} />}</td>}
          </Row>
        )}
      />
    </>
  );
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
