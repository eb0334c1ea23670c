/** The requests of a packer whose papers do not come. */
import { readOtherPrinters, readWantedPapers, type OtherPrinter, type WantedPaper } from '../contract/jams';
import { ask, json } from './api';

/** What this person wants to have on paper and has not, newest first. */
export const fetchMine = (): Promise<WantedPaper[]> => json(readWantedPapers, 'GET', '/print-jobs?mine=true&state=open');
export const fetchOthers = (): Promise<OtherPrinter[]> => json(readOtherPrinters, 'GET', '/printers');

const post = async (path: string, form: object): Promise<void> => void (await ask('POST', path, form, { 'Content-Type': 'application/json' }));
/** Print it again, on the same printer or on another one. */
export const wantAgain = (id: number, printer: number | null): Promise<void> => post(`/print-jobs/${id}/again`, { printer });
export const sayPrinted = (id: number): Promise<void> => post(`/print-jobs/${id}/printed`, {});
