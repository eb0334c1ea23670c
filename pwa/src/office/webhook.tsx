/** One webhook: what it was told and what waits, and what can be done about it. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Message, Webhook, WebhookMade } from '../contract/webhooks';
import { tell, tellAny } from '../messages/desk';
import { endWebhook, fetchMessages, fetchWebhooks, replayDead, replayMessage, rotateSecret, sendTest, setWebhook } from '../sync/webhooks';
import { StatesAndLook } from './form';
import { clockTime, count, dayTime, fullTime } from './format';
import { useFetched, useList, type Listed } from './list';
import { Detail, Listing } from './listing';
import { goTo } from './route';
import { OneTimeSecret } from './secret';
import { Act, Sure } from './sure';
import { State } from './webhooks';

const STATES = ['', 'waiting', 'sent', 'dead'] as const;
/** A message that was just made is sent within a second or two: look then, and once more. */
const LOOK_MS = [1_500, 4_000] as const;

export function WebhookPage({ id }: { id: number }) {
  const [state, setState] = useState('');
  const found = useFetched<Webhook>(`webhook ${id}`, async () => {
    const one = (await fetchWebhooks()).find((each) => each.id === id);
    if (!one) throw new Error(tell('messages_none'));
    return one;
  });
  const list = useList<Message>(`${id} ${state}`, (cursor) => fetchMessages(id, state, cursor));

  const look = (): void => {
    found.again();
    list.again();
  };
  const latest = useRef(look);
  latest.current = look;
  const timers = useRef<number[]>([]);
  useEffect(() => () => timers.current.forEach(clearTimeout), []);
  const soon = (): void => {
    look();
    timers.current = LOOK_MS.map((ms) => window.setTimeout(() => latest.current(), ms));
  };

  return (
    <>
      <Detail name="webhook" found={found}>
        {(one) => <Head one={one} look={look} soon={soon} />}
      </Detail>
      <Messages id={id} list={list} state={state} setState={setState} look={look} />
    </>
  );
}

function Head({ one, look, soon }: { one: Webhook; look: () => void; soon: () => void }) {
  const [made, setMade] = useState<WebhookMade | null>(null);
  const [tested, setTested] = useState(false);
  const goes = one.state === 'active';
  return (
    <>
      <header class="page-head">
        <h1>{one.name}</h1>
        <p class="code url">{one.url}</p>
        <p>
          <State of={one} /> · {tell('webhook_told')}: {one.toldAt ? dayTime(one.toldAt) : tell('webhook_never')} · {tell('webhook_waiting')}: {count(one.waiting)} · {tell('webhook_dead')}: {count(one.dead)}
        </p>
        <p class="hint code">{one.events.join(', ')}</p>
        {one.state === 'gone' && <p class="hint">{tell('webhook_gone_hint')}</p>}
        {one.oldSecretUntil > Date.now() && <p class="hint">{tell('webhook_two_secrets', { when: fullTime(one.oldSecretUntil) })}</p>}
      </header>
      {made && <OneTimeSecret says={tell('webhook_once', { name: one.name })} secret={made.secret} />}
      <div class="actions wrap">
        <Act
          action="test-webhook"
          word={tell('do_test_webhook')}
          act={() => sendTest(one.id)}
          then={() => {
            setTested(true);
            soon();
          }}
        />
        {one.dead > 0 && <Act action="replay-dead" word={tell('do_replay_dead', { n: one.dead })} act={() => replayDead(one.id)} then={soon} />}
        <Act key={one.state} action={goes ? 'pause-webhook' : 'resume-webhook'} word={tell(goes ? 'do_pause_webhook' : 'do_resume_webhook')} act={() => setWebhook(one.id, goes ? 'pause' : 'resume')} then={soon} />
        <Sure
          key={`secret ${made?.secret ?? ''}`}
          action="rotate-webhook"
          word={tell('do_rotate_webhook')}
          question={tell('sure_rotate_webhook')}
          yes={tell('do_yes_rotate_webhook')}
          act={async () => setMade(await rotateSecret(one.id))}
          then={look}
        />
        <Sure action="end-webhook" word={tell('do_end_webhook')} question={tell('sure_end_webhook', { name: one.name })} yes={tell('do_yes_end_webhook')} act={() => endWebhook(one.id)} then={() => goTo('/office/webhooks')} />
      </div>
      {tested && goes && (
        <p class="remark" role="status">
          {tell('webhook_tested')}
        </p>
      )}
    </>
  );
}

interface MessagesProps {
  id: number;
  list: Listed<Message>;
  state: string;
  setState: (state: string) => void;
  look: () => void;
}

function Messages({ id, list, state, setState, look }: MessagesProps) {
  return (
    <Listing
      name="webhook-messages"
      list={list}
      filters={
        <>
          <h2>{tell('messages')}</h2>
          <StatesAndLook states={STATES} state={state} setState={setState} word={(one) => tellAny('message_', one)} look={look} />
        </>
      }
      empty={tell('messages_none')}
      head={
        <>
          <th>{tell('message_when')}</th>
          <th>{tell('message_event')}</th>
          <th>{tell('message_about')}</th>
          <th>{tell('message_state')}</th>
          <th class="number">{tell('message_tries')}</th>
          <th>{tell('message_answer')}</th>
          <th />
        </>
      }
      row={(one) => (
        <tr key={one.id} data-message={one.id} data-state={one.state}>
          <td>{dayTime(one.madeAt)}</td>
          <td class="code">{one.kind}</td>
          <td class="code">{one.subject}</td>
          <td>{tellAny('message_', one.state)}</td>
          <td class="number">{count(one.attempts)}</td>
          <td>
            <Answer of={one} />
          </td>
          <td>{one.state !== 'waiting' && <Act action="replay" word={tell('do_replay')} act={() => replayMessage(id, one.id)} then={look} />}</td>
        </tr>
      )}
    />
  );
}

function Answer({ of }: { of: Message }) {
  const said = [of.status ? String(of.status) : '', of.problem ? tellAny('problem_', of.problem) : '', of.attempts && of.status ? tell('message_ms', { n: of.tookMs }) : ''];
  if (of.state === 'waiting' && of.attempts > 0) said.push(tell('message_next', { time: clockTime(of.nextAt) }));
  return <>{said.filter(Boolean).join(' · ')}</>;
}
