/** The way out: what is left on a cart, what has to be sent before the device is put down, and signing out. */
import { currentStep } from '../engine';
import { letSleep } from '../feedback';
import { say } from '../messages';
import type { ShownTask } from '../sync';
import { photosWaiting } from './evidence';
import { mayGoOn } from './barred';
import type { Floor } from './floor';
import { asScript, asState } from './read';

/** The task that a person would leave begun on its cart, with a step that lets it be parked. */
export function parkable(floor: Floor): ShownTask | undefined {
  return floor.work.tasks.value.find((shown) => shown.begun && mayGoOn(shown) && currentStep(asScript(shown.task.script), asState(shown.state))?.allow?.includes('park'));
}

/** Leave a task on its cart, from wherever the person is. */
export function park(floor: Floor, id: number): Promise<void> {
  return floor.inTurn(async () => {
    const screen = floor.screen.peek();
    await floor.happen(id, { kind: 'action', action: 'park' }, 'touch');
    floor.screen.value = screen;
  });
}

/** Whether somebody may put the device down: all sent and how much it was, or where it has to go first. */
export function goingHome(floor: Floor): string {
  const { outbox } = floor.device;
  const author = floor.device.author.value;
  // What names a photo is no scan in anybody's eyes.
  const named = new Set(photosWaiting.value);
  const photos = named.size;
  const count = outbox.waiting.value && outbox.unsent().filter(({ id }) => !named.has(id)).length;
  const place = author?.session.site.networkAt || null;
  if (photos) return say(count ? 'unsent_with_photos' : 'unsent_photos', { count, photos, place });
  if (count) return say('unsent_at_sign_out', { count, place });
  const lines = author ? outbox.linesOf(author.shift) : 0;
  return say('sent_at_sign_out', { lines: lines || null });
}

export async function signOut(floor: Floor): Promise<void> {
  await floor.inTurn(async () => {
    letSleep();
    const goodbye = goingHome(floor);
    const sent = !floor.device.outbox.waiting.peek() && !photosWaiting.peek().length;
    await floor.sync.signOut();
    floor.notices.value = [];
    floor.leave();
    floor.tell(sent ? 'done' : 'attention', goodbye);
  });
}

/** Nothing of this person stays on the device but scans and photos that are not sent yet. */
export async function removeMyData(floor: Floor): Promise<void> {
  await signOut(floor);
  const count = floor.device.outbox.waiting.peek();
  if (photosWaiting.peek().length) floor.notify(`${say('data_removed')} ${goingHome(floor)}`);
  else floor.notify(count ? say('data_removed_unsent', { count }) : say('data_removed'));
}
