/** What does not get through or fails again and again. */
import { list, record, text, whole, type Reader } from './shape';

export interface Troubles {
  count: number;
  stock: { id: number; name: string; alerts: number }[];
  letters: { id: number; name: string; dead: number }[];
  printers: { id: number; name: string; problem: string; stuck: number }[];
  jobs: { id: number; kind: string; key: string; attempts: number; runAt: number }[];
}

export const readTroubles: Reader<Troubles> = record<Troubles>({
  count: ['count', whole],
  stock: ['stock', list(record({ id: ['id', whole], name: ['name', text], alerts: ['alerts', whole] }))],
  letters: ['letters', list(record({ id: ['id', whole], name: ['name', text], dead: ['dead', whole] }))],
  printers: ['printers', list(record({ id: ['id', whole], name: ['name', text], problem: ['problem', text], stuck: ['stuck', whole] }))],
  jobs: ['jobs', list(record({ id: ['id', whole], kind: ['kind', text], key: ['key', text], attempts: ['attempts', whole], runAt: ['run_at', whole] }))],
});
