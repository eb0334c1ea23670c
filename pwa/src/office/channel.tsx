/** One shop: where it sends to, what became of its orders, what it said, and what can be changed. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import type { Channel, ChannelMessage, ChannelOrder } from '../contract/channels';
import { tell, tellAny } from '../messages/desk';
import { changeChannel, fetchChannelMessages, fetchChannelOrders, fetchChannels, tryAgain } from '../sync/channels';
import { StatesAndLook } from './form';
import { dayTime } from './format';
import { useFetched, useList } from './list';
import { Detail, Listing } from './listing';
import { HOUSE, OwnerChoice, WhoseGoods } from './owner-choice';
import { may } from './session';
import { Act, Sure } from './sure';

const STATES = ['', 'waiting', 'taken', 'unpaid', 'cancelled', 'nothing'] as const;

export function ChannelPage({ id }: { id: number }) {
  const [state, setState] = useState('');
  const found = useFetched<Channel>(`channel ${id}`, async () => {
    const one = (await fetchChannels()).find((each) => each.id === id);
    if (!one) throw new Error(tell('channels_none'));
    return one;
  });
  const orders = useList<ChannelOrder>(`${id} ${state}`, (cursor) => fetchChannelOrders(id, state, cursor));
  const messages = useList<ChannelMessage>(`${id}`, (cursor) => fetchChannelMessages(id, cursor));
  const look = (): void => {
    found.again();
    orders.again();
    messages.again();
  };
  return (
    <>
      <Detail name="channel" found={found}>
        {(one) => <Head one={one} look={look} />}
      </Detail>
      <Listing
        name="channel-orders"
        list={orders}
        filters={
          <>
            <h2>{tell('channel_its_orders')}</h2>
            <StatesAndLook states={STATES} state={state} setState={setState} word={(one) => tellAny('shop_order_', one)} look={look} />
          </>
        }
        empty={tell('channel_no_orders')}
        head={
          <>
            <th>{tell('channel_number')}</th>
            <th>{tell('message_state')}</th>
            <th>{tell('channel_lacks')}</th>
            <th>{tell('channel_changed')}</th>
            <th />
          </>
        }
        row={(one) => (
          <tr key={one.id} data-order={one.id} data-state={one.state}>
            <td class="main code">{one.orderId ? <a href={`/office/orders/${one.orderId}`}>{one.number}</a> : one.number}</td>
            <td>{tellAny('shop_order_', one.state)}</td>
            <td>{lacks(one)}</td>
            <td>{dayTime(one.changedAt)}</td>
            <td>{one.state === 'waiting' && <Act action="try-again" word={tell('do_try_again')} act={() => tryAgain(id, one.id)} then={look} />}</td>
          </tr>
        )}
      />
      <Listing
        name="channel-messages"
        list={messages}
        filters={<h2>{tell('messages')}</h2>}
        empty={tell('channel_no_messages')}
        head={
          <>
            <th>{tell('message_when')}</th>
            <th>{tell('message_event')}</th>
            <th>{tell('channel_number')}</th>
            <th>{tell('channel_outcome')}</th>
            <th>{tell('channel_left_out')}</th>
          </>
        }
        row={(one) => (
          <tr key={one.id} data-message={one.id}>
            <td>{dayTime(one.at)}</td>
            <td class="code">{one.topic}</td>
            <td class="code">{one.number}</td>
            <td>{tellAny('outcome_', one.outcome)}</td>
            <td>{one.leftOut.join(', ')}</td>
          </tr>
        )}
      />
    </>
  );
}

function lacks(one: ChannelOrder): string {
  if (one.state !== 'waiting') return '';
  if (one.lacks.skus) return tell('channel_lacks_items', { skus: one.lacks.skus });
  if (one.lacks.nameless) return tell('channel_lacks_sku', { goods: one.lacks.nameless });
  return tellAny('desk_', one.problem) || one.problem;
}

function Head({ one, look }: { one: Channel; look: () => void }) {
  const url = location.origin + one.path;
  return (
    <>
      <header class="page-head">
        <h1>
          {one.code} <span class="quiet-word">{tellAny('shop_', one.kind)}</span>
        </h1>
        <p class="facts-line">
          <WhoseGoods owner={one.owner} />
        </p>
        <p>{tell('channel_address')}</p>
        <p class="actions">
          <code class="url" data-role="address">
            {url}
          </code>
          <button type="button" class="act" data-action="copy-address" onClick={() => void navigator.clipboard.writeText(url)}>
            {tell('do_copy')}
          </button>
        </p>
        <p class="hint">{tellAny('channel_topics_', one.kind)}</p>
        {!one.active && <p class="remark wrong">{tell('channel_is_stopped')}</p>}
        {one.twoSecrets && <p class="hint">{tell('channel_two_secrets')}</p>}
      </header>
      {may('channels.change_channel') && <Changing key={`${one.stockBuffer} ${one.takeUnpaid} ${one.owner}`} one={one} look={look} />}
    </>
  );
}

function Changing({ one, look }: { one: Channel; look: () => void }) {
  const [buffer, setBuffer] = useState(String(one.stockBuffer));
  const [unpaid, setUnpaid] = useState(one.takeUnpaid);
  const [secret, setSecret] = useState('');
  const mine = one.owner === HOUSE ? '' : one.owner;
  const [owner, setOwner] = useState(mine);
  const deed = useDeed();
  const changed = Number(buffer) !== one.stockBuffer || unpaid !== one.takeUnpaid || secret.trim() !== '' || owner !== mine;

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = { stock_buffer: Number(buffer), take_unpaid: unpaid, ...(secret.trim() ? { secret: secret.trim() } : {}), ...(owner === mine ? {} : { owner: owner || HOUSE }) };
    if (await deed.run(() => changeChannel(one.id, form))) {
      setSecret('');
      look();
    }
  }

  return (
    <form class="token-form" data-role="change-channel" onSubmit={(event) => void submit(event)}>
      <div class="filters">
        <label class="search">
          {tell('channel_buffer')}
          <input name="buffer" type="number" min={0} step={1} value={buffer} required onInput={(event) => setBuffer(event.currentTarget.value)} />
        </label>
        <label class="search">
          {tell('channel_new_secret')}
          <input name="secret" type="password" value={secret} minLength={8} maxLength={200} autocomplete="off" onInput={(event) => setSecret(event.currentTarget.value)} />
        </label>
        <OwnerChoice chosen={owner} look="search" choose={setOwner} />
        <label class="tick">
          <input type="checkbox" name="unpaid" checked={unpaid} onChange={(event) => setUnpaid(event.currentTarget.checked)} /> {tell('channel_unpaid')}
        </label>
      </div>
      {owner !== mine && <p class="hint">{tell('channel_owner_why')}</p>}
      <div class="actions wrap">
        <button type="submit" class="act primary" data-action="change-channel" disabled={!changed || deed.busy}>
          {tell('do_change_channel')}
        </button>
        {one.active ? (
          <Sure key="stop" action="stop-channel" word={tell('do_stop_channel')} question={tell('sure_stop_channel')} yes={tell('do_yes_stop_channel')} act={() => changeChannel(one.id, { active: false })} then={look} />
        ) : (
          <Act key="start" action="start-channel" word={tell('do_start_channel')} act={() => changeChannel(one.id, { active: true })} then={look} />
        )}
      </div>
      {deed.problem && (
        <p class="remark wrong" role="alert">
          {deed.problem}
        </p>
      )}
    </form>
  );
}
