/**
 * Photos as evidence. A photo is on disk before the event that names it, and leaves the device behind that event's answer and behind
 * every scan that waits: no scan ever waits for a photo, and none is lost for one.
 */
import { effect, signal } from '@preact/signals';
import type { Fact, JsonObject } from '../contract';
import { view } from '../engine';
import { uuid7 } from '../store';
import { Photos } from '../store/photos';
import { say } from '../messages';
import { handIn } from '../sync/photos';
import { sleep } from '../sync/pause';
import type { Floor } from './floor';
import { asScript, asState } from './read';

/** What a photo is evidence of. */
export type Shows = 'damaged' | 'label' | 'no_scan' | 'unknown' | 'short' | 'other';
/** Where it was taken, as far as the screen knew. */
export interface About {
  task: number | null;
  item: number | null;
  place: number | null;
}

/** The photos that wait on this device, by the events that name them. */
export const photosWaiting = signal<readonly string[]>([]);

const AGAIN_MS = 5_000;
const LONGEST_PAUSE_MS = 300_000;

let store: Promise<Photos> | null = null;
let running = false;
let failures = 0;
let waker = new AbortController();

const opened = (): Promise<Photos> => (store ??= Photos.open(() => (store = null)));

/** The task, the item and the place that stand on the screen. */
export function aboutOf(floor: Floor): About {
  const { shown } = floor.atHand.peek() ?? {};
  const seen = shown && view(asScript(shown.task.script), asState(shown.state));
  return { task: shown?.task.id ?? null, item: seen?.item?.id ?? null, place: seen?.place?.id ?? null };
}

/** Keep a photo and the event that names it; whether both are on disk. What it is about is `scan`, or what was last done at the task. */
export async function keepPhoto(floor: Floor, photo: Blob, shows: Shows, about: About, scan?: string): Promise<boolean> {
  // Its deed may still be on its way to the disk.
  const of = scan ?? (await floor.inTurn(async () => lastDeed(floor, about.task)));
  if (floor.device.room.low.peek()) return refuse(floor);
  const bytes = await photo.arrayBuffer();
  const sha256 = hex(await crypto.subtle.digest('SHA-256', bytes));
  const event = uuid7();
  try {
    await (await opened()).put({ event, sha256, at: Date.now(), bytes });
  } catch {
    store = null;
    return refuse(floor);
  }
  const said = Object.fromEntries(Object.entries(about).filter(([, id]) => id !== null)) as JsonObject;
  const fact: Fact = { ...OF_NO_TASK, kind: 'photo', photo: sha256, of, shows, about: said, source: 'camera' };
  const kept = await floor.inTurn(() => floor.keep(fact, event, null, () => floor.tell('right', say('photo_kept'))));
  if (!kept) await (await opened()).drop(event);
  await count();
  void send(floor);
  return kept;
}

const OF_NO_TASK = { task: null, revision: null, lease: null, step: null, outcome: { accepted: true, code: 'photo_kept' } } as const;

function refuse(floor: Floor): false {
  floor.tell('attention', say('photo_no_room'));
  return false;
}

/** The id of the last thing that was done at a task and that counted. */
function lastDeed(floor: Floor, task: number | null): string | null {
  const own = task === null ? [] : floor.device.outbox.ofTask(task);
  return own.filter(({ accepted }) => accepted).pop()?.id ?? null;
}

/** The floor whose outbox is watched. */
let watched: Floor | null = null;

/** From now on photos go out whenever nothing else has to. */
export async function sendPhotos(floor: Floor): Promise<void> {
  await count();
  if (!photosWaiting.peek().length) {
    // All was sent before: the next start need not look.
    await (await opened()).remove();
    store = null;
  }
  watch(floor);
}

function watch(floor: Floor): void {
  if (watched === floor) return;
  watched = floor;
  effect(() => {
    // Something was answered, or the network is back.
    void [floor.device.outbox.waiting.value, floor.sync.online.value];
    waker.abort();
    void send(floor);
  });
}

async function count(): Promise<void> {
  photosWaiting.value = await (await opened()).events();
}

async function send(floor: Floor): Promise<void> {
  watch(floor);
  if (running) return;
  running = true;
  try {
    while (photosWaiting.peek().length && !floor.device.outbox.waiting.peek()) {
      if (await sendAll(floor)) failures = 0;
      else await pause();
    }
  } finally {
    running = false;
  }
}

/** Hand in what waits, one after the other; false if some of it has to be tried again later. */
async function sendAll(floor: Floor): Promise<boolean> {
  const photos = await opened();
  let all = true;
  for (const event of await photos.events()) {
    // Scans go first.
    if (floor.device.outbox.waiting.peek()) return true;
    const photo = await photos.get(event);
    if (!photo) continue;
    const handed = await handIn(photo);
    if (handed === 'later') {
      all = false;
      continue;
    }
    await photos.drop(event);
    await count();
    if (handed === 'never') floor.notify(say('photo_refused'));
  }
  return all;
}

async function pause(): Promise<void> {
  failures += 1;
  waker = new AbortController();
  await sleep(Math.min(LONGEST_PAUSE_MS, AGAIN_MS * 2 ** (failures - 1)), waker.signal);
}

function hex(hash: ArrayBuffer): string {
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
