/** A person's work: the snapshot that is pulled and the tasks in it. Script and state stay plain data for the engine. */
import { data, flag, list, maybe, or, record, table, text, whole, word, type JsonObject, type Reader } from './shape';

/** The steps that this client knows; the server sends no script that needs a later vocabulary. */
export const VOCABULARY = 6;

/** The highest number of each stream that a task's state has already reckoned in. */
export type Includes = Record<string, number>;

export interface Note {
  code: string;
  params: JsonObject;
}

export interface Task {
  id: number;
  kind: string;
  /** `held`: a supervisor has stopped it for now. */
  state: 'offered' | 'begun' | 'held';
  /** In English, as it was written; `titled` says it in any language, where it needs words. */
  title: string;
  titled: Note | null;
  revision: number;
  priority: number;
  lease: { number: number; until: number };
  script: JsonObject;
  taskState: JsonObject;
  note: Note | null;
  /** Another device of this person has begun it: to go on here, its totes are counted first. */
  elsewhere: boolean;
}

export interface ClosedTask {
  id: number;
  state: string;
  code: string | null;
}

export interface Snapshot {
  version: number;
  serverTime: number;
  includes: Includes;
  checkpoint: string;
  tasks: Task[];
  closed: ClosedTask[];
  claimed: number | null;
  opened: number | null;
  /** How many tasks of this person need a later vocabulary than this client's, and are not among `tasks`. */
  newer: number;
}

export const readNote: Reader<Note> = record({ code: ['code', text], params: ['params', or(data, {})] });

export const readIncludes: Reader<Includes> = or(table(whole), {});

export const readTask: Reader<Task> = record({
  id: ['id', whole],
  kind: ['kind', text],
  state: ['state', word('offered', 'begun', 'held')],
  title: ['title', text],
  titled: ['titled', or<Note | null>(readNote, null)],
  revision: ['revision', whole],
  priority: ['priority', or(whole, 5)],
  lease: ['lease', record({ number: ['number', whole], until: ['until', whole] })],
  script: ['script', data],
  taskState: ['task_state', data],
  note: ['note', maybe(readNote)],
  elsewhere: ['elsewhere', or(flag, false)],
});

export const readSnapshot: Reader<Snapshot> = record({
  version: ['version', whole],
  serverTime: ['server_time', whole],
  includes: ['includes', readIncludes],
  checkpoint: ['checkpoint', or(text, '')],
  tasks: ['tasks', list(readTask)],
  closed: ['closed', or(list(record({ id: ['id', whole], state: ['state', text], code: ['code', maybe(text)] })), [])],
  claimed: ['claimed', maybe(whole)],
  opened: ['opened', maybe(whole)],
  newer: ['newer', or(whole, 0)],
});
