/** A scanned tote belongs to work that was begun elsewhere: who has it, and what going on with it asks for. */
import { Button } from '../components/button';
import { Sheet } from '../components/sheet';
import { say } from '../messages';
import { takeOver } from '../sync/beside';
import type { Floor } from '../work/floor';

export function TakeOver({ floor }: { floor: Floor }) {
  const offer = floor.offer.value;
  if (!offer) return null;
  const { code, title, person } = offer;
  // Its totes are counted first.
  const goOn = (): void => {
    floor.offer.value = null;
    void floor.openBy(() => takeOver(code));
  };
  return (
    <Sheet title={title} name="take-over" onClose={() => (floor.offer.value = null)}>
      <p data-role="offer">{person ? say('begun_by', { person }) : say('begun_by_me')}</p>
      <p class="hint">{say('take_over_hint', { code })}</p>
      <div class="thumb">
        <Button action="take-over" look="primary" wide onTap={goOn}>
          {say('do_take_over')}
        </Button>
      </div>
    </Sheet>
  );
}
