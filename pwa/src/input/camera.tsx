/** The camera as a scanner: the browser's own detector where there is one, else a cropped grey photo that the server reads, or without it this device. */
import { useState } from 'preact/hooks';
import { Button } from '../components/button';
import { Sheet } from '../components/sheet';
import { Words } from '../components/words';
import { Problem } from '../contract';
import { say, sayAny } from '../messages';
import { decodePhoto } from '../sync/beside';
import { LensRow, Sight, useLens } from './live-view';
import { readHere } from './own-reader';

/** A code that was seen; `aim` is how its symbology is called, '' where the reader does not tell. */
export interface Seen {
  text: string;
  aim: string;
}
declare const BarcodeDetector: undefined | (new () => { detect(image: CanvasImageSource): Promise<{ rawValue: string }[]> });

interface CameraProps {
  onCode: (code: string, symbology: string) => void;
  onClose: () => void;
  /** What a code stands for, as far as this device knows; '' for a code that says nothing here. */
  means: (seen: Seen) => string;
  /** Whether the server is heard just now; where it is not, nobody waits for it. */
  online: () => boolean;
  /** Keep what is seen as a photo, where somebody is signed in to answer for it. */
  onPhoto: (() => void) | null;
}

/** Longest side of the photo that is sent; more does not read better. */
const LONG_SIDE = 1_600;
const QUALITY = 0.75;
const LOOK_EVERY_MS = 200;

export function Camera({ onCode, onClose, means, online, onPhoto }: CameraProps) {
  const [sentence, setSentence] = useState(() => say('camera_hint'));
  const [reading, setReading] = useState(false);
  const [choices, setChoices] = useState<Seen[]>([]);

  const saw = (codes: Seen[]): void => {
    const [first, ...others] = codes.filter(({ text }, at) => codes.findIndex((one) => one.text === text) === at);
    if (!first) setSentence(say('no_code_seen'));
    else if (others.length) setChoices([first, ...others]);
    else onCode(first.text, first.aim);
  };

  const view = useLens((video) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;
    const detector = typeof BarcodeDetector === 'undefined' ? null : new BarcodeDetector();
    const look = async (): Promise<void> => {
      if (stopped || !detector) return;
      const found = await detector.detect(video).catch(() => []);
      if (stopped) return;
      if (found.length) saw(found.map(({ rawValue }) => ({ text: rawValue, aim: '' })));
      else timer = setTimeout(() => void look(), LOOK_EVERY_MS);
    };
    void look();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  });

  const shoot = async (): Promise<void> => {
    if (!view.video.current) return;
    setReading(true);
    setSentence(say('reading'));
    try {
      const seen = await read(middleOf(view.video.current), online());
      if (seen) saw(seen);
      else setSentence(say('camera_offline'));
    } catch (error) {
      setSentence(sayAny(error instanceof Problem ? error.code : '', 'no_code_seen'));
    } finally {
      setReading(false);
    }
  };
  if (choices.length) return <Choices seen={choices} means={means} onClose={onClose} onChoose={({ text, aim }) => onCode(text, aim)} />;
  return (
    <Sheet title={say('do_camera')} name="camera" onClose={onClose}>
      <Sight view={view} />
      <p role="status">{view.none ? say('camera_none') : sentence}</p>
      <LensRow view={view} />
      {!view.none && (
        <Button action="shoot" look="primary" disabled={reading || !view.lens} onTap={() => void shoot()}>
          {say('do_take_photo')}
        </Button>
      )}
      {onPhoto && (
        <Button action="photo" look="quiet" wide onTap={onPhoto}>
          {say('do_photo')}
        </Button>
      )}
    </Sheet>
  );
}

/** Several codes in one picture: which of them is meant is a person's word. */
function Choices({ seen, means, onChoose, onClose }: { seen: Seen[]; means: CameraProps['means']; onChoose: (one: Seen) => void; onClose: () => void }) {
  return (
    <Sheet title={say('ask_which_code')} name="codes" onClose={onClose}>
      <ul class="list">
        {seen.map((one) => (
          <li key={one.text}>
            <button type="button" class="line" data-action="code" data-code={one.text} onClick={() => onChoose(one)}>
              <b>
                <Words text={means(one) || say('not_known')} />
              </b>
              <small>
                <bdi dir="ltr">{one.text}</bdi>
              </small>
            </button>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

/** What the server reads, which looks longer and in more ways; where it is not reached, what this device reads; null where that cannot read yet. */
async function read(photo: OffscreenCanvas, online: boolean): Promise<Seen[] | null> {
  if (online) {
    try {
      return await decodePhoto(await photo.convertToBlob({ type: 'image/jpeg', quality: QUALITY }));
    } catch (error) {
      if (!(error instanceof Problem && error.passing)) throw error;
    }
  }
  const pen = photo.getContext('2d');
  return pen && readHere(pen.getImageData(0, 0, photo.width, photo.height));
}

/** The middle of the picture, grey and small enough to send: colour tells a decoder nothing. */
function middleOf(video: HTMLVideoElement): OffscreenCanvas {
  const width = video.videoWidth;
  const height = Math.round(video.videoHeight * 0.7);
  const scale = Math.min(1, LONG_SIDE / Math.max(width, height));
  const canvas = new OffscreenCanvas(Math.round(width * scale), Math.round(height * scale));
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('no canvas');
  pen.filter = 'grayscale(1)';
  pen.drawImage(video, 0, (video.videoHeight - height) / 2, width, height, 0, 0, canvas.width, canvas.height);
  return canvas;
}
