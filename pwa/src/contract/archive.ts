/** A whole site as one file, as the wire tells it. */
import { data, flag, list, maybe, or, record, text, whole, type JsonObject, type Reader } from './shape';

export interface Outlook {
  tasks: number;
  orders: number;
  parcels: number;
  exceptions: number;
  workOrders: number;
  inspections: number;
  empty: boolean;
}

export interface SeenArchive {
  hash: string;
  site: string;
  name: string;
  company: string;
  madeAt: number;
  managers: string[];
  parts: { part: string; rows: number }[];
}

export interface ArchiveLoad {
  state: string;
  done: number;
  total: number;
  stopped: boolean;
  part: string;
  line: number;
}

export interface ArchiveProblem {
  code: string;
  part: string;
  line: number;
  about: string;
}

export interface Setup {
  needed: boolean;
  loading: ArchiveLoad | null;
}

export const readOutlook: Reader<Outlook> = record<Outlook>({
  tasks: ['tasks', whole],
  orders: ['orders', whole],
  parcels: ['parcels', whole],
  exceptions: ['exceptions', whole],
  workOrders: ['work_orders', or(whole, 0)],
  inspections: ['inspections', or(whole, 0)],
  empty: ['empty', flag],
});

export const readSeenArchive: Reader<SeenArchive> = record<SeenArchive>({
  hash: ['hash', text],
  site: ['site', text],
  name: ['name', text],
  company: ['company', text],
  madeAt: ['made_at', whole],
  managers: ['managers', list(text)],
  parts: ['parts', list(record({ part: ['part', text], rows: ['rows', whole] }))],
});

export const readArchiveLoad: Reader<ArchiveLoad> = record<ArchiveLoad>({
  state: ['state', text],
  done: ['done', whole],
  total: ['total', whole],
  stopped: ['stopped', flag],
  part: ['part', text],
  line: ['line', whole],
});

export const readSetup: Reader<Setup> = record<Setup>({ needed: ['needed', flag], loading: ['loading', maybe(readArchiveLoad)] });

const readWrong = list(record<ArchiveProblem>({ code: ['code', text], part: ['part', text], line: ['line', whole], about: ['about', text] }));

/** What is wrong in an archive, and how many more things are, out of a refusal's words. */
export function problemsOf(params: JsonObject): { problems: ArchiveProblem[]; more: number } {
  const told = data(params, 'params');
  return { problems: readWrong(told['problems'], 'problems'), more: whole(told['more'], 'more') };
}
