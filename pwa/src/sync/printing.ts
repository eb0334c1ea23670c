/** The requests of printers and their queue. */
import type { Page } from '../contract/board';
import { readJob, readJobs, readPrinter, readPrinters, type PrintJob, type Printer } from '../contract/printing';
import { json } from './api';

export interface NewPrinter {
  name: string;
  kind: string;
  takes: string;
  host: string;
  port: number;
  dpi: number;
  place: string;
}

export const fetchPrinters = (): Promise<Printer[]> => json(readPrinters, 'GET', '/printers');
export const makePrinter = (form: NewPrinter): Promise<Printer> => json(readPrinter, 'POST', '/printers', form);
export const usePrinter = (id: number, active: boolean): Promise<Printer> => json(readPrinter, 'PATCH', `/printers/${id}`, { active });
export const testPrinter = (id: number): Promise<PrintJob> => json(readJob, 'POST', `/printers/${id}/test`, {});
export const printAgain = (id: number, printer: number | null): Promise<PrintJob> => json(readJob, 'POST', `/print-jobs/${id}/again`, { printer });
export const printPaper = (form: { paper: string; printer: number; shipment?: number; invoice?: number }): Promise<PrintJob> => json(readJob, 'POST', '/print-jobs', form);
export const endJob = (id: number, how: 'cancel' | 'printed'): Promise<PrintJob> => json(readJob, 'POST', `/print-jobs/${id}/${how}`, {});
export const paperOf = (id: number): string => `/api/v1/print-jobs/${id}/paper.pdf`;
export function fetchJobs(state: string, cursor: string | null): Promise<Page<PrintJob>> {
  const query = new URLSearchParams({ state, ...(cursor ? { cursor } : {}) });
  return json(readJobs, 'GET', `/print-jobs?${query}`);
}
