/** Totes on a cart: each position by its number, and by a colour and a shape that only help to find it. */
import type { Instruction } from '../work/instruction';

const COLOURS = 6;
const MOST = 8;

/** The figure of an amount stands out from its unit; "1 case + 3 pieces" stays as it is. */
const FIGURE = /^(\d[\d\u00a0 .,]*)\s+(\D+)$/;

function colour(number: number): string {
  return `var(--position-${((number - 1) % COLOURS) + 1})`;
}

/** How many, and into which tote: what is read from a step away. */
export function Deal({ position, amount }: { position: NonNullable<Instruction['position']>; amount: string }) {
  const [, figure, unit] = FIGURE.exec(amount) ?? [];
  return (
    <div class="deal" aria-hidden="true">
      {amount && (
        <>
          <span class={figure ? 'amount' : 'amount long'} data-role="amount">
            <b>{figure ?? amount}</b>
            {unit && <span>{unit}</span>}
          </span>
          <svg class="arrow" viewBox="0 0 24 24">
            <path d="M3 12h17M14 5l7 7-7 7" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" stroke-linejoin="round" />
          </svg>
        </>
      )}
      <span class="tote" data-role="position" style={{ background: colour(position.number) }}>
        <b>{position.number}</b>
        {position.plate && <span dir="ltr">{position.plate}</span>}
      </span>
    </div>
  );
}

/** All totes that get something from this bin: who has it, who is next. */
export function Deals({ deals }: { deals: Instruction['deals'] }) {
  // On a large cart only those that still wait: there is no room for all.
  const shown = deals.length > MOST ? deals.filter(({ qty, got }) => got < qty) : deals;
  return (
    <ol class="deals" data-role="deals">
      {shown.map(({ number, qty, got, atHand }) => (
        <li key={number} class={got >= qty ? 'complete' : atHand ? 'now' : ''}>
          <b style={{ background: colour(number) }}>{number}</b>
          <span>{got >= qty ? '✓' : qty - got}</span>
        </li>
      ))}
    </ol>
  );
}
