/** A lot: who it came from, where it is, who got it, and its recall. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import type { Assembled, Came, Here, Lot, LotRow, Promised, Went } from '../contract/lots';
import { tell, tellAny } from '../messages/desk';
import { fetchLot, fetchLots, liftRecall, recallLot } from '../sync/office';
import { count, dayTime } from './format';
import { useFetched } from './list';
import { Detail } from './listing';
import { Num, Row } from './rows';
import { may } from './session';
import { Sure } from './sure';
import { WhyLink } from './why';

/** The lots of an item; nothing where it has none. */
export function LotsOfItem({ item }: { item: number }) {
  const lots = useFetched<LotRow[]>(`lots ${item}`, () => fetchLots(item));
  if (!lots.value?.length) return null;
  return (
    <>
      <h2>{tell('lots')}</h2>
      <table class="rows narrow">
        <tbody>
          {lots.value.map((lot) => (
            <Row key={lot.id} to={`/office/lots/${lot.id}`}>
              <td class="code main">
                <a href={`/office/lots/${lot.id}`} tabIndex={-1}>
                  {lot.code}
                </a>
              </td>
              <td>{lot.expiresOn || '–'}</td>
              <td>{lot.recalledAt && <span class="late">{tell('lot_recalled')}</span>}</td>
            </Row>
          ))}
        </tbody>
      </table>
    </>
  );
}

export function LotPage({ id }: { id: number }) {
  const found = useFetched<Lot>(`lot ${id}`, () => fetchLot(id));
  return (
    <Detail name="lot" found={found}>
      {(lot) => (
        <>
          <header class="page-head">
            <h1>{tell('lot_title', { lot: lot.code })}</h1>
            <p class="facts-line">
              <a href={`/office/items/${lot.itemId}`}>
                <span class="code">{lot.sku}</span> {lot.name}
              </a>
              {lot.parentId > 0 && <a href={`/office/lots/${lot.parentId}`}>{tell('lot_of', { lot: lot.parent })}</a>}
              {lot.expiresOn && <span>{tell('lot_expires', { day: lot.expiresOn })}</span>}
              <button type="button" class="act quiet print-none" onClick={() => print()}>
                {tell('do_print')}
              </button>
            </p>
          </header>
          {lot.recalledAt !== null && (
            <p class="remark recalled recall-acts">
              {tell('lot_recalled_by', { person: lot.recalledBy, time: dayTime(lot.recalledAt), reason: lot.recallReason })}
            </p>
          )}
          <RecallActions lot={lot} again={found.again} />
          <dl class="stock-levels">
            {(['came', 'here', 'went'] as const).map((part) => (
              <div key={part} class={part}>
                <dt>{tell(`lot_${part}`)}</dt>
                <dd>{count(lot.totals[part])}</dd>
              </div>
            ))}
          </dl>
          <h2>{tell('lot_from')}</h2>
          {(lot.came.length > 0 || lot.madeOf.length === 0) && <CameTable rows={lot.came} />}
          <AssembledTable word="lot_made_of" rows={lot.madeOf} />
          <h2>{tell('where')}</h2>
          <HereTable rows={lot.here} recalled={lot.recalledAt !== null} />
          {lot.promised.length > 0 && (
            <>
              <h2>{tell('lot_promised')}</h2>
              <PromisedTable rows={lot.promised} />
            </>
          )}
          <AssembledTable word="lot_made_into" rows={lot.madeInto} />
          <h2>{tell('lot_to')}</h2>
          <WentTable rows={lot.went} />
        </>
      )}
    </Detail>
  );
}

function RecallActions({ lot, again }: { lot: Lot; again: () => void }) {
  const [reason, setReason] = useState<string | null>(null);
  const deed = useDeed();
  if (!may('lots.recall_lot')) return null;
  if (lot.recalledAt !== null) {
    return (
      <div class="recall-acts print-none">
        <Sure
          action="lift-recall"
          word={tell('do_lift_recall')}
          question={tell('sure_lift_recall', { lot: lot.code })}
          yes={tell('do_yes_lift')}
          act={() => liftRecall(lot.id)}
          then={again}
        />
      </div>
    );
  }
  if (reason === null) {
    return (
      <button type="button" class="act recall-acts print-none" data-action="recall" onClick={() => setReason('')}>
        {tell('do_recall')}
      </button>
    );
  }
  return (
    <form
      class="filters recall-acts print-none"
      onSubmit={(event) => {
        event.preventDefault();
        void deed.run(() => recallLot(lot.id, reason.trim())).then((done) => done && again());
      }}
    >
      <label class="search">
        {tell('recall_why', { lot: lot.code })}
        <input name="reason" value={reason} required maxLength={200} autocomplete="off" autofocus onInput={(event) => setReason(event.currentTarget.value)} />
      </label>
      <div class="filter-acts">
        <button type="submit" class="act danger" data-action="yes-recall" disabled={deed.busy || !reason.trim()}>
          {tell('do_yes_recall')}
        </button>
        <button type="button" class="act" onClick={() => setReason(null)}>
          {tell('do_keep')}
        </button>
      </div>
      {deed.problem && <p class="remark wrong">{deed.problem}</p>}
    </form>
  );
}

function CameTable({ rows }: { rows: Came[] }) {
  if (rows.length === 0) return <p class="empty">{tell('lot_came_none')}</p>;
  return (
    <table class="rows lot-came">
      <thead>
        <tr>
          <th class="number">{tell('qty')}</th>
          <th>{tell('supplier')}</th>
          <th>{tell('purchase_orders')}</th>
          <th>{tell('person')}</th>
          <th>{tell('when')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((one) => (
          <tr key={`${one.id} ${one.person}`}>
            <td class="number">{count(one.qty)}</td>
            <td class="main">{one.supplier || tell('made_cause_opening')}</td>
            <td class="code">{one.id ? <a href={`/office/purchase-orders/${one.id}`}>{one.number}</a> : '–'}</td>
            <td>{one.person || '–'}</td>
            <td>{dayTime(one.firstAt)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What kits it is in, or what it is made of: each leads on to its own lot. */
function AssembledTable({ word, rows }: { word: 'lot_made_of' | 'lot_made_into'; rows: Assembled[] }) {
  if (rows.length === 0) return null;
  return (
    <>
      <h2>{tell(word)}</h2>
      <table class="rows" data-role={word}>
        <thead>
          <tr>
            <th class="number">{tell('qty')}</th>
            <th>{tell('item')}</th>
            <th>{tell('lot')}</th>
            <th>{tell('work_order')}</th>
            <th>{tell('when')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((one) => (
            <tr key={`${one.itemId} ${one.lotId} ${one.workOrder}`}>
              <td class="number">{count(one.qty)}</td>
              <td class="main">
                <a href={`/office/items/${one.itemId}`}>
                  <span class="code">{one.sku}</span> {one.name}
                </a>
              </td>
              <td class="code">{one.lotId ? <a href={`/office/lots/${one.lotId}`}>{one.lot}</a> : '–'}</td>
              <td class="code">{one.workOrder || '–'}</td>
              <td>{dayTime(one.at)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function HereTable({ rows, recalled }: { rows: Here[]; recalled: boolean }) {
  if (rows.length === 0) return <p class="empty">{tell('nowhere')}</p>;
  return (
    <table class="rows lot-here">
      <thead>
        <tr>
          <th class="number">{tell('qty')}</th>
          <th>{tell('place')}</th>
          <th>{tell('container')}</th>
          <th>{tell('order')}</th>
          <th>{tell('state')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((one) => (
          <tr key={`${one.placeId} ${one.container} ${one.lotId} ${one.ownerId}`}>
            <td class="number">
              <WhyLink number="balance" of={{ item: one.itemId, place: one.placeId, lot: one.lotId, container: one.container, owner: one.ownerId }}>
                {count(one.qty)}
              </WhyLink>
            </td>
            <td class="code">
              <a href={`/office/places/${encodeURIComponent(one.place)}`}>{one.place}</a>
            </td>
            <td class="code">{one.container || '–'}</td>
            <td class="code">{one.orderId ? <a href={`/office/orders/${one.orderId}`}>{one.orderNumber}</a> : '–'}</td>
            <td class="main">{tell(stateOf(one, recalled))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What is to be said of goods in the house. */
function stateOf(one: Here, recalled: boolean) {
  if (one.kind === 'quarantine') return 'lot_in_quarantine';
  if (one.taskId !== null) return 'lot_to_quarantine';
  if (recalled) return 'lot_frozen';
  return one.pickable ? 'lot_for_sale' : 'lot_on_its_way';
}

function PromisedTable({ rows }: { rows: Promised[] }) {
  return (
    <table class="rows narrow lot-promised">
      <tbody>
        {rows.map((one) => (
          <tr key={one.id}>
            <td class="number">{count(one.qty)}</td>
            <td class="code">
              <a href={`/office/orders/${one.id}`}>{one.number}</a>
            </td>
            <td class="main">{one.customer || '–'}</td>
            <td>{tellAny('state_', one.state)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function WentTable({ rows }: { rows: Went[] }) {
  if (rows.length === 0) return <p class="empty">{tell('lot_went_none')}</p>;
  return (
    <table class="rows lot-went">
      <thead>
        <tr>
          <th class="number">{tell('qty')}</th>
          <th class="number">{tell('returned')}</th>
          <th>{tell('customer')}</th>
          <th>{tell('order')}</th>
          <th>{tell('tracking_number')}</th>
          <th>{tell('when')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((one) => (
          <tr key={`${one.id} ${one.container}`}>
            <Num label={tell('qty')}>{count(one.qty)}</Num>
            <Num label={tell('returned')}>{one.returned ? count(one.returned) : '–'}</Num>
            <td class="main">{[one.customer, ...one.address].filter(Boolean).join(', ') || '–'}</td>
            <td class="code">{one.id ? <a href={`/office/orders/${one.id}`}>{one.number}</a> : '–'}</td>
            <td class="code">{one.tracking || one.container || '–'}</td>
            <td>{dayTime(one.at)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
