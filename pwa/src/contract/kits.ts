/** Kits as the office sees them: what they are made of, and how many that makes. */
import { page, type Page } from './board';
import { list, or, record, text, whole, type Reader } from './shape';

export interface KitRow {
  id: number;
  sku: string;
  name: string;
  kind: string;
  components: number;
}

export interface Component {
  item: number;
  sku: string;
  name: string;
  qty: number;
  onHand: number;
  available: number;
}

export interface Kit extends Omit<KitRow, 'components'> {
  onHand: number;
  available: number;
  makeable: number;
  components: Component[];
}

const head: { [K in keyof Omit<KitRow, 'components'>]: [string, Reader<KitRow[K]>] } = {
  id: ['id', whole],
  sku: ['sku', text],
  name: ['name', or(text, '')],
  kind: ['kind', text],
};

export const readKits: Reader<Page<KitRow>> = page(record<KitRow>({ ...head, components: ['components', whole] }));

export const readKit: Reader<Kit> = record<Kit>({
  ...head,
  onHand: ['on_hand', whole],
  available: ['available', whole],
  makeable: ['makeable', whole],
  components: [
    'components',
    list(
      record<Component>({
        item: ['item', whole],
        sku: ['sku', text],
        name: ['name', or(text, '')],
        qty: ['qty', whole],
        onHand: ['on_hand', whole],
        available: ['available', whole],
      }),
    ),
  ],
});
