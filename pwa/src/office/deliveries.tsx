/** Announced deliveries: what is under way from whom, and how much of each has come. */
import { StateWord } from '../board/state-word';
import type { DeliveryRow } from '../contract/deliveries';
import { tell, tellAny } from '../messages/desk';
import { fetchDeliveries } from '../sync/deliveries';
import { count } from './format';
import { useList } from './list';
import type { Column } from './columns';
import { ListPage } from './list-page';
import { route } from './route';
import { Choice, Search } from './search';

const STATES = ['expected', 'receiving', 'received'];

export function Deliveries() {
  const { query } = route.value;
  const [state, number] = [query.get('state') ?? '', query.get('number') ?? ''];
  const list = useList<DeliveryRow>(`${state} ${number}`, (cursor) => fetchDeliveries({ state, number, cursor }));
  return (
    <ListPage
      name="announced"
      list={list}
      filters={
        <>
          <Search name="number" label={tell('search_number')} />
          <Choice name="state" label={tell('state')} options={[['', tell('all_states')], ...STATES.map((one) => [one, tellAny('state_', one)] as const)]} />
        </>
      }
      empty={tell('deliveries_none')}
      columns={columns()}
      keyOf={({ id }) => String(id)}
      named={({ number }) => number}
      of="deliveries"
      to={pageOf}
    />
  );
}

const pageOf = ({ id }: DeliveryRow): string => `/office/deliveries/${id}`;

function columns(): readonly Column<DeliveryRow>[] {
  return [
    {
      name: 'number',
      word: tell('number'),
      fixed: true,
      look: 'code',
      cell: (one) => (
        <a href={pageOf(one)} tabIndex={-1}>
          {one.number}
        </a>
      ),
    },
    { name: 'supplier', word: tell('supplier'), look: 'main', cell: ({ supplier }) => supplier },
    { name: 'state', word: tell('state'), cell: ({ state }) => <StateWord state={state} /> },
    { name: 'expected', word: tell('expected'), cell: ({ expectedOn }) => expectedOn || '–' },
    { name: 'cartons', word: tell('cartons'), number: true, cell: ({ cartons }) => count(cartons) },
    { name: 'in', word: tell('cartons_in'), number: true, cell: ({ arrived }) => count(arrived) },
    { name: 'awaited', word: tell('cartons_awaited'), number: true, cell: ({ cartons, arrived, cancelled }) => count(cartons - arrived - cancelled) },
  ];
}
