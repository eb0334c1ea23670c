/** Messages that the websocket brings to a handheld. */
import { ContractBroken, data, list, record, text, whole, type Reader } from './shape';
import { readIncludes, readNote, readTask, type Includes, type Note, type Task } from './work';

export type LiveMessage =
  | { type: 'hello'; version: number; serverTime: number }
  | { type: 'work'; version: number; tasks: Task[]; includes: Includes }
  | { type: 'pull'; version: number }
  | { type: 'waiting' }
  | { type: 'say'; say: Note }
  | { type: 'other' };

const hello = record({ version: ['version', whole], serverTime: ['server_time', whole] });
const work = record({ version: ['version', whole], tasks: ['tasks', list(readTask)], includes: ['includes', readIncludes] });
const pull = record({ version: ['version', whole] });

/** Read one message; a type that this version does not know is `other`, so that a newer server may say more. */
export const readLive: Reader<LiveMessage> = (value, path) => {
  const type = text(data(value, path)['type'], `${path}.type`);
  switch (type) {
    case 'hello':
      return { type, ...hello(value, path) };
    case 'work':
      return { type, ...work(value, path) };
    case 'pull':
      return { type, ...pull(value, path) };
    case 'say':
      return { type, say: readNote(value, path) };
    case 'waiting':
      return { type };
    case '':
      throw new ContractBroken(path, 'a type', type);
    default:
      return { type: 'other' };
  }
};
