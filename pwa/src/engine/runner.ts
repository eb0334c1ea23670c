/** A task as the device sees it: the server's state with the device's own unsent events on top. */
import { reduce } from './reducer';
import type { Event, Result, Script, State, Thing } from './steps';

/** An event of this device that the server has not reckoned in yet. */
export interface OwnEvent {
  event: Event;
  /** What the code meant outside the script when it was scanned. */
  seen: Thing | null;
  /** False if the device refused it then: what was refused in red never counts later. */
  accepted?: boolean;
}

/** The snapshot's state with own events on top; an event that no longer fits changes nothing. */
export function replay(script: Script, state: State, events: readonly OwnEvent[]): State {
  return events.reduce(
    (now, { event, seen, accepted = true }) => (accepted ? reduce(script, now, event, seen).state : now),
    state,
  );
}

/** Apply one new event. */
export function run(script: Script, state: State, event: Event, seen: Thing | null): Result {
  return reduce(script, state, event, seen);
}
