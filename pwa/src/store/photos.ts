/**
 * Photos that wait to be sent, in a database of their own: it may run full or fail without the outbox noticing, and it is there only
 * where somebody has taken a photo.
 */
import { PHOTOS } from './photos-wait';

/** A photo and the id of the event that names it. */
export interface KeptPhoto {
  event: string;
  sha256: string;
  /** When it was taken, by the device's clock. */
  at: number;
  bytes: ArrayBuffer;
}

export class Photos {
  private constructor(private readonly connection: IDBDatabase) {}

  /** `lost` is told when the connection ends by itself: the next photo opens another. */
  static async open(lost: () => void = () => undefined): Promise<Photos> {
    const opening = indexedDB.open(PHOTOS, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('photos', { keyPath: 'event' });
    const connection = await answered(opening);
    connection.onclose = lost;
    connection.onversionchange = () => {
      connection.close();
      lost();
    };
    return new Photos(connection);
  }

  /** Resolves when it is on disk; rejects where there is no room. */
  put(photo: KeptPhoto): Promise<void> {
    return this.write((store) => store.put(photo));
  }

  drop(event: string): Promise<void> {
    return this.write((store) => store.delete(event));
  }

  get(event: string): Promise<KeptPhoto | undefined> {
    return answered(this.connection.transaction('photos').objectStore('photos').get(event) as IDBRequest<KeptPhoto | undefined>);
  }

  /** The events whose photos wait, oldest first: their ids grow with time. */
  events(): Promise<string[]> {
    return answered(this.connection.transaction('photos').objectStore('photos').getAllKeys() as IDBRequest<string[]>);
  }

  /** Nothing waits any more: the next start need not look. */
  async remove(): Promise<void> {
    this.connection.close();
    await answered(indexedDB.deleteDatabase(PHOTOS));
  }

  private write(work: (store: IDBObjectStore) => unknown): Promise<void> {
    return new Promise((resolve, reject) => {
      const tx = this.connection.transaction('photos', 'readwrite', { durability: 'strict' });
      tx.oncomplete = () => resolve();
      tx.onabort = () => reject(tx.error ?? new DOMException('aborted', 'AbortError'));
      work(tx.objectStore('photos'));
    });
  }
}

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
