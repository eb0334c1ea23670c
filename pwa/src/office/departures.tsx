/** Departures: the trucks to come and those that have left, made by hand where no timetable makes them. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import { saidIn } from '../board/said';
import type { Carrier } from '../contract/carriers';
import type { Departure } from '../contract/departures';
import { tell, tellAny } from '../messages/desk';
import { fetchCarriers } from '../sync/carriers';
import { createDeparture, fetchDepartures } from '../sync/departures';
import { Doors } from './doors';
import { Refused, SaveOrLeave } from './form';
import { count, dayTime, momentOf } from './format';
import { useFetched } from './list';
import { Num, Row } from './rows';
import { goTo, route } from './route';
import { Choice } from './search';
import { may } from './session';

export function Departures() {
  const state = route.value.query.get('state') === 'left' ? 'left' : 'open';
  const [making, setMaking] = useState(false);
  const found = useFetched<Departure[]>(`departures ${state}`, () => fetchDepartures(state));
  return (
    <div class="page" data-page="departures">
      <header class="page-head">
        <h1>{tell('departures')}</h1>
        <p class="hint">{tell('departures_why')}</p>
      </header>
      <div class="filters">
        <Choice
          name="state"
          label={tell('state')}
          options={[
            ['', tell('departure_open')],
            ['left', tell('departure_left')],
          ]}
        />
        {may('departures.create_departure') && !making && (
          <button type="button" class="act" data-action="new-departure" onClick={() => setMaking(true)}>
            {tell('do_new_departure')}
          </button>
        )}
      </div>
      {making && <NewDeparture onCancel={() => setMaking(false)} />}
      {found.problem ? <p class="remark wrong">{found.problem}</p> : !found.value ? <p class="empty">{tell('reading')}</p> : <List state={state} departures={found.value} />}
    </div>
  );
}

function List({ state, departures }: { state: 'open' | 'left'; departures: Departure[] }) {
  if (!departures.length) return <p class="empty">{tell(state === 'open' ? 'departures_none' : 'departures_none_left')}</p>;
  return (
    <table class="rows departures">
      <thead>
        <tr>
          <th>{tell(state === 'open' ? 'departure_leaves' : 'departure_left_at')}</th>
          <th>{tell('carrier_code')}</th>
          <th>{tell('departure_door')}</th>
          <th>{tell('departure_cut_off')}</th>
          <th class="number">{tell('departure_on')}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {departures.map((one) => (
          <Row key={one.id} to={`/office/departures/${one.id}`}>
            <td>
              {dayTime(one.leftAt ?? one.leavesAt)} {one.pressing && <span class="late">{tell('departure_late')}</span>}
            </td>
            <td class="main">
              <a href={`/office/departures/${one.id}`} tabIndex={-1}>
                {one.name}
              </a>{' '}
              <span class="code">{one.code}</span>
            </td>
            <td class="code">{one.door}</td>
            <td>{dayTime(one.cutOffAt)}</td>
            <Num label={tell('departure_on')}>
              {count(one.loaded)} / {count(one.parcels)}
            </Num>
            <td>{tellAny('departure_state_', one.state)}</td>
          </Row>
        ))}
      </tbody>
    </table>
  );
}

function NewDeparture({ onCancel }: { onCancel: () => void }) {
  const carriers = useFetched<Carrier[]>('carriers', fetchCarriers);
  const deed = useDeed();
  const save = (event: SubmitEvent): void => {
    const said = saidIn(event);
    const cutOff = momentOf(said('cut_off_at'));
    const given = { carrier: said('carrier'), door: said('door').toUpperCase(), leaves_at: momentOf(said('leaves_at')), cut_off_at: Number.isNaN(cutOff) ? null : cutOff };
    let made: Departure | undefined;
    void deed.run(async () => (made = await createDeparture(given))).then((done) => done && made && goTo(`/office/departures/${made.id}`));
  };
  return (
    <form class="terms" data-form="departure" onSubmit={save}>
      <h2>{tell('do_new_departure')}</h2>
      <fieldset disabled={deed.busy}>
        <label>
          {tell('carrier_code')}
          <select name="carrier" required>
            {(carriers.value ?? []).filter(({ active }) => active).map((one) => (
              <option key={one.id} value={one.code}>
                {one.name}
              </option>
            ))}
          </select>
        </label>
        <label>
          {tell('departure_door')}
          <Doors name="door" />
        </label>
        <label>
          {tell('departure_leaves')}
          <input name="leaves_at" type="datetime-local" required />
        </label>
        <label>
          {tell('departure_cut_off')}
          <input name="cut_off_at" type="datetime-local" />
        </label>
        <SaveOrLeave onCancel={onCancel} />
      </fieldset>
      <Refused problem={deed.problem} />
    </form>
  );
}
