/** The form of a departure that is made by hand. */
import { useDeed } from '../board/deed';
import { saidIn } from '../board/said';
import type { Carrier } from '../contract/carriers';
import type { Departure } from '../contract/departures';
import { tell } from '../messages/desk';
import { createDeparture } from '../sync/departures';
import { Doors } from './doors';
import { Refused, SaveOrLeave } from './form';
import { momentOf } from './format';
import { goTo } from './route';

export function NewDeparture({ carriers, onCancel }: { carriers: Carrier[]; onCancel: () => void }) {
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
            {carriers.filter(({ active }) => active).map((one) => (
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
