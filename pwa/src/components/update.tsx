/** A new version is offered when nobody is in the middle of something: all is sent, and no task is begun. */
import { say } from '../messages';
import { takeUpdate, updateReady } from '../worker/register';
import type { Floor } from '../work/floor';
import { Button } from './button';

export function Update({ floor }: { floor: Floor }) {
  const open = floor.work.tasks.value.some(({ begun, done }) => begun && !done);
  if (!updateReady.value || open || floor.device.outbox.waiting.value) return null;
  return (
    <Button action="update" look="quiet" onTap={takeUpdate}>
      {say('do_update')}
    </Button>
  );
}
