/** The value of stock by day: one line from the first day to today. */
import type { ValueState } from '../contract/value';
import { tell } from '../messages/desk';
import { money } from './money';

/** The drawing's own units; it is shown as wide as there is room. */
const [WIDE, HIGH, LEFT, BELOW] = [640, 150, 84, 20];

export function ValuePlot({ days, currency }: { days: ValueState['days']; currency: string }) {
  const [first, last] = [days[0], days[days.length - 1]];
  if (!first || !last || days.length < 2) return null;
  const top = Math.max(1, ...days.map((day) => day.valueMinor));
  const step = (WIDE - LEFT) / (days.length - 1);
  const x = (at: number): number => LEFT + at * step;
  const y = (minor: number): number => 8 + (HIGH - BELOW - 8) * (1 - minor / top);
  const points = days.map((day, at) => `${x(at)},${y(day.valueMinor)}`).join(' ');
  const label = tell('value_plot', { first: first.on, last: last.on, now: money(last.valueMinor, currency) });
  return (
    <svg class="plot" viewBox={`0 0 ${WIDE} ${HIGH}`} role="img" aria-label={label} data-role="value-by-day">
      {[0, top].map((minor) => (
        <g key={minor}>
          <line class="grid" x1={LEFT} x2={WIDE} y1={y(minor)} y2={y(minor)} />
          <text x={LEFT - 6} y={y(minor) + 4} text-anchor="end">
            {round(minor, currency)}
          </text>
        </g>
      ))}
      <polygon class="under" points={`${x(0)},${y(0)} ${points} ${x(days.length - 1)},${y(0)}`} />
      <polyline class="line" points={points} />
      {days.map((day, at) => (
        <rect key={day.on} class="hit" x={x(at) - step / 2} width={step} y={0} height={HIGH - BELOW}>
          <title>{tell('value_day', { on: day.on, value: money(day.valueMinor, currency) })}</title>
        </rect>
      ))}
      <text class="axis" x={LEFT} y={HIGH - 4}>
        {first.on}
      </text>
      <text class="axis" x={WIDE} y={HIGH - 4} text-anchor="end">
        {last.on}
      </text>
    </svg>
  );
}

/** Without minor units: an axis needs none. */
const round = (minor: number, currency: string): string => money(minor, currency).replace(/\.\d+$/, '');
