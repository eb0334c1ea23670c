/** What work beyond picking shows at a step: the lines of a delivery or a parcel, and answers to choose from. */
import { Button } from '../components/button';
import { isCode, say } from '../messages';
import type { Deed } from '../work/floor';
import type { Instruction } from '../work/instruction';

/** Each line with what it has; what still lacks something stands first. */
export function Lines({ lines }: { lines: Instruction['lines'] }) {
  const open = lines.filter(({ qty, count }) => count < qty);
  return (
    <ul class="lines" data-role="lines">
      {[...open, ...lines.filter(({ qty, count }) => count >= qty)].map(({ id, name, qty, count }) => (
        <li key={id} class={count === qty ? 'complete' : ''}>
          <span>{name}</span>
          <b>{say('progress_short', { done: count, total: qty })}</b>
        </li>
      ))}
    </ul>
  );
}

/** The answers of a step that asks. Goods that are judged may be more than one, or none of them after all. */
export function Choices({ options, act, ask }: { options: string[]; act: (deed: Deed) => void; ask: (() => void) | null }) {
  const keys = options.map((option) => (
    <Button key={option} action={`choose-${option}`} look="primary" onTap={() => act({ kind: 'choose', value: option })}>
      {wordOf(option)}
    </Button>
  ));
  if (!ask) return <div class="row">{keys}</div>;
  return (
    <div class="grades">
      {keys}
      <Button action="quantity" onTap={ask}>
        {say('do_quantity')}
      </Button>
      <Button action="not-this" onTap={() => act({ kind: 'choose', value: '' })}>
        {say('do_not_this')}
      </Button>
    </div>
  );
}

/** A grade of the house's own is written as it is called there. */
function wordOf(option: string): string {
  if (option === 'pass' || option === 'fail') return say(`do_${option}`);
  const grade = `grade_${option}`;
  return isCode(grade) ? say(grade) : option.charAt(0).toUpperCase() + option.slice(1);
}
