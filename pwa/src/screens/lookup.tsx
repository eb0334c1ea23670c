/** What a scanned code is: an item with where and how many, a bin or container with what is in it. */
import { Button } from '../components/button';
import type { Holding, Lookup } from '../contract';
import { amount, say } from '../messages';
import { api } from '../sync';
import type { Floor } from '../work/floor';

export function LookupScreen({ floor, code, found }: { floor: Floor; code: string; found: Lookup | null }) {
  const place = found?.kind === 'place';
  return (
    <div class="stack grow" data-kind={found?.kind ?? 'catalogue'}>
      {found ? <Found found={found} /> : <FromCatalogue floor={floor} code={code} />}
      <div class="thumb">
        <div class="row">
          {place && (
            <Button action="count" onTap={() => void floor.openBy(() => api.openCount(found.code || code))}>
              {say('do_count')}
            </Button>
          )}
          {(place || found?.kind === 'container') && (
            <Button action="move" onTap={() => void floor.openBy(() => api.openMove(found?.code || code))}>
              {say('do_move')}
            </Button>
          )}
        </div>
        <Button action="home" look="primary" wide onTap={() => floor.go({ name: 'home' })}>
          {say('do_home')}
        </Button>
      </div>
    </div>
  );
}

function Found({ found }: { found: Lookup }) {
  const { kind, title, code, detail, levels, holdings } = found;
  return (
    <>
      <h1 class={kind === 'item' ? 'sentence' : 'sentence code'} data-role="sentence">
        {title || code}
      </h1>
      {detail && detail !== title && <p class="hint">{detail}</p>}
      {levels && (
        <dl class="levels">
          <Level name={say('on_hand')} value={levels.onHand} />
          <Level name={say('reserved')} value={levels.reserved} />
          <Level name={say('available')} value={levels.available} />
          <Level name={say('incoming')} value={levels.incoming} />
        </dl>
      )}
      {holdings.length === 0 && <p class="hint">{kind === 'item' ? say('nowhere') : say('is_empty')}</p>}
      <ul class="list holdings">
        {holdings.map((holding, index) => (
          <Row key={index} holding={holding} item={kind === 'item'} />
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

function Row({ holding, item }: { holding: Holding; item: boolean }) {
  const { place, sku, name, lot, container, qty } = holding;
  const details = [item ? null : sku, lot ? say('lot_word', { lot }) : null, container ? say('in_container', { container }) : null].filter(Boolean);
  return (
    <li class="line">
      <b>{item ? (place ?? container) : (name ?? sku)}</b>
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
      <p class="hint">{say('from_catalogue', { age: age(Date.now() - names.fetchedAt) })}</p>
    </>
  );
}

/** A duration as people say it. */
export function age(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  if (minutes < 120) return say('minutes', { count: minutes });
  return minutes < 2_880 ? say('hours', { count: Math.round(minutes / 60) }) : say('days', { count: Math.round(minutes / 1_440) });
}
