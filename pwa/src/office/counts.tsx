/** Counts: which differences wait for a name, how far each zone is, what differed and how right the books were. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import type { Round, Variance, Variances } from '../contract/counts';
import type { Zone } from '../contract/office';
import { tell, tellAny } from '../messages/desk';
import { endRound, fetchRounds, fetchVariances, fetchZones, planCounts, resolveException, startStocktake } from '../sync/office';
import { count, dayTime, money } from './format';
import { useFetched, useList, type Fetched } from './list';
import { address, route } from './route';
import { Num, Row } from './rows';
import { Choice } from './search';
import { may } from './session';
import { Act, Sure } from './sure';

const PERIODS = ['30', '90', '365'];

export function Counts() {
  const rounds = useFetched<Round[]>('rounds', fetchRounds);
  const zones = useFetched<Zone[]>('zones', fetchZones);
  const waiting = useFetched<Variances>('waiting', () => fetchVariances({ state: 'waiting', days: 3660, limit: 200 }));
  const [turn, setTurn] = useState(0);
  const again = () => {
    rounds.again();
    waiting.again();
    setTurn(turn + 1);
  };
  return (
    <div class="page count-page" data-page="counts">
      <header class="page-head">
        <h1>{tell('counts')}</h1>
        {may('counts.start_stocktake') && (
          <div class="actions">
            <Act action="plan-counts" word={tell('do_plan_counts')} act={planCounts} then={again} />
            <Stocktake zones={(zones.value ?? []).filter((one) => !rounds.value?.some((r) => r.zone === one.code && r.kind === 'stocktake' && !r.closedAt))} then={again} />
          </div>
        )}
      </header>
      <Waiting found={waiting} again={again} />
      <Rounds found={rounds} again={again} />
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

function Rounds({ found, again }: { found: Fetched<Round[]>; again: () => void }) {
  if (found.problem) return <p class="remark wrong">{found.problem}</p>;
  if (found.value === null) return <p class="empty">{tell('reading')}</p>;
  return (
    <>
      <h2>{tell('count_rounds')}</h2>
      {found.value.length === 0 ? (
        <p class="empty">{tell('count_rounds_none')}</p>
      ) : (
        <table class="rows count-rounds">
          <thead>
            <tr>
              <th>{tell('zone')}</th>
              <th>{tell('count_kind')}</th>
              <th>{tell('count_day')}</th>
              <th>{tell('progress')}</th>
              <th>{tell('state')}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {found.value.map((one) => (
              <Row key={one.id} to={address('/office/counts', { round: one.id })}>
                <td class="main">
                  <a href={address('/office/counts', { round: one.id })} tabIndex={-1}>
                    <span class="code">{one.zone}</span> {one.zoneName}
                  </a>
                </td>
                <td>{tellAny('count_kind_', one.kind)}</td>
                <td>{one.day}</td>
                <td class="number">
                  <span class="progress">
                    <progress value={one.counted + one.leftOut} max={Math.max(one.bins, 1)} /> {tell('bins_of', { n: count(one.counted), all: count(one.bins) })}
                  </span>
                </td>
                <td>{roundState(one)}</td>
                <td class="change">
                  {!one.closedAt && may('counts.end_round') && (
                    <Sure
                      action={`end-round-${one.id}`}
                      word={tell('do_end_round')}
                      question={tell('sure_end_round')}
                      yes={tell('do_yes_end_round')}
                      act={() => endRound(one.id)}
                      then={again}
                    />
                  )}
                </td>
              </Row>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

/** What a round waits for, the most telling first. */
function roundState(one: Round): string {
  if (one.closedAt) return one.leftOut ? tell('round_left_out', { n: one.leftOut }) : tell('round_over');
  if (one.differing) return tell('round_differing', { n: one.differing });
  if (one.pinned && one.counted + one.pinned >= one.bins) return tell('round_pinned', { n: one.pinned });
  return tell(one.kind === 'stocktake' ? 'round_frozen' : 'round_open');
}

function Differences({ zones, turn }: { zones: Zone[]; turn: number }) {
  const { query } = route.value;
  const [zone, days, round] = [query.get('zone') ?? '', query.get('days') ?? '90', query.get('round') ?? ''];
  const key = `${zone} ${days} ${round} ${turn}`;
  const sums = useFetched<Variances>(`sums ${key}`, () => fetchVariances({ zone, days, round, limit: 1 }));
  const list = useList<Variance>(key, (cursor) => fetchVariances({ zone, days, round, cursor }));
  const sum = sums.value;
  return (
    <>
      <h2>{tell('count_differences')}</h2>
      <div class="filters">
        <Choice name="zone" label={tell('zone')} options={[['', tell('all_zones')], ...zones.map((one) => [one.code, `${one.code} ${one.name}`] as const)]} />
        {round ? (
          <a class="act" href={address('/office/counts', { zone })}>
            {tell('all_rounds')}
          </a>
        ) : (
          <Choice name="days" label={tell('period')} options={PERIODS.map((one) => [one === '90' ? '' : one, tell('last_days', { n: one })] as const).sort((a, b) => Number(b[0] === '') - Number(a[0] === ''))} />
        )}
      </div>
      {sum && sum.counted > 0 && (
        <dl class="stock-levels">
          <div>
            <dt>{tell('count_accuracy')}</dt>
            <dd>{percent(sum.agreed, sum.counted)}</dd>
          </div>
          <div>
            <dt>{tell('count_lines_counted')}</dt>
            <dd>{count(sum.counted)}</dd>
          </div>
          <div>
            <dt>{tell('count_less')}</dt>
            <dd>{money(-sum.lessMinor, sum.currency)}</dd>
          </div>
          <div>
            <dt>{tell('count_more')}</dt>
            <dd>{money(sum.moreMinor, sum.currency)}</dd>
          </div>
        </dl>
      )}
      {list.problem && <p class="remark wrong">{list.problem}</p>}
      {list.items !== null && list.items.length === 0 && <p class="empty">{tell(sum && sum.counted > 0 ? 'count_differences_none' : 'count_nothing')}</p>}
      {list.items !== null && list.items.length > 0 && (
        <table class="rows variances">
          <thead>
            <tr>
              <th>{tell('place')}</th>
              <th>{tell('item')}</th>
              <th class="number">{tell('booked')}</th>
              <th class="number">{tell('counted')}</th>
              <th class="number">{tell('difference')}</th>
              <th class="number">{tell('worth')}</th>
              <th>{tell('counted_by')}</th>
              <th>{tell('state')}</th>
            </tr>
          </thead>
          <tbody>
            {list.items.map((one) => (
              <tr key={one.id}>
                <td class="code">
                  <a href={`/office/places/${encodeURIComponent(one.place)}`}>{one.place}</a>
                </td>
                <td class="main">
                  <a href={`/office/items/${one.itemId}`}>
                    <span class="code">{one.sku}</span> {one.name}
                  </a>
                  {one.lot && <span class="code"> {one.lot}</span>}
                  {one.container && <span class="code"> {one.container}</span>}
                </td>
                <Num label={tell('booked')}>{count(one.booked)}</Num>
                <Num label={tell('counted')}>{count(one.counted)}</Num>
                <td class={`number ${sign(one)}`} data-label={tell('difference')}>
                  {signed(one.counted - one.booked)}
                </td>
                <Num label={tell('worth')}>{one.priceMinor > 0 ? money((one.counted - one.booked) * one.priceMinor, one.currency) : '–'}</Num>
                <td title={dayTime(one.lookedAt)}>
                  <a href={`/board/tasks/${one.taskId}`}>{one.person || '–'}</a>, {dayTime(one.lookedAt)}
                </td>
                <td>{one.state === 'booked' && one.decider ? tell('approved_by', { person: one.decider }) : tellAny('count_state_', one.state)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {list.more && (
        <div class="pager">
          <button type="button" class="act" onClick={list.more}>
            {tell('more')}
          </button>
        </div>
      )}
    </>
  );
}

const sign = (one: Variance): string => (one.counted > one.booked ? 'more' : 'less');
const signed = (units: number): string => `${units > 0 ? '+' : '−'}${count(Math.abs(units))}`;
/** Never 100 % while anything differed. */
const percent = (part: number, all: number): string => `${(Math.floor((part / all) * 1000) / 10).toFixed(part === all || part === 0 ? 0 : 1)} %`;
