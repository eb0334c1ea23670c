/** The task at hand, whatever it is: one sentence, its goods, and the few things that may be tapped. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../components/button';
import { later } from '../components/later';
import { PlaceCode } from '../components/place-code';
import { Words } from '../components/words';
import { isDigit, type Command } from '../input/commands';
import { useHand } from '../input/hands';
import type { Source } from '../contract';
import { say, type Code } from '../messages';
import type { Deed, Floor } from '../work/floor';
import type { Instruction } from '../work/instruction';
import type { Asked } from './question';
import { titleOf } from '../work/title';

// What work beyond a plain pick shows: loaded before it is taken, so that nothing moves when it is drawn.
const parts = () => import('./parts');
const Deal = later(() => parts().then((part) => part.Deal));
const Deals = later(() => parts().then((part) => part.Deals));
const Lines = later(() => parts().then((part) => part.Lines));
const Choices = later(() => parts().then((part) => part.Choices));
const Packing = later(() => parts().then((part) => part.Packing));
const Aside = later(() => import('./strange').then((part) => part.Aside));
export const learnParts = (): Promise<unknown> => Promise.all([Deal, Deals, Lines, Choices, Packing].map((part) => part.ready()));
// Seldom wanted, and then a moment away.
const More = later(() => import('./more').then((part) => part.More));
const Help = later(() => import('./help').then((part) => part.Help));
const Question = later(() => import('./question').then((part) => part.Question));
const Park = later(() => import('./park').then((part) => part.Park));

export type Act = (deed: Deed, source?: Source) => void;
/** Take the answer with this number, as it stands on the screen; false where none has it. */
export type Choose = ((number: number) => boolean) | null;

/** What each action that a step allows asks for before it happens. */
const ASKS: Record<string, Asked> = { short: 'left', damaged: 'damaged', unknown: 'unknown', photo: 'photo' };

export function TaskScreen({ floor, onCamera }: { floor: Floor; onCamera: () => void }) {
  const atHand = floor.atHand.value;
  const [asked, setAsked] = useState<Asked | null>(null);
  const [more, setMore] = useState(false);
  const [parking, setParking] = useState(false);
  const [helping, setHelping] = useState(false);
  const [typed, setTyped] = useState('');
  const step = atHand?.instruction?.step;
  const { count } = floor.felt.value;
  // A scan has moved the work on: a question about what was before is out of date.
  const close = (): void => {
    setAsked(null);
    setMore(false);
    setParking(false);
    setHelping(false);
    setTyped('');
  };
  useEffect(close, [step, count]);

  const instruction = atHand?.instruction;
  const act = (deed: Deed, source?: Source): void => {
    close();
    void floor.act(deed, source ?? (deed.kind === 'quantity' || deed.kind === 'fill' ? 'keypad' : 'touch'));
  };
  const ask = (question: Asked, digit = ''): void => {
    close();
    setTyped(digit);
    setAsked(question);
  };
  const tap = (action: string, source?: Source): void => {
    const question = ASKS[action];
    if (action === 'park') setParking(true);
    else if (question) ask(question);
    else act({ kind: 'action', action }, source);
  };
  const choose = useRef<Choose>(null);
  useHand((command) => {
    const open = asked !== null || more || parking || helping;
    const deed = instruction && deedOf(command, instruction, open);
    if (!deed) return false;
    if (deed === 'close') close();
    else if (deed === 'help') (close(), setHelping(true));
    // Its keys may still be on their way to the screen: no digit is lost.
    else if (deed === 'pad') ask(asked ?? (instruction.pad!.type as Asked), typed + command);
    else if (deed === 'choose') return choose.current?.(Number(command)) ?? false;
    else if (deed === 'confirm') act({ kind: 'confirm' }, 'wedge');
    else tap(command, 'wedge');
    return true;
  });
  if (!atHand || !instruction) return <Gone floor={floor} />;
  const first = firstOf(instruction);
  return (
    <div class="stack grow">
      <Sentence instruction={instruction} />
      {atHand.shown.task.kind === 'receive' && <Aside floor={floor} />}
      <Goods instruction={instruction} />
      {atHand.shown.task.kind === 'pack' && <Packing floor={floor} />}
      <div class="thumb">
        {instruction.cue && <Cue words={instruction.cue} />}
        <div class="row">
          {first.map((action) => (
            <Button key={action} action={action} onTap={() => tap(action)}>
              {wordOf(action, instruction)}
            </Button>
          ))}
          <Button action="more" onTap={() => setMore(true)}>
            {say('do_more')}
          </Button>
        </div>
        <Primary instruction={instruction} act={act} ask={ask} choose={choose} />
      </div>
      {more && <More title={titleOf(atHand.shown.task)} allow={instruction.allow} first={first} wordOf={(action) => wordOf(action, instruction)} tap={tap} ask={ask} onCamera={() => (setMore(false), onCamera())} onHome={() => floor.go({ name: 'home' })} onClose={() => setMore(false)} />}
      {helping && <Help instruction={instruction} title={titleOf(atHand.shown.task)} onClose={close} />}
      {parking && <Park floor={floor} act={act} onClose={() => setParking(false)} />}
      {asked && <Question key={asked} floor={floor} asked={asked} instruction={instruction} first={typed} act={act} onClose={close} />}
    </div>
  );
}

/** What a button of the command card does at this step; null for nothing. `open`: a sheet lies over it. */
function deedOf(command: Command, { pad, allow, confirm, options }: Instruction, open: boolean): 'close' | 'help' | 'pad' | 'choose' | 'confirm' | 'tap' | null {
  if (open && command === 'undo') return 'close';
  if (command === 'help') return 'help';
  if (isDigit(command) && options.length && !open) return 'choose';
  if (isDigit(command)) return pad && 'quantity weight_g temperature'.includes(pad.type) ? 'pad' : null;
  // A question lies open: Done is its OK, and nothing else.
  if (command === 'done' && open) return null;
  if (command === 'done' && confirm) return 'confirm';
  return command === 'undo' || allow.includes(command) ? 'tap' : null;
}

/** What to scan now, beside the sign that every scanner knows. */
function Cue({ words }: { words: string }) {
  return (
    <p class="cue" data-role="cue">
      <svg viewBox="0 0 28 20" aria-hidden="true">
        <path d="M2 2v16M6 2v16M11 2v16M14 2v16M20 2v16M26 2v16" stroke="currentColor" stroke-width="2.500" />
      </svg>
      {words}
    </p>
  );
}

function Sentence({ instruction }: { instruction: Instruction }) {
  const { before, place, after, sentence, position, amount } = instruction;
  if (position && !place) {
    return (
      <>
        <h1 class={amount && sentence.includes(amount) ? 'sentence short' : 'sentence'} data-role="sentence">
          {sentence}
        </h1>
        <Deal position={position} amount={amount} />
      </>
    );
  }
  return (
    <h1 class="sentence" data-role="sentence" aria-label={sentence}>
      {before && (
        <span class="words">
          <Words text={before} />{' '}
        </span>
      )}
      {place && <PlaceCode place={place} />}
      {after && <span class="words"> {after}</span>}
    </h1>
  );
}

function Goods({ instruction }: { instruction: Instruction }) {
  const { thing, why, progress, ahead, lines, sentence } = instruction;
  return (
    <div class="goods">
      {thing && (
        <p class="thing" data-role="thing">
          {!sentence.includes(thing.name) && <b>{thing.name}</b>}
          <span>{thing.detail}</span>
        </p>
      )}
      {instruction.deals.length > 1 && <Deals deals={instruction.deals} />}
      {why && (
        <p class="why" data-role="why">
          {why}
        </p>
      )}
      <p class="ahead">
        {progress && (
          <span data-role="progress" data-done={progress.done} data-total={progress.total}>
            {say('progress', progress)}
          </span>
        )}
        {ahead && <span data-role="ahead">{say('then', { place: ahead })}</span>}
      </p>
      {progress && <progress max={progress.total} value={progress.done} />}
      {(lines[1] || (lines[0] && !thing)) && <Lines lines={lines} counted={progress !== null} />}
    </div>
  );
}

/** What a thumb does at this step, if anything; mostly the scan is the button. */
function Primary({ instruction, act, ask, choose }: { instruction: Instruction; act: Act; ask: (asked: Asked) => void; choose: { current: Choose } }) {
  const { kind, options, confirm, pad, allow, asksToClose, cue } = instruction;
  if (options.length) return <Choices options={options} act={act} ask={pad ? () => ask('quantity') : null} choose={choose} />;
  const field = pad && pad.type !== 'quantity' ? pad.type : null;
  const done = allow.includes('done') && !field;
  const most = pad?.type === 'quantity' && pad.most;
  return (
    <div class="row">
      {pad && (
        <Button action={field ? 'type' : 'quantity'} look={field || (most && kind !== 'put') ? 'primary' : 'plain'} onTap={() => ask(field ?? 'quantity')}>
          {field ? say('do_type') : say('do_quantity')}
        </Button>
      )}
      {done && (
        <Button action="done" look={(cue || most) && !asksToClose ? 'plain' : 'primary'} onTap={() => act({ kind: 'action', action: 'done' })}>
          {asksToClose ? say('do_finish_anyway') : say('do_done')}
        </Button>
      )}
      {confirm && (
        <Button action="confirm" look={field || cue ? 'plain' : 'primary'} onTap={() => act({ kind: 'confirm' })}>
          {say(confirm)}
        </Button>
      )}
    </div>
  );
}

/** Who counts what is in a tote goes on to the next one; nothing is full. */
function wordOf(action: string, { counting }: Instruction): string {
  return action === 'full' && counting ? say('do_next_container') : say(`do_${action}` as Code);
}

/** Undo first: it is always there. Then the first of these that is possible; the others wait under "More". */
function firstOf({ allow }: Instruction): string[] {
  return ['undo', ...['photo', 'short', 'open', 'full', 'damaged', 'unknown', 'skip', 'blocked', 'park'].filter((action) => allow.includes(action)).slice(0, 1)];
}

/** The task has been taken away under the screen, or is done. */
function Gone({ floor }: { floor: Floor }) {
  return (
    <div class="stack grow">
      <h1 class="sentence" data-role="sentence">
        {say('all_done')}
      </h1>
      <div class="thumb">
        <Button action="home" look="primary" wide onTap={() => floor.go({ name: 'home' })}>
          {say('do_home')}
        </Button>
      </div>
    </div>
  );
}
