/** What a lens sees, with its light, focus and choice; for the scanner and for photos. */
import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../components/button';
import { say } from '../messages';
import { chooseNext, close, focus, openLens, shine, type Lens } from './lens';

export interface LiveView {
  video: RefObject<HTMLVideoElement | null>;
  /** Null until it shows something. */
  lens: Lens | null;
  /** The device gives the page no camera. */
  none: boolean;
  change: (lens: Lens) => void;
  next: (lens: Lens) => void;
}

/** Open the lens as long as the screen wants it; `showing` begins what looks at it, and answers what ends that. */
export function useLens(showing: (video: HTMLVideoElement) => () => void = () => () => undefined): LiveView {
  const video = useRef<HTMLVideoElement>(null);
  const [lens, setLens] = useState<Lens | null>(null);
  const [opened, setOpened] = useState(0);
  const [none, setNone] = useState(false);
  useEffect(() => {
    let stopped = false;
    let mine: Lens | null = null;
    let end = (): void => undefined;
    void (async () => {
      try {
        mine = await openLens();
        if (stopped || !video.current) return close(mine);
        video.current.srcObject = mine.stream;
        await video.current.play();
        // It may have been put away while it began to play.
        if (stopped) return;
        setLens(mine);
        end = showing(video.current);
      } catch {
        if (!stopped) setNone(true);
      }
    })();
    return () => {
      stopped = true;
      end();
      if (mine) close(mine);
    };
  }, [opened]);
  const next = (from: Lens): void => {
    setLens(null);
    void chooseNext(from).then(() => setOpened(opened + 1));
  };
  return { video, lens, none, change: setLens, next };
}

export function Sight({ view }: { view: LiveView }) {
  return view.none ? null : <video ref={view.video} class="camera" muted playsInline data-ready={view.lens !== null} />;
}

/** The light, the focus and the next lens, where the device has them. */
export function LensRow({ view: { lens, change, next } }: { view: LiveView }) {
  if (!lens || (lens.light === null && !lens.focuses && lens.lenses < 2)) return null;
  return (
    <div class="row">
      {lens.light !== null && (
        <Button
          action="light"
          chosen={lens.light}
          onTap={() => {
            const on = !lens.light;
            change({ ...lens, light: on });
            void shine(lens, on);
          }}
        >
          {say('do_light')}
        </Button>
      )}
      {lens.focuses && (
        <Button action="focus" onTap={() => void focus(lens)}>
          {say('do_focus')}
        </Button>
      )}
      {lens.lenses > 1 && (
        <Button action="lens" onTap={() => next(lens)}>
          {say('do_lens')}
        </Button>
      )}
    </div>
  );
}
