/** The camera as a scanner: the browser's own detector where there is one, else a cropped grey photo that the server reads. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../components/button';
import { Sheet } from '../components/sheet';
import { say } from '../messages';
import { decodePhoto } from '../sync/beside';

interface Found {
  rawValue: string;
}
declare const BarcodeDetector: undefined | (new () => { detect(image: CanvasImageSource): Promise<Found[]> });

interface CameraProps {
  onCode: (code: string, symbology: string) => void;
  onClose: () => void;
}

/** Longest side of the photo that is sent; more does not read better. */
const LONG_SIDE = 1_600;
const QUALITY = 0.75;
const LOOK_EVERY_MS = 200;

export function Camera({ onCode, onClose }: CameraProps) {
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<'looking' | 'reading' | 'nothing' | 'none'>('looking');

  useEffect(() => {
    let stream: MediaStream | null = null;
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const detector = typeof BarcodeDetector === 'undefined' ? null : new BarcodeDetector();
    const look = async (): Promise<void> => {
      if (stopped || !video.current || !detector) return;
      const [found] = await detector.detect(video.current).catch(() => []);
      if (stopped) return;
      if (found) onCode(found.rawValue, '');
      else timer = setTimeout(() => void look(), LOOK_EVERY_MS);
    };
    void (async () => {
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1920 } } });
        if (stopped || !video.current) return stream.getTracks().forEach((track) => track.stop());
        video.current.srcObject = stream;
        await video.current.play();
        void look();
      } catch {
        setState('none');
      }
    })();
    return () => {
      stopped = true;
      clearTimeout(timer);
      stream?.getTracks().forEach((track) => track.stop());
    };
  }, []);

  const shoot = async (): Promise<void> => {
    if (!video.current) return;
    setState('reading');
    try {
      const [found] = await decodePhoto(await photoOf(video.current));
      if (found) onCode(found.text, found.aim);
      else setState('nothing');
    } catch {
      setState('nothing');
    }
  };
  const words = { looking: 'camera_hint', reading: 'reading', nothing: 'no_code_seen', none: 'camera_none' } as const;
  return (
    <Sheet title={say('do_camera')} name="camera" onClose={onClose}>
      {state !== 'none' && <video ref={video} class="camera" muted playsInline />}
      <p>{say(words[state])}</p>
      {state !== 'none' && (
        <Button action="shoot" look="primary" disabled={state === 'reading'} onTap={() => void shoot()}>
          {say('do_take_photo')}
        </Button>
      )}
    </Sheet>
  );
}

/** The middle of the picture, grey and small enough to send: colour tells a decoder nothing. */
async function photoOf(video: HTMLVideoElement): Promise<Blob> {
  const width = video.videoWidth;
  const height = Math.round(video.videoHeight * 0.7);
  const scale = Math.min(1, LONG_SIDE / Math.max(width, height));
  const canvas = new OffscreenCanvas(Math.round(width * scale), Math.round(height * scale));
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('no canvas');
  pen.filter = 'grayscale(1)';
  pen.drawImage(video, 0, (video.videoHeight - height) / 2, width, height, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY });
}
