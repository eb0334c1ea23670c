/** Handing in photos, each behind the answer to the event that names it. */
import { Problem } from '../contract';
import type { KeptPhoto } from '../store/photos';
import { ask } from './api';

/** What became of a photo: it is there; try again later; or the server will never take it. */
export type Handed = 'kept' | 'later' | 'never';

/** A few hundred kilobytes over a bad network. */
const PATIENCE_MS = 60_000;
/** Not a photo for the server: it is too large, or not plain. */
const NEVER = new Set([413, 422]);

export async function handIn({ event, sha256, bytes }: KeptPhoto): Promise<Handed> {
  try {
    await ask('PUT', `/photos/${sha256}?event=${event}`, new Blob([bytes]), { 'Content-Type': 'image/jpeg' }, PATIENCE_MS);
    return 'kept';
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const rejected = error.status === 409 && error.params['verdict'] === 'refused';
    // All events have been answered by now. The device died between a photo and its event, or the server was put back to an older copy.
    const unnamed = error.code === 'photo_not_named';
    return rejected || unnamed || NEVER.has(error.status) ? 'never' : 'later';
  }
}
