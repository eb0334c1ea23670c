/** Suppliers: their terms, how they have kept to what was agreed, and what they sell. */
import type { Said } from '../board/said';
import type { Scorecard, Supplier, SupplierItem } from '../contract/buying';
import { tell } from '../messages/desk';
import { changeSupplier, fetchSupplier, fetchSupplierItems, fetchSuppliers } from '../sync/buying';
import { count } from './format';
import { useFetched, useList } from './list';
import type { Column } from './columns';
import { ListPage } from './list-page';
import { Detail, Listing } from './listing';
import { minorUnits, money, typedAmount } from './money';
import { address } from './route';
import { Num, Row } from './rows';
import { may } from './session';
import { Terms } from './terms';

export function Suppliers() {
  const list = useList<Supplier>('suppliers', fetchSuppliers);
  return (
    <ListPage
      name="suppliers"
      list={list}
      filters={
        may('purchasing.create_supplier') ? (
          <a class="act" href="/office/suppliers/new" data-action="new-supplier">
            {tell('do_new_supplier')}
          </a>
        ) : null
      }
      empty={tell('suppliers_none')}
      columns={columns()}
      keyOf={({ id }) => String(id)}
      named={({ code }) => code}
      to={({ id }) => `/office/suppliers/${id}`}
    />
  );
}

function columns(): readonly Column<Supplier>[] {
  return [
    {
      name: 'supplier',
      word: tell('supplier'),
      fixed: true,
      look: 'code',
      cell: ({ id, code }) => (
        <a href={`/office/suppliers/${id}`} tabIndex={-1}>
          {code}
        </a>
      ),
    },
    { name: 'name', word: tell('name'), look: 'main', cell: ({ name }) => name },
    { name: 'lead', word: tell('lead_time'), number: true, cell: ({ leadDays }) => tell('in_days', { days: leadDays }) },
    { name: 'minimum', word: tell('minimum'), number: true, cell: minimum },
    { name: 'itself', word: tell('supplier_itself'), bare: true, cell: ({ sendsItself }) => tell(sendsItself ? 'yes' : 'no') },
  ];
}

function minimum(one: Supplier): string {
  const parts = [one.minOrderMinor > 0 && money(one.minOrderMinor, one.currency), one.minOrderQty > 0 && count(one.minOrderQty)];
  return parts.filter(Boolean).join(' · ') || '–';
}

export function SupplierPage({ id }: { id: number }) {
  const found = useFetched(`supplier ${id}`, () => fetchSupplier(id));
  return (
    <Detail name="supplier" found={found}>
      {(supplier) => (
        <>
          <header class="page-head">
            <h1>{supplier.name}</h1>
            <p class="facts-line">
              <span class="code">{supplier.code}</span>
              <a href={address('/office/purchase-orders', { supplier: id })}>{tell('supplier_orders')}</a>
            </p>
            {supplier.address && <p class="hint">{supplier.address.split('\n').join(', ')}</p>}
          </header>
          <h2>{tell('scorecard')}</h2>
          <Score card={supplier.scorecard} />
          <h2>{tell('terms')}</h2>
          <SupplierTerms supplier={supplier} saved={found.again} />
          <h2>{tell('supplier_sells')}</h2>
          <Sells supplier={supplier} />
        </>
      )}
    </Detail>
  );
}

function Score({ card }: { card: Scorecard }) {
  const share = (pct: number | null): string => (pct === null ? '–' : `${pct} %`);
  return (
    <dl class="stock-levels scorecard">
      {(
        [
          ['score_deliveries', count(card.deliveries)],
          ['score_on_time', share(card.onTimePct)],
          ['score_in_full', share(card.inFullPct)],
          ['score_right', share(card.rightPct)],
          ['score_lead', tell('score_lead_days', { days: card.leadDays, spread: card.leadSpreadDays })],
        ] as const
      ).map(([name, value]) => (
        <div key={name}>
          <dt>{tell(name)}</dt>
          <dd>{value}</dd>
          {name === 'score_lead' && <p class="hint">{card.leadDeliveries ? tell('score_lead_learnt', { n: card.leadDeliveries }) : tell('score_lead_stated')}</p>}
        </div>
      ))}
    </dl>
  );
}

function SupplierTerms({ supplier, saved }: { supplier: Supplier; saved: () => void }) {
  const save = (said: Said): Promise<unknown> =>
    changeSupplier(supplier.id, {
      email: said('email'),
      lead_days: Number(said('lead')),
      min_order_minor: minorUnits(said('amount') || '0', supplier.currency) ?? -1,
      min_order_qty: Number(said('units') || 0),
      over_tolerance_pct: said('tolerance') === '' ? null : Number(said('tolerance')),
      sample_cartons: said('samples') === '' ? null : Number(said('samples')),
      inspection: said('inspection'),
      sends_itself: said.form.has('itself'),
    });
  return (
    <Terms mayChange={may('purchasing.change_supplier')} act={save} saved={saved}>
      <label>
        {tell('supplier_email')}
        <input name="email" type="email" maxLength={120} defaultValue={supplier.email} />
      </label>
      <label>
        {tell('supplier_lead')}
        <input name="lead" type="number" min={0} max={365} required defaultValue={String(supplier.leadDays)} />
      </label>
      <label>
        {tell('supplier_min_amount', { currency: supplier.currency })}
        <input name="amount" inputMode="decimal" defaultValue={typedAmount(supplier.minOrderMinor, supplier.currency)} />
      </label>
      <label>
        {tell('supplier_min_qty')}
        <input name="units" type="number" min={0} defaultValue={String(supplier.minOrderQty)} />
      </label>
      <label>
        {tell('supplier_tolerance')}
        <input name="tolerance" type="number" min={0} max={1000} placeholder={tell('supplier_tolerance_site')} defaultValue={supplier.overTolerancePct === null ? '' : String(supplier.overTolerancePct)} />
      </label>
      <label>
        {tell('supplier_samples')}
        <input name="samples" type="number" min={0} max={100} placeholder={tell('supplier_tolerance_site')} defaultValue={supplier.sampleCartons === null ? '' : String(supplier.sampleCartons)} />
      </label>
      <label>
        {tell('supplier_inspection')}
        <input name="inspection" maxLength={120} placeholder={tell('supplier_tolerance_site')} title={tell('say_inspection')} defaultValue={supplier.inspection} />
      </label>
      <label class="tick">
        <input name="itself" type="checkbox" defaultChecked={supplier.sendsItself} />
        <span>
          {tell('supplier_itself')} <span class="hint">{tell('supplier_itself_why')}</span>
        </span>
      </label>
    </Terms>
  );
}

function Sells({ supplier }: { supplier: Supplier }) {
  const list = useList<SupplierItem>(`sells ${supplier.id}`, (cursor) => fetchSupplierItems(supplier.id, cursor));
  if (list.items?.length === 0) return <p class="empty">{tell('supplier_sells_none')}</p>;
  return (
    <Listing
      name="supplier-items"
      list={list}
      filters={null}
      empty={tell('supplier_sells_none')}
      head={
        <>
          <th>{tell('item')}</th>
          <th>{tell('supplier_code')}</th>
          <th class="number">{tell('supplier_pack')}</th>
          <th class="number">{tell('supplier_pallet')}</th>
          <th class="number">{tell('supplier_price')}</th>
          <td />
        </>
      }
      row={(one) => (
        <Row key={one.id} to={`/office/items/${one.item}`}>
          <td class="main">
            <span class="code">{one.sku}</span> {one.name}
          </td>
          <td class="code">{one.code || '–'}</td>
          <Num label={tell('supplier_pack')}>{count(one.packQty)}</Num>
          <Num label={tell('supplier_pallet')}>{one.palletQty ? count(one.palletQty) : '–'}</Num>
          <Num label={tell('supplier_price')}>
            {[money(one.priceMinor, supplier.currency), ...one.priceBreaks.map((from) => tell('supplier_price_from', { price: money(from.priceMinor, supplier.currency), qty: count(from.fromQty) }))].join(', ')}
          </Num>
          <td class="hint">{one.preferred && tell('supplier_preferred')}</td>
        </Row>
      )}
    />
  );
}
