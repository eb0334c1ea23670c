/** People: who works here with which badge, their badges printed, and taking somebody's access away. */
import { useDeed } from '../board/deed';
import type { PersonRow } from '../contract/office';
import { tell } from '../messages/desk';
import { fetchPeople, letWork } from '../sync/office';
import { printBadges } from '../sync/setup';
import { fileName, PaperChoice, usePaper } from './labels';
import { useList } from './list';
import { Listing } from './listing';
import { route } from './route';
import { save } from './save';
import { Choice } from './search';
import { may, session } from './session';
import { Act, Sure } from './sure';

const ROLES = ['picker', 'packer', 'receiver', 'supervisor', 'buyer', 'manager'] as const;

export function People() {
  const role = route.value.query.get('role') ?? '';
  const who = session.value;
  // Nobody takes their own access away.
  const me = who && who !== 'asking' ? who.person.id : null;
  const list = useList<PersonRow>(role, (cursor) => fetchPeople({ role, cursor }));
  return (
    <Listing
      name="people"
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
      head={
        <>
          <th>{tell('name')}</th>
          <th>{tell('role')}</th>
          <th>{tell('badge')}</th>
          <th>{tell('login')}</th>
          <th>{tell('works_here')}</th>
          <td />
        </>
      }
      row={(person) => (
        <tr key={person.id} data-person={person.id}>
          <td class="main">
            <a href={`/office/people/${person.id}`}>{person.name}</a>
          </td>
          <td>{person.role}</td>
          <td class="code">{person.badge ?? '–'}</td>
          <td>{person.login ?? '–'}</td>
          <td>{person.active ? tell('yes') : tell('no')}</td>
          <td>
            {may('people.change_person') &&
              person.id !== me &&
              (person.active ? (
                <Sure
                  action="deactivate"
                  word={tell('do_deactivate')}
                  question={tell('sure_deactivate', { name: person.name })}
                  yes={tell('do_yes_deactivate')}
                  act={() => letWork(person.id, false)}
                  then={list.again}
                />
              ) : (
                <Act action="activate" word={tell('do_activate')} act={() => letWork(person.id, true)} then={list.again} />
              ))}
          </td>
        </tr>
      )}
    />
  );
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
