/** The lock: nothing of the work is shown until a badge is scanned; its owner's goes on, another person's asks for the PIN. */
import { useState } from 'preact/hooks';
import { Button } from '../components/button';
import { LetterPad } from '../input/letters';
import { say } from '../messages';
import type { Floor } from '../work/floor';
import { Pin } from './sign-in';

export function Locked({ floor, badge, onCamera }: { floor: Floor; badge: string; onCamera: () => void }) {
  const [typing, setTyping] = useState(false);
  if (badge) return <Pin floor={floor} badge={badge} onBack={() => floor.turnAway()} />;
  const owner = floor.device.author.value?.session.person.name ?? null;
  const typed = (code: string): void => {
    setTyping(false);
    void floor.scan(code, 'keypad');
  };
  return (
    <div class="stack grow" data-step="badge">
      {typing ? (
        <h2 data-role="sentence">{say('type_badge')}</h2>
      ) : (
        <>
          <h1 class="sentence" data-role="sentence">
            {say('locked_badge')}
          </h1>
          <p class="hint">{floor.busy.value ? say('looking') : say('locked_hint', { name: owner })}</p>
          <Padlock />
        </>
      )}
      <div class="thumb">
        {typing ? (
          <LetterPad onDone={typed} />
        ) : (
          <div class="row">
            <Button action="camera" onTap={onCamera}>
              {say('do_camera')}
            </Button>
            <Button action="type" onTap={() => setTyping(true)}>
              {say('do_type')}
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}

/** Locked, without words. */
function Padlock() {
  return (
    <svg class="badge" viewBox="0 0 120 84" aria-hidden="true">
      <path d="M42 40V26a18 18 0 0 1 36 0v14" fill="none" stroke="currentColor" stroke-width="6" />
      <rect x="32" y="38" width="56" height="42" rx="6" fill="currentColor" />
    </svg>
  );
}
