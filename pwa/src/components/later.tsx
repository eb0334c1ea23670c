/** A part of the app that is loaded when it is first shown; the service worker has kept its file on the device. */
import type { ComponentType, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** Wrap the part that `load` brings; until it is here nothing is drawn in its place. */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): (props: P) => JSX.Element | null {
  let loaded: ComponentType<P> | null = null;
  return function Later(props: P) {
    const [, redraw] = useState(0);
    useEffect(() => {
      if (loaded) return;
      load().then(
        (part) => {
          loaded = part;
          redraw((times) => times + 1);
        },
        // An older version's file may be gone from the server after an update; a reload brings the new one.
        () => undefined,
      );
    }, []);
    const Part = loaded;
    return Part ? <Part {...props} /> : null;
  };
}
