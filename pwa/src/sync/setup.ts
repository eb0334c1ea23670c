/** The requests of setting up: the first run, the floor, labels, imports, invitations, people, settings. */
import { data, type Reader } from '../contract';
import type { Page } from '../contract/board';
import { readPersonRow, type PersonRow } from '../contract/office';
import {
  readChecklist,
  readFloor,
  readFloorMade,
  readFloorPreview,
  readImport,
  readImports,
  readInvitation,
  readInvitationState,
  readSettingChanges,
  readSettings,
  readStockList,
  readUnlocked,
  type Checklist,
  type FloorMade,
  type FloorPlan,
  type FloorPreview,
  type ImportRow,
  type ImportRun,
  type Invitation,
  type InvitationState,
  type Plan,
  type Setting,
  type SettingChange,
  type StockRow,
} from '../contract/setup';
import { fileOf, json, send } from './api';
import type { Filters } from './office';

/** A large table on a slow line takes its time. */
const PATIENCE_MS = 90_000;

function query(filters: Filters): string {
  const kept = Object.entries(filters).filter((pair): pair is [string, string | number] => pair[1] !== null && pair[1] !== undefined && pair[1] !== '');
  const asked = new URLSearchParams(kept.map(([name, value]) => [name, String(value)])).toString();
  return asked && `?${asked}`;
}

const done: Reader<void> = (value, path) => void data(value, path);

export const setUp = (form: Record<string, string>): Promise<void> => json(done, 'POST', '/setup', form);
export const fetchChecklist = (): Promise<Checklist> => json(readChecklist, 'GET', '/setup/checklist');

export const fetchStockList = (filters: Filters): Promise<Page<StockRow>> => json(readStockList, 'GET', `/stock/items${query(filters)}`);
/** Where the same items come as a file. */
export const stockFile = (filters: Filters, format: 'csv' | 'xlsx'): string => `/api/v1/stock/items${query({ ...filters, format })}`;

export type FloorForm = Record<string, string | number>;
export const fetchFloor = (): Promise<FloorPlan> => json(readFloor, 'GET', '/floor');
export const previewFloor = (form: FloorForm): Promise<FloorPreview> => json(readFloorPreview, 'POST', '/floor/preview', form);
export const makeFloor = (form: FloorForm): Promise<FloorMade> => json(readFloorMade, 'POST', '/floor', form, PATIENCE_MS);

export type Paper = 'a4' | 'letter' | 'zpl';
/** What a place was called and where it stood before. */
export const fetchPlaceChanges = (id: number, filters: Filters): Promise<Page<SettingChange>> => json(readSettingChanges, 'GET', `/places/${id}/changes${query(filters)}`);
export const printBins = (which: { zone?: string; aisle?: string; code?: string; old?: boolean; paper: Paper }): Promise<Blob> => fileOf('/labels/bins', which, PATIENCE_MS);
export const printBadges = (people: number[], paper: Paper): Promise<Blob> => fileOf('/labels/badges', { people, paper: paper === 'zpl' ? 'a4' : paper }, PATIENCE_MS);
export const printItems = (items: number[], copies: number, paper: Paper): Promise<Blob> => fileOf('/labels/items', { items, copies, paper: paper === 'letter' ? 'letter' : 'a4' }, PATIENCE_MS);
export const printPlates = (codes: readonly string[], paper: Paper): Promise<Blob> => fileOf('/labels/plates', { codes, paper }, PATIENCE_MS);
export const printTotes = (first: number, many: number, paper: Paper): Promise<Blob> => fileOf('/labels/totes', { first, many, paper }, PATIENCE_MS);

export const fetchImports = (filters: Filters): Promise<Page<ImportRow>> => json(readImports, 'GET', `/imports${query(filters)}`);
export const fetchImport = (id: number, filters: Filters = {}): Promise<ImportRun> => json(readImport, 'GET', `/imports/${id}${query(filters)}`);
export const uploadTable = (kind: string, file: File): Promise<ImportRun> =>
  send(readImport, `/imports${query({ kind, name: file.name.slice(-120) || 'table.csv' })}`, file, 'application/octet-stream', PATIENCE_MS);
export const checkImport = (id: number, plan: Plan, reason: string): Promise<ImportRun> =>
  json(
    readImport,
    'POST',
    `/imports/${id}/check`,
    {
      columns: plan.columns,
      encoding: plan.encoding,
      separator: plan.separator,
      decimal: plan.decimal,
      dates: plan.dates,
      head_line: plan.headLine,
      sheet: plan.sheet,
      reason,
    },
    PATIENCE_MS,
  );
export const applyImport = (id: number): Promise<ImportRun> => json(readImport, 'POST', `/imports/${id}/apply`, {}, PATIENCE_MS);
export const goOnWithImport = (id: number): Promise<ImportRun> => json(readImport, 'POST', `/imports/${id}/go`, {}, PATIENCE_MS);
export const forgetImport = (id: number): Promise<Blob> => fileOf(`/imports/${id}`, undefined, PATIENCE_MS, 'DELETE');
/** Where all that is here of a kind comes as the table that brings it in. */
export const savedTable = (kind: string, format: 'csv' | 'xlsx'): string => `/api/v1/imports/table${query({ kind, format })}`;
/** Where everything that is wrong comes as a file. */
export const problemsFile = (id: number, ending: 'csv' | 'xlsx'): string => `/api/v1/imports/${id}/problems.${ending}`;

export const fetchPerson = (id: number): Promise<PersonRow> => json(readPersonRow, 'GET', `/people/${id}`);
export const hirePerson = (form: Record<string, unknown>): Promise<PersonRow> => json(readPersonRow, 'POST', '/people', form);
export const changePerson = (id: number, form: Record<string, unknown>): Promise<PersonRow> => json(readPersonRow, 'PATCH', `/people/${id}`, form);
export const unlockPerson = (id: number): Promise<number> => json(readUnlocked, 'POST', `/people/${id}/unlock`, {});

export const inviteDevice = (name: string): Promise<Invitation> => json(readInvitation, 'POST', '/devices/invitations', { name });
export const fetchInvitation = (id: number): Promise<InvitationState> => json(readInvitationState, 'GET', `/devices/invitations/${id}`);

export const fetchSettings = (): Promise<Setting[]> => json(readSettings, 'GET', '/site/settings/known');
export const changeSettings = (form: Record<string, unknown>): Promise<void> => json(done, 'PATCH', '/site/settings', form);
export const fetchSettingChanges = (filters: Filters): Promise<Page<SettingChange>> => json(readSettingChanges, 'GET', `/site/settings/history${query(filters)}`);
