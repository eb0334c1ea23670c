/** The cart is left standing: where, if somebody says so by a scan or by typing it. */
import { useEffect, useState } from 'preact/hooks';
import { Button } from '../components/button';
import { Sheet } from '../components/sheet';
import { LetterPad } from '../input/letters';
import { say } from '../messages';
import type { Deed, Floor } from '../work/floor';
import { parkAt } from '../work/parking';

export function Park({ floor, act, onClose }: { floor: Floor; act: (deed: Deed) => void; onClose: () => void }) {
  const [typing, setTyping] = useState(false);
  useEffect(() => {
    const screen = floor.screen.peek();
    if (screen.name !== 'task') return undefined;
    floor.asks.value = (code, source) => parkAt(floor, screen.id, code, source);
    return () => {
      floor.asks.value = null;
    };
  }, []);
  return (
    <Sheet title={say('ask_park')} name="park" onClose={onClose}>
      {typing ? (
        <LetterPad onDone={(code) => act({ kind: 'action', action: 'park', code })} />
      ) : (
        <>
          <p class="hint">{say('ask_park_hint')}</p>
          <div class="thumb">
            <Button action="type" wide onTap={() => setTyping(true)}>
              {say('do_type_place')}
            </Button>
            <Button action="park-here" look="primary" wide onTap={() => act({ kind: 'action', action: 'park' })}>
              {say('do_park_here')}
            </Button>
          </div>
        </>
      )}
    </Sheet>
  );
}
