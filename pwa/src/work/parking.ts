/** Where a cart is left standing: the next scan after the question is that place. */
import type { Source } from '../contract';
import { parse } from '../engine';
import { say } from '../messages';
import type { Floor } from './floor';

/** Park the task at a scanned place; what is known to be none is refused in words. */
export async function parkAt(floor: Floor, id: number, code: string, source: Source): Promise<void> {
  const known = floor.names.peek().meaning(parse(code, '').key);
  if (known && known['place'] === undefined) floor.tell('wrong', say('scan_place_first'));
  else await floor.happen(id, { kind: 'action', action: 'park', code }, source);
}
