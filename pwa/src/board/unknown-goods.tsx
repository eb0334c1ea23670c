/** What goods are that nobody knew: an item that is there, a new one, or nothing of ours. */
import { useEffect, useState } from 'preact/hooks';
import type { BoardException } from '../contract/board';
import type { ItemRow, Zone } from '../contract/office';
import { tell, tellAny } from '../messages/desk';
import { Refused } from '../office/form';
import { decideUnknownGoods, fetchItems, fetchZones, type UnknownGoodsWish } from '../sync/office';
import { useDeed } from './deed';
import { saidIn } from './said';

const WAYS = ['known', 'new', 'back'] as const;
type Way = (typeof WAYS)[number];
const WORDS = { known: 'unknown_is_known', new: 'unknown_is_new', back: 'unknown_goes_back' } as const;
const PACKS = ['piece', 'inner', 'case', 'pallet'];
const KEPT = ['none', 'lot', 'lot_expiry'];
const PAUSE_MS = 150;
const SHOWN = 6;

const paramOf = (one: BoardException, name: string): string => (typeof one.params[name] === 'string' ? one.params[name] : '');

export function UnknownGoods({ one, onDone, onLeave }: { one: BoardException; onDone: () => void; onLeave: () => void }) {
  const deed = useDeed();
  const [way, setWay] = useState<Way>('known');
  const [item, setItem] = useState<ItemRow | null>(null);
  const [kept, setKept] = useState('none');
  const [each, setEach] = useState(1);
  const [pack, setPack] = useState('case');
  const code = paramOf(one, 'code');
  const tracking = way === 'known' ? (item?.tracking ?? 'none') : kept;
  const units = Number(one.params['qty'] ?? 0) * each;

  const save = (event: SubmitEvent): void => {
    const said = saidIn(event);
    const counted = { each, pack: each > 1 ? pack : 'piece', lot: said('lot'), expires_on: said('expires') };
    const wish: UnknownGoodsWish =
      way === 'back'
        ? { follow: 'supplier' }
        : way === 'known'
          ? { follow: 'item', item: item?.id ?? null, ...counted }
          : { follow: 'item', new: { sku: said('sku'), name: said('name'), tracking: kept, zone: said('zone') }, ...counted };
    void deed.run(() => decideUnknownGoods(one.id, wish)).then((done) => done && onDone());
  };

  return (
    <form class="terms say-what" data-role="say-what" onSubmit={save}>
      <div class="ways" role="radiogroup" aria-label={tell('do_say_what')}>
        {WAYS.map((other) => (
          <label key={other}>
            <input type="radio" name="way" value={other} checked={way === other} onChange={() => setWay(other)} /> {tell(WORDS[other])}
          </label>
        ))}
      </div>
      <fieldset disabled={deed.busy}>
        {way === 'known' && <PickItem item={item} choose={setItem} />}
        {way === 'new' && <NewItem kept={kept} setKept={setKept} />}
        {way !== 'back' && (
          <>
            <label>
              {tell('unknown_each')}
              <input name="each" type="number" min={1} max={1_000_000} required value={each} onInput={(event) => setEach(Math.max(1, Number(event.currentTarget.value) || 1))} />
            </label>
            {each > 1 && (
              <label>
                {tell('unknown_pack')}
                <select name="pack" onChange={(event) => setPack(event.currentTarget.value)}>
                  {PACKS.map((one) => (
                    <option key={one} value={one} selected={one === pack}>
                      {tellAny('stands_for_', one)}
                    </option>
                  ))}
                </select>
              </label>
            )}
            {tracking.startsWith('lot') && (
              <label>
                {tell('unknown_lot')}
                <input name="lot" class="code" required maxLength={40} autocomplete="off" />
              </label>
            )}
            {tracking === 'lot_expiry' && (
              <label>
                {tell('unknown_expires')}
                <input name="expires" type="date" required />
              </label>
            )}
          </>
        )}
      </fieldset>
      <p class="hint">
        {way === 'back'
          ? tell('unknown_then_back', { purchase_order: paramOf(one, 'purchase_order'), container: paramOf(one, 'container') || null })
          : `${code ? `${tell('unknown_keeps_code', { code })} ` : ''}${tell('unknown_then', { qty: units })}`}
      </p>
      <div class="actions">
        <button type="submit" class="act primary" data-action="save" disabled={deed.busy || (way === 'known' && !item)}>
          {tell(way === 'back' ? 'do_send_back' : 'do_count_in')}
        </button>
        <button type="button" class="act" onClick={onLeave}>
          {tell('do_leave_it')}
        </button>
      </div>
      <Refused problem={deed.problem} />
    </form>
  );
}

/** Search as one types; the item that was chosen stands there until another is looked for. */
function PickItem({ item, choose }: { item: ItemRow | null; choose: (item: ItemRow | null) => void }) {
  const [typed, setTyped] = useState('');
  const [found, setFound] = useState<ItemRow[] | null>(null);
  const q = typed.trim();
  useEffect(() => {
    setFound(null);
    if (!q) return undefined;
    let wanted = true;
    const timer = setTimeout(() => void fetchItems({ q, limit: SHOWN }).then((page) => wanted && setFound(page.items), () => undefined), PAUSE_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [q]);
  return (
    <div class="pick-item">
      <label>
        {tell('unknown_which')}
        <input
          type="search"
          value={typed}
          placeholder={tell('unknown_search')}
          autocomplete="off"
          spellcheck={false}
          maxLength={60}
          autofocus
          onInput={(event) => {
            setTyped(event.currentTarget.value);
            choose(null);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            // The first that is found; nothing is saved by it.
            event.preventDefault();
            if (found?.[0]) choose(found[0]);
          }}
        />
      </label>
      {found && (
        <ul>
          {found.map((one) => (
            <li key={one.id}>
              <label>
                <input type="radio" name="item" value={one.id} checked={item?.id === one.id} onChange={() => choose(one)} />
                <span class="code">{one.sku}</span> {one.name}
              </label>
            </li>
          ))}
          {found.length === 0 && <li class="empty">{tell('unknown_none_found')}</li>}
        </ul>
      )}
    </div>
  );
}

function NewItem({ kept, setKept }: { kept: string; setKept: (kept: string) => void }) {
  const [zones, setZones] = useState<Zone[]>([]);
  useEffect(() => void fetchZones().then(setZones, () => undefined), []);
  return (
    <>
      <label>
        {tell('unknown_sku')}
        <input name="sku" class="code" required maxLength={60} autofocus autocomplete="off" />
      </label>
      <label>
        {tell('unknown_name')}
        <input name="name" required maxLength={160} autocomplete="off" />
      </label>
      <label>
        {tell('unknown_tracking')}
        <select onChange={(event) => setKept(event.currentTarget.value)}>
          {KEPT.map((one) => (
            <option key={one} value={one} selected={one === kept}>
              {tellAny('kept_', one)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {tell('unknown_zone')}
        <select name="zone">
          <option value="">{tell('unknown_any_zone')}</option>
          {zones.map(({ code, name }) => (
            <option key={code} value={code}>
              {name ? `${code} – ${name}` : code}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}
