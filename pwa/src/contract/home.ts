/** What the home screen asks for: what may be opened. */
import { list, maybe, or, record, table, text, whole, type Reader } from './shape';

export interface Delivery {
  number: string;
  supplier: string;
  lines: number;
  expectedOn: string | null;
}

export interface Choices {
  purchaseOrders: Delivery[];
  waiting: Record<string, number>;
}

export const readChoices: Reader<Choices> = record({
  purchaseOrders: [
    'purchase_orders',
    or(list(record({ number: ['number', text], supplier: ['supplier', text], lines: ['lines', whole], expectedOn: ['expected_on', maybe(text)] })), []),
  ],
  waiting: ['waiting', or(table(whole), {})],
});
