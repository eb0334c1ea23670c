/** Shops whose orders come in by themselves, and how that goes; one more shop. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import type { Channel } from '../contract/channels';
import { tell, tellAny } from '../messages/desk';
import { fetchChannels, makeChannel } from '../sync/channels';
import { count, dayTime } from './format';
import { useFetched } from './list';
import { Detail } from './listing';
import { OwnerChoice } from './owner-choice';
import { goTo } from './route';
import { may } from './session';

const KINDS = ['shopify', 'woocommerce'] as const;

export function Channels() {
  const found = useFetched<Channel[]>('channels', fetchChannels);
  return (
    <Detail name="channels" found={found}>
      {(known) => (
        <>
          <header class="page-head">
            <h1>{tell('channels_title')}</h1>
            <p class="hint">{tell('channels_why')}</p>
          </header>
          {known.length === 0 ? <p class="empty">{tell('channels_none')}</p> : <Known known={known} />}
          {may('channels.make_channel') && <NewShop />}
        </>
      )}
    </Detail>
  );
}

function Known({ known }: { known: Channel[] }) {
  return (
    <table class="rows channels">
      <thead>
        <tr>
          <th>{tell('channel')}</th>
          <th>{tell('channel_kind')}</th>
          <th>{tell('channel_heard')}</th>
          <th class="number">{tell('channel_orders')}</th>
          <th class="number">{tell('channel_waiting')}</th>
          <th class="number">{tell('channel_buffer')}</th>
        </tr>
      </thead>
      <tbody>
        {known.map((one) => (
          <tr key={one.id} data-channel={one.id}>
            <td class="main">
              <a href={`/office/channels/${one.id}`}>{one.code}</a>
            </td>
            <td>
              {tellAny('shop_', one.kind)} {!one.active && <span class="quiet-word">{tell('channel_stopped')}</span>}
            </td>
            <td>{one.heardAt ? dayTime(one.heardAt) : tell('webhook_never')}</td>
            <td class="number">{count(one.orders)}</td>
            <td class="number">{count(one.waiting)}</td>
            <td class="number">{count(one.stockBuffer)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function NewShop() {
  const [code, setCode] = useState('');
  const [kind, setKind] = useState<string>('shopify');
  const [secret, setSecret] = useState('');
  const [buffer, setBuffer] = useState('0');
  const [unpaid, setUnpaid] = useState(false);
  const [owner, setOwner] = useState('');
  const deed = useDeed();

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    let made: Channel | null = null;
    const ok = await deed.run(async () => {
      made = await makeChannel({ code: code.trim(), kind, secret: secret.trim(), stock_buffer: Number(buffer), take_unpaid: unpaid, ...(owner ? { owner } : {}) });
    });
    if (ok && made) goTo(`/office/channels/${(made as Channel).id}`);
  }

  return (
    <form class="token-form" data-role="new-channel" onSubmit={(event) => void submit(event)}>
      <h2>{tell('channel_new')}</h2>
      <div class="filters">
        <label class="search">
          {tell('channel_code')}
          <input name="code" value={code} required maxLength={20} autocomplete="off" placeholder="webshop" onInput={(event) => setCode(event.currentTarget.value)} />
        </label>
        <label class="search">
          {tell('channel_kind')}
          <select name="kind" onChange={(event) => setKind(event.currentTarget.value)}>
            {KINDS.map((one) => (
              <option key={one} value={one} selected={one === kind}>
                {tellAny('shop_', one)}
              </option>
            ))}
          </select>
        </label>
        <label class="search">
          {tell('channel_secret')}
          <input name="secret" type="password" value={secret} required minLength={8} maxLength={200} autocomplete="off" onInput={(event) => setSecret(event.currentTarget.value)} />
        </label>
        <label class="search">
          {tell('channel_buffer')}
          <input name="buffer" type="number" min={0} step={1} value={buffer} required onInput={(event) => setBuffer(event.currentTarget.value)} />
        </label>
        <OwnerChoice chosen={owner} look="search" choose={setOwner} />
      </div>
      <p class="hint">{tellAny('channel_secret_', kind)}</p>
      <p class="hint">{tell('channel_buffer_why')}</p>
      <label class="tick">
        <input type="checkbox" name="unpaid" checked={unpaid} onChange={(event) => setUnpaid(event.currentTarget.checked)} /> {tell('channel_unpaid')}
      </label>
      <p class="actions">
        <button type="submit" class="act primary" data-action="make-channel" disabled={deed.busy}>
          {tell('do_make_channel')}
        </button>
      </p>
      {deed.problem && (
        <p class="remark wrong" role="alert">
          {deed.problem}
        </p>
      )}
    </form>
  );
}
