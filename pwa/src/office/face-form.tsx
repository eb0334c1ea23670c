/** The form of a pick face: a bin and an item where it is new, and between how many it is kept. */
import { useDeed } from '../board/deed';
import { saidIn } from '../board/said';
import type { Face } from '../contract/faces';
import { tell } from '../messages/desk';
import { changeFace, createFace, takeFaceAway } from '../sync/faces';
import { Refused, SaveOrLeave } from './form';
import { may } from './session';
import { Sure } from './sure';

export function FaceForm({ face, saved, onCancel }: { face: Face | null; saved: () => void; onCancel: () => void }) {
  const deed = useDeed();
  const save = (event: SubmitEvent): void => {
    const said = saidIn(event);
    const levels = { min_qty: Number(said('min_qty') || 0), max_qty: Number(said('max_qty') || 0) };
    void deed.run(() => (face ? changeFace(face.id, levels) : createFace({ place: said('place').toUpperCase(), item: said('item'), ...levels }))).then((done) => done && saved());
  };
  const now = (units: number | undefined): string => (face && !face.fromForecast ? String(units) : '');
  return (
    <form class="terms" data-form="face" onSubmit={save}>
      <h2>{face ? `${face.place} · ${face.sku}` : tell('do_new_face')}</h2>
      <p class="hint">{tell('face_levels_hint')}</p>
      <fieldset disabled={deed.busy}>
        {!face && (
          <>
            <label>
              {tell('place')}
              <input name="place" required maxLength={40} autofocus />
            </label>
            <label>
              {tell('face_item')}
              <input name="item" required maxLength={40} />
            </label>
          </>
        )}
        <label>
          {tell('face_least')}
          <input name="min_qty" type="number" min={0} defaultValue={now(face?.minQty)} />
        </label>
        <label>
          {tell('face_most')}
          <input name="max_qty" type="number" min={0} defaultValue={now(face?.maxQty)} />
        </label>
        <SaveOrLeave onCancel={onCancel}>
          {face && may('faces.take_face_away') && (
            <Sure action="take-face-away" word={tell('do_take_face_away')} question={tell('sure_take_face_away', { place: face.place })} yes={tell('do_yes_take_face_away')} act={() => takeFaceAway(face.id)} then={saved} />
          )}
        </SaveOrLeave>
      </fieldset>
      <Refused problem={deed.problem} />
    </form>
  );
}
