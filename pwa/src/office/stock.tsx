/** What lies at one place, changed from a desk: adjusted with a reason, moved, sent to another site; and what is in transit. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import type { BalanceCard, InTransit } from '../contract/stock';
import { tell, tellAny } from '../messages/desk';
import { adjustStock, fetchBalance, fetchTransit, handInFromDesk, moveStock, sendStock, takeIn, type Filters } from '../sync/office';
import { count, dayTime } from './format';
import { useFetched } from './list';
import { Detail } from './listing';
import { PhotoField, type Shot } from './photo-field';
import { address, route } from './route';
import { may } from './session';

const REASONS = ['damaged', 'expired', 'used', 'lost', 'found', 'mistake'];
/** Reasons that add units; all but one take them away as well. */
const ADDS = ['found', 'mistake'];

/** The keys of a balance, as they stand in the address. */
export interface BalanceOf {
  item: number;
  place: number;
  lot?: number | undefined;
  container?: string | undefined;
  owner?: number | undefined;
}

export function ChangeLink({ of }: { of: BalanceOf }) {
  if (!may('stock.adjust')) return null;
  return (
    <a class="act quiet" data-change href={address('/office/stock', { ...of })}>
      {tell('do_change')}
    </a>
  );
}

export function StockPage() {
  const { query } = route.value;
  const of = Object.fromEntries(query);
  const found = useFetched<BalanceCard>(`balance ${query.toString()}`, () => fetchBalance(of));
  const [done, setDone] = useState('');
  const [owed, setOwed] = useState<Owed | null>(null);
  const after = (what: string, photo: Owed | null = null) => {
    setDone(what);
    setOwed(photo);
    found.again();
  };
  return (
    <Detail name="stock" found={found}>
      {(card) => (
        <>
          <header class="page-head">
            <h1>{tell('stock_at', { item: card.name, place: card.place })}</h1>
            <p class="facts-line">
              <a href={`/office/items/${card.item}`}>
                <span class="code">{card.sku}</span>
              </a>
              <a class="code" href={`/office/places/${encodeURIComponent(card.place)}`}>
                {card.place}
              </a>
              {card.container && <span class="code">{card.container}</span>}
              {card.lot && (
                <span>
                  {tell('lot')} {card.lot}
                </span>
              )}
              {card.ownerId !== 1 && <span>{card.owner}</span>}
            </p>
          </header>
          <dl class="stock-levels">
            <div>
              <dt>{tell('here')}</dt>
              <dd>{count(card.qty)}</dd>
            </div>
            <div>
              <dt>{tell('pinned')}</dt>
              <dd>{count(card.pinned)}</dd>
            </div>
            <div>
              <dt>{tell('unreservable')}</dt>
              <dd>{count(card.unreservable)}</dd>
            </div>
          </dl>
          {done && (
            <p class="remark" role="status" data-done>
              {done}
            </p>
          )}
          {owed && <SendPhoto owed={owed} then={() => setOwed(null)} />}
          <Promises card={card} />
          {card.countWaits ? <p class="remark">{tell('desk_count_waits')}</p> : <Adjust key={`a${card.qty}`} card={card} of={of} then={after} />}
          {card.qty > 0 && <Move key={`m${card.qty}`} card={card} of={of} then={after} />}
          {card.qty > 0 && card.sites.length > 0 && <Send key={`s${card.qty}`} card={card} of={of} then={after} />}
        </>
      )}
    </Detail>
  );
}

/** A photo whose event is booked, and which did not come through. */
interface Owed {
  event: string;
  shot: Shot;
}

function SendPhoto({ owed, then }: { owed: Owed; then: () => void }) {
  const deed = useDeed();
  return (
    <p class="remark wrong" data-role="photo-owed">
      {deed.problem || tell('photo_owed')}{' '}
      <button type="button" class="act" data-action="send-photo" disabled={deed.busy} onClick={() => void deed.run(() => handInFromDesk(owed.event, owed.shot)).then((ok) => ok && then())}>
        {tell('do_send_photo')}
      </button>
    </p>
  );
}

function Promises({ card }: { card: BalanceCard }) {
  if (card.promises.length === 0) return null;
  return (
    <>
      <h2>{tell('promised_here')}</h2>
      <table class="rows narrow">
        <tbody>
          {card.promises.map((one) => (
            <tr key={one.orderId}>
              <td class="number">{count(one.qty)}</td>
              <td class="code">
                <a href={`/office/orders/${one.orderId}`}>{one.number}</a>
              </td>
              <td>{tell(one.picked ? 'is_being_picked' : 'is_pinned')}</td>
              <td>{dayTime(one.shipBy)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

interface FormProps {
  card: BalanceCard;
  of: Filters;
  then: (what: string, photo?: Owed | null) => void;
}

function Adjust({ card, of, then }: FormProps) {
  const [reason, setReason] = useState(card.qty > 0 ? 'damaged' : 'found');
  const [units, setUnits] = useState('');
  const [more, setMore] = useState(false);
  const [note, setNote] = useState('');
  const [shot, setShot] = useState<Shot | null>(null);
  const deed = useDeed();
  const adds = reason === 'found' || (more && ADDS.includes(reason));
  const n = whole(units);
  const left = card.qty + (adds ? n : -n);
  const send = async () => {
    let booked = true;
    let owed: Owed | null = null;
    const ok = await deed.run(async () => {
      const made = await adjustStock({ ...keys(of), delta: adds ? n : -n, reason, note: note.trim(), photo: shot?.sha256 ?? '' });
      booked = made.booked;
      // It is booked: what becomes of its photo changes nothing of that.
      if (shot) owed = await handInFromDesk(made.event, shot).then(() => null, () => ({ event: made.event, shot }));
    });
    if (ok) then(tell(booked ? 'adjusted' : 'adjust_asked', { n: count(n) }), owed);
  };
  return (
    <form class="stock-form" data-form="adjust" onSubmit={(event) => (event.preventDefault(), void send())}>
      <h2>{tell('do_adjust')}</h2>
      <div class="filters">
        <label>
          {tell('reason')}
          <select name="reason" value={reason} onChange={(event) => setReason(event.currentTarget.value)}>
            {REASONS.map((one) => (
              <option key={one} value={one}>
                {tellAny('reason_', one)}
              </option>
            ))}
          </select>
        </label>
        {reason === 'mistake' && (
          <label>
            {tell('direction')}
            <select name="direction" value={more ? 'more' : 'fewer'} onChange={(event) => setMore(event.currentTarget.value === 'more')}>
              <option value="fewer">{tell('fewer_here')}</option>
              <option value="more">{tell('more_here')}</option>
            </select>
          </label>
        )}
        <Units value={units} set={setUnits} most={adds ? null : card.qty} />
        <label class="search">
          {tell('note')}
          <input name="note" value={note} maxLength={200} autocomplete="off" onInput={(event) => setNote(event.currentTarget.value)} />
        </label>
        <PhotoField shot={shot} set={setShot} />
        <button type="submit" class="act primary" data-action="adjust" disabled={deed.busy || n === 0 || left < 0}>
          {tell('do_adjust')}
        </button>
      </div>
      {n > 0 && left >= 0 && (
        <p class="hint" data-consequence>
          {tell(adds ? 'will_be' : left < card.pinned ? 'will_be_and_yield' : 'will_be', { left: count(left), n: count(card.pinned - left) })} {tell(adds ? 'comes_from_lost' : toScrap(reason) ? 'goes_to_scrap' : 'goes_to_lost')}
        </p>
      )}
      <Problem deed={deed} />
    </form>
  );
}

function Move({ card, of, then }: FormProps) {
  const [units, setUnits] = useState(String(card.qty));
  const [to, setTo] = useState('');
  const deed = useDeed();
  const n = whole(units);
  const along = Math.max(0, Math.min(card.pinned, n - (card.qty - card.pinned)));
  const move = async () => {
    if (await deed.run(() => moveStock({ ...keys(of), qty: n, to: to.trim() }))) then(tell('moved', { n: count(n), place: to.trim().toUpperCase() }));
  };
  return (
    <form class="stock-form" data-form="move" onSubmit={(event) => (event.preventDefault(), void move())}>
      <h2>{tell('do_move')}</h2>
      <div class="filters">
        <Units value={units} set={setUnits} most={card.qty} />
        <label>
          {tell('to_place')}
          <input name="to" value={to} maxLength={40} required autocomplete="off" spellcheck={false} onInput={(event) => setTo(event.currentTarget.value)} />
        </label>
        <button type="submit" class="act primary" data-action="move" disabled={deed.busy || n === 0 || n > card.qty || !to.trim()}>
          {tell('do_move')}
        </button>
      </div>
      <p class="hint" data-consequence>
        {along > 0 ? tell('goes_along', { n: count(along) }) : tell('nothing_promised_moves')} {tell('move_is_booked')}
      </p>
      <Problem deed={deed} />
    </form>
  );
}

function Send({ card, of, then }: FormProps) {
  const [units, setUnits] = useState('');
  const [site, setSite] = useState(card.sites[0]?.code ?? '');
  const deed = useDeed();
  const n = whole(units);
  const free = card.qty - card.pinned;
  const send = async () => {
    if (await deed.run(() => sendStock({ ...keys(of), qty: n, site }))) then(tell('sent', { n: count(n), site }));
  };
  return (
    <form class="stock-form" data-form="send" onSubmit={(event) => (event.preventDefault(), void send())}>
      <h2>{tell('do_send_to_site')}</h2>
      <div class="filters">
        <Units value={units} set={setUnits} most={card.qty} />
        <label>
          {tell('to_site')}
          <select name="site" value={site} onChange={(event) => setSite(event.currentTarget.value)}>
            {card.sites.map((one) => (
              <option key={one.code} value={one.code}>
                {`${one.code} ${one.name}`}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" class="act primary" data-action="send" disabled={deed.busy || n === 0 || n > card.qty}>
          {tell('do_send_to_site')}
        </button>
      </div>
      <p class="hint" data-consequence>
        {n > free && n <= card.qty ? tell('sent_yields', { n: count(n - free) }) : tell('sent_is_in_transit')}
      </p>
      <Problem deed={deed} />
    </form>
  );
}

export function Transfers() {
  const found = useFetched<InTransit[]>('transit', fetchTransit);
  return (
    <Detail name="transfers" found={found}>
      {(rows) => (
        <>
          <header class="page-head">
            <h1>{tell('transfers')}</h1>
          </header>
          {rows.length === 0 ? (
            <p class="empty">{tell('transfers_none')}</p>
          ) : (
            <table class="rows">
              <thead>
                <tr>
                  <th>{tell('item')}</th>
                  <th>{tell('lot')}</th>
                  <th class="number">{tell('in_transit')}</th>
                  <th>{tell('since')}</th>
                  <td />
                </tr>
              </thead>
              <tbody>
                {rows.map((one) => (
                  <TransitRow key={`${one.item} ${one.lotId} ${one.ownerId} ${one.qty}`} one={one} again={found.again} />
                ))}
              </tbody>
            </table>
          )}
        </>
      )}
    </Detail>
  );
}

function TransitRow({ one, again }: { one: InTransit; again: () => void }) {
  const [units, setUnits] = useState(String(one.qty));
  const [to, setTo] = useState('');
  const deed = useDeed();
  const n = whole(units);
  const take = () => deed.run(() => takeIn({ item: one.item, lot: one.lotId, owner: one.ownerId, qty: n, to: to.trim() })).then((ok) => ok && again());
  return (
    <tr>
      <td class="main">
        <span class="code">{one.sku}</span> {one.name}
      </td>
      <td class="code">{one.lot || '–'}</td>
      <td class="number">{count(one.qty)}</td>
      <td>{dayTime(one.since)}</td>
      <td>
        <form class="actions" onSubmit={(event) => (event.preventDefault(), void take())}>
          <Units value={units} set={setUnits} most={one.qty} />
          <label class="inline">
            {tell('to_place')}
            <input name="to" value={to} required maxLength={40} autocomplete="off" onInput={(event) => setTo(event.currentTarget.value)} />
          </label>
          <button type="submit" class="act primary" disabled={deed.busy || n === 0 || n > one.qty || !to.trim()}>
            {tell('do_take_in')}
          </button>
        </form>
        <Problem deed={deed} />
      </td>
    </tr>
  );
}

function Units({ value, set, most }: { value: string; set: (value: string) => void; most: number | null }) {
  return (
    <label class="inline">
      {most === null ? tell('qty') : tell('qty_of', { n: count(most) })}
      <input name="qty" type="number" inputMode="numeric" min={1} max={most ?? undefined} step={1} value={value} required onInput={(event) => set(event.currentTarget.value)} />
    </label>
  );
}

function Problem({ deed }: { deed: { problem: string } }) {
  if (!deed.problem) return null;
  return (
    <p class="remark wrong" role="alert">
      {deed.problem}
    </p>
  );
}

const toScrap = (reason: string): boolean => ['damaged', 'expired', 'used'].includes(reason);
const whole = (text: string): number => (/^\d{1,9}$/.test(text.trim()) ? Number(text) : 0);
/** The keys of a balance as a body wants them: numbers as numbers. */
const keys = (of: Filters): Record<string, string | number> =>
  Object.fromEntries(Object.entries(of).map(([name, value]) => [name, name === 'container' ? String(value) : Number(value)]));
