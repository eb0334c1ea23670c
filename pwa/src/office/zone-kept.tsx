/** What a zone is like: how warm it is kept, which dangerous goods may lie there, and what one has to be able to drive. */
import type { Said } from '../board/said';
import type { Zone } from '../contract/office';
import { tell } from '../messages/desk';
import { changeZone } from '../sync/inspections';
import { Terms } from './terms';

export function ZoneKept({ zone, saved }: { zone: Zone; saved: () => void }) {
  const save = (said: Said): Promise<unknown> => changeZone(zone.code, { temperature: said('temperature'), hazards: said('hazards'), equipment: said('equipment') });
  return (
    <Terms name="zone" act={save} saved={saved} hints={[tell('zone_kept_hint')]}>
      <label>
        {tell('zone_temperature', { zone: zone.code })}
        <input name="temperature" maxLength={12} defaultValue={zone.temperature} />
      </label>
      <label>
        {tell('zone_hazards')}
        <input name="hazards" maxLength={80} defaultValue={zone.hazards} />
      </label>
      <label>
        {tell('zone_equipment')}
        <input name="equipment" maxLength={40} defaultValue={zone.equipment} />
      </label>
    </Terms>
  );
}
