/** Home: one field that is always ready, and the next task under the thumb. */
import { useEffect, useState } from 'preact/hooks';
import type { Choices } from '../contract';
import { Button } from '../components/button';
import { Update } from '../components/update';
import { sayAny, say, type Code } from '../messages';
import { api } from '../sync';
import type { Floor } from '../work/floor';

export function Home({ floor, typed, onCamera, onType }: { floor: Floor; typed: string; onCamera: () => void; onType: () => void }) {
  const [choices, setChoices] = useState<Choices | null>(null);
  const version = floor.work.heldVersion.value;
  useEffect(() => {
    let here = true;
    api.fetchChoices().then(
      (fresh) => here && setChoices(fresh),
      () => undefined,
    );
    return () => {
      here = false;
    };
  }, [version, floor.sync.online.value]);
  void floor.work.tasks.value;
  const next = floor.upNext();
  const newer = floor.work.newer.value;
  return (
    <div class="stack grow">
      <div class={typed ? 'scan-anything typing' : 'scan-anything'}>
        <h1 data-role="sentence">{typed || say('scan_anything')}</h1>
        <p class="hint">{floor.busy.value ? say('looking') : say('home_hint')}</p>
      </div>
      {floor.sync.sessionEnded.value && <SessionOver floor={floor} />}
      {floor.device.author.value?.offline && (
        <p class="band information" data-role="offline">
          {say('signed_in_offline')}
        </p>
      )}
      {floor.device.room.low.value && <p class="band attention">{say('room_low')}</p>}
      {newer > 0 && <p class="band information">{say('needs_update', { count: newer })}</p>}
      <Update floor={floor} />
      {/* Behind a question whether there is work says nothing. */}
      {!floor.offer.value && <Waiting choices={choices} mine={Boolean(next)} />}
      <Deliveries choices={choices} floor={floor} />
      <div class="thumb">
        <div class="row">
          <Button action="tasks" onTap={() => floor.go({ name: 'tasks' })}>
            {say('do_tasks')}
          </Button>
          <Button action="camera" onTap={onCamera}>
            {say('do_camera')}
          </Button>
          <Button action="type" onTap={onType}>
            {say('do_type')}
          </Button>
        </div>
        <Button action="next" look="primary" wide disabled={floor.busy.value} onTap={() => void floor.next()}>
          <span>{next?.begun ? say('do_resume') : say('do_next')}</span>
          {next && <small>{next.task.title}</small>}
        </Button>
      </div>
    </div>
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

function Waiting({ choices, mine }: { choices: Choices | null; mine: boolean }) {
  if (!choices) return <p class="hint">{say('waiting_unknown')}</p>;
  const kinds = Object.entries(choices.waiting).filter(([, count]) => count > 0);
  if (!kinds.length) return mine ? null : <p class="hint">{say('waiting_none')}</p>;
  return (
    <ul class="counts" data-role="waiting">
      {kinds.map(([kind, count]) => (
        <li key={kind}>
          <b>{count}</b> {sayAny(`kind_${kind}`, 'kind_move' as Code)}
        </li>
      ))}
    </ul>
  );
}

function Deliveries({ choices, floor }: { choices: Choices | null; floor: Floor }) {
  if (!choices?.purchaseOrders.length) return null;
  return (
    <section class="deliveries">
      <h2>{say('deliveries')}</h2>
      <ul class="list">
        {choices.purchaseOrders.map(({ number, supplier, lines }) => (
          <li key={number}>
            <button type="button" class="line" data-action="open" data-code={number} onClick={() => void floor.openCode(number)}>
              <b>{number}</b>
              <span>{supplier}</span>
              <small>{say('lines', { count: lines })}</small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
