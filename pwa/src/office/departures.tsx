/** Departures: the trucks to come and those that have left, made by hand where no timetable makes them. */
import { useState } from 'preact/hooks';
import type { Carrier } from '../contract/carriers';
import type { Departure } from '../contract/departures';
import { tell, tellAny } from '../messages/desk';
import { fetchCarriers } from '../sync/carriers';
import { cancelDeparture, fetchDepartures } from '../sync/departures';
import type { BulkDeed } from './bulk';
import type { Column } from './columns';
import { count, dayTime } from './format';
import { useFetched, useList } from './list';
import { ListPage } from './list-page';
import { NewDeparture } from './new-departure';
import { route } from './route';
import { Choice, Search } from './search';
import { may } from './session';

const STATES = ['planned', 'loading', 'left', 'cancelled'] as const;

export function Departures() {
  const { query } = route.value;
  const state = STATES.find((one) => one === query.get('state')) ?? 'open';
  const [carrier, door, sort, way] = ['carrier', 'door', 'sort', 'way'].map((name) => query.get(name) ?? '') as [string, string, string, string];
  const [making, setMaking] = useState(false);
  const carriers = useFetched<Carrier[]>('carriers', fetchCarriers).value ?? [];
  const over = state === 'left' || state === 'cancelled';
  // Each state has its own order until somebody asks for one.
  const descending = sort ? String(way === 'down') : null;
  const list = useList<Departure>(`${state} ${carrier} ${door} ${sort} ${way}`, (cursor) => fetchDepartures({ state, carrier, door, sort, descending, cursor }));
  return (
    <>
      <div class="page">
        <header class="page-head">
          <h1>{tell('departures')}</h1>
          <p class="hint">{tell('departures_why')}</p>
          {may('departures.create_departure') && !making && (
            <p class="actions">
              <button type="button" class="act" data-action="new-departure" onClick={() => setMaking(true)}>
                {tell('do_new_departure')}
              </button>
            </p>
          )}
        </header>
        {making && <NewDeparture carriers={carriers} onCancel={() => setMaking(false)} />}
      </div>
      <ListPage
        name="departures"
        list={list}
        filters={
          <>
            <Choice name="state" label={tell('state')} options={[['', tell('departure_open')], ...STATES.map((one) => [one, tellAny('departure_state_', one)] as const)]} />
            <Choice name="carrier" label={tell('carrier_code')} options={[['', tell('all_carriers')], ...carriers.map(({ code, name }) => [code, name] as const)]} />
            <Search name="door" label={tell('departure_door')} />
          </>
        }
        empty={tell(carrier || door ? 'departures_none_here' : state === 'left' ? 'departures_none_left' : state === 'open' ? 'departures_none' : 'departures_none_here')}
        columns={columns(state === 'left')}
        keyOf={({ id }) => String(id)}
        named={({ code }) => code}
        to={pageOf}
        marks={({ code }) => ({ 'data-departure': code })}
        deeds={over ? [] : deeds()}
        sorted={over ? '' : 'leaves'}
      />
    </>
  );
}

const pageOf = ({ id }: Departure): string => `/office/departures/${id}`;

function columns(left: boolean): readonly Column<Departure>[] {
  return [
    {
      name: 'carrier',
      word: tell('carrier_code'),
      fixed: true,
      look: 'main',
      cell: (one) => (
        <>
          <a href={pageOf(one)} tabIndex={-1}>
            {one.name}
          </a>{' '}
          <span class="code">{one.code}</span>
        </>
      ),
    },
    {
      name: 'leaves',
      word: tell(left ? 'departure_was_to_leave' : 'departure_leaves'),
      sort: 'leaves',
      look: 'when',
      cell: ({ leavesAt, pressing }) => (
        <>
          {dayTime(leavesAt)} {pressing && <span class="late">{tell('departure_late')}</span>}
        </>
      ),
    },
    ...(left ? [{ name: 'left', word: tell('departure_left_at'), look: 'when', cell: ({ leftAt }: Departure) => (leftAt === null ? '' : dayTime(leftAt)) }] : []),
    { name: 'door', word: tell('departure_door'), look: 'code', cell: ({ door }) => door },
    { name: 'cut_off', word: tell('departure_cut_off'), look: 'when', cell: ({ cutOffAt }) => dayTime(cutOffAt) },
    {
      name: 'on',
      word: tell('departure_on'),
      number: true,
      cell: ({ loaded, parcels }) => (
        <>
          {count(loaded)} / {count(parcels)}
        </>
      ),
    },
    { name: 'state', word: tell('state'), cell: ({ state }) => tellAny('departure_state_', state) },
  ];
}

/** A truck leaves on its own page, where one sees what stays behind. */
function deeds(): readonly BulkDeed<Departure>[] {
  return [
    {
      name: 'cancel',
      word: tell('do_cancel_departure'),
      needs: 'departures.cancel_departure',
      fits: ({ state, loaded }) => (state === 'planned' || state === 'loading') && loaded === 0,
      act: ({ id }) => cancelDeparture(id),
      sure: (trucks) => tell('sure_cancel_departures', { trucks }),
      danger: true,
    },
  ];
}
