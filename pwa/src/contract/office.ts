/** Items, orders, purchase orders and places, as the office lists and opens them. */
import { page, type Page } from './board';
import { data, flag, list, maybe, or, record, text, whole, type JsonObject, type Reader } from './shape';

export interface ItemRow {
  id: number;
  sku: string;
  name: string;
  tracking: string;
  zone: string;
  abc: string;
  active: boolean;
}

export interface Item extends ItemRow {
  /** virtual or built where it is made of others, else ''. */
  kit: string;
  unit: string;
  weightG: number;
  lengthMm: number;
  widthMm: number;
  heightMm: number;
  turning: string;
  fragile: boolean;
  inspection: string;
  temperature: string;
  hazard: string;
  /** How warm it may come in, in tenths of a degree; null: not asked. */
  minTempTenths: number | null;
  maxTempTenths: number | null;
  /** Counted in pieces, and weighed as it comes in. */
  catchWeight: boolean;
  /** For how many days its lots must still be good when they leave. */
  shelfDaysLeft: number;
  barcodes: { value: string; qty: number; pack: string }[];
  /** The latest who measured one piece, newest first; 0: nothing was said of it. */
  sizings: Sizing[];
}

export interface Sizing {
  id: number;
  weightG: number;
  lengthMm: number;
  widthMm: number;
  heightMm: number;
  atDock: boolean;
  person: string | null;
  at: number;
}

export interface StockPlace {
  placeId: number;
  lotId: number;
  ownerId: number;
  place: string;
  zone: string;
  lot: string;
  expiresOn: string;
  container: string;
  owner: string;
  qty: number;
  pinned: number;
  unreservable: number;
}

export interface Stock {
  onHand: number;
  reserved: number;
  available: number;
  incoming: number;
  places: StockPlace[];
}

export interface OrderRow {
  id: number;
  number: string;
  owner: string;
  state: string;
  priority: number;
  channel: string;
  placedAt: number;
  shipBy: number;
  customer: string;
  city: string;
  lines: number;
  units: number;
  reserved: number;
  addressFaulty: boolean;
}

export interface OrderLine {
  id: number;
  lineNo: number;
  sku: string;
  item: number;
  name: string;
  lot: string;
  qty: number;
  reserved: number;
  shipped: number;
  givenUp: number;
  billed: number;
  returned: number;
  /** The kit of the order that it is a component of. */
  kit: number | null;
  /** Units that are neither promised nor picked. */
  lacking: number;
  /** The line that it stands for. */
  substituteFor: number | null;
  /** The day before which none of its lots may expire, and how many free units do. */
  freshFrom: string;
  tooShort: number;
}

/** A virtual kit as the customer ordered it, and how many are whole. */
export type OrderKit = Omit<OrderLine, 'lot' | 'kit' | 'lacking' | 'substituteFor' | 'freshFrom' | 'tooShort'>;

export interface Parcel {
  id: number;
  container: string;
  tracking: string;
  carrier: string;
  weightG: number;
  shippedAt: number | null;
  /** Who took it, of an order that its customer collects. */
  handedTo: string;
  /** '' where the house prints it, else wanted, ready or refused. */
  label: string;
  labelFormat: string;
  labelProblem: string;
  labelSaid: string;
  trackingUrl: string;
  trackState: string;
}

/** A return of an order. */
export interface OrderReturn { id: number; number: string; state: string; madeAt: number; units: number }

export interface Order {
  id: number;
  number: string;
  /** The code of whose goods it is of. */
  owner: string;
  state: string;
  priority: number;
  placedAt: number;
  shipBy: number;
  customer: string;
  /** The address by its parts, as it is changed. */
  parts: Record<string, string>;
  addressFaults: { field: string; fault: string; example: string }[];
  address: string[];
  note: string;
  collect: boolean;
  collectionCode: string;
  gift: boolean;
  giftNote: string;
  /** The customer takes another item where one cannot be had. */
  substitutes: boolean;
  language: string;
  lines: OrderLine[];
  kits: OrderKit[];
  parcels: Parcel[];
  returns: OrderReturn[];
  changes: OrderChange[];
}

/** What happened to an order, and with which other one. */
export interface OrderChange {
  at: number;
  what: string;
  person: string | null;
  otherId: number;
  other: string;
  units: number | null;
  priority: number | null;
  item: string | null;
  insteadOf: string | null;
}

export interface Released {
  number: string;
  state: string;
  code: string | null;
  params: JsonObject;
}

export interface PurchaseOrderRow {
  id: number;
  number: string;
  owner: string;
  state: string;
  supplier: string;
  orderedAt: number;
  expectedOn: string;
  lines: number;
}

export interface PlaceRow {
  id: number;
  code: string;
  kind: string;
  zone: string | null;
  /** An end of the books, as suppliers and customers are: nobody can go there, and nothing lies there. */
  virtual: boolean;
  pickable: boolean;
  active: boolean;
  /** Why it is out of use, as far as somebody has said. */
  outWhy: string;
  /** It was renamed since its label was printed. */
  labelOld: boolean;
  maxPallets: number;
  aisle: string;
  bay: string;
  level: string;
  /** The aisle that one walks to it by; '' from an older server, and where none is drawn. */
  onAisle: string;
  xMm: number;
  yMm: number;
}

export interface Zone {
  code: string;
  name: string;
  temperature: string;
  hazards: string;
  /** What somebody has to be able to drive to be sent there; '': nothing. */
  equipment: string;
}

const itemRow: { [K in keyof ItemRow]: [string, Reader<ItemRow[K]>] } = {
  id: ['id', whole],
  sku: ['sku', text],
  name: ['name', text],
  tracking: ['tracking', or(text, 'none')],
  zone: ['zone', or(text, '')],
  abc: ['abc', or(text, '')],
  active: ['active', or(flag, true)],
};

export const readItems: Reader<Page<ItemRow>> = page(record<ItemRow>(itemRow));

export const readItem: Reader<Item> = record<Item>({
  ...itemRow,
  kit: ['kit', or(text, '')],
  unit: ['unit', or(text, '')],
  weightG: ['weight_g', or(whole, 0)],
  lengthMm: ['length_mm', or(whole, 0)],
  widthMm: ['width_mm', or(whole, 0)],
  heightMm: ['height_mm', or(whole, 0)],
  turning: ['turning', or(text, 'any')],
  fragile: ['fragile', or(flag, false)],
  inspection: ['inspection', or(text, '')],
  temperature: ['temperature', or(text, '')],
  hazard: ['hazard', or(text, '')],
  minTempTenths: ['min_temp_tenths', maybe(whole)],
  maxTempTenths: ['max_temp_tenths', maybe(whole)],
  catchWeight: ['catch_weight', or(flag, false)],
  sizings: [
    'sizings',
    or(
      list(
        record<Sizing>({
          id: ['id', whole],
          weightG: ['weight_g', whole],
          lengthMm: ['length_mm', whole],
          widthMm: ['width_mm', whole],
          heightMm: ['height_mm', whole],
          atDock: ['at_dock', flag],
          person: ['person', maybe(text)],
          at: ['at', whole],
        }),
      ),
      [],
    ),
  ],
  shelfDaysLeft: ['shelf_days_left', or(whole, 0)],
  barcodes: ['barcodes', or(list(record({ value: ['value', text], qty: ['qty', whole], pack: ['pack', text] })), [])],
});

export const readStock: Reader<Stock> = record({
  onHand: ['on_hand', whole],
  reserved: ['reserved', whole],
  available: ['available', whole],
  incoming: ['incoming', or(whole, 0)],
  places: [
    'places',
    list(
      record<StockPlace>({
        placeId: ['place_id', whole],
        lotId: ['lot_id', whole],
        ownerId: ['owner_id', whole],
        place: ['place', text],
        zone: ['zone', or(text, '')],
        lot: ['lot', or(text, '')],
        expiresOn: ['expires_on', or(text, '')],
        container: ['container', or(text, '')],
        owner: ['owner', or(text, '')],
        qty: ['qty', whole],
        pinned: ['pinned', or(whole, 0)],
        unreservable: ['unreservable', or(whole, 0)],
      }),
    ),
  ],
});

export const readOrders: Reader<Page<OrderRow>> = page(
  record<OrderRow>({
    id: ['id', whole],
    number: ['number', text],
    owner: ['owner', or(text, '')],
    state: ['state', text],
    priority: ['priority', or(whole, 5)],
    channel: ['channel', or(text, '')],
    placedAt: ['placed_at', whole],
    shipBy: ['ship_by', whole],
    customer: ['customer', or(text, '')],
    city: ['city', or(text, '')],
    lines: ['lines', or(whole, 0)],
    units: ['units', or(whole, 0)],
    reserved: ['reserved', or(whole, 0)],
    addressFaulty: ['address_faulty', or(flag, false)],
  }),
);

const orderKit: { [K in keyof OrderKit]: [string, Reader<OrderKit[K]>] } = {
  id: ['id', whole],
  lineNo: ['line_no', whole],
  item: ['item', whole],
  sku: ['sku', text],
  name: ['name', or(text, '')],
  qty: ['qty', whole],
  reserved: ['reserved', or(whole, 0)],
  shipped: ['shipped', or(whole, 0)],
  givenUp: ['given_up', or(whole, 0)],
  billed: ['billed', or(whole, 0)],
  returned: ['returned', or(whole, 0)],
};

const orderLine = record<OrderLine>({ ...orderKit, lot: ['lot', or(text, '')], kit: ['kit', maybe(whole)], lacking: ['lacking', or(whole, 0)], substituteFor: ['substitute_for', maybe(whole)], freshFrom: ['fresh_from', or(text, '')], tooShort: ['too_short', or(whole, 0)] });

const parcel = record<Parcel>({
  id: ['id', whole],
  container: ['container', text],
  tracking: ['tracking', or(text, '')],
  carrier: ['carrier', or(text, '')],
  weightG: ['weight_g', or(whole, 0)],
  shippedAt: ['shipped_at', maybe(whole)],
  handedTo: ['handed_to', or(text, '')],
  label: ['label', or(text, '')],
  labelFormat: ['label_format', or(text, '')],
  labelProblem: ['label_problem', or(text, '')],
  labelSaid: ['label_said', or(text, '')],
  trackingUrl: ['tracking_url', or(text, '')],
  trackState: ['track_state', or(text, '')],
});

const order = record<Omit<Order, 'address' | 'parts'>>({
  id: ['id', whole],
  number: ['number', text],
  owner: ['owner', or(text, '')],
  state: ['state', text],
  priority: ['priority', or(whole, 5)],
  placedAt: ['placed_at', whole],
  shipBy: ['ship_by', whole],
  customer: ['customer', or(text, '')],
  note: ['note', or(text, '')],
  collect: ['collect', or(flag, false)],
  collectionCode: ['collection_code', or(text, '')],
  gift: ['gift', or(flag, false)],
  giftNote: ['gift_note', or(text, '')],
  substitutes: ['substitutes', or(flag, false)],
  language: ['language', or(text, '')],
  addressFaults: ['address_faults', or(list(record<Order['addressFaults'][number]>({ field: ['field', text], fault: ['fault', text], example: ['example', text] })), [])],
  lines: ['lines', list(orderLine)],
  kits: ['kits', or(list(record<OrderKit>(orderKit)), [])],
  parcels: ['shipments', or(list(parcel), [])],
  changes: [
    'changes',
    or(list(record<OrderChange>({ at: ['at', whole], what: ['what', text], person: ['person', maybe(text)], otherId: ['other_id', whole], other: ['other', text], units: ['units', maybe(whole)], priority: ['priority', maybe(whole)], item: ['item', maybe(text)], insteadOf: ['instead_of', maybe(text)] })), []),
  ],
  returns: ['returns', or(list(record<OrderReturn>({ id: ['id', whole], number: ['number', text], state: ['state', text], madeAt: ['made_at', whole], units: ['units', whole] })), [])],
});

export const readOrder: Reader<Order> = (value, path) => {
  const from = data(value, path);
  const part = (name: string): string => or(text, '')(from[name], `${path}.${name}`);
  const address = [part('street'), `${part('postcode')} ${part('city')}`.trim(), part('country')].filter(Boolean);
  const parts = Object.fromEntries(['customer', 'street', 'postcode', 'city', 'country'].map((name) => [name, part(name)]));
  return { ...order(value, path), address, parts };
};

export const readReleased: Reader<Released[]> = (value, path) =>
  list(
    record<Released>({ number: ['number', text], state: ['state', text], code: ['code', maybe(text)], params: ['params', or(data, {})] }),
  )(data(value, path)['orders'], `${path}.orders`);

export const readPurchaseOrders: Reader<Page<PurchaseOrderRow>> = page(
  record<PurchaseOrderRow>({
    id: ['id', whole],
    number: ['number', text],
    owner: ['owner', or(text, '')],
    state: ['state', text],
    supplier: ['supplier_name', text],
    orderedAt: ['ordered_at', whole],
    expectedOn: ['expected_on', or(text, '')],
    lines: ['lines', or(whole, 0)],
  }),
);

export const readPlaces: Reader<Page<PlaceRow>> = page(
  record<PlaceRow>({
    id: ['id', whole],
    code: ['code', text],
    kind: ['kind', text],
    zone: ['zone', maybe(text)],
    virtual: ['virtual', or(flag, false)],
    pickable: ['pickable', or(flag, false)],
    active: ['active', or(flag, true)],
    outWhy: ['out_why', or(text, '')],
    labelOld: ['label_old', or(flag, false)],
    maxPallets: ['max_pallets', or(whole, 0)],
    aisle: ['aisle', or(text, '')],
    bay: ['bay', or(text, '')],
    level: ['level', or(text, '')],
    onAisle: ['on_aisle', or(text, '')],
    xMm: ['x_mm', or(whole, 0)],
    yMm: ['y_mm', or(whole, 0)],
  }),
);

export const readZone: Reader<Zone> = record<Zone>({
  code: ['code', text],
  name: ['name', or(text, '')],
  temperature: ['temperature', or(text, '')],
  hazards: ['hazards', or(text, '')],
  equipment: ['equipment', or(text, '')],
});
export const readZones: Reader<Zone[]> = (value, path) => list(readZone)(data(value, path)['items'], `${path}.items`);

export interface PersonRow {
  id: number;
  name: string;
  role: string;
  badge: string | null;
  login: string | null;
  language: string;
  active: boolean;
  qualityCheck: boolean;
  /** Where this person works first, and what they may drive, both with commas. */
  zones: string;
  equipment: string;
  /** The client whom they belong to; '' for the house's own people. */
  owner: string;
}

export interface DeviceRow {
  id: string;
  name: string;
  lastSeenAt: number;
  revokedAt: number | null;
  person: { id: number; name: string } | null;
  /** Its scans of the day, and how many came badly; null if it has not said. */
  scanner: { scans: number; split: number; short: number; unreadable: number } | null;
  /** How many scans it said it still held when it was last heard; null: it has not said. */
  unsent: number | null;
}

export const readPersonRow: Reader<PersonRow> = record({
  id: ['id', whole],
  name: ['name', text],
  role: ['role', text],
  badge: ['badge', maybe(text)],
  login: ['login', maybe(text)],
  language: ['language', or(text, 'en')],
  active: ['active', flag],
  qualityCheck: ['quality_check', or(flag, false)],
  zones: ['zones', or(text, '')],
  equipment: ['equipment', or(text, '')],
  owner: ['owner', or(text, '')],
});

export const readPeople: Reader<Page<PersonRow>> = page(readPersonRow);

export const readDeviceRow: Reader<DeviceRow> = record({
  id: ['id', text],
  name: ['name', text],
  lastSeenAt: ['last_seen_at', whole],
  revokedAt: ['revoked_at', maybe(whole)],
  person: ['person', maybe(record({ id: ['id', whole], name: ['name', text] }))],
  scanner: ['scanner', maybe(record({ scans: ['scans', whole], split: ['split', whole], short: ['short', whole], unreadable: ['unreadable', whole] }))],
  unsent: ['unsent', or(maybe(whole), null)],
});

export const readDevices: Reader<Page<DeviceRow>> = page(readDeviceRow);
