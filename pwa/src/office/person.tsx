/** One person: name, role and ways in, a new PIN or password, the lock, the badge; or somebody new. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import type { PersonRow } from '../contract/office';
import { tell, tellAny } from '../messages/desk';
import { letWork } from '../sync/office';
import { changePerson, fetchPerson, hirePerson, printBadges, unlockPerson } from '../sync/setup';
import { fileName, PaperChoice, usePaper } from './labels';
import { useFetched } from './list';
import { Detail } from './listing';
import { OwnerChoice } from './owner-choice';
import { goTo, route } from './route';
import { save } from './save';
import { may, session } from './session';
import { Act, Sure } from './sure';

const ROLES = ['picker', 'packer', 'receiver', 'supervisor', 'buyer', 'manager', 'client'] as const;
const CLIENT = 'client';
const LANGUAGES = ['en', 'de', 'es', 'pl', 'pt', 'ar'] as const;
const NOBODY: PersonRow = { id: 0, name: '', role: 'picker', badge: null, login: null, language: 'en', active: true, qualityCheck: false, zones: '', equipment: '', owner: '' };

export function NewPerson() {
  // Somebody of a client has no badge.
  const client = route.value.query.get('client') ?? '';
  const blank: PersonRow = client ? { ...NOBODY, role: CLIENT, owner: client } : { ...NOBODY, badge: `B-${1000 + Math.floor(Math.random() * 9000)}` };
  return (
    <div class="page" data-page="new-person">
      <header class="page-head">
        <h1>{tell('person_new')}</h1>
      </header>
      <PersonForm person={blank} done={(made) => goTo(`/office/people/${made.id}`, true)} />
    </div>
  );
}

export function PersonPage({ id }: { id: number }) {
  const found = useFetched<PersonRow>(`person ${id}`, () => fetchPerson(id));
  const [said, setSaid] = useState('');
  const [paper, choose] = usePaper();
  const deed = useDeed();
  const who = session.value;
  const me = who && who !== 'asking' ? who.person.id : null;
  return (
    <Detail name="person" found={found}>
      {(person) => (
        <>
          <header class="page-head">
            <h1>{person.name}</h1>
            <p class="facts-line">
              <span>{person.role}</span>
              {person.owner && <span class="code">{person.owner}</span>}
              {!person.active && <b>{tell('do_deactivate')}</b>}
            </p>
          </header>
          {said && (
            <p class="remark good" role="status">
              {said}
            </p>
          )}
          {deed.problem && <p class="remark wrong">{deed.problem}</p>}
          <div class="filters">
            {person.badge && may('setup.print_badges') && (
              <>
                <PaperChoice paper={paper} choose={choose} />
                <button type="button" class="act" data-action="print-badge" disabled={deed.busy} onClick={() => void deed.run(async () => save(await printBadges([id], paper), fileName(`badge-${person.badge}`, 'a4')))}>
                  {tell('do_print_badge')}
                </button>
              </>
            )}
            {may('people.unlock_person') && (
              <button type="button" class="act" data-action="unlock" disabled={deed.busy} onClick={() => void deed.run(async () => setSaid(tell((await unlockPerson(id)) ? 'unlocked_some' : 'unlocked_none')))}>
                {tell('do_unlock')}
              </button>
            )}
            {may('people.change_person') &&
              id !== me &&
              (person.active ? (
                <Sure action="deactivate" word={tell('do_deactivate')} question={tell('sure_deactivate', { name: person.name })} yes={tell('do_yes_deactivate')} act={() => letWork(id, false)} then={found.again} />
              ) : (
                <Act action="activate" word={tell('do_activate')} act={() => letWork(id, true)} then={found.again} />
              ))}
          </div>
          {may('people.change_person') && (
            <PersonForm
              key={JSON.stringify(person)}
              person={person}
              done={() => {
                setSaid(tell('person_changed'));
                found.again();
              }}
            />
          )}
        </>
      )}
    </Detail>
  );
}

function PersonForm({ person, done }: { person: PersonRow; done: (saved: PersonRow) => void }) {
  const isNew = person.id === 0;
  const deed = useDeed();
  const [badge, setBadge] = useState(person.badge ?? '');
  const [login, setLogin] = useState(person.login ?? '');
  const [role, setRole] = useState(person.role);
  const isClient = role === CLIENT;

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const said = new FormData(event.currentTarget as HTMLFormElement);
    const word = (name: string): string => String(said.get(name) ?? '').trim();
    const form: Record<string, unknown> = {
      name: word('name'),
      role: word('role'),
      language: word('language'),
      quality_check: said.get('quality_check') !== null,
      zones: word('zones'),
      equipment: word('equipment'),
      ...(isClient ? { owner: word('owner') } : {}),
    };
    for (const way of ['badge', 'login']) if (word(way) !== ((way === 'badge' ? person.badge : person.login) ?? '') || (isNew && word(way))) form[way] = word(way) || null;
    for (const secret of ['pin', 'password']) if (String(said.get(secret) ?? '')) form[secret] = String(said.get(secret));
    await deed.run(async () => done(await (isNew ? hirePerson(form) : changePerson(person.id, form))));
  }

  return (
    <form class="desk-form" onSubmit={(event) => void submit(event)}>
      <label>
        {tell('name')}
        <input name="name" required maxLength={80} defaultValue={person.name} autocomplete="off" autofocus={isNew} />
      </label>
      <label>
        {tell('role')}
        <select name="role" onChange={(event) => setRole(event.currentTarget.value)}>
          {ROLES.map((one) => (
            <option key={one} value={one} selected={one === role}>
              {one}: {tellAny('role_', one)}
            </option>
          ))}
        </select>
      </label>
      {isClient && <OwnerChoice chosen={person.owner} needed />}
      {!isClient && (
        <>
      <label>
        {tell('badge')}
        <input name="badge" class="code" maxLength={40} value={badge} autocomplete="off" onInput={(event) => setBadge(event.currentTarget.value)} />
        <span class="hint">{tell('person_badge_hint')}</span>
      </label>
      <label>
        {tell(isNew ? 'person_pin' : 'person_new_pin')}
        <input name="pin" class="code" inputMode="numeric" pattern="[0-9]*" maxLength={12} autocomplete="off" required={isNew && Boolean(badge)} disabled={!badge} />
        <span class="hint">
          {tell('person_pin_hint')} {!isNew && tell('person_stays')}
        </span>
      </label>
        </>
      )}
      <label>
        {tell('login')}
        <input name="login" maxLength={80} required={isClient} value={login} autocomplete="off" autocapitalize="none" spellcheck={false} onInput={(event) => setLogin(event.currentTarget.value)} />
        {!isClient && <span class="hint">{tell('person_login_hint')}</span>}
      </label>
      <label>
        {tell(isNew ? 'password' : 'person_new_password')}
        <input name="password" type="password" maxLength={200} autocomplete="new-password" required={isNew && Boolean(login)} disabled={!login} />
        <span class="hint">
          {tell('password_hint')} {!isNew && tell('person_stays')}
        </span>
      </label>
      <label>
        {tell('person_language')}
        <select name="language">
          {[...new Set([...LANGUAGES, person.language])].map((language) => (
            <option key={language} value={language} selected={language === person.language}>
              {new Intl.DisplayNames(['en'], { type: 'language' }).of(language) ?? language}
            </option>
          ))}
        </select>
      </label>
      {!isClient && (
        <>
          <label>
            {tell('person_zones')}
            <input name="zones" class="code" maxLength={120} defaultValue={person.zones} autocomplete="off" />
            <span class="hint">{tell('person_zones_hint')}</span>
          </label>
          <label>
            {tell('person_equipment')}
            <input name="equipment" maxLength={120} defaultValue={person.equipment} autocomplete="off" />
            <span class="hint">{tell('person_equipment_hint')}</span>
          </label>
          <label class="tick">
            <input name="quality_check" type="checkbox" defaultChecked={person.qualityCheck} />
            {tell('person_check')}
          </label>
        </>
      )}
      {deed.problem && (
        <p class="remark wrong" role="alert">
          {deed.problem}
        </p>
      )}
      {!isNew && <p class="hint">{tell('signed_out_too')}</p>}
      <button type="submit" class="act primary" data-action="save-person" disabled={deed.busy}>
        {tell('do_save_person')}
      </button>
    </form>
  );
}
