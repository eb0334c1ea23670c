/** Who works here on which device, and the way out. */
import { useState } from 'preact/hooks';
import { Button } from '../components/button';
import { Sheet } from '../components/sheet';
import { Update } from '../components/update';
import { isCode, say } from '../messages';
import { ago } from '../messages/times';
import type { Floor } from '../work/floor';
import { goingHome, park, parkable, removeMyData, signOut } from '../work/way-out';
import { Settings } from './settings';
import { titleOf } from '../work/title';

/** What somebody is here, in their own language; a role that is newer than this version is called what the server calls it. */
const roleWord = (role: string): string => {
  const code = `role_${role}`;
  return isCode(code) ? say(code) : role;
};

export function About({ floor }: { floor: Floor }) {
  const person = floor.device.author.value?.session.person;
  const site = floor.device.author.value?.session.site;
  const waiting = floor.device.outbox.waiting.value;
  const left = parkable(floor);
  const { fetchedAt } = floor.names.value;
  const promised = floor.device.room.promised.value;
  const [removing, setRemoving] = useState(false);
  return (
    <div class="stack grow">
      <h1>{person ? say('signed_in_as', { name: person.name, role: roleWord(person.role) }) : say('do_about')}</h1>
      <p class="sentence" data-role="going-home">
        {goingHome(floor)}
      </p>
      <Settings floor={floor} />
      <dl class="facts">
        {site && (
          <div>
            <dt>{site.code}</dt>
            <dd>{site.name}</dd>
          </div>
        )}
        <div>
          <dt>{say('this_device')}</dt>
          <dd>{floor.device.name.value}</dd>
        </div>
        <div>
          <dt>{say('catalogue_age')}</dt>
          <dd>{fetchedAt ? ago(Date.now() - fetchedAt) : say('never')}</dd>
        </div>
        <div>
          <dt>{say('version')}</dt>
          <dd>{VERSION}</dd>
        </div>
        {promised !== null && (
          <div>
            <dt>{say('storage')}</dt>
            <dd data-role="promised">{say(promised ? 'storage_kept' : 'storage_not_kept')}</dd>
          </div>
        )}
      </dl>
      <div class="thumb">
        <Update floor={floor} />
        {left && (
          <>
            <p class="hint" data-role="left">
              {say('park_first', { title: titleOf(left.task) })}
            </p>
            <Button action="park" wide onTap={() => void park(floor, left.task.id)}>
              {say('do_park')}
            </Button>
          </>
        )}
        <div class="row">
          {person && (
            <Button action="remove" look="quiet" onTap={() => setRemoving(true)}>
              {say('do_remove')}
            </Button>
          )}
          <Button action="licences" look="quiet" onTap={() => void window.open('/licences.txt')}>
            {say('do_licences')}
          </Button>
        </div>
        <div class="row">
          <Button action="check-scanner" onTap={() => floor.go({ name: 'scanner' })}>
            {say('do_check_scanner')}
          </Button>
          <Button action="sign-out" onTap={() => void signOut(floor)}>
            {say('do_sign_out')}
          </Button>
        </div>
        <Button action="home" look="primary" wide onTap={() => floor.go({ name: 'home' })}>
          {say('do_home')}
        </Button>
      </div>
      {removing && (
        <Sheet title={say('do_remove')} name="remove" onClose={() => setRemoving(false)}>
          <p>{say(waiting ? 'ask_remove_unsent' : 'ask_remove', { count: waiting })}</p>
          <Button action="remove-now" look="primary" wide onTap={() => void removeMyData(floor)}>
            {say('do_remove')}
          </Button>
        </Sheet>
      )}
    </div>
  );
}
