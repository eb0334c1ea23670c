/** Who takes a parcel; until it has left, a supervisor gives it to another carrier. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import type { Carrier } from '../contract/carriers';
import type { Parcel } from '../contract/office';
import { tell, tellAny } from '../messages/desk';
import { askForLabel, fetchCarriers, giveTo } from '../sync/carriers';
import { useFetched } from './list';
import { may } from './session';

/** What `given` says to the list around it: read it again. */
export function ParcelCarrier({ parcel, given }: { parcel: Parcel; given: () => void }) {
  const [choosing, setChoosing] = useState(false);
  if (choosing) return <Choose parcel={parcel} over={() => setChoosing(false)} given={given} />;
  return (
    <>
      {parcel.carrier || <span class="hint">{tell('parcel_no_carrier')}</span>} {parcel.trackingUrl ? (
        <a class="code" data-role="track" href={parcel.trackingUrl} target="_blank" rel="noopener noreferrer">
          {parcel.tracking}
        </a>
      ) : (
        <span class="code">{parcel.tracking}</span>
      )}{' '}
      {parcel.trackState && <span class="hint">{tellAny('track_', parcel.trackState)}</span>} <LabelState parcel={parcel} given={given} />
      {!parcel.shippedAt && may('carriers.choose_carrier') && (
        <button type="button" class="act quiet" data-action="choose-carrier" onClick={() => setChoosing(true)}>
          {tell('do_choose_carrier')}
        </button>
      )}
    </>
  );
}

/** Why the label of a carrier is not there yet, and what can be done about it. */
function LabelState({ parcel, given }: { parcel: Parcel; given: () => void }) {
  const deed = useDeed();
  if (parcel.label === '' || parcel.label === 'ready') return null;
  const refused = parcel.label === 'refused';
  const why = parcel.labelProblem ? tellAny('', parcel.labelProblem, { said: parcel.labelSaid || null }) : tell('label_on_its_way');
  return (
    <span data-role="label-state" data-label={parcel.label}>
      <span class={refused ? 'remark wrong' : 'hint'}>{why}</span>{' '}
      {may('postage.ask_again') && (
        <button type="button" class="act quiet" data-action="ask-again" disabled={deed.busy} onClick={() => void deed.run(() => askForLabel(parcel.id)).then((done) => done && given())}>
          {tell('do_ask_again')}
        </button>
      )}
      {deed.problem && <span class="remark wrong">{deed.problem}</span>}
    </span>
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
