/** A part of the app that is loaded when it is first shown, with its words; the service worker has kept its file on the device. */
import type { ComponentType, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { learnTheRest } from '../messages';

/** How long after a failed try, which a network that comes and goes can bring before all is kept, the next one is. */
const AGAIN_MS = 1_000;

/** A part that is loaded later; `ready` loads it before it is shown, and rejects where its file cannot be had. */
export interface Later<P> {
  (props: P): JSX.Element | null;
  ready(): Promise<void>;
}

/** Wrap the part that `load` brings; until it is here nothing is drawn in its place. */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): Later<P> {
  let loaded: ComponentType<P> | null = null;
  function Later(props: P): JSX.Element | null {
    const [tries, redraw] = useState(0);
    useEffect(() => {
      if (loaded) return undefined;
      let again: ReturnType<typeof setTimeout> | undefined;
      Promise.all([Later.ready(), learnTheRest()]).then(
        () => redraw((times) => times + 1),
        // An older version's file may also be gone from the server after an update; a reload brings the new one.
        () => (again = setTimeout(() => redraw((times) => times + 1), AGAIN_MS)),
      );
      return () => clearTimeout(again);
    }, [tries]);
    const Part = loaded;
    return Part ? <Part {...props} /> : null;
  }
  Later.ready = async (): Promise<void> => {
    loaded = await load();
  };
  return Later;
}
