/** Announced deliveries: what is under way from whom, and how much of each has come. */
import { StateWord } from '../board/state-word';
import type { DeliveryRow } from '../contract/deliveries';
import { tell, tellAny } from '../messages/desk';
import { fetchDeliveries } from '../sync/deliveries';
import { count } from './format';
import { useList } from './list';
import { Listing } from './listing';
import { route } from './route';
import { Num, Row } from './rows';
import { Choice, Search } from './search';

const STATES = ['expected', 'receiving', 'received'];

export function Deliveries() {
  const { query } = route.value;
  const [state, number] = [query.get('state') ?? '', query.get('number') ?? ''];
  const list = useList<DeliveryRow>(`${state} ${number}`, (cursor) => fetchDeliveries({ state, number, cursor }));
  return (
    <Listing
      name="deliveries"
      list={list}
      filters={
        <>
          <Search name="number" label={tell('search_number')} />
          <Choice name="state" label={tell('state')} options={[['', tell('all_states')], ...STATES.map((one) => [one, tellAny('state_', one)] as const)]} />
        </>
      }
      empty={tell('deliveries_none')}
      head={
        <>
          <th>{tell('number')}</th>
          <th>{tell('supplier')}</th>
          <th>{tell('state')}</th>
          <th>{tell('expected')}</th>
          <th class="number">{tell('cartons')}</th>
          <th class="number">{tell('cartons_in')}</th>
          <th class="number">{tell('cartons_awaited')}</th>
        </>
      }
      row={(one) => (
        <Row key={one.id} to={`/office/deliveries/${one.id}`}>
          <td class="code">
            <a href={`/office/deliveries/${one.id}`} tabIndex={-1}>
              {one.number}
            </a>
          </td>
          <td class="main">{one.supplier}</td>
          <td>
            <StateWord state={one.state} />
          </td>
          <td>{one.expectedOn || '–'}</td>
          <Num label={tell('cartons')}>{count(one.cartons)}</Num>
          <Num label={tell('cartons_in')}>{count(one.arrived)}</Num>
          <Num label={tell('cartons_awaited')}>{count(one.cartons - one.arrived - one.cancelled)}</Num>
        </Row>
      )}
    />
  );
}
