/** Why this quantity: any number of stock opens here, into the sentences of what made it. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { BalanceKey, MoveEnd, Why, WhyMove } from '../contract/why';
import { Photos } from '../board/photos';
import { tell, tellAny } from '../messages/desk';
import { fetchWhy } from '../sync/office';
import { clockTime, count, dayTime } from './format';
import { useFetched } from './list';
import { Detail } from './listing';
import { address, route } from './route';
import { Num } from './rows';
import { explain, may, ours } from './session';
import { To } from './to';

/** Where a number is explained. */
export function whyAddress(number: string, key: Partial<BalanceKey>): string {
  return address('/office/why', { number, ...key, lot: key.lot || '', owner: key.owner === 1 ? '' : key.owner });
}

interface WhyLinkProps {
  number: string;
  of: Partial<BalanceKey>;
  children: ComponentChildren;
}

/** A number that can be opened, by whoever may. */
export function WhyLink({ number, of, children }: WhyLinkProps) {
  if (!may('insight.explain_number')) return <>{children}</>;
  return (
    <a class="made" href={whyAddress(number, of)} title={tell('made_this')}>
      {children}
    </a>
  );
}

export function WhyPage() {
  const asked = Object.fromEntries(route.value.query);
  const key = JSON.stringify(asked);
  const found = useFetched<Why>(key, () => fetchWhy(asked));
  return (
    <Detail name="why" found={found}>
      {(why) => <Explained key={key} why={why} read={(cursor) => fetchWhy({ ...asked, cursor })} />}
    </Detail>
  );
}

function Explained({ why, read }: { why: Why; read: (cursor: string) => Promise<Why> }) {
  const [pages, setPages] = useState([why]);
  const [problem, setProblem] = useState('');
  const next = pages[pages.length - 1]!.next;
  const more = (cursor: string): void =>
    void read(cursor).then(
      (page) => setPages([...pages, page]),
      (error: unknown) => setProblem(explain(error)),
    );
  const { about } = why;
  const where = [about.place, about.container].filter(Boolean);
  return (
    <>
      <header class="page-head">
        <h1>
          {tellAny('made_', why.number)} <span class="why-qty">{count(why.qty)}</span>
        </h1>
        <p class="facts-line">
          <a href={`/office/items/${about.item}`}>
            <span class="code">{about.sku}</span> {about.name}
          </a>
          {about.lot && (
            <To needs="insight.show_lot" class="code" href={`/office/lots/${about.lotId}`}>
              {tell('made_lot', { lot: about.lot })}
            </To>
          )}
          {where.map((one) => (
            <span key={one} class="code">
              {one}
            </span>
          ))}
          <button type="button" class="act quiet print-none" onClick={() => print()}>
            {tell('do_print')}
          </button>
        </p>
      </header>
      {why.number === 'available' ? (
        <Sum why={why} />
      ) : (
        <>
          {pages.every(isEmpty) && <p class="empty">{tellAny('made_nothing_', why.number)}</p>}
          <Moves moves={pages.flatMap((page) => page.moves)} />
          <Promises why={pages.flatMap((page) => page.promises)} />
          <Arrivals why={pages.flatMap((page) => page.arrivals)} />
        </>
      )}
      {problem && <p class="remark wrong">{problem}</p>}
      {next && (
        <div class="pager print-none">
          <button type="button" class="act" onClick={() => more(next)}>
            {tell('more')}
          </button>
        </div>
      )}
    </>
  );
}

const isEmpty = (page: Why): boolean => page.moves.length + page.promises.length + page.arrivals.length === 0;
const signed = (qty: number): string => (qty > 0 ? `+${count(qty)}` : `−${count(-qty)}`);

function Moves({ moves }: { moves: WhyMove[] }) {
  if (moves.length === 0) return null;
  return (
    <table class="rows why-moves">
      <thead>
        <tr>
          <th class="number">{tell('made_change')}</th>
          <th>{tell('made_what')}</th>
          <th>{tell('made_who')}</th>
          <th>{tell('made_when')}</th>
          <th>{tell('made_see')}</th>
          <th class="number">{tell('made_then')}</th>
        </tr>
      </thead>
      <tbody>
        {moves.map((move) => (
          <tr key={move.id}>
            <td class={`number ${move.qty > 0 ? 'more' : 'less'}`}>{signed(move.qty)}</td>
            <td class="main">
              {sentence(move)}
              {may('photos.show') && <Photos photos={move.photos} />}
            </td>
            <td>{[move.person, move.device].filter(Boolean).join(', ') || (move.cause || ours() ? tellAny('made_cause_', move.cause || 'server') : '–')}</td>
            <td title={dayTime(move.at)}>
              {dayTime(move.at).split(',')[0]} {clockTime(move.at)}
            </td>
            <td>
              <See move={move} />
            </td>
            <Num label={tell('made_then')}>{count(move.after)}</Num>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Moves that take others back and have words of their own. */
const NO_UNDO: readonly string[] = ['unfind', 'recall'];

/** What happened, in the words of the floor. */
export function sentence(move: WhyMove): string {
  const came = move.qty > 0;
  const other = came ? move.from : move.to;
  const kind = move.undoes && !NO_UNDO.includes(move.kind) ? 'undo' : move.kind;
  return tellAny(`made_${came ? 'came' : 'went'}_`, kind, {
    purchase_order: move.purchaseOrder?.number,
    order: move.order?.number,
    customer: move.order?.customer,
    other: other.virtual ? null : endName(other),
    plate: (came ? move.to : other).container,
  });
}

/** A container at its place, or the place alone. */
const endName = (end: MoveEnd): string => (end.container ? tell('made_container_at', { container: end.container, place: end.code }) : end.code);

/** The way on: the scan, the documents, and the balance at the other end. */
function See({ move }: { move: WhyMove }) {
  const other = move.qty > 0 ? move.from : move.to;
  return (
    <span class="why-see">
      {!other.virtual && <a href={whyAddress('balance', keyOf(other))}>{endName(other)}</a>}
      {move.purchaseOrder && <a href={`/office/purchase-orders/${move.purchaseOrder.id}`}>{move.purchaseOrder.number}</a>}
      {move.order && <a href={`/office/orders/${move.order.id}`}>{tell('made_order', { order: move.order.number })}</a>}
      {move.parcels.map((parcel) => (
        <span key={parcel.id} class="code">
          {parcel.tracking || parcel.container}
        </span>
      ))}
      {move.scan && may('insight.list_scans') && <a href={address('/board/journal', { event: move.scan })}>{tell('made_scan')}</a>}
    </span>
  );
}

const keyOf = ({ item, lot, owner, place, container }: MoveEnd): BalanceKey => ({ item, lot, owner, place, container });

function Promises({ why }: { why: Why['promises'] }) {
  if (why.length === 0) return null;
  return (
    <table class="rows why-promises">
      <thead>
        <tr>
          <th class="number">{tell('qty')}</th>
          <th>{tell('order')}</th>
          <th>{tell('customer')}</th>
          <th>{tell('state')}</th>
          <th>{tell('place')}</th>
          <th>{tell('ship_by')}</th>
        </tr>
      </thead>
      <tbody>
        {why.map((one, index) => (
          <tr key={index}>
            <td class="number">{count(one.qty)}</td>
            <td class="code">
              <a href={`/office/orders/${one.order.id}`}>{one.order.number}</a>
            </td>
            <td class="main">{one.order.customer || '–'}</td>
            <td>
              {tellAny('state_', one.state)}
              {one.person && `, ${one.person}`}
            </td>
            <td class="code">{[one.place, one.container, one.lot].filter(Boolean).join(' ') || tell('made_not_pinned')}</td>
            <td>{dayTime(one.shipBy)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Arrivals({ why }: { why: Why['arrivals'] }) {
  if (why.length === 0) return null;
  return (
    <table class="rows why-arrivals">
      <thead>
        <tr>
          <th class="number">{tell('still')}</th>
          <th>{tell('purchase_orders')}</th>
          <th>{tell('supplier')}</th>
          <th class="number">{tell('ordered')}</th>
          <th class="number">{tell('received')}</th>
          <th>{tell('expected')}</th>
        </tr>
      </thead>
      <tbody>
        {why.map((one) => (
          <tr key={`${one.purchaseOrder.id} ${one.ordered} ${one.received}`}>
            <td class="number">{count(one.qty)}</td>
            <td class="code">
              <a href={`/office/purchase-orders/${one.purchaseOrder.id}`}>{one.purchaseOrder.number}</a>
            </td>
            <td class="main">{one.purchaseOrder.supplier}</td>
            <Num label={tell('ordered')}>{count(one.ordered)}</Num>
            <Num label={tell('received')}>{count(one.received)}</Num>
            <td>{one.expectedOn || '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Which numbers of a sum open further. */
const OPENS: readonly string[] = ['on_hand', 'reserved'];

function Sum({ why }: { why: Why }) {
  return (
    <table class="rows narrow why-sum">
      <tbody>
        {why.parts.map(({ code, qty }) => (
          <tr key={code}>
            <td class="main">{tellAny('made_part_', code)}</td>
            <td class="number">
              {OPENS.includes(code) ? (
                <WhyLink number={code} of={{ item: why.about.item }}>
                  {code === 'on_hand' ? count(qty) : `−${count(-qty)}`}
                </WhyLink>
              ) : (
                `−${count(-qty)}`
              )}
            </td>
          </tr>
        ))}
        <tr class="total">
          <td class="main">{tell('available')}</td>
          <td class="number">{count(why.qty)}</td>
        </tr>
      </tbody>
    </table>
  );
}
