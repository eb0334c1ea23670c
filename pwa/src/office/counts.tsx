/** Counts: which differences wait for a name, how far each zone is, what differed and how right the books were. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import type { Round, Variance, Variances } from '../contract/counts';
import type { Zone } from '../contract/office';
import { tell } from '../messages/desk';
import { fetchRounds, fetchVariances, fetchZones, planCounts, resolveException, startStocktake } from '../sync/office';
import { Differences, sign, signed } from './count-differences';
import { OpenRounds } from './count-rounds';
import { count, money } from './format';
import { useFetched, type Fetched } from './list';
import { may } from './session';
import { Act, Sure } from './sure';

export function Counts() {
  const rounds = useFetched<Round[]>('rounds', async () => (await fetchRounds({ state: 'open', limit: 200 })).items);
  const zones = useFetched<Zone[]>('zones', fetchZones);
  const waiting = useFetched<Variances>('waiting', () => fetchVariances({ state: 'waiting', days: 3660, limit: 200 }));
  const [turn, setTurn] = useState(0);
  const again = () => {
    rounds.again();
    waiting.again();
    setTurn(turn + 1);
  };
  return (
    <div class="count-page">
      <div class="page">
        <header class="page-head">
          <h1>{tell('counts')}</h1>
          {may('counts.start_stocktake') && (
            <div class="actions">
              <Act action="plan-counts" word={tell('do_plan_counts')} act={planCounts} then={again} />
              <Stocktake zones={(zones.value ?? []).filter((one) => !rounds.value?.some((r) => r.zone === one.code && r.kind === 'stocktake'))} then={again} />
            </div>
          )}
        </header>
        <Waiting found={waiting} again={again} />
        <OpenRounds found={rounds} again={again} />
      </div>
      <Differences zones={zones.value ?? []} turn={turn} />
    </div>
  );
}

/** A zone is chosen, then asked about: work there waits until it is counted. */
function Stocktake({ zones, then }: { zones: Zone[]; then: () => void }) {
  const [zone, setZone] = useState('');
  const chosen = zones.find((one) => one.code === zone);
  return (
    <>
      <label class="inline">
        {tell('stocktake_of')}
        <select name="stocktake" value={zone} onChange={(event) => setZone(event.currentTarget.value)}>
          <option value="">{tell('choose_zone')}</option>
          {zones.map((one) => (
            <option key={one.code} value={one.code}>
              {`${one.code} ${one.name}`}
            </option>
          ))}
        </select>
      </label>
      {chosen && (
        <Sure
          key={zone}
          action="stocktake"
          word={tell('do_stocktake')}
          question={tell('sure_stocktake', { zone: chosen.code })}
          yes={tell('do_yes_stocktake')}
          act={() => startStocktake(chosen.code)}
          then={() => {
            setZone('');
            then();
          }}
        />
      )}
    </>
  );
}

/** Differences that are not booked: by bin, since a bin is approved or counted again as a whole. */
function Waiting({ found, again }: { found: Fetched<Variances>; again: () => void }) {
  const lines = found.value?.items ?? [];
  if (found.problem) return <p class="remark wrong">{found.problem}</p>;
  if (lines.length === 0) return null;
  const places = [...new Set(lines.map((one) => one.place))];
  return (
    <>
      <h2>
        {tell('counts_waiting')} <span class="tally">{count(places.length)}</span>
      </h2>
      <ul class="exceptions">
        {places.map((place) => (
          <WaitingBin key={place} place={place} lines={lines.filter((one) => one.place === place)} again={again} />
        ))}
      </ul>
    </>
  );
}

function WaitingBin({ place, lines, again }: { place: string; lines: Variance[]; again: () => void }) {
  const deed = useDeed();
  const differing = lines.filter((one) => one.counted !== one.booked);
  const [first] = lines;
  const exception = first?.state === 'approval' ? first.exception : null;
  const act = (action: string) => exception !== null && void deed.run(() => resolveException(exception, action)).then((done) => done && again());
  return (
    <li data-waiting={place}>
      <div class="what">
        <p class="sentence-line">
          <a class="code" href={`/office/places/${encodeURIComponent(place)}`}>
            {place}
          </a>{' '}
          {tell(exception === null ? 'waits_for_recount' : 'waits_for_name', { person: first?.person || tell('nobody') })}
        </p>
        <table class="rows narrow">
          <tbody>
            {differing.map((one) => (
              <tr key={one.id}>
                <td class="main">
                  <a href={`/office/items/${one.itemId}`}>
                    <span class="code">{one.sku}</span> {one.name}
                  </a>
                  {one.lot && <span class="code"> {one.lot}</span>}
                  {one.container && <span class="code"> {one.container}</span>}
                </td>
                <td class="number">{tell('booked_counted', { booked: count(one.booked), counted: count(one.counted) })}</td>
                <td class={`number ${sign(one)}`}>{signed(one.counted - one.booked)}</td>
                <td class="number">{one.priceMinor > 0 && money((one.counted - one.booked) * one.priceMinor, one.currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {deed.problem && (
          <p class="remark wrong" role="alert">
            {deed.problem}
          </p>
        )}
      </div>
      {exception !== null && may('tasks.resolve_exception') && (
        <div class="actions">
          <button type="button" class="act primary" data-action="approve" disabled={deed.busy} onClick={() => act('approve')}>
            {tell('do_approve')}
          </button>
          <button type="button" class="act" data-action="recount" disabled={deed.busy} onClick={() => act('recount')}>
            {tell('do_recount')}
          </button>
        </div>
      )}
    </li>
  );
}
