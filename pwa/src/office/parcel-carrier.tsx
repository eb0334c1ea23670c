/** Who takes a parcel; until it has left, a supervisor gives it to another carrier. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import type { Carrier } from '../contract/carriers';
import type { Parcel } from '../contract/office';
import { tell } from '../messages/desk';
import { fetchCarriers, giveTo } from '../sync/carriers';
import { useFetched } from './list';
import { may } from './session';

/** What `given` says to the list around it: read it again. */
export function ParcelCarrier({ parcel, given }: { parcel: Parcel; given: () => void }) {
  const [choosing, setChoosing] = useState(false);
  if (choosing) return <Choose parcel={parcel} over={() => setChoosing(false)} given={given} />;
  return (
    <>
      {parcel.carrier || <span class="hint">{tell('parcel_no_carrier')}</span>} <span class="code">{parcel.tracking}</span>{' '}
      {!parcel.shippedAt && may('carriers.choose_carrier') && (
        <button type="button" class="act quiet" data-action="choose-carrier" onClick={() => setChoosing(true)}>
          {tell('do_choose_carrier')}
        </button>
      )}
    </>
  );
}

function Choose({ parcel, over, given }: { parcel: Parcel; over: () => void; given: () => void }) {
  const found = useFetched<Carrier[]>('carriers', fetchCarriers);
  const deed = useDeed();
  const carriers = (found.value ?? []).filter(({ active, rates }) => active && rates > 0);
  const choose = async (code: string): Promise<void> => {
    if (!code || !(await deed.run(() => giveTo(parcel.id, code)))) return;
    over();
    given();
  };
  return (
    <span class="actions">
      <select aria-label={tell('carrier_code')} disabled={deed.busy} onChange={(event) => void choose(event.currentTarget.value)}>
        <option value="">{tell('parcel_choose_carrier')}</option>
        {carriers.map((one) => (
          <option key={one.id} value={one.code}>
            {one.name}
          </option>
        ))}
      </select>
      <button type="button" class="act" onClick={over}>
        {tell('do_leave_it')}
      </button>
      {(deed.problem || found.problem) && <span class="remark wrong">{deed.problem || found.problem}</span>}
      {found.value && carriers.length === 0 && <span class="hint">{tell('carriers_none')}</span>}
    </span>
  );
}
