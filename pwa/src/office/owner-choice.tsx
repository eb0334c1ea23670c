/** Which client: where none is kept, there is nothing to choose. */
import type { Owner } from '../contract/owners';
import { tell } from '../messages/desk';
import { fetchOwners } from '../sync/owners';
import { useFetched } from './list';
import { may, ours } from './session';

interface OwnerChoiceProps {
  /** The code that is chosen; '' is the house, or nobody yet. */
  chosen: string;
  /** Somebody must be chosen, and not the house. */
  needed?: boolean;
  /** As the fields beside it look. */
  look?: string;
  choose?: (code: string) => void;
}

export function OwnerChoice({ chosen, needed = false, look, choose }: OwnerChoiceProps) {
  const owners = useFetched<Owner[]>('owners', () => (may('owners.list_owners') ? fetchOwners() : Promise.resolve([]))).value ?? [];
  const clients = owners.filter(({ house }) => !house);
  if (clients.length === 0 && !needed) return null;
  return (
    <label class={look}>
      {tell('client_of')}
      <select name="owner" required={needed} onChange={(event) => choose?.(event.currentTarget.value)}>
        <option value="" selected={chosen === ''}>
          {tell(needed ? 'client_choose' : 'client_nobody')}
        </option>
        {clients.map(({ code, name }) => (
          <option key={code} value={code} selected={code === chosen}>
            {code}: {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The house, as the server calls it where goods have an owner. */
export const HOUSE = 'house';

/** Whose goods, where that is not plain: of a client at a desk of the house. */
export function WhoseGoods({ owner }: { owner: string }) {
  if (!owner || owner === HOUSE || !ours()) return null;
  return (
    <span data-role="whose">
      {tell('client_of')} <span class="code">{owner}</span>
    </span>
  );
}
