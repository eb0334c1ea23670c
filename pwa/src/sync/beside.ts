/** Requests beside a pick: looking things up, opening other work, photos, settings. Loaded with the parts that make them. */
import { data, readSession, readSnapshot, text, type Session, type Snapshot } from '../contract';
import { readDecoded, readLookup, type Lookup } from '../contract/lookup';
import { writeRegistration, type Registration } from '../contract/roster';
import { ask, json, read } from './api';

/** Register a shift that was begun offline; if it is `current`, its person is signed in from then on. */
export const registerShift = (registration: Registration, current: boolean): Promise<Session> =>
  json(readSession, 'POST', '/shifts', writeRegistration(registration, current));

/** The language that a person wants to be spoken to in, from now on everywhere. */
export const chooseLanguage = async (language: string): Promise<void> =>
  void (await ask('PATCH', '/session', { language }, { 'Content-Type': 'application/json' }));

export const openWork = (code: string): Promise<Snapshot> => json(readSnapshot, 'POST', '/me/work/open', { code });

/** The count of a tote by which work that was begun elsewhere becomes this person's. */
export const takeOver = (code: string): Promise<Snapshot> => json(readSnapshot, 'POST', '/me/work/take-over', { code });

export const openCount = (place: string): Promise<Snapshot> => json(readSnapshot, 'POST', '/me/work/count', { place });

/** A free move of the goods in a bin, or of a container. */
export const openMove = (code: string): Promise<Snapshot> => json(readSnapshot, 'POST', '/me/work/move', { code });

/** A return without a document, at the place where goods come back. */
export const openReturn = (place: string): Promise<Snapshot> => json(readSnapshot, 'POST', '/me/work/return', { code: place });

/** A receipt of goods that nobody has announced, at the dock where goods come in. */
export const openReceipt = (dock: string): Promise<Snapshot> => json(readSnapshot, 'POST', '/me/work/receipt', { code: dock });

/** What may be done with a container that was scanned. */
export type Motion = 'nest' | 'empty' | 'merge' | 'split' | 'weigh';

export const openContainer = (code: string, motion: Motion): Promise<Snapshot> => json(readSnapshot, 'POST', '/me/work/container', { code, motion });

export const lookUp = (code: string): Promise<Lookup> => json(readLookup, 'GET', `/lookup?code=${encodeURIComponent(code)}`);

/** What barcodes a photo shows, best first. */
export async function decodePhoto(photo: Blob): Promise<{ text: string; aim: string }[]> {
  return read(await ask('POST', '/barcodes/decode', photo, { 'Content-Type': photo.type }), readDecoded);
}

/** Show an invitation's code: what this device is called from now on. */
export const enrol = (code: string, device: string): Promise<string> =>
  json((value, path) => text(data(value, path)['name'], `${path}.name`), 'POST', '/enrolments', { code, device });
