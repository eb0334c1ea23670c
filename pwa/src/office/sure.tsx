/** A button that asks once more before it does what cannot be taken lightly. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import { tell } from '../messages/desk';

interface SureProps {
  action: string;
  word: string;
  question: string;
  yes: string;
  act: () => Promise<unknown>;
  /** It is done: read the list again. */
  then: () => void;
}

export function Sure({ action, word, question, yes, act, then }: SureProps) {
  const [asked, setAsked] = useState(false);
  const deed = useDeed();
  const go = async (): Promise<void> => {
    if (await deed.run(act)) then();
    else setAsked(false);
  };
  if (!asked) {
    return (
      <>
        <button type="button" class="act" data-action={action} onClick={() => setAsked(true)}>
          {word}
        </button>
        {deed.problem && <p class="remark wrong">{deed.problem}</p>}
      </>
    );
  }
  return (
    <div class="actions" role="group">
      <span class="question">{question}</span>
      <button type="button" class="act danger" data-action={`yes-${action}`} disabled={deed.busy} onClick={() => void go()}>
        {yes}
      </button>
      <button type="button" class="act" autofocus onClick={() => setAsked(false)}>
        {tell('do_keep')}
      </button>
    </div>
  );
}

/** The same without a question, for what only gives back. */
export function Act({ action, word, act, then }: Pick<SureProps, 'action' | 'word' | 'act' | 'then'>) {
  const deed = useDeed();
  return (
    <>
      <button type="button" class="act" data-action={action} disabled={deed.busy} onClick={() => void deed.run(act).then((done) => done && then())}>
        {word}
      </button>
      {deed.problem && <p class="remark wrong">{deed.problem}</p>}
    </>
  );
}
