/** The docks that a truck can stand at, to choose from; those of the shipping zone first. */
import type { PlaceRow } from '../contract/office';
import { fetchPlaces } from '../sync/office';
import { useFetched } from './list';

export function Doors({ name, door }: { name: string; door?: string }) {
  const found = useFetched<PlaceRow[]>('docks', async () => (await fetchPlaces({ kind: 'dock' })).items);
  const docks = [...(found.value ?? [])].sort((a, b) => Number(b.zone === 'SHIP') - Number(a.zone === 'SHIP') || a.code.localeCompare(b.code));
  return (
    <select key={docks.length} name={name} required defaultValue={door}>
      {docks.map(({ id, code }) => (
        <option key={id} value={code} selected={code === door}>
          {code}
        </option>
      ))}
    </select>
  );
}
