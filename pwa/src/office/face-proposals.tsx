/** Pick faces that are proposed: all are taken unless some are left out. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import type { FaceProposal } from '../contract/faces';
import { tell } from '../messages/desk';
import { adoptFaces, proposeFaces } from '../sync/faces';
import { count } from './format';
import { useFetched } from './list';
import { Num } from './rows';

export function FaceProposals({ saved, onCancel }: { saved: () => void; onCancel: () => void }) {
  const found = useFetched<FaceProposal[]>('proposals', proposeFaces);
  const [out, setOut] = useState<ReadonlySet<string>>(new Set());
  const deed = useDeed();
  const proposed = found.value ?? [];
  const chosen = proposed.filter(({ place }) => !out.has(place));
  const turn = (place: string): void => setOut(new Set(out.has(place) ? [...out].filter((one) => one !== place) : [...out, place]));
  const adopt = (): Promise<boolean> => deed.run(() => adoptFaces(chosen.map(({ place, itemId }) => ({ place, item: itemId }))));
  return (
    <section class="terms" data-form="face-proposals">
      <h2>{tell('proposals_faces')}</h2>
      <p class="hint">{tell('proposals_faces_why')}</p>
      {found.problem && <p class="remark wrong">{found.problem}</p>}
      {found.value && !proposed.length && <p class="empty">{tell('proposals_faces_none')}</p>}
      {proposed.length > 0 && (
        <table class="rows narrow">
          <tbody>
            {proposed.map((one) => (
              <tr key={one.itemId}>
                <td>
                  <input type="checkbox" checked={!out.has(one.place)} aria-label={one.place} onChange={() => turn(one.place)} />
                </td>
                <td class="code">{one.place}</td>
                <td class="main">
                  <span class="code">{one.sku}</span> {one.name}
                </td>
                <Num label={tell('face_has')}>{count(one.has)}</Num>
                <td>{tell('face_lies_in', { bins: one.bins })}</td>
                <td class="number">{tell('face_a_day', { units: (one.aDayMilli / 1000).toFixed(1) })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div class="actions">
        {chosen.length > 0 && (
          <button type="button" class="act primary" data-action="adopt-faces" disabled={deed.busy} onClick={() => void adopt().then((done) => done && saved())}>
            {tell('do_adopt_faces', { n: chosen.length })}
          </button>
        )}
        <button type="button" class="act" onClick={onCancel}>
          {tell('do_leave_it')}
        </button>
      </div>
      {deed.problem && <p class="remark wrong">{deed.problem}</p>}
    </section>
  );
}
