/** Containers: by plate, kind, place and whether they hold anything; new ones are made here. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import type { ContainerRow } from '../contract/containers';
import { tell, tellAny } from '../messages/desk';
import { fetchContainers, makeContainers } from '../sync/containers';
import { count } from './format';
import { useList } from './list';
import type { Column } from './columns';
import { ListPage } from './list-page';
import { PrintPlates } from './print-plates';
import { address, route } from './route';
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
      <ListPage
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
        columns={columns()}
        keyOf={({ code }) => code}
        named={({ code }) => code}
        to={({ code }) => pageOf(code)}
      />
    </>
  );
}

function columns(): readonly Column<ContainerRow>[] {
  return [
    {
      name: 'container',
      word: tell('container'),
      fixed: true,
      look: 'code main',
      cell: ({ code }) => (
        <a href={pageOf(code)} tabIndex={-1}>
          {code}
        </a>
      ),
    },
    { name: 'kind', word: tell('container_kind'), cell: ({ kind }) => tellAny('kind_of_', kind) },
    { name: 'state', word: tell('state'), cell: ({ state }) => tellAny('state_', state) },
    { name: 'place', word: tell('stands_at'), look: 'code', cell: ({ place }) => place },
    { name: 'parent', word: tell('stands_on'), look: 'code', cell: ({ parent }) => parent || '–' },
    { name: 'units', word: tell('units_in_it'), number: true, cell: ({ units }) => (units ? count(units) : '–') },
    { name: 'inside', word: tell('inside'), number: true, cell: ({ inside }) => (inside ? count(inside) : '–') },
    { name: 'weight', word: tell('weight'), number: true, cell: ({ weightG }) => (weightG ? tell('kilograms', { kg: kilos(weightG) }) : '–') },
  ];
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
