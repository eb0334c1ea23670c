/** The keys of every page, shown by one of them. */
import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { tell, type DeskCode } from '../messages/desk';

/** Whether the keys are shown. */
export const keysShown = signal(false);

const KEYS: readonly (readonly [keys: string, code: DeskCode])[] = [
  ['↑ ↓', 'key_rows'],
  ['Enter', 'key_open'],
  ['x', 'key_choose'],
  ['/', 'key_search'],
  ['Esc', 'key_back'],
  ['?', 'key_help'],
];

export function Keys() {
  const here = useRef<HTMLDialogElement>(null);
  const shown = keysShown.value;
  useEffect(() => {
    if (shown) here.current?.showModal();
    else here.current?.close();
  }, [shown]);
  return (
    <dialog ref={here} class="keys" aria-labelledby="keys-title" onClose={() => (keysShown.value = false)} onKeyDown={(event) => event.stopPropagation()}>
      <h2 id="keys-title">{tell('keys_title')}</h2>
      <dl>
        {KEYS.map(([keys, code]) => (
          <div key={code}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{tell(code)}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button class="act" autofocus>
          {tell('keys_close')}
        </button>
      </form>
    </dialog>
  );
}
