/** Home: one field that is always ready, and the next task under the thumb. */
import { useEffect, useState } from 'preact/hooks';
import type { Choices, Delivery } from '../contract';
import { Button } from '../components/button';
import { later } from '../components/later';
import { isCode, learnTheRest, sayAny, say, type Code } from '../messages';
import { api } from '../sync';
import { updateReady } from '../worker/register';
import type { Floor } from '../work/floor';
import { headingOf } from '../work/title';

const Bands = later(() => import('./bands').then((part) => part.Bands));

export function Home({ floor, typed, onCamera, onType }: { floor: Floor; typed: string; onCamera: () => void; onType: () => void }) {
  const [choices, setChoices] = useState<Choices | null>(null);
  useEffect(() => {
    let here = true;
    api.fetchChoices().then(
      async (fresh) => {
        // Work that waits may be of a kind that a pick's own words do not name.
        if (!Object.keys(fresh.waiting).every((kind) => isCode(`kind_${kind}`))) await learnTheRest();
        if (here) setChoices(fresh);
      },
      () => undefined,
    );
    return () => {
      here = false;
    };
  }, [floor.work.heard.value, floor.sync.online.value]);
  void floor.work.tasks.value;
  const next = floor.upNext();
  const { device, sync } = floor;
  const newer = floor.work.newer.value;
  return (
    <div class="stack grow">
      <div class={typed ? 'scan-anything typing' : 'scan-anything'}>
        <h1 data-role="sentence">{typed || say('scan_anything')}</h1>
        <p class="hint">{floor.busy.value ? say('looking') : say('home_hint')}</p>
      </div>
      {(sync.sessionEnded.value || device.author.value?.offline || device.room.low.value || newer > 0 || updateReady.value) && <Bands floor={floor} />}
      {/* Behind a question whether there is work says nothing. */}
      {!floor.offer.value && <Waiting choices={choices} mine={Boolean(next)} />}
      {choices && choices.purchaseOrders.length > 0 && <Deliveries expected={choices.purchaseOrders} floor={floor} />}
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
          {next && <small>{headingOf(next.task, true)}</small>}
        </Button>
      </div>
    </div>
  );
}

function Waiting({ choices, mine }: { choices: Choices | null; mine: boolean }) {
  if (!choices) return <p class="hint">{say('waiting_unknown')}</p>;
  const kinds = Object.entries(choices.waiting).filter(([, count]) => count > 0);
  if (!kinds.length) return mine ? null : <p class="hint">{say('waiting_none')}</p>;
  return (
    <ul class="counts" data-role="waiting">
      <li class="hint">{say('waiting_free')}</li>
      {kinds.map(([kind, count]) => (
        <li key={kind}>
          <b>{count}</b> {sayAny(`kind_${kind}`, 'kind_move' as Code)}
        </li>
      ))}
    </ul>
  );
}

function Deliveries({ expected, floor }: { expected: Delivery[]; floor: Floor }) {
  return (
    <section class="deliveries">
      <h2>{say('deliveries')}</h2>
      <ul class="list">
        {expected.map(({ number, supplier, lines }) => (
          <li key={number}>
            <button type="button" class="line" data-action="open" data-code={number} onClick={() => void floor.openCode(number)}>
              <b>{number}</b>
              <span>
                <bdi>{supplier}</bdi>
              </span>
              <small>{say('lines', { count: lines })}</small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
