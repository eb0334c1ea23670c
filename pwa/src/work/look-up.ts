/** What a code that was scanned outside any task stands for: one's own work, other work, a badge, or a thing to look at. */
import { Problem, type JsonObject } from '../contract';
import { say } from '../messages';
import * as beside from '../sync/beside';
import { mayGoOn } from './barred';
import type { Floor } from './floor';
import { sentenceOf } from './told';
import { string } from './read';
import { isReceiptOf, receive, receiptOf, type Scanned } from './receipts';
import { titleIn, titleOf } from './title';

/** `code` as it was scanned, without blanks around it; `key` what the catalogue knows it by; `id` the scan's own. */
export async function lookUp(floor: Floor, code: string, key: string, id: string, scan: Scanned): Promise<void> {
  // One scan receives a carton: what opens its receipt, or finds it open, counts it as well. No network is needed.
  const awaiting = receiptOf(floor, key, 'awaited');
  if (awaiting !== null) {
    await receive(floor, awaiting, scan);
    return;
  }
  // A carton that is counted may have other work behind it: it is to be put away.
  const counted = receiptOf(floor, key, 'counted');
  const mine = floor.work.tasks.peek().find((shown) => shown.begun && mayGoOn(shown) && Object.values((shown.state['vars'] ?? {}) as JsonObject).includes(key));
  if (mine) {
    floor.start(mine.task.id);
    floor.tell('right', titleOf(mine.task));
    return;
  }
  const known = floor.names.peek().meaning(key);
  if (!known && (await floor.sync.offline.find(code))) {
    floor.go({ name: 'sign-in', badge: code });
    return;
  }
  floor.busy.value = true;
  try {
    // What the catalogue knows is an item or a place, and those have no work behind them.
    const opened = known ? null : await openWork(floor, code);
    if (opened !== null) {
      if (isReceiptOf(floor, opened, key)) await receive(floor, opened, scan);
      else floor.tell('right', say('work_opened'));
      return;
    }
    if (counted !== null) {
      await receive(floor, counted, scan);
      return;
    }
    const found = await beside.lookUp(code);
    if (found.kind === 'badge') floor.go({ name: 'sign-in', badge: code });
    else if (found.kind === 'unknown') floor.tell('wrong', say('lookup_unknown', { code }), { id, key });
    else {
      floor.go({ name: 'lookup', code, found });
      if (found.outOfUse) floor.tell('wrong', say('place_out_of_use', { place: found.code }));
      else if (found.was) floor.tell('attention', say('old_label', { place: found.code }));
      else floor.tell('right', say('found'));
    }
  } catch (error) {
    if (error instanceof Problem && error.code === 'begun_elsewhere') {
      const { person } = (floor.offer.value = offered(error, code));
      floor.tell('attention', person ? say('begun_by', { person }) : say('begun_by_me'));
    } else if (counted !== null) {
      await receive(floor, counted, scan);
    } else if (known) {
      floor.go({ name: 'lookup', code: key, found: null });
      floor.tell('attention', say('lookup_offline'));
    } else floor.tell('wrong', await sentenceOf(error, { code }));
  } finally {
    floor.busy.value = false;
  }
}

/** The work behind the code, which is on the screen now; null when there is none. */
async function openWork(floor: Floor, code: string): Promise<number | null> {
  try {
    const { opened } = await floor.sync.request(() => beside.openWork(code));
    if (opened !== null) floor.start(opened);
    return opened;
  } catch (error) {
    if (error instanceof Problem && error.code === 'nothing_to_open') return null;
    throw error;
  }
}

function offered({ params }: Problem, code: string): { code: string; title: string; person: string | null } {
  return { code, title: titleIn(params) || code, person: string(params['person']) };
}
