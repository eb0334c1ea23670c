/** This handheld as its database knows it: its name, its outbox, and who works on it now. */
import { signal, type Signal } from '@preact/signals';
import { Database } from './database';
import type { Author } from './kept';
import { Outbox } from './outbox';
import { Room } from './room';
import { ScannerMemory } from './scanner';

export class Device {
  readonly room: Room;

  private constructor(
    readonly database: Database,
    readonly outbox: Outbox,
    readonly id: string,
    readonly name: Signal<string>,
    readonly author: Signal<Author | null>,
    readonly scanner: ScannerMemory,
  ) {
    this.room = new Room(database);
  }

  static async open(databaseName?: string): Promise<Device> {
    const database = await Database.open(databaseName);
    const [outbox, device, author, scanner] = await Promise.all([Outbox.open(database), database.kept('device'), database.kept('author'), ScannerMemory.open(database)]);
    return new Device(database, outbox, device?.id ?? crypto.randomUUID(), signal(device?.name ?? ''), signal(author), scanner);
  }

  /** Remember what people call this device. */
  async rename(name: string): Promise<void> {
    await this.database.keep('device', { id: this.id, name });
    this.name.value = name;
  }

  /** From now on facts are this person's, signed with this shift's key. */
  async begin(author: Author): Promise<void> {
    await this.database.keep('author', author);
    this.author.value = author;
  }

  /** Destroy the shift's key. What it has signed stays and still goes out. */
  async end(): Promise<void> {
    await this.database.forget('author');
    this.author.value = null;
  }
}
