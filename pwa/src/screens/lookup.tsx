/** What a scanned code is: an item with where and how many, a bin or container with what is in it. */
import { Button } from '../components/button';
import { Words } from '../components/words';
import type { Holding, Lookup } from '../contract/lookup';
import { amount, locale, say } from '../messages';
import { ago, day } from '../messages/times';
import { openContainer, openCount, openMove, openReceipt, openReturn, type Motion } from '../sync/beside';
import type { Floor } from '../work/floor';

/** What is done with a container as it is, and with what is in it. */
const WHOLE: readonly Motion[] = ['nest', 'weigh'];
const CONTENT: readonly Motion[] = ['empty', 'merge', 'split'];

export function LookupScreen({ floor, code, found }: { floor: Floor; code: string; found: Lookup | null }) {
  const place = found?.kind === 'place';
  // A plate that nobody has used is not a container yet: there is nothing to do with it.
  const container = found?.kind === 'container' && found.place !== '';
  const button = (motion: Motion) => (
    <Button key={motion} action={motion} onTap={() => void floor.openBy(() => openContainer(found?.code || code, motion))}>
      {say(`do_${motion}`)}
    </Button>
  );
  return (
    <div class="stack grow" data-kind={found?.kind ?? 'catalogue'}>
      {found ? <Found found={found} /> : <FromCatalogue floor={floor} code={code} />}
      <div class="thumb">
        <div class="row">
          {place && (
            <Button action="count" onTap={() => void floor.openBy(() => openCount(found.code || code))}>
              {say('do_count')}
            </Button>
          )}
          {(place || container) && (
            <Button action="move" onTap={() => void floor.openBy(() => openMove(found?.code || code))}>
              {say(container ? 'do_move_all' : 'do_move')}
            </Button>
          )}
          {container && WHOLE.map(button)}
        </div>
        {/* What cannot be done with an empty one is not offered. */}
        {container && found.holdings.length > 0 && <div class="row">{CONTENT.map(button)}</div>}
        {found?.receives && (
          <Button action="receipt" look="primary" wide onTap={() => void floor.openBy(() => openReceipt(found.code || code))}>
            {say('do_receipt')}
          </Button>
        )}
        {found?.returns && (
          <Button action="returns" look="primary" wide onTap={() => void floor.openBy(() => openReturn(found.code || code))}>
            {say('do_returns')}
          </Button>
        )}
        <Button action="home" look={found?.returns || found?.receives ? 'plain' : 'primary'} wide onTap={() => floor.go({ name: 'home' })}>
          {say('do_home')}
        </Button>
      </div>
    </div>
  );
}

function Found({ found }: { found: Lookup }) {
  const { kind, name, code, place, zone, order, parent, weightG, levels, holdings, unknown } = found;
  const item = kind === 'item';
  const where = [item ? code : '', zone && say('zone_word', { zone }), place && say('at_place', { place }), parent && say('stands_on', { container: parent }), order && say('order_word', { order }), weightG > 0 && say('weight_word', { kg: kilos(weightG) })];
  return (
    <>
      <h1 class={item ? 'sentence' : 'sentence code'} data-role="sentence">
        {item ? name : <Words text={code} />}
      </h1>
      <p class="hint">{where.filter(Boolean).join(' · ')}</p>
      {levels && (
        <dl class="levels">
          <Level name={say('on_hand')} value={levels.onHand} />
          <Level name={say('reserved')} value={levels.reserved} />
          <Level name={say('available')} value={levels.available} />
          <Level name={say('incoming')} value={levels.incoming} />
        </dl>
      )}
      {holdings.length + unknown.length === 0 && <p class="hint">{item ? say('nowhere') : say('is_empty')}</p>}
      <ul class="list holdings">
        {holdings.map((holding, index) => (
          <Row key={index} holding={holding} item={item} within={kind === 'container' ? code : ''} />
        ))}
        {unknown.map((one) => (
          <li key={one.container} class="line" data-role="unknown">
            <b>{say('unknown_goods')}</b>
            <span class="qty">{amount(one.qty, 'piece')}</span>
            <small>
              <Words text={[one.code, one.purchaseOrder, one.container === code ? '' : one.container].filter(Boolean).join(' · ')} />
            </small>
          </li>
        ))}
      </ul>
    </>
  );
}

function Level({ name, value }: { name: string; value: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** Grams as kilograms, as a scale here shows them: where a comma parts them, 4.200 would be read as thousands. */
const kilos = (grams: number): string => new Intl.NumberFormat(locale(), { minimumFractionDigits: 3 }).format(grams / 1000);

/** `within`: the container that is looked at; what lies in it itself need not say so. */
function Row({ holding, item, within }: { holding: Holding; item: boolean; within: string }) {
  const { place, sku, name, lot, expiresOn, container, qty } = holding;
  const details = [
    item ? '' : sku,
    lot && say('lot_word', { lot }),
    expiresOn && say('best_before', { date: day(expiresOn) }),
    container && container !== within && say('in_container', { container }),
  ].filter(Boolean);
  return (
    <li class="line">
      <b>{item ? <bdi dir="ltr">{place}</bdi> : name}</b>
      <span class="qty">{amount(qty, 'piece')}</span>
      {details.length > 0 && <small>{details.join(' · ')}</small>}
    </li>
  );
}

/** Without a network: what the local catalogue knows, with its age. */
function FromCatalogue({ floor, code }: { floor: Floor; code: string }) {
  const names = floor.names.value;
  const known = names.meaning(code) ?? {};
  const item = typeof known['item'] === 'number' ? names.item(null, known['item']) : null;
  return (
    <>
      <h1 class={item ? 'sentence' : 'sentence code'} data-role="sentence">
        {item?.name ?? String(known['code'] ?? code)}
      </h1>
      {item && <p class="hint">{item.sku}</p>}
      <p class="hint">{say('lookup_offline')}</p>
      <p class="hint">{say('from_catalogue', { age: ago(Date.now() - names.fetchedAt) })}</p>
    </>
  );
}
