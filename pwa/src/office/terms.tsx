/** A form that stays open: what is changed is saved with one button, which says that it is, or why it is not. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import { saidIn, type Said } from '../board/said';
import { tell } from '../messages/desk';
import { Refused } from './form';

interface TermsProps {
  /** What the form is of, and what its button is called by tests; the first of a page may do without. */
  name?: string;
  /** Whether this person may change it; otherwise it is only read. */
  mayChange?: boolean;
  act: (said: Said) => Promise<unknown>;
  saved: () => void;
  hints?: readonly (string | false)[];
  children: ComponentChildren;
}

export function Terms({ name, mayChange = true, act, saved, hints = [], children }: TermsProps) {
  const deed = useDeed();
  const [isSaved, setSaved] = useState(false);
  const save = (event: SubmitEvent): void => {
    const said = saidIn(event);
    setSaved(false);
    void deed
      .run(() => act(said))
      .then((done) => {
        if (!done) return;
        setSaved(true);
        saved();
      });
  };
  return (
    <form class="terms" data-form={name} onSubmit={save}>
      <fieldset disabled={!mayChange || deed.busy}>
        {children}
        {mayChange && (
          <div class="actions">
            <button type="submit" class="act primary" data-action={name ? `save-${name}` : 'save'}>
              {tell('do_save')}
            </button>
            {isSaved && <span role="status">{tell('saved')}</span>}
          </div>
        )}
      </fieldset>
      {hints.map((hint) => hint && <p class="hint">{hint}</p>)}
      <Refused problem={deed.problem} />
    </form>
  );
}
