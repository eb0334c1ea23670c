/** A photo that shows why: by a tablet's camera or from a file, drawn anew so that nothing is in it but its picture. */
import { useState } from 'preact/hooks';
import { tell } from '../messages/desk';

/** Longest side, as on a handheld. */
const LONG_SIDE = 1_600;
const QUALITY = 0.8;

export interface Shot {
  sha256: string;
  photo: Blob;
  /** Where the page shows it from. */
  seen: string;
}

export function PhotoField({ shot, set }: { shot: Shot | null; set: (shot: Shot | null) => void }) {
  const [failed, setFailed] = useState(false);
  // Without https nothing can be hashed, and so no photo be named.
  if (!globalThis.crypto?.subtle) return null;
  const take = async (file: File | undefined): Promise<void> => {
    setFailed(false);
    try {
      set(file ? await drawn(file) : null);
    } catch {
      set(null);
      setFailed(true);
    }
  };
  return (
    <>
      <label class="search">
        {tell('photo_add')}
        <input name="photo" type="file" accept="image/*" capture="environment" onChange={(event) => void take(event.currentTarget.files?.[0])} />
      </label>
      {shot && <img class="shot" data-role="shot" src={shot.seen} alt={tell('photo_chosen')} width={96} height={72} />}
      {failed && (
        <p class="remark wrong" role="alert">
          {tell('photo_unreadable')}
        </p>
      )}
    </>
  );
}

async function drawn(file: File): Promise<Shot> {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LONG_SIDE / Math.max(picture.width, picture.height));
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale)));
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('no canvas');
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const photo = await canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY });
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', await photo.arrayBuffer()));
  return { photo, sha256: Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join(''), seen: URL.createObjectURL(photo) };
}
