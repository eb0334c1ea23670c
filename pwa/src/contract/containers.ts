/** Containers as the office sees them: where they stand, what is in them, and what was done with them. */
import { page, type Page } from './board';
import { list, maybe, record, text, whole, type Reader } from './shape';

export interface ContainerRow {
  code: string;
  kind: string;
  state: string;
  place: string;
  weightG: number;
  parent: string;
  inside: number;
  units: number;
  lots: number;
}

export interface Contained {
  item: number;
  sku: string;
  name: string;
  lotId: number;
  lot: string;
  ownerId: number;
  owner: string;
  qty: number;
  pinned: number;
  container: string;
}

export interface Nested {
  code: string;
  kind: string;
  parent: string;
  depth: number;
}

export interface Done {
  at: number;
  what: string;
  other: string;
  placeBefore: string;
  place: string;
  parentBefore: string;
  parent: string;
  weightG: number;
  person: string | null;
}

export interface ContainerCard extends ContainerRow {
  placeId: number;
  orderId: number | null;
  path: string[];
  weighedAt: number | null;
  goodsG: number | null;
  nested: Nested[];
  contents: Contained[];
  history: Done[];
}

const row: { [K in keyof ContainerRow]: [string, Reader<ContainerRow[K]>] } = {
  code: ['code', text],
  kind: ['kind', text],
  state: ['state', text],
  place: ['place', text],
  weightG: ['weight_g', whole],
  parent: ['parent', text],
  inside: ['inside', whole],
  units: ['units', whole],
  lots: ['lots', whole],
};

export const readContainers: Reader<Page<ContainerRow>> = page(record<ContainerRow>({ ...row }));

export const readContainer: Reader<ContainerCard> = record<ContainerCard>({
  ...row,
  placeId: ['place_id', whole],
  orderId: ['order_id', maybe(whole)],
  path: ['path', list(text)],
  weighedAt: ['weighed_at', maybe(whole)],
  goodsG: ['goods_g', maybe(whole)],
  nested: ['nested', list(record<Nested>({ code: ['code', text], kind: ['kind', text], parent: ['parent', text], depth: ['depth', whole] }))],
  contents: [
    'contents',
    list(
      record<Contained>({
        item: ['item', whole],
        sku: ['sku', text],
        name: ['name', text],
        lotId: ['lot_id', whole],
        lot: ['lot', text],
        ownerId: ['owner_id', whole],
        owner: ['owner', text],
        qty: ['qty', whole],
        pinned: ['pinned', whole],
        container: ['container', text],
      }),
    ),
  ],
  history: [
    'history',
    list(
      record<Done>({
        at: ['at', whole],
        what: ['what', text],
        other: ['other', text],
        placeBefore: ['place_before', text],
        place: ['place', text],
        parentBefore: ['parent_before', text],
        parent: ['parent', text],
        weightG: ['weight_g', whole],
        person: ['person', maybe(text)],
      }),
    ),
  ],
});

export const readMade: Reader<{ items: string[] }> = record({ items: ['items', list(text)] });
