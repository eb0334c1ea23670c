/** What work beyond picking shows at a step: the lines of a delivery or a parcel, and answers to choose from. */
import { useLayoutEffect } from 'preact/hooks';
import { Button } from '../components/button';
import { amount, isCode, say } from '../messages';
import type { Source } from '../contract';
import type { Instruction } from '../work/instruction';
import type { Act, Choose } from './task';

/** Each line with what it has, or with what is still there; what still lacks something stands first. */
export function Lines({ lines, counted }: { lines: Instruction['lines']; counted: boolean }) {
  const open = lines.filter(({ qty, count }) => count < qty);
  return (
    <ul class="lines" data-role="lines">
      {[...open, ...lines.filter(({ qty, count }) => count >= qty)].map(({ id, name, qty, count }) => (
        <li key={id} class={count === qty ? 'complete' : ''}>
          <span>{name}</span>
          <b>{counted ? say('progress_short', { done: count, total: qty }) : amount(qty - count, 'piece')}</b>
        </li>
      ))}
    </ul>
  );
}

/** The answers of a step that asks, each with its number for the command card. Goods that are judged may be more than one, or none of them after all. */
export function Choices({ options, act, ask, choose }: { options: string[]; act: Act; ask: (() => void) | null; choose: { current: Choose } }) {
  const answers: Answer[] = options.map((option) => ({ action: `choose-${option}`, words: wordOf(option), look: 'primary', take: (source) => act({ kind: 'choose', value: option }, source) }));
  if (ask) {
    answers.push({ action: 'quantity', words: say('do_quantity'), take: ask });
    answers.push({ action: 'not-this', words: say('do_not_this'), take: (source) => act({ kind: 'choose', value: '' }, source) });
  }
  useLayoutEffect(() => {
    choose.current = (number) => {
      const answer = answers[number - 1];
      answer?.take('wedge');
      return answer !== undefined;
    };
    return () => void (choose.current = null);
  });
  return (
    <div class={ask || options.length > 3 ? 'grades' : 'row'}>
      {answers.map(({ action, words, look, take }, at) => (
        <Button key={action} action={action} look={look ?? 'plain'} onTap={() => take()}>
          {/* The card has nine that count; more than that are tapped. */}
          {at < 9 && <span class="choice-number">{at + 1}</span>} <bdi>{words}</bdi>
        </Button>
      ))}
    </div>
  );
}

interface Answer {
  action: string;
  words: string;
  look?: 'primary';
  take: (source?: Source) => void;
}

/** A grade of the house's own is written as it is called there. */
function wordOf(option: string): string {
  if (option === 'pass' || option === 'fail' || option === 'no_supplier') return say(`do_${option}`);
  const grade = `grade_${option}`;
  return isCode(grade) ? say(grade) : option.charAt(0).toUpperCase() + option.slice(1);
}
