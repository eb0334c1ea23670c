/** Customer returns: what came back of which order, and of which something is still to be decided. */
import { StateWord } from '../board/state-word';
import type { ReturnRow } from '../contract/returns';
import { tell, tellAny } from '../messages/desk';
import { fetchReturns } from '../sync/returns';
import { count, dayTime } from './format';
import { useList } from './list';
import type { Column } from './columns';
import { ListPage } from './list-page';
import { route } from './route';
import { Choice, Search } from './search';

const STATES = ['announced', 'receiving', 'received', 'cancelled'];

export function Returns() {
  const { query } = route.value;
  const [state, number, order, waiting] = ['state', 'number', 'order', 'waiting'].map((name) => query.get(name) ?? '') as [string, string, string, string];
  const list = useList<ReturnRow>(`${state} ${number} ${order} ${waiting}`, (cursor) => fetchReturns({ state, number, order, waiting: waiting !== '', cursor }));
  return (
    <ListPage
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
      columns={columns()}
      keyOf={({ id }) => String(id)}
      named={({ number }) => number}
      to={pageOf}
    />
  );
}

const pageOf = ({ id }: ReturnRow): string => `/office/returns/${id}`;

function columns(): readonly Column<ReturnRow>[] {
  return [
    {
      name: 'number',
      word: tell('return_word'),
      fixed: true,
      look: 'code',
      cell: (one) => (
        <a href={pageOf(one)} tabIndex={-1}>
          {one.number}
        </a>
      ),
    },
    {
      name: 'order',
      word: tell('orders'),
      look: 'main',
      cell: ({ orderId, order, customer }) => (
        <>
          {orderId === null ? <span class="hint">{tell('return_blind')}</span> : <a href={`/office/orders/${orderId}`}>{order}</a>} <span class="hint">{customer}</span>
        </>
      ),
    },
    { name: 'state', word: tell('state'), cell: ({ state }) => <StateWord state={state} /> },
    { name: 'made', word: tell('import_when'), cell: ({ madeAt }) => dayTime(madeAt) },
    { name: 'units', word: tell('units'), number: true, cell: ({ units }) => count(units) },
    { name: 'undecided', word: tell('undecided'), number: true, cell: ({ undecided }) => (undecided ? <b>{count(undecided)}</b> : 0) },
    { name: 'odd', word: tell('odd'), number: true, cell: ({ odd }) => (odd ? <span class="late">{count(odd)}</span> : 0) },
  ];
}
