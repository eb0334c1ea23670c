/** What the device keeps beside the outbox: who works, on which device, with which work and catalogue. */
import type { Catalogue, Includes, Session, Task } from '../contract';
import type { StreamHead } from './database';

/** A task as it was last heard of, with the version and the events that its state stands for. */
export interface HeldTask extends Task {
  version: number;
  includes: Includes;
}

/** The signed-in person with the private half of the shift's key. */
export interface Author {
  session: Session;
  shift: string;
  key: CryptoKey;
}

export interface Kept {
  stream: StreamHead;
  device: { id: string; name: string };
  author: Author;
  work: { person: number; version: number; includes: Includes; checkpoint: string };
  /** When the device was last shown to be able to write. */
  proof: number;
  /** Whether the browser has promised to keep what is here. */
  promise: { persisted: boolean; at: number };
  catalogue: { etag: string; fetchedAt: number; catalogue: Catalogue };
}
