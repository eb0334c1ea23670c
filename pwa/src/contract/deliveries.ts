/** Announced deliveries: cartons and pallets by SSCC, and what became of each. */
import { readMeasured, type Measured } from './purchase';
import { page, type Page } from './board';
import { flag, list, maybe, or, record, text, whole, type Reader } from './shape';

export interface DeliveryRow {
  id: number;
  number: string;
  state: string;
  supplierId: number;
  supplier: string;
  expectedOn: string;
  announcedAt: number;
  cartons: number;
  arrived: number;
  cancelled: number;
}

export interface CartonGoods {
  item: number;
  sku: string;
  name: string;
  qty: number;
  lot: string;
  expiresOn: string;
  serials: string[];
  purchaseOrderId: number;
  purchaseOrder: string;
  ordered: boolean;
}

export interface CartonRow {
  sscc: string;
  pallet: string;
  state: string;
  container: string;
  at: number | null;
  person: string | null;
  goods: CartonGoods[];
}

export interface DeliveryCard extends DeliveryRow {
  contents: CartonRow[];
  measured: Measured[];
}

const row: { [K in keyof DeliveryRow]: [string, Reader<DeliveryRow[K]>] } = {
  id: ['id', whole],
  number: ['number', text],
  state: ['state', text],
  supplierId: ['supplier_id', whole],
  supplier: ['supplier_name', text],
  expectedOn: ['expected_on', or(text, '')],
  announcedAt: ['announced_at', whole],
  cartons: ['cartons', whole],
  arrived: ['arrived', whole],
  cancelled: ['cancelled', whole],
};

export const readDeliveries: Reader<Page<DeliveryRow>> = page(record<DeliveryRow>({ ...row }));

export const readDelivery: Reader<DeliveryCard> = record<DeliveryCard>({
  ...row,
  measured: ['measured', readMeasured],
  contents: [
    'contents',
    list(
      record<CartonRow>({
        sscc: ['sscc', text],
        pallet: ['pallet', or(text, '')],
        state: ['state', text],
        container: ['container', or(text, '')],
        at: ['at', maybe(whole)],
        person: ['person', maybe(text)],
        goods: [
          'goods',
          list(
            record<CartonGoods>({
              item: ['item', whole],
              sku: ['sku', text],
              name: ['name', or(text, '')],
              qty: ['qty', whole],
              lot: ['lot', or(text, '')],
              expiresOn: ['expires_on', or(text, '')],
              serials: ['serials', or(list(text), [])],
  purchaseOrderId: ['purchase_order_id', whole],
              purchaseOrder: ['purchase_order', text],
              ordered: ['ordered', flag],
            }),
          ),
        ],
      }),
    ),
  ],
});
