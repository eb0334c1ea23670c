/** An item: its levels, where its units are, its lots and its barcodes. */
import { packWord } from '../messages';
import { useDeed } from '../board/deed';
import { tell, tellAny } from '../messages/desk';
import type { Item, Stock } from '../contract/office';
import { fetchItem, fetchStock } from '../sync/office';
import { printItems } from '../sync/setup';
import { MadeOf } from './kits';
import { AsOf } from './as-of';
import { Outlook } from './forecast';
import { count } from './format';
import { useFetched } from './list';
import { Detail } from './listing';
import { LotsOfItem } from './lots';
import { address } from './route';
import { Num, Row } from './rows';
import { fileName, usePaper } from './labels';
import { save } from './save';
import { may } from './session';
import { Handling } from './handling';
import { Sizes, Sizings } from './sizes';
import { StandsFor } from './substitutes';
import { ChangeLink } from './stock';
import { CostOf } from './cost';
import { WhyLink } from './why';

/** Whose goods they are where nobody says otherwise. */
const HOUSE = 1;

interface Card {
  item: Item;
  stock: Stock;
}

export function ItemPage({ id }: { id: number }) {
  const found = useFetched<Card>(`item ${id}`, async () => {
    const item = await fetchItem(id);
    return { item, stock: await fetchStock(item.sku) };
  });
  return (
    <Detail name="item" found={found}>
      {({ item, stock }) => (
        <>
          <header class="page-head">
            <h1>{item.name}</h1>
            <p class="facts-line">
              <span class="code">{item.sku}</span>
              {item.zone && (
                <span>
                  {tell('zone')} {item.zone}
                </span>
              )}
              {item.kit && <span>{tellAny('kit_is_', item.kit)}</span>}
              {item.tracking !== 'none' && <span>{tellAny('tracking_', item.tracking)}</span>}
              {may('insight.list_scans') && <a href={address('/board/journal', { item: item.sku })}>{tell('scans_of_it')}</a>}
            </p>
          </header>
          <dl class="stock-levels">
            {(['onHand', 'reserved', 'available', 'incoming'] as const).map((level) => (
              <div key={level} class={level}>
                <dt>{tell(level === 'onHand' ? 'on_hand' : level)}</dt>
                <dd>
                  <WhyLink number={level === 'onHand' ? 'on_hand' : level} of={{ item: item.id }}>
                    {count(stock[level])}
                  </WhyLink>
                </dd>
              </div>
            ))}
          </dl>
          {may('costs.show_item') && <CostOf item={item.id} />}
          <Outlook sku={item.sku} />
          {may('kits.show_kit_of') && <MadeOf item={item.id} sku={item.sku} isKit={item.kit !== ''} again={found.again} />}
          {item.kit !== 'virtual' && may('catalog.show_substitutes') && <StandsFor item={item.id} sku={item.sku} />}
          <h2>{tell('where')}</h2>
          {stock.places.length === 0 ? <p class="empty">{tell('nowhere')}</p> : <Places item={item.id} stock={stock} />}
          {item.tracking !== 'none' && may('insight.list_lots') && <LotsOfItem item={item.id} />}
          <AsOf sku={item.sku} />
          <h2>{tell('sizes')}</h2>
          <Sizes item={item} saved={found.again} />
          {item.sizings.length > 0 && <Sizings sizings={item.sizings} />}
          {may('inspections.list_inspections') && (
            <>
              <h2>{tell('inspection_on_arrival')}</h2>
              <Handling item={item} saved={found.again} />
            </>
          )}
          <h2>{tell('barcodes')}</h2>
          <table class="rows narrow">
            <tbody>
              {item.barcodes.map((code) => (
                <tr key={code.value}>
                  <td class="code">{code.value}</td>
                  <td>
                    {packWord(code.pack, 1)}
                    {code.qty > 1 && ` × ${count(code.qty)}`}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {may('setup.print_items') && <PrintLabels item={item} />}
        </>
      )}
    </Detail>
  );
}

/** Labels for what has no barcode that reads, on sheets to cut out. */
function PrintLabels({ item }: { item: Item }) {
  const [paper] = usePaper();
  const deed = useDeed();
  async function print(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const copies = Number(new FormData(event.currentTarget as HTMLFormElement).get('copies'));
    await deed.run(async () => save(await printItems([item.id], copies, paper), fileName(item.sku, 'a4')));
  }
  return (
    <form class="filters" data-role="item-labels" onSubmit={(event) => void print(event)}>
      <label class="search">
        {tell('labels_copies')}
        <input name="copies" type="number" min={1} max={500} defaultValue="21" required />
      </label>
      <button type="submit" class="act" data-action="print-item" disabled={deed.busy}>
        {tell('do_print_labels')}
      </button>
      {deed.problem && <p class="remark wrong">{deed.problem}</p>}
    </form>
  );
}

function Places({ item, stock }: { item: number; stock: Stock }) {
  const withLot = stock.places.some((one) => one.lot);
  const withContainer = stock.places.some((one) => one.container);
  const withOwner = stock.places.some((one) => one.ownerId !== HOUSE);
  return (
    <table class="rows narrow">
      <thead>
        <tr>
          <th>{tell('place')}</th>
          <th>{tell('zone')}</th>
          {withLot && <th>{tell('lot')}</th>}
          {withContainer && <th>{tell('container')}</th>}
          {withOwner && <th>{tell('value_owner')}</th>}
          <th class="number">{tell('qty')}</th>
          <th class="number">{tell('pinned')}</th>
          <th class="number">{tell('unreservable')}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {stock.places.map((one) => (
          <Row key={`${one.place} ${one.lotId} ${one.container} ${one.ownerId}`} to={may('locations.list_places') ? `/office/places/${encodeURIComponent(one.place)}` : undefined}>
            <td class="code">{one.place}</td>
            <td class="code">{one.zone || '–'}</td>
            {withLot && (
              <td class="code">
                {one.lot || '–'} {one.expiresOn && <span class="hint">{tell('lot_expires', { day: one.expiresOn })}</span>}
              </td>
            )}
            {withContainer && <td class="code">{one.container || '–'}</td>}
            {withOwner && <td>{one.owner}</td>}
            <Num label={tell('qty')}>
              <WhyLink number="balance" of={{ item, place: one.placeId, lot: one.lotId, container: one.container, owner: one.ownerId }}>
                {count(one.qty)}
              </WhyLink>
            </Num>
            <Num label={tell('pinned')}>{count(one.pinned)}</Num>
            <Num label={tell('unreservable')}>{count(one.unreservable)}</Num>
            <td class="change">
              <ChangeLink of={{ item, place: one.placeId, lot: one.lotId, container: one.container, owner: one.ownerId }} />
            </td>
          </Row>
        ))}
      </tbody>
    </table>
  );
}
