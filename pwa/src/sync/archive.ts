/** The requests of saving a whole site and bringing one in. */
import { readArchiveLoad, readOutlook, readSeenArchive, readSetup, type ArchiveLoad, type Outlook, type SeenArchive, type Setup } from '../contract/archive';
import { ask, json, read } from './api';

/** A large site on a slow line takes its time. */
const PATIENCE_MS = 30 * 60_000;

/** Where the whole site comes as one file. */
export const SITE_ARCHIVE = '/api/v1/site/archive';

export const fetchSetup = (): Promise<Setup> => json(readSetup, 'GET', '/setup');
export const fetchOutlook = (): Promise<Outlook> => json(readOutlook, 'GET', '/site/archive/outlook');
export const fetchLoad = (): Promise<ArchiveLoad> => json(readArchiveLoad, 'GET', '/site/archive/load');

/** Look through an archive; with a set-up code where nobody is signed in yet. */
export async function lookThrough(file: File, code: string | null): Promise<SeenArchive> {
  const headers = { 'Content-Type': 'application/zip', ...(code === null ? {} : { 'X-Setup-Code': code }) };
  return read(await ask('POST', code === null ? '/site/archive' : '/setup/archive', file, headers, PATIENCE_MS), readSeenArchive);
}

export const loadHere = (hash: string): Promise<ArchiveLoad> => json(readArchiveLoad, 'POST', '/site/archive/load', { hash });
export const loadFirst = (form: { hash: string; setup_code: string; login: string; password: string }): Promise<ArchiveLoad> => json(readArchiveLoad, 'POST', '/setup/archive/load', form);
