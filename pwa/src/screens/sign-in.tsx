/** Signing in: scan the badge, type the PIN; the device's name is asked once. */
import { useState } from 'preact/hooks';
import { Button } from '../components/button';
import { later } from '../components/later';
import { LetterPad } from '../input/late-pads';
import { NumberPad } from '../input/pads';
import { say } from '../messages';
import type { Floor } from '../work/floor';

const DeviceName = later(() => import('./device-name').then((part) => part.DeviceName));

export function SignIn({ floor, badge, onCamera }: { floor: Floor; badge: string; onCamera: () => void }) {
  const [typing, setTyping] = useState(false);
  if (!crypto.subtle) return <p class="sentence">{say('needs_secure_origin')}</p>;
  if (!floor.device.name.value) return <DeviceName floor={floor} />;
  if (badge) return <Pin floor={floor} badge={badge} onBack={() => floor.go({ name: 'sign-in', badge: '' })} />;
  return (
    <div class="stack grow" data-step="badge">
      {!typing && (
        <>
          <h1 class="sentence" data-role="sentence">
            {say('sign_in_badge')}
          </h1>
          <p class="hint">{say('sign_in_hint')}</p>
          <Barcode />
        </>
      )}
      {typing && <h2 data-role="sentence">{say('type_badge')}</h2>}
      <div class="thumb">
        {typing ? (
          <LetterPad onDone={(code) => floor.go({ name: 'sign-in', badge: code })} />
        ) : (
          <>
            <Button action="check-scanner" look="quiet" wide onTap={() => floor.go({ name: 'scanner' })}>
              {say('do_check_scanner')}
            </Button>
            <div class="row">
              <Button action="camera" onTap={onCamera}>
                {say('do_camera')}
              </Button>
              <Button action="type" onTap={() => setTyping(true)}>
                {say('do_type')}
              </Button>
            </div>
          </>
        )}
      </div>
    </div>
  );
}

/** The PIN of a badge that was scanned, on large keys. */
export function Pin({ floor, badge, onBack }: { floor: Floor; badge: string; onBack: () => void }) {
  return (
    <div class="stack grow" data-step="pin">
      <h1 class="sentence" data-role="sentence">
        {say('sign_in_pin', { badge })}
      </h1>
      <p class="hint">{floor.busy.value ? say('signing_in') : '\u00a0'}</p>
      <div class="thumb">
        <NumberPad key={floor.felt.value.count} longest={12} secret done={say('do_sign_in')} onDone={(pin) => void floor.signIn(badge, pin)} />
        <Button action="back" look="quiet" wide onTap={onBack}>
          {say('do_back')}
        </Button>
      </div>
    </div>
  );
}

/** A badge with its barcode: what to do, without words. */
function Barcode() {
  const bars = [2, 1, 3, 1, 2, 2, 1, 3, 1, 1, 2, 3, 1, 2, 1, 3, 2, 1];
  let x = 22;
  return (
    <svg class="badge" viewBox="0 0 120 84" aria-hidden="true">
      <rect x="2" y="2" width="116" height="80" rx="8" fill="none" stroke="currentColor" stroke-width="3" />
      <circle cx="60" cy="12" r="3.5" fill="currentColor" />
      {bars.map((width, index) => {
        const bar = index % 2 === 0 ? <rect key={index} x={x} y="28" width={width * 2.5} height="40" fill="currentColor" /> : null;
        x += width * 2.5;
        return bar;
      })}
    </svg>
  );
}
