/** The lines of an order as the customer asked for them; beneath each what is sent for it: components, or another item. */
import { useState } from 'preact/hooks';
import type { Order, OrderKit, OrderLine } from '../contract/office';
import { tell } from '../messages/desk';
import { count } from './format';
import { inTime, Substitute, TakeBack } from './order-substitutes';
import { Num, Row } from './rows';
import { may } from './session';

interface Props {
  order: Order;
  again: () => void;
}

export function OrderLines({ order, again }: Props) {
  const [asked, setAsked] = useState<number | null>(null);
  const own = order.lines.filter((line) => line.kit === null && line.substituteFor === null);
  const inPlaceOf = (id: number): OrderLine[] => order.lines.filter((line) => line.substituteFor === id && line.qty > line.givenUp);
  const all = [...order.kits.map((kit) => ({ kit, lineNo: kit.lineNo })), ...own.map((line) => ({ line, lineNo: line.lineNo }))].sort((one, other) => one.lineNo - other.lineNo);
  const lacks = own.find(({ id }) => id === asked);
  const deeds = inTime(order) && may('orders.substitute_line') && order.lines.some((line) => line.substituteFor !== null || (line.kit === null && line.lacking > 0));
  return (
    <>
      <table class="rows">
        <thead>
          <tr>
            <th>{tell('item')}</th>
            <th class="number">{tell('ordered')}</th>
            <th class="number">{tell('reserved')}</th>
            <th class="number">{tell('shipped')}</th>
            <th class="number">{tell('given_up')}</th>
            <th class="number">{tell('returned')}</th>
            {deeds && <td />}
          </tr>
        </thead>
        <tbody>
          {all.map((one) => {
            if ('kit' in one) return <KitLines key={`kit ${one.kit.id}`} kit={one.kit} parts={order.lines.filter((line) => line.kit === one.kit.id)} deeds={deeds} />;
            const { line } = one;
            const others = inPlaceOf(line.id);
            const met = others.reduce((sum, other) => sum + other.qty - other.givenUp, 0);
            return [
              <Line key={line.id} line={{ ...line, givenUp: line.givenUp - met }} deeds={deeds}>
                {line.lacking > 0 && (
                  <button type="button" class="act" data-action="substitute" aria-pressed={asked === line.id} onClick={() => setAsked(asked === line.id ? null : line.id)}>
                    {tell('do_substitute')}
                  </button>
                )}
              </Line>,
              ...others.map((other) => (
                <Line key={other.id} line={other} part insteadOf={line.name || line.sku} deeds={deeds}>
                  {other.shipped === 0 && <TakeBack order={order.id} line={other.id} then={again} />}
                </Line>
              )),
            ];
          })}
        </tbody>
      </table>
      {deeds && lacks && (
        <Substitute
          key={`${lacks.id} ${order.substitutes}`}
          order={order}
          line={lacks}
          over={() => setAsked(null)}
          again={again}
        />
      )}
    </>
  );
}

/** A kit as the customer ordered it, and what is picked and sent for it. */
function KitLines({ kit, parts, deeds }: { kit: OrderKit; parts: OrderLine[]; deeds: boolean }) {
  return (
    <>
      <Line line={{ ...kit, lot: '', kit: null, lacking: 0, substituteFor: null, freshFrom: '', tooShort: 0 }} deeds={deeds} />
      {parts.map((part) => (
        <Line key={part.id} line={part} part deeds={deeds} />
      ))}
    </>
  );
}

interface LineProps {
  line: OrderLine;
  part?: boolean;
  insteadOf?: string;
  /** Lines of this order have something that can be done about them: a column for it. */
  deeds: boolean;
  children?: preact.ComponentChildren;
}

function Line({ line, part = false, insteadOf = '', deeds, children }: LineProps) {
  return (
    <Row to={`/office/items/${line.item}`} marks={{ 'data-line': line.sku }}>
      <td class={part ? 'main part' : 'main'}>
        <span class="code">{line.sku}</span> {line.name} {line.lot && <span class="hint">{`${tell('lot')} ${line.lot}`}</span>}
        {line.freshFrom && <span class={line.lacking > 0 && line.tooShort > 0 ? 'late' : 'hint'}>{line.lacking > 0 && line.tooShort > 0 ? tell('line_too_short', { units: line.tooShort, day: line.freshFrom }) : tell('line_fresh_from', { day: line.freshFrom })}</span>}
        {insteadOf && <span class="hint">{tell('instead_of', { item: insteadOf })}</span>}
      </td>
      <Num label={tell('ordered')}>{count(line.qty)}</Num>
      <Num label={tell('reserved')}>{count(line.reserved)}</Num>
      <Num label={tell('shipped')}>{count(line.shipped)}</Num>
      <Num label={tell('given_up')}>{line.givenUp ? <span class="late">{count(line.givenUp)}</span> : 0}</Num>
      <Num label={tell('returned')}>{count(line.returned)}</Num>
      {deeds && (
        <td class="change">
          {line.lacking > 0 && <span class="late">{tell('lacking', { lacking: line.lacking })}</span>} {children}
        </td>
      )}
    </Row>
  );
}
