/** What a packer wants to have on paper, and the printers, as the wire tells them to a handheld. */
import { flag, list, record, text, whole, type Reader } from './shape';

export interface WantedPaper {
  id: number;
  paper: string;
  /** The parcel's plate; '' for a test. */
  container: string;
  printer: number;
  printerName: string;
  kind: string;
  state: string;
  problem: string;
}

export interface OtherPrinter {
  id: number;
  name: string;
  kind: string;
  takes: string;
  active: boolean;
  problem: string;
}

const readWanted: Reader<WantedPaper> = record<WantedPaper>({
  id: ['id', whole],
  paper: ['paper', text],
  container: ['container', text],
  printer: ['printer', whole],
  printerName: ['printer_name', text],
  kind: ['kind', text],
  state: ['state', text],
  problem: ['problem', text],
});

const readOther: Reader<OtherPrinter> = record<OtherPrinter>({
  id: ['id', whole],
  name: ['name', text],
  kind: ['kind', text],
  takes: ['takes', text],
  active: ['active', flag],
  problem: ['problem', text],
});

const items =
  <T>(reader: Reader<T>): Reader<T[]> =>
  (value, path) =>
    record<{ items: T[] }>({ items: ['items', list(reader)] })(value, path).items;

export const readWantedPapers = items(readWanted);
export const readOtherPrinters = items(readOther);
