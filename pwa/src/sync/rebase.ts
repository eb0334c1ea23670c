/** What a person sees = the server's task state + own events that it has not reckoned in. Pure. */
import type { ClosedTask, Includes, JsonObject, Snapshot, Task } from '../contract';
import type { HeldTask } from '../store';

/** The part of an own event that rebasing needs. */
export interface OwnEvent {
  task: number | null;
  stream: string;
  seq: number;
  accepted: boolean;
  replay: { event: JsonObject; seen: JsonObject | null } | null;
  verdict: { verdict: string } | null;
}

/** A person's work as last heard of. Each task carries its own `includes`: a push brings news of its tasks alone. */
export interface Held {
  version: number;
  includes: Includes;
  tasks: HeldTask[];
}

export const NOTHING_HELD: Held = { version: 0, includes: {}, tasks: [] };

/** True when `includes` has reckoned in this event. */
export function includesEvent(includes: Includes, event: Pick<OwnEvent, 'stream' | 'seq'>): boolean {
  return event.seq <= (includes[event.stream] ?? 0);
}

/** The events that come on top of the task's state, in order. What the server set aside has no effect there, and none here. */
export function laterEvents<E extends OwnEvent>(task: HeldTask, own: readonly E[]): E[] {
  return own.filter(
    (event) => event.task === task.id && event.accepted && event.verdict?.verdict !== 'set_aside' && !includesEvent(task.includes, event),
  );
}

/** The script by which an own event was made: the server judges it by that one, whatever has been issued since. */
export const scriptOf = ({ script, before }: HeldTask, event: JsonObject): JsonObject => before?.[event['revision'] as number] ?? script;

/** The scripts that were held, as long as there are own events that the task's new state does not include. */
export const scriptsBefore = (task: HeldTask, held: HeldTask, own: readonly OwnEvent[]): HeldTask['before'] =>
  laterEvents(task, own).length ? { ...held.before, [held.revision]: held.script } : {};

/** Somebody has scanned for it, as far as this device knows. */
export function isBegun(task: HeldTask, own: readonly OwnEvent[]): boolean {
  const steps = task.taskState['steps'];
  const scanned = task.state === 'held' && typeof steps === 'object' && steps !== null && Object.keys(steps).length > 0;
  return task.state === 'begun' || scanned || own.some((event) => event.task === task.id && event.accepted);
}

/**
 * Take a pulled snapshot. Null when it must be pulled again: a push has overtaken it (`versionAtAsk` is what was held when
 * the pull began). Absence removes only work that was not begun; what is in `closed` has ended whatever this device thinks.
 */
export function takeSnapshot(
  held: Held,
  snapshot: Snapshot,
  versionAtAsk: number,
  own: readonly OwnEvent[],
): { held: Held; closed: ClosedTask[] } | null {
  if (snapshot.version < held.version && held.version !== versionAtAsk) return null;
  const fresh = snapshot.tasks.map((task) => hold(task, snapshot.version, snapshot.includes));
  const present = new Set(fresh.map((task) => task.id));
  const ended = new Set(snapshot.closed.map((task) => task.id));
  const kept = held.tasks.filter((task) => !present.has(task.id) && !ended.has(task.id) && isBegun(task, own));
  return {
    held: { version: snapshot.version, includes: snapshot.includes, tasks: [...fresh, ...kept] },
    closed: snapshot.closed.filter((task) => !present.has(task.id) && held.tasks.some(({ id }) => id === task.id)),
  };
}

/** Take a push: it adds or updates, it never takes away. An older one changes nothing. */
export function takePush(held: Held, push: { version: number; tasks: Task[]; includes: Includes }): Held {
  if (push.version <= held.version) return held;
  const fresh = new Map(push.tasks.map((task) => [task.id, hold(task, push.version, push.includes)]));
  const tasks = held.tasks.map((task) => {
    const update = fresh.get(task.id);
    fresh.delete(task.id);
    return update ?? task;
  });
  return { ...held, version: push.version, tasks: [...tasks, ...fresh.values()] };
}

/** An answered event that no held state needs any more: its task's state has reckoned it in, or nothing will replay it. */
export function isOver(held: Held, event: OwnEvent): boolean {
  if (!event.verdict) return false;
  if (event.task === null || !event.accepted || event.verdict.verdict !== 'booked') return true;
  const task = held.tasks.find(({ id }) => id === event.task);
  return includesEvent(task ? task.includes : held.includes, event);
}

function hold(task: Task, version: number, includes: Includes): HeldTask {
  return { ...task, version, includes };
}
