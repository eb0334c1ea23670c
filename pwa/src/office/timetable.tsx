/** When a carrier's trucks leave in a week: rows are added and taken away, and the next departures follow at once. */
import { useDeed } from '../board/deed';
import { saidIn } from '../board/said';
import type { TimetableRow } from '../contract/departures';
import { tell, tellAny } from '../messages/desk';
import { fetchTimetable, sayTimetable } from '../sync/departures';
import { Doors } from './doors';
import { Refused } from './form';
import { useFetched } from './list';
import { Act } from './sure';

const DAYS = ['1', '2', '3', '4', '5', '6', '7'];

export function Timetable({ carrier }: { carrier: number }) {
  const found = useFetched<TimetableRow[]>(`timetable ${carrier}`, () => fetchTimetable(carrier));
  const deed = useDeed();
  const rows = found.value ?? [];
  const add = (event: SubmitEvent): void => {
    const from = event.currentTarget as HTMLFormElement;
    const said = saidIn(event);
    const row = { days: said.form.getAll('days').join(''), leaves: said('leaves'), cut_off: said('cut_off') || said('leaves'), door: said('door') };
    void deed.run(() => sayTimetable(carrier, [...rows, row])).then((done) => {
      if (!done) return;
      from.reset();
      found.again();
    });
  };
  return (
    <section class="terms" data-form="timetable">
      <h2>{tell('timetable')}</h2>
      <p class="hint">{tell('timetable_why')}</p>
      {found.problem && <p class="remark wrong">{found.problem}</p>}
      {found.value && rows.length === 0 && <p class="empty">{tell('timetable_none')}</p>}
      {rows.length > 0 && (
        <table class="rows narrow">
          <thead>
            <tr>
              <th>{tell('timetable_days')}</th>
              <th>{tell('departure_leaves')}</th>
              <th>{tell('departure_cut_off')}</th>
              <th>{tell('departure_door')}</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {rows.map((row, n) => (
              <tr key={JSON.stringify(row)}>
                <td class="main">{[...row.days].map((day) => tellAny('day_', day)).join(' ')}</td>
                <td>{row.leaves}</td>
                <td>{row.cut_off}</td>
                <td class="code">{row.door}</td>
                <td class="change">
                  <Act action="take-row-away" word={tell('do_take_rate_away')} act={() => sayTimetable(carrier, rows.filter((_, at) => at !== n))} then={found.again} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <form onSubmit={add}>
        <fieldset disabled={deed.busy}>
          <span class="actions">
            {DAYS.map((day) => (
              <label key={day} class="tick">
                <input name="days" type="checkbox" value={day} defaultChecked={day < '6'} />
                <span>{tellAny('day_', day)}</span>
              </label>
            ))}
          </span>
          <label>
            {tell('departure_leaves')}
            <input name="leaves" type="time" required />
          </label>
          <label>
            {tell('departure_cut_off')}
            <input name="cut_off" type="time" />
          </label>
          <label>
            {tell('departure_door')}
            <Doors name="door" />
          </label>
          <div class="actions">
            <button type="submit" class="act" data-action="add-departure">
              {tell('do_add_departure')}
            </button>
          </div>
        </fieldset>
        <Refused problem={deed.problem} />
      </form>
    </section>
  );
}
