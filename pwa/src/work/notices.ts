/** What waits for an OK, apart from what stands beside the work until it is over. */
import type { Floor } from './floor';

const isSentence = (notice: string | object): notice is string => typeof notice === 'string';

/** The sentence that waits longest. */
export function firstSentence(floor: Floor): string | undefined {
  return floor.notices.value.find(isSentence);
}

/** It has been read; false where none waits. */
export function dismiss(floor: Floor): boolean {
  const read = floor.notices.peek().findIndex(isSentence);
  if (read >= 0) floor.notices.value = floor.notices.peek().filter((_, at) => at !== read);
  return read >= 0;
}
