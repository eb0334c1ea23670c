/** The board's side: orders by state, and who is on the floor. */
import type { BoardPerson, Counts } from '../contract/board';
import { tell, tellAny, type DeskCode } from '../messages/desk';
import { clockTime, count, span } from '../office/format';
import { address } from '../office/route';
import { Row } from '../office/rows';

const KINDS = ['receive', 'putaway', 'pick', 'sort', 'check', 'pack', 'ship', 'load', 'collection', 'count', 'replenish', 'move', 'recall'];
const COLUMNS = ['ready', 'begun', 'held', 'done_today'] as const;
const HEADS: Record<(typeof COLUMNS)[number], DeskCode> = { ready: 'waiting', begun: 'begun', held: 'held', done_today: 'done_today' };

/** How much of each kind of work there is; choosing one shows its tasks alone. */
export function WorkCounts({ counts, kind, onKind }: { counts: Counts; kind: string | null; onKind: (kind: string | null) => void }) {
  const kinds = [...KINDS.filter((one) => counts[one]), ...Object.keys(counts).filter((one) => !KINDS.includes(one))];
  if (kinds.length === 0) return <p class="empty">{tell('no_work')}</p>;
  return (
    <table class="work-counts">
      <thead>
        <tr>
          <th>{tell('work')}</th>
          {COLUMNS.map((column) => (
            <th key={column} class="number">
              {tell(HEADS[column])}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {kinds.map((one) => (
          <tr key={one} class={one === kind ? 'chosen' : ''}>
            <th scope="row">
              <button
                type="button"
                class="link"
                aria-pressed={one === kind}
                title={tell('only_kind', { kind: tellAny('kind_', one).toLowerCase() })}
                onClick={() => onKind(one === kind ? null : one)}
              >
                {tellAny('kind_', one)}
              </button>
            </th>
            {COLUMNS.map((column) => (
              <td key={column} class={`number ${column}`}>
                {counts[one]?.[column] ? count(counts[one][column]) : <span class="zero">0</span>}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const ORDERS = ['open', 'released', 'picked', 'packed', 'shipped_today', 'held', 'late', 'cut_off', 'faces_dry'];
/** What is told only where there is any. */
const SELDOM = ['held', 'cut_off', 'faces_dry'];
/** What somebody has to look at. */
const PRESSING = ['late', 'cut_off', 'faces_dry'];
const LEADS: Record<string, string> = { faces_dry: '/office/pick-faces?state=dry', cut_off: '/office/carriers', late: '/office/orders', shipped_today: '/office/orders' };

export function OrderCounts({ orders }: { orders: Record<string, number> }) {
  return (
    <dl class="order-counts">
      {ORDERS.map((state) => {
        const number = orders[state] ?? 0;
        if (SELDOM.includes(state) && !number) return null;
        const to = LEADS[state] ?? address('/office/orders', { state });
        return (
          <div key={state} class={PRESSING.includes(state) && number ? 'late-count' : ''}>
            <dt>{tellAny('orders_', state)}</dt>
            <dd>
              <a href={to}>{count(number)}</a>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

export function People({ people, now }: { people: BoardPerson[]; now: number }) {
  if (people.length === 0) return <p class="empty">{tell('people_none')}</p>;
  return (
    <table class="rows people">
      <thead>
        <tr>
          <th>{tell('person')}</th>
          <th>{tell('task')}</th>
          <th class="number">{tell('last_scan')}</th>
          <th class="number">{tell('lines')}</th>
        </tr>
      </thead>
      <tbody>
        {people.map((one) => (
          <Row key={one.id} to={address('/board/journal', { person: one.id })} look={one.online ? 'online' : 'offline'}>
            <td class="main">
              <span class={`dot ${one.online ? 'on' : 'off'}`} aria-hidden="true" /> {one.name}
              <span class={one.online ? 'hint' : 'unseen'}> {one.online ? (one.device ? tell('on_device', { device: one.device }) : tell('online')) : tell('away')}</span>
            </td>
            <td class="doing">
              {one.task ? (
                <a href={`/board/tasks/${one.task.id}`} tabIndex={-1}>
                  {tellAny('kind_', one.task.kind)} {one.task.title}
                </a>
              ) : (
                <span class="quiet-word" title={tell('idle')}>–</span>
              )}
            </td>
            <td class="number" title={one.lastScanAt ? clockTime(one.lastScanAt) : ''}>
              {one.lastScanAt ? span(one.lastScanAt, now) : '–'}
            </td>
            <td class="number">{one.linesToday ? count(one.linesToday) : <span class="zero">0</span>}</td>
          </Row>
        ))}
      </tbody>
    </table>
  );
}
