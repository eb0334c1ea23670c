/** People: who works here with which badge, their badges printed, and taking somebody's access away. */
import { useDeed } from '../board/deed';
import type { PersonRow } from '../contract/office';
import { tell } from '../messages/desk';
import { fetchPeople, letWork } from '../sync/office';
import { printBadges } from '../sync/setup';
import { fileName, PaperChoice, usePaper } from './labels';
import { useList } from './list';
import type { BulkDeed } from './bulk';
import type { Column } from './columns';
import { ListPage } from './list-page';
import { route } from './route';
import { save } from './save';
import { Choice } from './search';
import { may, session } from './session';
import { Act, Sure } from './sure';

const ROLES = ['picker', 'packer', 'receiver', 'supervisor', 'buyer', 'manager', 'client'] as const;

export function People() {
  const role = route.value.query.get('role') ?? '';
  const who = session.value;
  // Nobody takes their own access away.
  const me = who && who !== 'asking' ? who.person.id : null;
  const list = useList<PersonRow>(role, (cursor) => fetchPeople({ role, cursor }));
  return (
    <ListPage
      name="staff"
      of="people"
      list={list}
      filters={
        <>
          <Choice name="role" label={tell('role')} options={[['', tell('all_roles')], ...ROLES.map((one) => [one, one] as const)]} />
          {may('people.create_person') && (
            <a class="act" href="/office/people/new" data-action="new-person">
              {tell('do_new_person')}
            </a>
          )}
          {may('setup.print_badges') && <PrintBadges />}
        </>
      }
      empty={role ? tell('people_of_role_none') : tell('people_none')}
      columns={columns(me, list.again)}
      keyOf={({ id }) => String(id)}
      named={({ name }) => name}
      to={({ id }) => `/office/people/${id}`}
      marks={({ id }) => ({ 'data-person': id })}
      deeds={deeds(me)}
    />
  );
}

function columns(me: number | null, again: () => void): readonly Column<PersonRow>[] {
  return [
    { name: 'name', word: tell('name'), fixed: true, look: 'main', cell: ({ id, name }) => <a href={`/office/people/${id}`} tabIndex={-1}>{name}</a> },
    { name: 'role', word: tell('role'), cell: ({ role }) => role },
    { name: 'badge', word: tell('badge'), look: 'code', cell: ({ badge }) => badge ?? '–' },
    { name: 'login', word: tell('login'), cell: ({ login }) => login ?? '–' },
    { name: 'client', word: tell('client_of'), seldom: true, look: 'code', cell: ({ owner }) => owner || '–' },
    { name: 'active', word: tell('works_here'), bare: true, cell: ({ active }) => tell(active ? 'yes' : 'no') },
    {
      name: 'do',
      word: '',
      look: 'change',
      cell: ({ id, name, active }) =>
        may('people.change_person') &&
        id !== me &&
        (active ? (
          <Sure action="deactivate" word={tell('do_deactivate')} question={tell('sure_deactivate', { name })} yes={tell('do_yes_deactivate')} act={() => letWork(id, false)} then={again} />
        ) : (
          <Act action="activate" word={tell('do_activate')} act={() => letWork(id, true)} then={again} />
        )),
    },
  ];
}

function deeds(me: number | null): readonly BulkDeed<PersonRow>[] {
  return [
    {
      name: 'deactivate-all',
      word: tell('do_deactivate'),
      needs: 'people.change_person',
      fits: ({ id, active }) => active && id !== me,
      act: ({ id }) => letWork(id, false),
      undo: ({ id }) => letWork(id, true),
      sure: (count) => tell('sure_deactivate_many', { count }),
      danger: true,
    },
    {
      name: 'activate-all',
      word: tell('do_activate'),
      needs: 'people.change_person',
      fits: ({ id, active }) => !active && id !== me,
      act: ({ id }) => letWork(id, true),
      undo: ({ id }) => letWork(id, false),
    },
  ];
}

function PrintBadges() {
  const [paper, choose] = usePaper();
  const deed = useDeed();
  return (
    <>
      <PaperChoice paper={paper} choose={choose} />
      <button type="button" class="act" data-action="print-badges" disabled={deed.busy} onClick={() => void deed.run(async () => save(await printBadges([], paper), fileName('badges', 'a4')))}>
        {tell('do_print_badges')}
      </button>
      {deed.problem && <p class="remark wrong">{deed.problem}</p>}
    </>
  );
}
