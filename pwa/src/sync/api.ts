/** The only caller of fetch: each function is one request, its answer validated; failures are `Problem`s. What a pick does not need stands in beside.ts. */
import {
  data,
  list,
  Problem,
  readCatalogue,
  readChoices,
  readProblem,
  readSession,
  readSnapshot,
  readVerdicts,
  VOCABULARY,
  writeBadgeSignIn,
  type BadgeSignIn,
  type Catalogue,
  type Choices,
  type Reader,
  type Session,
  type SignedEvent,
  type Snapshot,
  type Verdict,
} from '../contract';
import type { Roster } from '../contract/roster';

const ROOT = '/api/v1';
const PATIENCE_MS = 15_000;

/** Send one request; anything but a 2xx in time becomes a `Problem`. */
export async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}, patienceMs = PATIENCE_MS): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(ROOT + path, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      headers: { Accept: 'application/json', 'X-Pickface-Vocabulary': String(VOCABULARY), ...(method === 'GET' ? {} : { 'X-Pickface': '1' }), ...headers },
      body: body === undefined ? null : body instanceof Blob ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(patienceMs),
    });
  } catch {
    throw new Problem(0, 'no_network');
  }
  if (answer.ok || answer.status === 304) return answer;
  throw readProblem(answer.status, await answer.json().catch(() => null));
}

export async function read<T>(answer: Response, reader: Reader<T>): Promise<T> {
  let data: unknown;
  try {
    data = await answer.json();
  } catch {
    // The connection broke in the middle of the answer.
    throw new Problem(0, 'no_network');
  }
  return reader(data, new URL(answer.url, 'http://pickface').pathname);
}

/** One request with a JSON answer; for the other files of this folder. */
export async function json<T>(reader: Reader<T>, method: string, path: string, body?: unknown, patienceMs = PATIENCE_MS): Promise<T> {
  return read(await ask(method, path, body, body === undefined ? {} : { 'Content-Type': 'application/json' }, patienceMs), reader);
}

export const signIn = (form: BadgeSignIn, patienceMs = PATIENCE_MS): Promise<Session> => json(readSession, 'POST', '/session', writeBadgeSignIn(form), patienceMs);

/** Who may sign in on this device without a network; null where nobody may, which is all that most sites need to know. */
export async function fetchRoster(): Promise<Roster | null> {
  const told = await json(data, 'POST', '/roster');
  if (!list(data)(told['people'], 'people').length) return null;
  return (await import('../contract/roster')).readRoster(told, 'roster');
}

export const signOut = async (): Promise<void> => void (await ask('DELETE', '/session'));

/** The snapshot; `have` are the tasks that this device holds, so that the server can say which of them have ended; `scanner` how it reads. */
export const fetchWork = (have: number[], unsent: number, scanner: number[]): Promise<Snapshot> =>
  json(readSnapshot, 'GET', `/me/work?have=${have.join(',')}&unsent=${unsent}&scanner=${scanner.join(',')}`);

export const claimNext = (have: number[]): Promise<Snapshot> => json(readSnapshot, 'POST', '/me/work/next', { have });

export const fetchChoices = (): Promise<Choices> => json(readChoices, 'GET', '/me/choices');

/** The catalogue, or null when the one with `etag` is still right. */
export async function fetchCatalogue(etag: string): Promise<{ etag: string; catalogue: Catalogue } | null> {
  const answer = await ask('GET', '/catalogue', undefined, etag ? { 'If-None-Match': etag } : {});
  if (answer.status === 304) return null;
  return { etag: answer.headers.get('ETag') ?? '', catalogue: await read(answer, readCatalogue) };
}

/** Deliver a batch; resolves with one verdict for each event that the server has journaled. `unsent` are left behind it. */
export const sendScans = (events: SignedEvent[], attempt: number, unsent: number): Promise<{ verdicts: Verdict[]; version: number | null }> =>
  json(readVerdicts, 'POST', '/scans', { attempt, sent: Date.now(), unsent, events });

/** A file as the body, with a JSON answer; for the other files of this folder. */
export async function send<T>(reader: Reader<T>, path: string, body: Blob, type: string, patienceMs = PATIENCE_MS): Promise<T> {
  return read(await ask('POST', path, body, { 'Content-Type': type }, patienceMs), reader);
}

/** What a request makes, as a file. */
export async function fileOf(path: string, body: unknown, patienceMs = PATIENCE_MS, method = 'POST'): Promise<Blob> {
  return (await ask(method, path, body, body === undefined ? {} : { 'Content-Type': 'application/json' }, patienceMs)).blob();
}
