/** Kits: all of them, what each is made of, and new ones. */
import { useState } from 'preact/hooks';
import type { Kit, KitRow } from '../contract/kits';
import { tell, tellAny } from '../messages/desk';
import { fetchKit, fetchKits, forgetKit, KITS_CSV } from '../sync/kits';
import { count } from './format';
import { KitForm } from './kit-form';
import { useFetched, useList } from './list';
import type { Column } from './columns';
import { ListPage } from './list-page';
import { address, goTo, route } from './route';
import { Num, Row } from './rows';
import { Choice, Search } from './search';
import { may } from './session';
import { Sure } from './sure';

const KINDS = ['virtual', 'built'] as const;

export function Kits() {
  const { query } = route.value;
  const [kind, component] = [query.get('kind') ?? '', query.get('component') ?? ''];
  const list = useList<KitRow>(`${kind} ${component}`, (cursor) => fetchKits({ kind, component, cursor }));
  const [open, setOpen] = useState(false);
  return (
    <>
      <div class="page" data-page="new-kit">
        <header class="page-head">
          <h1>{tell('kits')}</h1>
          <p class="hint">{tell('kits_why')}</p>
        </header>
        {open && <KitForm item={null} kit={null} saved={(item) => goTo(`/office/items/${item}`)} onCancel={() => setOpen(false)} />}
      </div>
      <ListPage
        name="kits"
        list={list}
        filters={
          <>
            <Search name="component" label={tell('kit_with_component')} />
            <Choice name="kind" label={tell('kit_kind')} options={[['', tell('all_kit_kinds')], ...KINDS.map((one) => [one, tellAny('kit_is_', one)] as const)]} />
            {may('kits.say_kit') && !open && (
              <button type="button" class="act" data-action="new-kit" onClick={() => setOpen(true)}>
                {tell('do_new_kit')}
              </button>
            )}
            <a class="act" href={KITS_CSV} download="kits.csv" data-action="save-csv">
              {tell('do_csv')}
            </a>
            {may('imports.upload') && (
              <a class="act" href="/office/imports?kind=kits" data-action="to-imports">
                {tell('imports')}
              </a>
            )}
          </>
        }
        empty={kind || component ? tell('kits_none_here') : tell('kits_none')}
        columns={columns()}
        keyOf={({ id }) => String(id)}
        named={({ sku }) => sku}
        to={({ id }) => `/office/items/${id}`}
      />
    </>
  );
}

function columns(): readonly Column<KitRow>[] {
  return [
    {
      name: 'kit',
      word: tell('kit'),
      fixed: true,
      look: 'main',
      cell: ({ id, sku, name }) => (
        <a href={`/office/items/${id}`} tabIndex={-1}>
          <span class="code">{sku}</span> {name}
        </a>
      ),
    },
    { name: 'kind', word: tell('kit_kind'), cell: ({ kind }) => tellAny('kit_is_', kind) },
    { name: 'components', word: tell('kit_components'), number: true, cell: ({ components }) => count(components) },
  ];
}

/** On an item's page: what it is made of, if it is a kit, and the form that says so. */
export function MadeOf({ item, sku, isKit, again }: { item: number; sku: string; isKit: boolean; again: () => void }) {
  const found = useFetched<Kit | null>(`kit ${item} ${String(isKit)}`, () => (isKit ? fetchKit(item) : Promise.resolve(null)));
  const [open, setOpen] = useState(false);
  const kit = found.value;
  const mayChange = may('kits.say_kit');
  const saved = (): void => {
    setOpen(false);
    found.again();
    again();
  };
  if (!isKit && !mayChange) return null;
  return (
    <section data-role="made-of">
      <h2>{tell('kit_made_of')}</h2>
      {found.problem && <p class="remark wrong">{found.problem}</p>}
      {kit && <Components kit={kit} />}
      {!isKit && !open && <p class="empty">{tell('kit_no_kit')}</p>}
      {open && <KitForm item={item} kit={kit} saved={saved} onCancel={() => setOpen(false)} />}
      {mayChange && !open && (
        <div class="actions">
          <button type="button" class="act" data-action="change-kit" onClick={() => setOpen(true)}>
            {tell(isKit ? 'do_change_kit' : 'do_make_kit')}
          </button>
          {kit?.kind === 'built' && may('kits.make_work_order') && (
            <a class="act" href={address('/office/work-orders', { item: sku })} data-action="build">
              {tell('do_new_work_order')}
            </a>
          )}
          {kit && <Sure action="forget-kit" word={tell('do_forget_kit')} question={tell('sure_forget_kit', { sku })} yes={tell('do_yes_forget_kit')} act={() => forgetKit(item)} then={saved} />}
        </div>
      )}
    </section>
  );
}

function Components({ kit }: { kit: Kit }) {
  return (
    <>
      <p class="hint">
        {tell('kit_makeable', { n: kit.makeable })} {kit.kind === 'virtual' && tell('kit_virtual_available')}
      </p>
      <table class="rows narrow">
        <thead>
          <tr>
            <th>{tell('kit_components')}</th>
            <th class="number">{tell('kit_per')}</th>
            <th class="number">{tell('on_hand')}</th>
            <th class="number">{tell('available')}</th>
            <th class="number">{tell('kit_makes')}</th>
          </tr>
        </thead>
        <tbody>
          {kit.components.map((one) => {
            const makes = Math.max(0, Math.floor(one.available / one.qty));
            return (
              <Row key={one.item} to={`/office/items/${one.item}`}>
                <td class="main">
                  <a href={`/office/items/${one.item}`} tabIndex={-1}>
                    <span class="code">{one.sku}</span> {one.name}
                  </a>
                </td>
                <Num label={tell('kit_per')}>{count(one.qty)}</Num>
                <Num label={tell('on_hand')}>{count(one.onHand)}</Num>
                <Num label={tell('available')}>{count(one.available)}</Num>
                <Num label={tell('kit_makes')}>{makes === kit.makeable ? <span class="late">{count(makes)}</span> : count(makes)}</Num>
              </Row>
            );
          })}
        </tbody>
      </table>
    </>
  );
}
