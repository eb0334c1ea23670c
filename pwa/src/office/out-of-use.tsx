/** Why a place goes out of use is asked first: whoever finds it empty, or wants it back, is told. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import { tell } from '../messages/desk';
import { usePlaces } from '../sync/places';
import { Refused } from './form';

/** What is most often the matter; anything else may be typed. */
export const reasons = (): string[] => [tell('out_broken'), tell('out_blocked'), tell('out_cleaned'), tell('out_rebuilt')];

interface UseProps {
  which: { places: string[] } | { aisle: string };
  active: boolean;
  /** A button among others in a row. */
  quiet?: boolean;
  action: string;
  done: () => void;
}

export function Use({ which, active, quiet = false, action, done }: UseProps) {
  const [asked, setAsked] = useState(false);
  const deed = useDeed();
  const go = (why: string): void =>
    void deed.run(() => usePlaces(which, !active, why)).then((ok) => {
      setAsked(false);
      if (ok) done();
    });
  if (asked) return <Why busy={deed.busy} go={go} leave={() => setAsked(false)} />;
  return (
    <>
      <button type="button" class={quiet ? 'act quiet' : 'act'} data-action={action} disabled={deed.busy} onClick={() => (active ? setAsked(true) : go(''))}>
        {tell(active ? 'do_put_out_of_use' : 'do_use_again')}
      </button>
      <Refused problem={deed.problem} />
    </>
  );
}

function Why({ busy, go, leave }: { busy: boolean; go: (why: string) => void; leave: () => void }) {
  const [why, setWhy] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <form
      class="actions"
      data-form="out-of-use"
      onSubmit={(event) => {
        event.preventDefault();
        go(why.trim());
      }}
    >
      <label class="inline">
        {tell('out_why')}
        <input name="why" list="out-reasons" required maxLength={80} autocomplete="off" value={why} ref={field} onInput={(event) => setWhy(event.currentTarget.value)} />
        <datalist id="out-reasons">
          {reasons().map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      </label>
      <button type="submit" class="act primary" data-action="put-out-of-use" disabled={busy || !why.trim()}>
        {tell('do_put_out_of_use')}
      </button>
      <button type="button" class="act" onClick={leave}>
        {tell('do_leave_it')}
      </button>
    </form>
  );
}
