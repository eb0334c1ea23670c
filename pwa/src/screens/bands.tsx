/** What the home screen has to say beside the work: the session has ended, the device is almost full, a new version is here. */
import { Button } from '../components/button';
import { Update } from '../components/update';
import { say } from '../messages';
import type { Floor } from '../work/floor';

export function Bands({ floor }: { floor: Floor }) {
  const newer = floor.work.newer.value;
  return (
    <>
      {floor.sync.sessionEnded.value && <SessionOver floor={floor} />}
      {floor.device.author.value?.offline && (
        <p class="band information" data-role="offline">
          {say('signed_in_offline')}
        </p>
      )}
      {floor.device.room.low.value && <p class="band attention">{say('room_low')}</p>}
      {newer > 0 && <p class="band information">{say('needs_update', { count: newer })}</p>}
      <Update floor={floor} />
    </>
  );
}

function SessionOver({ floor }: { floor: Floor }) {
  return (
    <div class="band information">
      <p>{say('session_over')}</p>
      <Button action="sign-in" onTap={() => floor.go({ name: 'sign-in', badge: '' })}>
        {say('do_sign_in')}
      </Button>
    </div>
  );
}
