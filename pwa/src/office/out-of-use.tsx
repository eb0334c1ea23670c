/** Why a place goes out of use is asked first: whoever finds it empty, or wants it back, is told. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import { tell } from '../messages/desk';
import { usePlaces } from '../sync/places';
import { Refused } from './form';

/** What is most often the matter; anything else may be typed. */
export const reasons = (): string[] => [tell('out_broken'), tell('out_blocked'), tell('out_cleaned'), tell('out_rebuilt')];

type Which = { places: string[] } | { aisle: string };

interface UseProps {
  which: Which;
  active: boolean;
  action: string;
  done: () => void;
}

export function Use({ which, active, action, done }: UseProps) {
  const [asked, setAsked] = useState(false);
  const leave = (): void => setAsked(false);
  if (asked) return <TakeOut which={which} done={() => (leave(), done())} leave={leave} />;
  if (!active) return <UseAgain which={which} action={action} done={done} />;
  return (
    <button type="button" class="act" data-action={action} onClick={() => setAsked(true)}>
      {tell('do_put_out_of_use')}
    </button>
  );
}

export function UseAgain({ which, action, quiet = false, done }: Omit<UseProps, 'active'> & { quiet?: boolean }) {
  const deed = useDeed();
  return (
    <>
      <button type="button" class={quiet ? 'act quiet' : 'act'} data-action={action} disabled={deed.busy} onClick={() => void deed.run(() => usePlaces(which, true)).then((ok) => ok && done())}>
        {tell('do_use_again')}
      </button>
      <Refused problem={deed.problem} />
    </>
  );
}

export function TakeOut({ which, done, leave }: { which: Which; done: () => void; leave: () => void }) {
  const [why, setWhy] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const deed = useDeed();
  useEffect(() => field.current?.focus(), []);
  return (
    <form
      class="actions wrap"
      data-form="out-of-use"
      onSubmit={(event) => {
        event.preventDefault();
        void deed.run(() => usePlaces(which, false, why.trim())).then((ok) => ok && done());
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
      <button type="submit" class="act primary" data-action="put-out-of-use" disabled={deed.busy || !why.trim()}>
        {tell('do_put_out_of_use')}
      </button>
      <button type="button" class="act" onClick={leave}>
        {tell('do_leave_it')}
      </button>
      <Refused problem={deed.problem} />
    </form>
  );
}
