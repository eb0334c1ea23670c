/** Who is told what happens here, and how that goes; telling one more address. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import type { Channel } from '../contract/channels';
import type { Webhook, WebhookMade } from '../contract/webhooks';
import { tell, tellAny } from '../messages/desk';
import { fetchChannels } from '../sync/channels';
import { fetchWebhooks, makeWebhook } from '../sync/webhooks';
import { clockTime, count, dayTime } from './format';
import { useFetched } from './list';
import { Detail } from './listing';
import { OneTimeSecret } from './secret';

const EVENTS = ['order.status', 'parcel.shipped', 'stock.level', 'receipt.closed', 'exception.opened', 'exception.closed', 'stock.low', 'stock.recovered'] as const;

/** An event as people call it. */
export const eventWords = (name: string): string => tellAny('event_', name.replace('.', '_'));

export function Webhooks() {
  const found = useFetched<Webhook[]>('webhooks', fetchWebhooks);
  return (
    <Detail name="webhooks" found={found}>
      {(known) => (
        <>
          <NewWebhook done={found.again} />
          <h2>{tell('webhooks_before')}</h2>
          {known.length === 0 ? <p class="empty">{tell('webhooks_none')}</p> : <Known known={known} />}
        </>
      )}
    </Detail>
  );
}

function Known({ known }: { known: Webhook[] }) {
  return (
    <table class="rows webhooks">
      <thead>
        <tr>
          <th>{tell('name')}</th>
          <th>{tell('webhook_url')}</th>
          <th>{tell('webhook_events')}</th>
          <th>{tell('webhook_state')}</th>
          <th>{tell('webhook_told')}</th>
          <th class="number">{tell('webhook_waiting')}</th>
          <th class="number">{tell('webhook_dead')}</th>
        </tr>
      </thead>
      <tbody>
        {known.map((one) => (
          <tr key={one.id} data-webhook={one.id}>
            <td class="main">
              <a href={`/office/webhooks/${one.id}`}>{one.name}</a>
            </td>
            <td class="code url">{one.url}</td>
            <td class="code">
              {one.events.join(', ')} {one.channel !== null && <span class="quiet-word">({one.channel})</span>}
            </td>
            <td>
              <State of={one} />
            </td>
            <td>{one.toldAt ? dayTime(one.toldAt) : tell('webhook_never')}</td>
            <td class="number">{count(one.waiting)}</td>
            <td class="number">{count(one.dead)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** In a word how it goes. */
export function State({ of }: { of: Webhook }) {
  if (of.state !== 'active') return <span class="remark wrong plain">{tellAny('webhook_', of.state)}</span>;
  if (of.failures > 0) return <span class="remark wrong plain">{tell('webhook_rests', { time: clockTime(of.restUntil) })}</span>;
  return <span>{tell('webhook_active')}</span>;
}

function NewWebhook({ done }: { done: () => void }) {
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [made, setMade] = useState<WebhookMade | null>(null);
  const [channel, setChannel] = useState<number | null>(null);
  const channels = useFetched<Channel[]>('channels', fetchChannels).value ?? [];
  const deed = useDeed();

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const ok = await deed.run(async () => setMade(await makeWebhook({ name: name.trim(), url: url.trim(), events: [...chosen], channel })));
    if (!ok) return;
    setName('');
    setUrl('');
    setChosen([]);
    done();
  }

  return (
    <>
      <header class="page-head">
        <h1>{tell('webhooks_title')}</h1>
        <p class="hint">{tell('webhooks_why')}</p>
      </header>
      {made && <OneTimeSecret says={tell('webhook_once', { name: made.name })} secret={made.secret} />}
      <form class="token-form" data-role="new-webhook" onSubmit={(event) => void submit(event)}>
        <div class="filters">
          <label class="search">
            {tell('webhook_name')}
            <input name="name" value={name} required maxLength={80} autocomplete="off" placeholder="Webshop" onInput={(event) => setName(event.currentTarget.value)} />
          </label>
          <label class="search wide">
            {tell('webhook_url')}
            <input name="url" type="url" value={url} required maxLength={500} autocomplete="off" placeholder="https://shop.example/pickface" title={tell('webhook_url_hint')} onInput={(event) => setUrl(event.currentTarget.value)} />
          </label>
          {channels.length > 0 && (
            <label class="search">
              {tell('webhook_channel')}
              <select name="channel" onChange={(event) => setChannel(Number(event.currentTarget.value) || null)}>
                <option value="" selected={channel === null}>
                  {tell('webhook_any_channel')}
                </option>
                {channels.map((one) => (
                  <option key={one.id} value={one.id} selected={one.id === channel}>
                    {one.code}
                  </option>
                ))}
              </select>
            </label>
          )}
        </div>
        <fieldset class="ticks">
          <legend>{tell('webhook_events')}</legend>
          {EVENTS.map((one) => (
            <label key={one} class="tick">
              <input
                type="checkbox"
                checked={chosen.includes(one)}
                data-event={one}
                onChange={(event) => setChosen(event.currentTarget.checked ? [...chosen, one] : chosen.filter((other) => other !== one))}
              />
              <span>
                {eventWords(one)} <span class="code">{one}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <p class="actions">
          <button type="submit" class="act primary" data-action="make-webhook" disabled={chosen.length === 0 || deed.busy}>
            {tell('do_make_webhook')}
          </button>
          {chosen.length === 0 && <span class="hint">{tell('webhook_choose')}</span>}
        </p>
        {deed.problem && (
          <p class="remark wrong" role="alert">
            {deed.problem}
          </p>
        )}
      </form>
    </>
  );
}
