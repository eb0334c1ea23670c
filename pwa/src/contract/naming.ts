/** An item as whoever has goods in hand wants to know it: what it is called, and what its barcodes stand for. */
import { list, or, record, text, whole, type Reader } from './shape';

export interface NamedItem {
  id: number;
  sku: string;
  name: string;
  tracking: string;
  zone: string;
  barcodes: { qty: number; pack: string }[];
}

export const readNamed: Reader<NamedItem> = record<NamedItem>({
  id: ['id', whole],
  sku: ['sku', text],
  name: ['name', text],
  tracking: ['tracking', or(text, 'none')],
  zone: ['zone', or(text, '')],
  barcodes: ['barcodes', or(list(record({ qty: ['qty', whole], pack: ['pack', text] })), [])],
});
