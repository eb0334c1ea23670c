/** Who works here on which device, and the way out. */
import { Button } from '../components/button';
import { say } from '../messages';
import type { Floor } from '../work/floor';
import { age } from './lookup';

export function About({ floor }: { floor: Floor }) {
  const person = floor.device.author.value?.session.person;
  const site = floor.device.author.value?.session.site;
  const waiting = floor.device.outbox.waiting.value;
  const left = floor.parkable.value;
  const { fetchedAt } = floor.names.value;
  return (
    <div class="stack grow">
      <h1>{person ? say('signed_in_as', { name: person.name, role: person.role }) : say('do_about')}</h1>
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
          <dd>{fetchedAt ? age(Date.now() - fetchedAt) : say('never')}</dd>
        </div>
        <div>
          <dt>{say('version')}</dt>
          <dd>{VERSION}</dd>
        </div>
      </dl>
      <p class="hint">{waiting ? say('unsent_at_sign_out', { count: waiting }) : say('sent_at_sign_out')}</p>
      <div class="thumb">
        {left && (
          <>
            <p class="hint" data-role="left">
              {say('park_first', { title: left.task.title })}
            </p>
            <Button action="park" wide onTap={() => void floor.park(left.task.id)}>
              {say('do_park')}
            </Button>
          </>
        )}
        <Button action="sign-out" wide onTap={() => void floor.signOut()}>
          {say('do_sign_out')}
        </Button>
        <Button action="home" look="primary" wide onTap={() => floor.go({ name: 'home' })}>
          {say('do_home')}
        </Button>
      </div>
    </div>
  );
}
