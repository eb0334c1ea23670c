/** A code at the lock: its owner's badge opens it, another person's asks for the PIN, anything else is refused in words. */
import { Problem } from '../contract';
import { parse } from '../engine';
import { keepAwake } from '../feedback';
import { say } from '../messages';
import { badgeHash } from '../store';
import * as beside from '../sync/beside';
import { mayGoOn } from './barred';
import type { Floor, Screen } from './floor';

export async function knock(floor: Floor, code: string): Promise<void> {
  const screen = floor.screen.peek();
  const author = floor.device.author.peek();
  if (screen.name !== 'locked' || !author) return;
  const { name } = author.session.person;
  if (author.badge && author.badge === (await badgeHash(author.shift, code))) {
    unlock(floor, screen.behind, name);
    return;
  }
  const refusal = await strange(floor, code, name);
  if (refusal) floor.tell('wrong', refusal);
  else {
    floor.screen.value = { ...screen, badge: code };
    floor.calm();
  }
}

function unlock(floor: Floor, behind: Screen, name: string): void {
  const shown = behind.name === 'task' ? floor.work.find(behind.id) : undefined;
  // It may have ended, been stopped or gone to another device while nobody looked.
  const gone = behind.name === 'task' && (!shown || !mayGoOn(shown));
  floor.screen.value = gone ? { name: 'home' } : behind;
  floor.watch.write(false);
  keepAwake();
  floor.tell('right', say('welcome_back', { name }));
}

/** Why a code is nobody's badge as far as can be told here, or '' if it may be one. */
async function strange(floor: Floor, code: string, name: string): Promise<string> {
  if (floor.names.peek().meaning(parse(code, '').key)) return say('locked_refused', { code });
  if (await floor.sync.offline.find(code)) return '';
  floor.busy.value = true;
  try {
    return (await beside.lookUp(code)).kind === 'badge' ? '' : say('locked_refused', { code });
  } catch (error) {
    // Nobody may look things up any more, but the sign-in itself tells a badge.
    if (error instanceof Problem && error.status === 401) return '';
    return error instanceof Problem && error.passing ? say('locked_offline', { code, name }) : say('locked_refused', { code });
  } finally {
    floor.busy.value = false;
  }
}
