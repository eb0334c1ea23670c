/** What is expected of an item: a plot of weeks that were and weeks to come, the method and its error in words, and what can be promised when. */
import type { Forecast as Expected } from '../contract/buying';
import type { PromiseCard } from '../contract/purchase';
import { Problem } from '../contract';
import { tell, tellAny } from '../messages/desk';
import { fetchForecast, fetchPromise } from '../sync/buying';
import { aDay } from './buying';
import { count } from './format';
import { useFetched } from './list';
import { Num } from './rows';
import { may } from './session';

const DAY_MS = 86_400_000;
/** The drawing's own units; it is shown as wide as there is room. */
const [WIDE, HIGH, LEFT, BELOW] = [640, 190, 44, 22];

/** Both parts, for whoever may see them; nothing where nothing is known. */
export function Outlook({ sku }: { sku: string }) {
  return (
    <>
      <Promised sku={sku} />
      {may('planning.show_forecast') && <Forecast sku={sku} />}
    </>
  );
}

function Forecast({ sku }: { sku: string }) {
  const found = useFetched<Expected | null>(`forecast ${sku}`, () =>
    fetchForecast(sku).catch((problem: unknown) => {
      if (problem instanceof Problem && problem.code === 'no_forecast') return null;
      throw problem;
    }),
  );
  const told = found.value;
  if (told === null) return found.problem ? <p class="remark wrong">{found.problem}</p> : null;
  const levels = [
    ['forecast_safety', told.safety],
    ['forecast_point', told.reorderPoint],
    ['forecast_up_to', told.orderUpTo],
  ] as const;
  const [abc, xyz] = [told.abcXyz.charAt(0), told.abcXyz.charAt(1)];
  return (
    <section class="outlook" data-role="forecast">
      <h2>
        {tell('forecast')} <span class="hint">{tell('forecast_a_day', { units: aDay(told.aDayMilli) })}</span>
      </h2>
      <Plot told={told} />
      <p class="hint">
        {told.errorPct === null ? tell('forecast_error_unknown') : tell('forecast_error', { error: told.errorPct })} {tell('forecast_band')}{' '}
        {told.methods.length > 0 && tell('forecast_method', { methods: told.methods.join(', ') })}
      </p>
      <dl class="particulars">
        {levels.map(([name, units]) => (
          <div key={name} class="pair">
            <dt>{tell(name)}</dt>
            <dd>{count(units)}</dd>
          </div>
        ))}
        <div class="pair">
          <dt>{tell('forecast_class')}</dt>
          <dd>
            {told.abcXyz}
            <span class="hint">
              {' '}
              {tellAny('forecast_abc_', abc)}, {tellAny('forecast_xyz_', xyz)}
            </span>
          </dd>
        </div>
      </dl>
    </section>
  );
}

/** Weeks as bars: those that were filled, those to come outlined, with the band around them. */
function Plot({ told }: { told: Expected }) {
  const will = weekly(told.days);
  const [low, high] = [will.map((units) => Math.max(0, units - told.belowMilli / 1000)), will.map((units) => units + told.aboveMilli / 1000)];
  const all = [...told.weeks, ...will];
  const top = nice(Math.max(1, ...told.weeks, ...high));
  const step = (WIDE - LEFT) / all.length;
  const x = (at: number): number => LEFT + at * step;
  const y = (units: number): number => (HIGH - BELOW) * (1 - units / top) + 6;
  const first = told.weeks.length;
  const day = (at: number): string => new Date(told.reckonedAt + (7 * (at - first + 1) - 1) * DAY_MS).toISOString().slice(0, 10);
  const band = [...high.map((units, at) => `${x(first + at) + step / 2},${y(units)}`), ...low.map((units, at) => `${x(first + at) + step / 2},${y(units)}`).reverse()].join(' ');
  return (
    <svg
      class="plot"
      viewBox={`0 0 ${WIDE} ${HIGH}`}
      role="img"
      aria-label={tell('forecast_plot', { weeks: first, low: count(Math.round(Math.min(...low))), high: count(Math.round(Math.max(...high))) })}
    >
      {[0, top / 2, top].map((units) => (
        <g key={units}>
          <line class="grid" x1={LEFT} x2={WIDE} y1={y(units)} y2={y(units)} />
          <text x={LEFT - 6} y={y(units) + 4} text-anchor="end">
            {count(units)}
          </text>
        </g>
      ))}
      <polygon class="band" points={band} />
      {all.map((units, at) => (
        <rect key={at} class={at < first ? 'was' : 'will'} x={x(at) + 1} width={Math.max(1, step - 2)} y={y(units)} height={Math.max(0, y(0) - y(units))}>
          <title>{tell(at < first ? 'forecast_week_was' : 'forecast_week_will', { units: count(Math.round(units)), day: day(at) })}</title>
        </rect>
      ))}
      {high.map((units, at) => (
        <line key={at} class="reach" x1={x(first + at) + step / 2} x2={x(first + at) + step / 2} y1={y(units)} y2={y(low[at] ?? 0)} />
      ))}
      <line class="today" x1={x(first)} x2={x(first)} y1={6} y2={y(0)} />
      <text class="axis" x={x(first) - 6} y={HIGH - 4} text-anchor="end">
        {tell('forecast_ordered')}
      </text>
      <text class="axis" x={x(first) + 4} y={HIGH - 4}>
        {tell('forecast_expected')}
      </text>
    </svg>
  );
}

/** Thousandths of a unit a day as units a week. */
function weekly(days: number[]): number[] {
  const weeks: number[] = [];
  for (let at = 0; at + 7 <= days.length; at += 7) weeks.push(days.slice(at, at + 7).reduce((sum, milli) => sum + milli, 0) / 1000);
  return weeks;
}

/** The next of 2, 4, 10, 20, 40 … that an axis ends with well: half of it is whole. */
function nice(most: number): number {
  const ten = 10 ** Math.floor(Math.log10(most));
  return Math.max(2, ([2, 4, 10].find((one) => one * ten >= most) ?? 20) * ten);
}

function Promised({ sku }: { sku: string }) {
  const found = useFetched<PromiseCard>(`promise ${sku}`, () => fetchPromise(sku));
  const told = found.value;
  if (told === null || (told.days.length < 2 && !told.overdue && !told.undated)) return null;
  return (
    <section class="outlook" data-role="promise">
      <h2>{tell('promise')}</h2>
      <table class="rows narrow">
        <thead>
          <tr>
            <th>{tell('promise_from')}</th>
            <th class="number">{tell('promise_incoming')}</th>
            <th class="number">{tell('promise_promised')}</th>
            <th class="number">{tell('promise')}</th>
          </tr>
        </thead>
        <tbody>
          {told.days.map((day, at) => (
            <tr key={day.on}>
              <td>{at === 0 ? tell('promise_today') : day.on}</td>
              <Num label={tell('promise_incoming')}>{day.incoming ? count(day.incoming) : '–'}</Num>
              <Num label={tell('promise_promised')}>{day.promised ? count(day.promised) : '–'}</Num>
              <Num label={tell('promise')}>{count(day.available)}</Num>
            </tr>
          ))}
        </tbody>
      </table>
      {told.overdue > 0 && <p class="hint">{tell('promise_overdue', { units: count(told.overdue) })}</p>}
      {told.undated > 0 && <p class="hint">{tell('promise_undated', { units: count(told.undated) })}</p>}
    </section>
  );
}
