/** What work beyond picking shows at a step: the lines of a delivery or a parcel, and answers to choose from. */
import { Button } from '../components/button';
import { say } from '../messages';
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

/** The answers of a step that asks. */
export function Choices({ options, act }: { options: string[]; act: (deed: Deed) => void }) {
  return (
    <div class="row">
      {options.map((option) => (
        <Button key={option} action={`choose-${option}`} look="primary" onTap={() => act({ kind: 'choose', value: option })}>
          {option === 'pass' || option === 'fail' ? say(`do_${option}`) : option}
        </Button>
      ))}
    </div>
  );
}
