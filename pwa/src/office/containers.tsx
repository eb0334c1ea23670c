/** Containers: by plate, kind, place and whether they hold anything; new ones are made here. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import type { ContainerRow } from '../contract/containers';
import { tell, tellAny } from '../messages/desk';
import { fetchContainers, makeContainers } from '../sync/containers';
import { count } from './format';
import { useList } from './list';
import { Listing } from './listing';
import { PrintPlates } from './print-plates';
import { address, route } from './route';
import { Num, Row } from './rows';
import { Choice, Search } from './search';
import { may } from './session';

const KINDS = ['tote', 'carton', 'pallet', 'cart', 'label'];
const MADE = ['pallet', 'carton', 'cart'];

export const pageOf = (code: string): string => `/office/containers/${encodeURIComponent(code)}`;

export function Containers() {
  const { query } = route.value;
  const filters = Object.fromEntries(['q', 'kind', 'place', 'holds'].map((name) => [name, query.get(name) ?? '']));
  const list = useList<ContainerRow>(JSON.stringify(filters), (cursor) => fetchContainers(filters, cursor));
  return (
    <>
      {may('locations.make_containers') && (
        <div class="page">
          <Make then={list.again} />
        </div>
      )}
      <Listing
        name="containers"
        list={list}
        filters={
          <>
            <Search name="q" label={tell('search_plate')} />
            <Search name="place" label={tell('search_place')} />
            <Choice name="kind" label={tell('container_kind')} options={[['', tell('all_kinds')], ...KINDS.map((one) => [one, tellAny('kind_of_', one)] as const)]} />
            <Choice
              name="holds"
              label={tell('holds')}
              options={[
                ['', tell('holds_any')],
                ['goods', tell('holds_goods')],
                ['nothing', tell('holds_nothing')],
              ]}
            />
          </>
        }
        empty={tell('containers_none')}
        head={
          <>
            <th>{tell('container')}</th>
            <th>{tell('container_kind')}</th>
            <th>{tell('state')}</th>
            <th>{tell('stands_at')}</th>
            <th>{tell('stands_on')}</th>
            <th class="number">{tell('units_in_it')}</th>
            <th class="number">{tell('inside')}</th>
            <th class="number">{tell('weight')}</th>
          </>
        }
        row={(one) => (
          <Row key={one.code} to={pageOf(one.code)}>
            <td class="code main">
              <a href={pageOf(one.code)} tabIndex={-1}>
                {one.code}
              </a>
            </td>
            <td>{tellAny('kind_of_', one.kind)}</td>
            <td>{tellAny('state_', one.state)}</td>
            <td class="code">{one.place}</td>
            <td class="code">{one.parent || '–'}</td>
            <Num label={tell('units_in_it')}>{one.units ? count(one.units) : '–'}</Num>
            <Num label={tell('inside')}>{one.inside ? count(one.inside) : '–'}</Num>
            <Num label={tell('weight')}>{one.weightG ? tell('kilograms', { kg: kilos(one.weightG) }) : '–'}</Num>
          </Row>
        )}
      />
    </>
  );
}

/** Grams as kilograms, to the gram. */
export const kilos = (grams: number): string => (grams / 1000).toFixed(3);

function Make({ then }: { then: () => void }) {
  const [kind, setKind] = useState('pallet');
  const [many, setMany] = useState('1');
  const [made, setMade] = useState<string[]>([]);
  const deed = useDeed();
  const number = Number(many);
  return (
    <>
      <form
        class="filters make-containers"
        onSubmit={(event) => {
          event.preventDefault();
          void deed.run(async () => setMade((await makeContainers(kind, number)).items)).then((done) => done && then());
        }}
      >
        <h2>{tell('make_containers')}</h2>
        <label class="search">
          {tell('container_kind')}
          <select name="kind" value={kind} onChange={(event) => setKind(event.currentTarget.value)}>
            {MADE.map((one) => (
              <option key={one} value={one}>
                {tellAny('kind_of_', one)}
              </option>
            ))}
          </select>
        </label>
        <label class="search">
          {tell('how_many')}
          <input name="many" type="number" min={1} max={200} required value={many} onInput={(event) => setMany(event.currentTarget.value)} />
        </label>
        <button type="submit" class="act" data-action="make" disabled={deed.busy}>
          {tell('do_make')}
        </button>
        {deed.problem && <p class="remark wrong">{deed.problem}</p>}
        {made.length > 0 && (
          <p class="remark" data-role="made">
            {tell('made_containers')} <a href={address('/office/containers', { q: made[0]! })}>{made[0]}</a>
            {made.length > 1 && ` – ${made[made.length - 1]}`}
          </p>
        )}
      </form>
      {made.length > 0 && may('setup.print_plates') && <PrintPlates codes={made} />}
    </>
  );
}
