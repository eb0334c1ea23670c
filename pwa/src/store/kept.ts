/** What the device keeps beside the outbox: who works, on which device, with which work and catalogue. */
import type { Catalogue, Includes, JsonObject, Session, Task } from '../contract';
import type { Registration, Roster } from '../contract/roster';
import type { StreamHead } from './database';
import type { ScanHealth, ScannerProfile } from './scanner';

/** A task as it was last heard of, with the version and the events that its state stands for. */
export interface HeldTask extends Task {
  version: number;
  includes: Includes;
  /** Scripts of earlier revisions, by which own events were made that the state does not include yet. */
  before?: Record<string, JsonObject> | undefined;
}

/** The signed-in person with the private half of the shift's key. */
export interface Author {
  session: Session;
  shift: string;
  key: CryptoKey;
  /** The hash of the badge that began the shift: the same badge unlocks. */
  badge?: string;
  /** The shift was begun without a network, and the server does not know it yet. */
  offline?: boolean;
}

/** Wrong PINs that were typed without a network; on disk, so that a reload forgets none. */
export interface Tries {
  failures: number;
  /** Until when nothing more is tried, by this device's clock. */
  until: number;
}

export interface Kept {
  stream: StreamHead;
  device: { id: string; name: string };
  author: Author;
  work: { person: number; version: number; includes: Includes; checkpoint: string };
  roster: Roster & { heardAt: number };
  registrations: Registration[];
  tries: Record<string, Tries>;
  lock: { locked: boolean; activeAt: number };
  /** When the device was last shown to be able to write. */
  proof: number;
  /** Whether the browser has promised to keep what is here. */
  promise: { persisted: boolean; at: number };
  scanner: ScannerProfile;
  scanHealth: ScanHealth;
  catalogue: { etag: string; fetchedAt: number; catalogue: Catalogue };
  /** Which catalogue that is, and when the server last said so: a start asks this, and need not read 10,000 items for it. */
  catalogueHeard: { etag: string; fetchedAt: number };
}
