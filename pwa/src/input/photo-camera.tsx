/** A photo of what stands before the device. It is drawn anew, so that nothing is in it but its picture: no place, no time, no device. */
import { useState } from 'preact/hooks';
import { Button } from '../components/button';
import { say } from '../messages';
import { LensRow, Sight, useLens } from './live-view';

/** Longest side; enough to read a label by, and some 250 kB. */
const LONG_SIDE = 1_600;
const QUALITY = 0.8;

export function PhotoCamera({ onPhoto }: { onPhoto: (photo: Blob) => void }) {
  const view = useLens();
  const [taking, setTaking] = useState(false);
  const [failed, setFailed] = useState(false);
  const shoot = async (): Promise<void> => {
    if (!view.video.current) return;
    setTaking(true);
    try {
      onPhoto(await drawn(view.video.current));
    } catch {
      setFailed(true);
    } finally {
      setTaking(false);
    }
  };
  return (
    <>
      <Sight view={view} />
      {(view.none || failed) && <p role="status">{say(view.none ? 'photo_no_camera' : 'photo_failed')}</p>}
      <LensRow view={view} />
      {!view.none && (
        <Button action="shoot" look="primary" wide disabled={taking || !view.lens} onTap={() => void shoot()}>
          {say('do_take_photo')}
        </Button>
      )}
    </>
  );
}

async function drawn(video: HTMLVideoElement): Promise<Blob> {
  const { videoWidth: width, videoHeight: height } = video;
  const scale = Math.min(1, LONG_SIDE / Math.max(width, height));
  const canvas = new OffscreenCanvas(Math.round(width * scale), Math.round(height * scale));
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('no canvas');
  pen.drawImage(video, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY });
}
