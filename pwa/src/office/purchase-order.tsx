/** A purchase order: where it stands in its life, what may be done with it, its lines, and everything that happened to it. */
import { useEffect, useState } from 'preact/hooks';
import { StateWord } from '../board/state-word';
import { useDeed } from '../board/deed';
import { Photos } from '../board/photos';
import type { Change, PurchaseOrder, PurchaseOrderLine } from '../contract/purchase';
import { tell, tellAny } from '../messages/desk';
import { actOnPurchaseOrder, changePurchaseOrderLine, discrepanciesFile, fetchPurchaseOrder, purchaseOrderFile } from '../sync/buying';
import { count, dayTime } from './format';
import { useFetched } from './list';
import { Detail } from './listing';
import { MatchOrder } from './match-order';
import { MeasuredRows } from './measured';
import { money } from './money';
import { LandedCost } from './landed';
import { Num, Row } from './rows';
import { explain, may, ours } from './session';
import { Act, Sure } from './sure';
import { To } from './to';

const LIFE = ['draft', 'approved', 'sent', 'confirmed', 'receiving', 'received', 'closed'];
const CHANGEABLE = new Set(['draft', 'approved', 'sent', 'confirmed', 'receiving']);
const LOOK_AGAIN_MS = 1_500;

/** The word for a state: what came in part is told as that. */
export const stateOf = (order: { state: string; lines: PurchaseOrderLine[] }): string =>
  order.state === 'receiving' && order.lines.some((line) => line.received > 0) ? 'part_received' : order.state;

export function PurchaseOrderPage({ id }: { id: number }) {
  const found = useFetched<PurchaseOrder>(`purchase order ${id}`, () => fetchPurchaseOrder(id));
  const [sending, setSending] = useState(false);
  const sentSoFar = found.value?.history.filter(({ kind }) => kind === 'sent' || kind === 'reported').length;
  // Sending is work behind the desk: the page looks until it is done.
  useEffect(() => setSending(false), [sentSoFar, found.value?.sendProblem]);
  useEffect(() => {
    if (!sending) return undefined;
    const timer = setInterval(found.again, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [sending, found.again]);
  return (
    <Detail name="purchase-order" found={found}>
      {(order) => (
        <>
          <header class="page-head">
            <h1>{order.number}</h1>
            <Life order={order} />
            <p class="facts-line">
              {order.state === 'cancelled' && <StateWord state={order.state} />}
              <To needs="purchasing.show_supplier" href={`/office/suppliers/${order.supplierId}`}>
                <span>{order.supplier}</span>
              </To>
              {order.expectedOn && <span>{`${tell('expected')} ${order.expectedOn}`}</span>}
              {order.blind && <span>{tell('po_blind')}</span>}
              {order.reference && <span>{`${tell('po_reference')} ${order.reference}`}</span>}
              {order.sentAt !== null && order.sentTo && <span class="hint">{tell('po_sent_to', { to: order.sentTo, when: dayTime(order.sentAt) })}</span>}
              {sending && <span role="status">{tell('po_being_sent')}</span>}
            </p>
            {order.deliveries.length > 0 && (
              <p class="facts-line" data-role="deliveries">
                <span class="hint">{tell('po_deliveries')}</span>
                {order.deliveries.map((one) => (
                  <span key={one.id}>
                    <a href={`/office/deliveries/${one.id}`}>{one.number}</a> <StateWord state={one.state} />
                  </span>
                ))}
              </p>
            )}
            {order.sendProblem && <p class="remark wrong">{tell('po_send_problem', { problem: order.sendProblem })}</p>}
            {order.blind && order.state !== 'closed' && may('purchasing.match_purchase_order') && <MatchOrder order={order} again={found.again} />}
            <Actions order={order} again={found.again} sends={() => setSending(true)} />
          </header>
          <Lines order={order} again={found.again} />
          {may('costs.show_landed') && order.lines.some((line) => line.received > 0) && <LandedCost of={{ kind: 'purchase-orders', id: order.id }} edition={order.history.length} again={found.again} />}
          <h2>{tell('discrepancies')}</h2>
          <Discrepancies order={order} sends={() => setSending(true)} />
          {order.measured.length > 0 && <MeasuredRows measured={order.measured} />}
          <h2>{tell('history')}</h2>
          <History changes={order.history} />
        </>
      )}
    </Detail>
  );
}

/** The states one after the other, with the one that it is in. */
function Life({ order }: { order: PurchaseOrder }) {
  if (order.state === 'cancelled') return null;
  const at = LIFE.indexOf(order.state);
  return (
    <ol class="life">
      {LIFE.map((state, place) => (
        <li key={state} class={place < at ? 'past' : place === at ? 'now' : ''} aria-current={place === at ? 'step' : undefined}>
          {tellAny('state_', place === at ? stateOf(order) : state)}
        </li>
      ))}
    </ol>
  );
}

function Actions({ order, again, sends }: { order: PurchaseOrder; again: () => void; sends: () => void }) {
  const can = (state: string, endpoint: string): boolean => order.may.includes(state) && may(`purchasing.${endpoint}`);
  const act = (deed: string): (() => Promise<unknown>) => () => actOnPurchaseOrder(order.id, deed);
  return (
    <div class="actions">
      {can('approved', 'approve_purchase_order') && <Act action="approve" word={tell('do_approve_order')} act={act('approve')} then={again} />}
      {can('sent', 'send_purchase_order') && (
        <Act
          action="send"
          word={order.sentAt === null ? tell('do_send', { supplier: order.supplier }) : tell('do_send_again')}
          act={act('send')}
          then={() => {
            sends();
            again();
          }}
        />
      )}
      {can('confirmed', 'confirm_purchase_order') && <Confirm order={order} again={again} />}
      {can('closed', 'close_purchase_order') && (
        <Sure action="close" word={tell('do_close_order')} question={tell('sure_close_order', { number: order.number })} yes={tell('do_yes_close')} act={act('close')} then={again} />
      )}
      {can('cancelled', 'cancel_purchase_order') && (
        <Sure
          action="cancel"
          word={tell('do_cancel_purchase')}
          question={tell('sure_cancel_purchase', { number: order.number })}
          yes={tell('do_yes_cancel')}
          act={act('cancel')}
          then={again}
        />
      )}
      {may('purchasing.purchase_order_pdf') && (
        <>
          <a class="act quiet" href={purchaseOrderFile(order.id, 'pdf')} target="_blank" rel="noopener">
            {tell('do_pdf')}
          </a>
          <a class="act quiet" href={purchaseOrderFile(order.id, 'xlsx')} download={`${order.number}.xlsx`}>
            {tell('do_workbook')}
          </a>
          <a class="act quiet" href={purchaseOrderFile(order.id, 'csv')} download={`${order.number}.csv`}>
            {tell('do_csv')}
          </a>
        </>
      )}
    </div>
  );
}

function Confirm({ order, again }: { order: PurchaseOrder; again: () => void }) {
  const deed = useDeed();
  const [asked, setAsked] = useState(false);
  const [day, setDay] = useState(order.expectedOn);
  const [reference, setReference] = useState(order.reference);
  if (!asked) {
    return (
      <button type="button" class="act" data-action="confirm" onClick={() => setAsked(true)}>
        {tell('do_confirm')}
      </button>
    );
  }
  const confirm = (): void =>
    void deed.run(() => actOnPurchaseOrder(order.id, 'confirm', { expected_on: day, reference })).then((done) => {
      if (!done) return;
      setAsked(false);
      again();
    });
  return (
    <div class="actions" role="group">
      <label class="inline">
        {tell('po_confirm_day')} <input type="date" name="expected" value={day} onInput={(event) => setDay(event.currentTarget.value)} />
      </label>
      <label class="inline">
        {tell('po_reference')} <input name="reference" maxLength={60} value={reference} onInput={(event) => setReference(event.currentTarget.value)} />
      </label>
      <button type="button" class="act primary" data-action="yes-confirm" disabled={deed.busy || !day} onClick={confirm}>
        {tell('do_save')}
      </button>
      <button type="button" class="act" onClick={() => setAsked(false)}>
        {tell('do_keep')}
      </button>
      {deed.problem && <p class="remark wrong">{deed.problem}</p>}
    </div>
  );
}

function Lines({ order, again }: { order: PurchaseOrder; again: () => void }) {
  return (
    <table class="rows">
      <thead>
        <tr>
          <th>{tell('item')}</th>
          <th class="number">{tell('ordered')}</th>
          <th class="number">{tell('received')}</th>
          <th class="number">{tell('still')}</th>
          {order.amountMinor !== null && (
            <>
              <th class="number">{tell('price')}</th>
              <th class="number">{tell('amount')}</th>
            </>
          )}
        </tr>
      </thead>
      <tbody>
        {order.lines.map((line) => (
          <Row key={line.id} to={`/office/items/${line.item}`}>
            <td class="main">
              <span class="code">{line.sku}</span> {line.name} {line.expectedOn && <span class="hint">{`${tell('expected')} ${line.expectedOn}`}</span>}
            </td>
            <td class="number" data-label={tell('ordered')}>
              <Ordered order={order} line={line} again={again} />
            </td>
            <Num label={tell('received')}>{count(line.received)}</Num>
            <Num label={tell('still')}>{count(order.state === 'closed' || order.state === 'cancelled' ? 0 : Math.max(line.qty - line.received, 0))}</Num>
            {line.priceMinor !== null && (
              <>
                <Num label={tell('price')}>{money(line.priceMinor, order.currency)}</Num>
                <Num label={tell('amount')}>{money(line.qty * line.priceMinor, order.currency)}</Num>
              </>
            )}
          </Row>
        ))}
        {order.amountMinor !== null && (
          <tr class="total">
            <td class="main">{tell('total')}</td>
            <td colSpan={4} />
            <td class="number">{money(order.amountMinor, order.currency)}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

/** How many are ordered: a field for who may change it, as long as it may be changed. */
function Ordered({ order, line, again }: { order: PurchaseOrder; line: PurchaseOrderLine; again: () => void }) {
  const [problem, setProblem] = useState('');
  if (!CHANGEABLE.has(order.state) || !may('purchasing.change_purchase_order_line')) return <>{count(line.qty)}</>;
  const take = (typed: string): void => {
    const qty = Number(typed);
    if (!Number.isSafeInteger(qty) || qty < 1 || qty === line.qty) return;
    changePurchaseOrderLine(order.id, line.id, { qty }).then(again, (error: unknown) => setProblem(explain(error)));
  };
  return (
    <>
      <input class="qty" type="number" min={1} defaultValue={String(line.qty)} aria-label={`${tell('ordered')} ${line.sku}`} onChange={(event) => take(event.currentTarget.value)} />
      {problem && <p class="remark wrong">{problem}</p>}
    </>
  );
}

function Discrepancies({ order, sends }: { order: PurchaseOrder; sends: () => void }) {
  if (order.discrepancies.length === 0) return <p class="empty">{tell('discrepancies_none')}</p>;
  return (
    <>
      {may('purchasing.discrepancies_pdf') && (
        <div class="actions">
          <a class="act quiet" href={discrepanciesFile(order.id)} target="_blank" rel="noopener">
            {tell('do_tell_supplier', { supplier: order.supplier })}
          </a>
          {may('purchasing.send_discrepancies') && <Act action="send-report" word={tell('do_send_report')} act={() => actOnPurchaseOrder(order.id, 'discrepancies/send')} then={sends} />}
        </div>
      )}
      <table class="rows">
        <tbody>
          {order.discrepancies.map((one) => (
            <tr key={one.id}>
              <td>{toldOf(one)}</td>
              <td class="code main">{one.sku ?? one.code}</td>
              <td>{one.container && tell('stands_in', { place: one.place, container: one.container })}</td>
              <td>{one.photo && <Photos photos={[{ sha256: one.photo, shows: one.kind, state: 'here' }]} />}</td>
              <td class="number">{count(one.qty)}</td>
              <td>{dayTime(one.at)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** What it was; of goods that nobody knew also what became of them. */
function toldOf({ kind, sku }: PurchaseOrder['discrepancies'][number]): string {
  if (kind === 'sent_back') return tell('told_sent_back');
  return kind === 'unknown' && sku ? tell('told_unknown_named') : kind.replaceAll('_', ' ');
}

function History({ changes }: { changes: Change[] }) {
  return (
    <table class="rows narrow history">
      <tbody>
        {changes.map((one) => (
          <tr key={one.id}>
            <td class="when">{dayTime(one.at)}</td>
            <td class="main">{happened(one)}</td>
            <td>{one.person ?? (ours() ? tell('by_itself') : '–')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function happened({ kind, params }: Change): string {
  const words = Object.fromEntries(Object.entries(params).filter((pair): pair is [string, string | number] => typeof pair[1] === 'string' || typeof pair[1] === 'number'));
  if (words['what']) words['what'] = tellAny('what_', String(words['what']));
  if (words['currency']) words['amount'] = money(Number(params['amount_minor']), String(params['currency']));
  if (words['missing'] === 0) delete words['missing'];
  return tellAny('change_', kind, words);
}
