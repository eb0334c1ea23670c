/** Printers and what is to be printed, as the wire tells it. */
import { page, type Page } from './board';
import { flag, list, maybe, record, text, whole, type Reader } from './shape';

export interface Printer {
  id: number;
  name: string;
  kind: string;
  takes: string;
  host: string;
  port: number;
  dpi: number;
  place: string;
  active: boolean;
  problem: string;
  printedAt: number;
  waiting: number;
}

export interface PrintJob {
  id: number;
  paper: string;
  shipment: number | null;
  container: string;
  orderId: number | null;
  order: string;
  printer: number;
  printerName: string;
  kind: string;
  person: string;
  state: string;
  attempts: number;
  problem: string;
  madeAt: number;
}

export const readPrinter: Reader<Printer> = record<Printer>({
  id: ['id', whole],
  name: ['name', text],
  kind: ['kind', text],
  takes: ['takes', text],
  host: ['host', text],
  port: ['port', whole],
  dpi: ['dpi', whole],
  place: ['place', text],
  active: ['active', flag],
  problem: ['problem', text],
  printedAt: ['printed_at', whole],
  waiting: ['waiting', whole],
});

export const readPrinters: Reader<Printer[]> = (value, path) => record<{ items: Printer[] }>({ items: ['items', list(readPrinter)] })(value, path).items;

export const readJob: Reader<PrintJob> = record<PrintJob>({
  id: ['id', whole],
  paper: ['paper', text],
  shipment: ['shipment', maybe(whole)],
  container: ['container', text],
  orderId: ['order_id', maybe(whole)],
  order: ['order', text],
  printer: ['printer', whole],
  printerName: ['printer_name', text],
  kind: ['kind', text],
  person: ['person', text],
  state: ['state', text],
  attempts: ['attempts', whole],
  problem: ['problem', text],
  madeAt: ['made_at', whole],
});

export const readJobs: Reader<Page<PrintJob>> = page(readJob);
