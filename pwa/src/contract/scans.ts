/** Scan events on the wire: the signed body a device writes once, and the verdict it gets for it. */
import { data, flag, list, maybe, or, record, text, whole, word, type JsonObject, type Reader } from './shape';

export type Source = 'wedge' | 'camera' | 'keypad' | 'touch' | 'sim';

/** What happened, before it has a number, a hash and a signature. */
export interface Fact {
  task: number | null;
  revision: number | null;
  lease: number | null;
  step: string | null;
  kind: 'scan' | 'quantity' | 'fill' | 'choose' | 'confirm' | 'action' | 'photo' | 'lost';
  code?: string;
  symbology?: string;
  qty?: number;
  pack?: string;
  field?: string;
  value?: string | number;
  action?: string;
  left?: number;
  through?: number;
  /** A photo's SHA-256, the event that it is about, what it shows, and what stood on the screen. */
  photo?: string;
  of?: string | null;
  shows?: string;
  about?: JsonObject;
  source: Source;
  outcome: { accepted: boolean; code: string };
}

/** Where in the chain an event stands, and who made it. */
export interface Link {
  id: string;
  stream: string;
  seq: number;
  prev: string;
  person: number;
  shift: string;
  at: number;
  checkpoint: string;
}

/** The exact string that is hashed, signed, stored and sent; nothing serialises it a second time. */
export function writeBody(link: Link, fact: Fact): string {
  const { id, stream, seq, prev, person, shift, at, checkpoint } = link;
  const { task, revision, lease, step, kind, source, outcome, ...used } = fact;
  return JSON.stringify({ v: 1, id, stream, seq, prev, person, shift, task, revision, lease, step, kind, ...used, source, outcome, at, checkpoint });
}

export interface SignedEvent {
  body: string;
  sig: string;
}

export interface Verdict {
  id: string;
  verdict: 'booked' | 'refused' | 'set_aside';
  code: string | null;
  params: JsonObject;
  repeat: boolean;
}

const readVerdict: Reader<Verdict> = record({
  id: ['id', text],
  verdict: ['verdict', word('booked', 'refused', 'set_aside')],
  code: ['code', maybe(text)],
  params: ['params', or(data, {})],
  repeat: ['repeat', or(flag, false)],
});

/** The answer to a batch: a verdict for each event, in order, and the version of the person's work after it. */
export const readVerdicts: Reader<{ verdicts: Verdict[]; version: number | null }> = record({
  verdicts: ['verdicts', list(readVerdict)],
  version: ['version', maybe(whole)],
});
