/** Photos from the floor: small ones that open large in a tab of their own, and a word where the picture is not here. */
import type { BoardPhoto } from '../contract/board';
import { tell, tellAny } from '../messages/desk';

const fileOf = (photo: BoardPhoto): string => `/api/v1/photos/${photo.sha256}`;

export function Photos({ photos }: { photos: BoardPhoto[] }) {
  if (photos.length === 0) return null;
  const words = [...new Set(photos.filter(({ state }) => state !== 'here').map(({ state }) => state))];
  return (
    <div class="photos" data-role="photos">
      {photos
        .filter(({ state }) => state === 'here')
        .map((photo) => (
          <a key={photo.sha256} href={fileOf(photo)} target="_blank" rel="noreferrer">
            <img src={fileOf(photo)} alt={tellAny('shows_', photo.shows)} width={96} height={72} loading="lazy" />
          </a>
        ))}
      {words.map((state) => (
        <span key={state} class="hint">
          {tell(state === 'gone' ? 'photo_gone' : 'photo_coming')}
        </span>
      ))}
    </div>
  );
}
