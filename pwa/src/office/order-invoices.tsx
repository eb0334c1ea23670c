/** The invoices of an order, and the button that bills what was shipped since. */
import type { Invoice } from '../contract/documents';
import type { Order } from '../contract/office';
import { tell } from '../messages/desk';
import { fetchInvoices, invoicePaper, makeInvoice } from '../sync/documents';
import { Refused } from './form';
import { dayTime } from './format';
import { useFetched } from './list';
import { money } from './money';
import { may } from './session';
import { Act } from './sure';

export function OrderInvoices({ order }: { order: Order }) {
  const found = useFetched<Invoice[]>(`invoices ${order.id}`, () => fetchInvoices(order.id));
  const known = found.value ?? [];
  const shipped = [...order.lines, ...order.kits].some((line) => line.shipped > line.billed);
  return (
    <section data-role="invoices">
      <h2>{tell('invoices')}</h2>
      <Refused problem={found.problem} />
      {known.length === 0 ? (
        <p class="empty">{tell('invoices_none')}</p>
      ) : (
        <table class="rows">
          <tbody>
            {known.map((one) => (
              <tr key={one.id} data-invoice={one.number}>
                <td class="code">{one.number}</td>
                <td>{dayTime(one.madeAt)}</td>
                <td class="number">{money(one.totalMinor, one.currency)}</td>
                <td>{one.person ?? ''}</td>
                <td class="change">
                  <a class="act" href={invoicePaper(one.id)} target="_blank" rel="noopener">
                    {tell('do_open_invoice')}
                  </a>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {shipped && may('documents.make_invoice') && (
        <p class="actions">
          <Act action="make-invoice" word={tell('do_make_invoice')} act={() => makeInvoice(order.id)} then={found.again} />
        </p>
      )}
    </section>
  );
}
