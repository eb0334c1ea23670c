/** What is offered again when the server lacks numbers of a stream: what is still here, and a signed word for what is not. */
import type { Fact, Link } from '../contract';
import type { KeptEvent, Sealed } from './database';
import type { Author } from './kept';
import { NO_EVENT } from './keys';
import { NoAuthor, signed } from './outbox';
import { uuid7 } from './uuid7';

/** The events that change so that the server can go on at `expected`: unanswered again, and a `lost` one where numbers are gone, with what is sent of it. */
export async function mended(
  events: readonly KeptEvent[], stream: string, expected: number, author: Author | null, checkpoint: string, now: number,
): Promise<{ changed: KeptEvent[]; lost?: Sealed }> {
  const rest = events.filter((event) => event.stream === stream && event.seq >= expected);
  const changed: KeptEvent[] = rest.filter((event) => event.verdict).map((event) => ({ ...event, verdict: null }));
  const first = rest[0];
  if (!first || first.seq === expected) return { changed };
  if (!author) throw new NoAuthor();
  const link: Link = { id: uuid7(now), stream, seq: expected, prev: NO_EVENT, person: author.session.person.id, shift: author.shift, at: now, checkpoint };
  const lost: Fact = {
    task: null,
    revision: null,
    lease: null,
    step: null,
    kind: 'lost',
    through: first.seq - 1,
    source: 'touch',
    outcome: { accepted: true, code: 'lost' },
  };
  const { row, sealed } = await signed(link, lost, author, first.epoch, null);
  return { changed: [...changed, row], lost: sealed };
}
