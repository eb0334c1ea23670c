/** Reads a picture without a server, by a decoder that the service worker has kept on this device. */
import type { Seen } from './camera';

/** A slow device, and a decoder that has yet to be fetched over a poor line. */
const PATIENCE_MS = 15_000;

/** What barcodes a picture shows, or null where this device has no decoder yet. Its worker ends with it, and gives its memory back. */
export function readHere(picture: ImageData): Promise<Seen[] | null> {
  const worker = new Worker(new URL('./bars-worker.ts', import.meta.url), { type: 'module' });
  return new Promise<Seen[] | null>((tell) => {
    const late = setTimeout(() => tell(null), PATIENCE_MS);
    worker.onmessage = ({ data }: MessageEvent<Seen[] | null>) => {
      clearTimeout(late);
      tell(data);
    };
    worker.onerror = () => tell(null);
    const { data, width, height } = picture;
    worker.postMessage({ data, width, height }, [data.buffer]);
  }).finally(() => worker.terminate());
}
