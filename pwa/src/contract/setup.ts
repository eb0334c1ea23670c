/** Setting up as the wire tells it: the first run, what is missing, the floor, imports, invitations, settings. */
import { page, type Page } from './board';
import { data, flag, list, maybe, or, record, text, whole, type Json, type JsonObject, type Reader } from './shape';

export interface StockRow {
  id: number;
  sku: string;
  name: string;
  zone: string;
  active: boolean;
  onHand: number;
  reserved: number;
  available: number;
  incoming: number;
  places: { place: string; qty: number }[];
  morePlaces: number;
}

export interface Checklist {
  steps: { name: string; done: boolean }[];
  done: boolean;
}

export interface Way {
  code: string;
  kind: string;
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  oneWay: boolean;
  isNew: boolean;
}

export interface Station {
  code: string;
  kind: string;
  x: number;
  y: number;
}

export interface Shelf {
  x: number;
  y: number;
  wide: number;
  deep: number;
}

export interface FloorPlan {
  ways: Way[];
  stations: Station[];
  groups: { zone: string; aisle: string; bins: number; out: number }[];
  /** Bins that are out of use, where they stand. */
  closed: { code: string; x: number; y: number; aisle: string; why: string }[];
  /** Codes of docks and stations that are out of use: no other may have them. */
  taken: string[];
  /** What a drawing is saved against. */
  version: string;
}

export interface FloorPreview {
  bins: number;
  existing: number;
  pickable: number;
  first: string[];
  last: string[];
  ways: Way[];
  shelves: Shelf[];
  stations: Station[];
  /** A walk over a few bins; null where none can be told. */
  tour: SampleTour | null;
}

export interface SampleTour {
  stops: { code: string; x: number; y: number }[];
  walkM: number;
  codeOrderM: number;
}

export interface FloorMade {
  bins: number;
  stations: number;
}

export interface Plan {
  columns: string[];
  encoding: string;
  separator: string;
  decimal: string;
  dates: string;
  datesAreSure: boolean;
  headLine: number;
  /** Of a workbook, which is read. */
  sheet: string;
}

export interface ImportRow {
  id: number;
  kind: string;
  name: string;
  state: string;
  lines: number;
  total: number;
  done: number;
  created: number;
  unchanged: number;
  leftOut: number;
  person: string;
  uploadedAt: number;
}

export interface CellProblem {
  line: number;
  /** What a workbook calls it; '' in a text. */
  cell: string;
  column: string;
  head: string;
  value: string;
  code: string;
  params: JsonObject;
}

export interface ImportRun extends ImportRow {
  preview: { head: string[]; lines: string[][]; plan: Plan; known: string[]; needed: string[]; sheets: string[] } | null;
  problems: CellProblem[];
  moreProblems: number;
}

export interface Invitation {
  id: number;
  name: string;
  address: string;
  qr: string;
  expiresAt: number;
}

export interface InvitationState {
  usedAt: number | null;
  expiresAt: number;
}

export interface Setting {
  name: string;
  value: Json;
  standard: Json;
  least: number | null;
  most: number | null;
}

export interface SettingChange {
  id: number;
  at: number;
  person: string;
  name: string;
  old: string;
  now: string;
  /** Of a place that went out of use. */
  why: string;
}

const plain: Reader<Json> = (value) => value as Json;

export const readStockList: Reader<Page<StockRow>> = page(
  record<StockRow>({
    id: ['id', whole],
    sku: ['sku', text],
    name: ['name', text],
    zone: ['zone', or(text, '')],
    active: ['active', or(flag, true)],
    onHand: ['on_hand', whole],
    reserved: ['reserved', whole],
    available: ['available', whole],
    incoming: ['incoming', whole],
    places: ['places', list(record({ place: ['place', text], qty: ['qty', whole] }))],
    morePlaces: ['more_places', or(whole, 0)],
  }),
);

export const readChecklist: Reader<Checklist> = record<Checklist>({
  steps: ['steps', list(record({ name: ['name', text], done: ['done', flag] }))],
  done: ['done', flag],
});

const ways = list(
  record<Way>({
    code: ['code', text],
    kind: ['kind', text],
    x1: ['x1_mm', whole],
    y1: ['y1_mm', whole],
    x2: ['x2_mm', whole],
    y2: ['y2_mm', whole],
    oneWay: ['one_way', flag],
    isNew: ['is_new', flag],
  }),
);
const stations = list(record<Station>({ code: ['code', text], kind: ['kind', text], x: ['x_mm', whole], y: ['y_mm', whole] }));

export const readFloor: Reader<FloorPlan> = record<FloorPlan>({
  ways: ['ways', ways],
  stations: ['stations', stations],
  groups: ['groups', list(record({ zone: ['zone', text], aisle: ['aisle', text], bins: ['bins', whole], out: ['out', or(whole, 0)] }))],
  closed: ['closed', or(list(record({ code: ['code', text], x: ['x_mm', whole], y: ['y_mm', whole], aisle: ['aisle', or(text, '')], why: ['why', or(text, '')] })), [])],
  taken: ['taken', or(list(text), [])],
  version: ['version', or(text, '')],
});

export const readFloorPreview: Reader<FloorPreview> = record<FloorPreview>({
  bins: ['bins', whole],
  existing: ['existing', whole],
  pickable: ['pickable', whole],
  first: ['first', list(text)],
  last: ['last', list(text)],
  ways: ['ways', ways],
  shelves: ['shelves', list(record<Shelf>({ x: ['x_mm', whole], y: ['y_mm', whole], wide: ['wide_mm', whole], deep: ['deep_mm', whole] }))],
  stations: ['stations', stations],
  tour: [
    'tour',
    or(
      maybe(
        record<SampleTour>({
          stops: ['stops', list(record<SampleTour['stops'][number]>({ code: ['code', text], x: ['x_mm', whole], y: ['y_mm', whole] }))],
          walkM: ['walk_m', whole],
          codeOrderM: ['code_order_m', whole],
        }),
      ),
      null,
    ),
  ],
});

export const readFloorMade: Reader<FloorMade> = record<FloorMade>({ bins: ['bins', whole], stations: ['stations', whole] });

const importRow: { [K in keyof ImportRow]: [string, Reader<ImportRow[K]>] } = {
  id: ['id', whole],
  kind: ['kind', text],
  name: ['name', text],
  state: ['state', text],
  lines: ['lines', whole],
  total: ['total', whole],
  done: ['done', whole],
  created: ['created', whole],
  unchanged: ['unchanged', whole],
  leftOut: ['left_out', whole],
  person: ['person', text],
  uploadedAt: ['uploaded_at', whole],
};

export const readImports: Reader<Page<ImportRow>> = page(record<ImportRow>(importRow));

export const readImport: Reader<ImportRun> = record<ImportRun>({
  ...importRow,
  preview: [
    'preview',
    maybe(
      record({
        head: ['head', list(text)],
        lines: ['lines', list(list(text))],
        plan: [
          'plan',
          record<Plan>({
            columns: ['columns', list(text)],
            encoding: ['encoding', text],
            separator: ['separator', text],
            decimal: ['decimal', text],
            dates: ['dates', text],
            datesAreSure: ['dates_are_sure', flag],
            headLine: ['head_line', whole],
            sheet: ['sheet', text],
          }),
        ],
        known: ['known', list(text)],
        needed: ['needed', list(text)],
        sheets: ['sheets', list(text)],
      }),
    ),
  ],
  problems: [
    'problems',
    list(
      record<CellProblem>({
        line: ['line', whole],
        cell: ['cell', text],
        column: ['column', text],
        head: ['head', text],
        value: ['value', text],
        code: ['code', text],
        params: ['params', data],
      }),
    ),
  ],
  moreProblems: ['more_problems', whole],
});

export const readInvitation: Reader<Invitation> = record<Invitation>({
  id: ['id', whole],
  name: ['name', text],
  address: ['address', text],
  qr: ['qr', text],
  expiresAt: ['expires_at', whole],
});

export const readInvitationState: Reader<InvitationState> = record<InvitationState>({ usedAt: ['used_at', maybe(whole)], expiresAt: ['expires_at', whole] });

export const readSettings: Reader<Setting[]> = (value, path) =>
  list(
    record<Setting>({
      name: ['name', text],
      value: ['value', plain],
      standard: ['default', plain],
      least: ['least', maybe(whole)],
      most: ['most', maybe(whole)],
    }),
  )(data(value, path)['items'], `${path}.items`);

export const readSettingChanges: Reader<Page<SettingChange>> = page(
  record<SettingChange>({
    id: ['id', whole],
    at: ['at', whole],
    person: ['person', text],
    name: ['name', text],
    old: ['old', text],
    now: ['new', text],
    why: ['why', or(text, '')],
  }),
);

export const readUnlocked: Reader<number> = (value, path) => whole(data(value, path)['unlocked'], `${path}.unlocked`);
