/** Documents for customers, as the wire tells them: templates and invoices. */
import { flag, list, maybe, record, table, text, whole, type Reader } from './shape';

/** What a house says of a document in a language. */
export interface Template {
  columns: string[];
  head: string;
  foot: string;
  words: Record<string, string>;
  logo: boolean;
}

export interface DocumentTemplate extends Template {
  document: string;
  language: string;
  knownColumns: string[];
  neededColumns: string[];
  knownWords: Record<string, string>;
  placeholders: string[];
}

export interface Documents {
  items: DocumentTemplate[];
  /** Whether there is a logo. */
  logo: boolean;
}

export interface Invoice {
  id: number;
  number: string;
  madeAt: number;
  totalMinor: number;
  currency: string;
  person: string | null;
}

export const readTemplate: Reader<DocumentTemplate> = record<DocumentTemplate>({
  document: ['document', text],
  language: ['language', text],
  columns: ['columns', list(text)],
  head: ['head', text],
  foot: ['foot', text],
  words: ['words', table(text)],
  logo: ['logo', flag],
  knownColumns: ['known_columns', list(text)],
  neededColumns: ['needed_columns', list(text)],
  knownWords: ['known_words', table(text)],
  placeholders: ['placeholders', list(text)],
});

export const readDocuments: Reader<Documents> = record<Documents>({ items: ['items', list(readTemplate)], logo: ['logo', flag] });

export const readInvoice: Reader<Invoice> = record<Invoice>({
  id: ['id', whole],
  number: ['number', text],
  madeAt: ['made_at', whole],
  totalMinor: ['total_minor', whole],
  currency: ['currency', text],
  person: ['person', maybe(text)],
});

export const readInvoices: Reader<Invoice[]> = (value, path) => record<{ items: Invoice[] }>({ items: ['items', list(readInvoice)] })(value, path).items;
