/** What a zone is like: how warm it is kept, and which dangerous goods may lie there. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import type { Zone } from '../contract/office';
import { tell } from '../messages/desk';
import { changeZone } from '../sync/inspections';

export function ZoneKept({ zone, saved }: { zone: Zone; saved: () => void }) {
  const deed = useDeed();
  const [isSaved, setSaved] = useState(false);
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const said = (name: string): string => String(form.get(name) ?? '').trim();
    setSaved(false);
    void deed
      .run(() => changeZone(zone.code, { temperature: said('temperature'), hazards: said('hazards') }))
      .then((done) => {
        if (!done) return;
        setSaved(true);
        saved();
      });
  };
  return (
    <form class="terms" data-form="zone" onSubmit={save}>
      <fieldset disabled={deed.busy}>
        <label>
          {tell('zone_temperature', { zone: zone.code })}
          <input name="temperature" maxLength={12} defaultValue={zone.temperature} />
        </label>
        <label>
          {tell('zone_hazards')}
          <input name="hazards" maxLength={80} defaultValue={zone.hazards} />
        </label>
        <div class="actions">
          <button type="submit" class="act primary" data-action="save-zone">
            {tell('do_save')}
          </button>
          {isSaved && <span role="status">{tell('saved')}</span>}
        </div>
      </fieldset>
      <p class="hint">{tell('zone_kept_hint')}</p>
      {deed.problem && (
        <p class="remark wrong" role="alert">
          {deed.problem}
        </p>
      )}
    </form>
  );
}
