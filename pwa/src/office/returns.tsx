/** Customer returns: what came back of which order, and of which something is still to be decided. */
import { StateWord } from '../board/state-word';
import type { ReturnRow } from '../contract/returns';
import { tell, tellAny } from '../messages/desk';
import { fetchReturns } from '../sync/returns';
import { count, dayTime } from './format';
import { useList } from './list';
import { Listing } from './listing';
import { route } from './route';
import { Num, Row } from './rows';
import { Choice, Search } from './search';

const STATES = ['announced', 'receiving', 'received', 'cancelled'];

export function Returns() {
  const { query } = route.value;
  const [state, number, order, waiting] = ['state', 'number', 'order', 'waiting'].map((name) => query.get(name) ?? '') as [string, string, string, string];
  const list = useList<ReturnRow>(`${state} ${number} ${order} ${waiting}`, (cursor) => fetchReturns({ state, number, order, waiting: waiting !== '', cursor }));
  return (
    <Listing
      name="returns"
      list={list}
      filters={
        <>
          <Search name="number" label={tell('search_number')} />
          <Search name="order" label={tell('orders')} />
          <Choice name="state" label={tell('state')} options={[['', tell('all_states')], ...STATES.map((one) => [one, tellAny('state_', one)] as const)]} />
          <Choice name="waiting" label={tell('undecided')} options={[['', tell('returns_all')], ['1', tell('returns_waiting')]]} />
        </>
      }
      empty={tell('returns_none')}
      head={
        <>
          <th>{tell('return_word')}</th>
          <th>{tell('orders')}</th>
          <th>{tell('state')}</th>
          <th>{tell('import_when')}</th>
          <th class="number">{tell('units')}</th>
          <th class="number">{tell('undecided')}</th>
          <th class="number">{tell('odd')}</th>
        </>
      }
      row={(one) => (
        <Row key={one.id} to={`/office/returns/${one.id}`}>
          <td class="code">
            <a href={`/office/returns/${one.id}`} tabIndex={-1}>
              {one.number}
            </a>
          </td>
          <td class="main">
            {one.orderId === null ? <span class="hint">{tell('return_blind')}</span> : <a href={`/office/orders/${one.orderId}`}>{one.order}</a>} <span class="hint">{one.customer}</span>
          </td>
          <td>
            <StateWord state={one.state} />
          </td>
          <td>{dayTime(one.madeAt)}</td>
          <Num label={tell('units')}>{count(one.units)}</Num>
          <Num label={tell('undecided')}>{one.undecided ? <b>{count(one.undecided)}</b> : 0}</Num>
          <Num label={tell('odd')}>{one.odd ? <span class="late">{count(one.odd)}</span> : 0}</Num>
        </Row>
      )}
    />
  );
}
