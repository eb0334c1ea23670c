/** The first run: company, first warehouse and first manager, with the code that only the console shows; else the sign-in. */
import { useEffect, useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import { Problem } from '../contract';
import type { ArchiveLoad, SeenArchive, Setup } from '../contract/archive';
import { tell } from '../messages/desk';
import { fetchSetup, loadFirst } from '../sync/archive';
import { setUp } from '../sync/setup';
import { BringIn, Coming, LookThrough } from './archive';
import { goTo } from './route';
import { signIn } from './session';
import { SignIn } from './sign-in';

export function FirstRunOrSignIn() {
  const [setup, setSetup] = useState<Setup | null>(null);
  const [saved, setSaved] = useState(false);
  useEffect(() => {
    fetchSetup().then(setSetup, () => undefined);
  }, []);
  const done = (): void => setSetup({ needed: false, loading: null });
  if (setup?.loading) return <FirstLoad load={setup.loading} />;
  if (!setup?.needed) return <SignIn />;
  return saved ? <FirstArchive other={() => setSaved(false)} /> : <FirstRun taken={done} other={() => setSaved(true)} />;
}

/** A saved site instead of a new warehouse: the same code, a file, and who goes on. */
function FirstArchive({ other }: { other: () => void }) {
  const [code, setCode] = useState('');
  const [load, setLoad] = useState<ArchiveLoad | null>(null);
  const [who, setWho] = useState({ login: '', password: '' });
  if (load) return <FirstLoad load={load} who={who} />;
  return (
    <div class="desk desk-first-run" data-page="first-archive">
      <h1>{tell('archive_first')}</h1>
      <p class="hint">
        {tell('archive_first_why')}{' '}
        <button type="button" class="link" data-action="new-warehouse" onClick={other}>
          {tell('archive_have_none')}
        </button>
      </p>
      <label>
        {tell('setup_code')}
        <input name="setup_code" required maxLength={20} autofocus autocomplete="off" autocapitalize="characters" spellcheck={false} class="code" placeholder="ABCD-2345" value={code} onInput={(event) => setCode(event.currentTarget.value)} />
      </label>
      <LookThrough code={() => code}>
        {(seen) => (
          <>
            <GoesOn seen={seen} who={who} setWho={setWho} />
            <BringIn disabled={!who.login || who.password.length < 8} act={async () => setLoad(await loadFirst({ hash: seen.hash, setup_code: code, ...who }))} />
          </>
        )}
      </LookThrough>
    </div>
  );
}

interface Who {
  login: string;
  password: string;
}

function GoesOn({ seen, who, setWho }: { seen: SeenArchive; who: Who; setWho: (who: Who) => void }) {
  useEffect(() => {
    if (!who.login && seen.managers[0]) setWho({ ...who, login: seen.managers[0] });
  }, [seen]);
  return (
    <fieldset>
      <legend>{tell('archive_who')}</legend>
      <p class="hint">{seen.managers.length ? tell('archive_who_why', { names: seen.managers.join(', ') }) : tell('archive_who_new')}</p>
      <label>
        {tell('login')}
        <input name="login" required maxLength={80} autocomplete="username" autocapitalize="none" spellcheck={false} value={who.login} onInput={(event) => setWho({ ...who, login: event.currentTarget.value.trim() })} />
      </label>
      <label>
        {tell('password')}
        <input name="password" type="password" required minLength={8} maxLength={200} autocomplete="new-password" value={who.password} onInput={(event) => setWho({ ...who, password: event.currentTarget.value })} />
        <span class="hint">{tell('password_hint')}</span>
      </label>
    </fieldset>
  );
}

/** A saved site on its way in; whoever began it is signed in behind it, others sign in themselves. */
function FirstLoad({ load, who }: { load: ArchiveLoad; who?: Who }) {
  const [over, setOver] = useState(false);
  if (over) return <SignIn />;
  return (
    <div class="desk desk-first-run" data-page="first-load">
      <h1>{tell('archive_first')}</h1>
      <Coming
        load={load}
        look={async () => {
          const { loading } = await fetchSetup();
          if (loading) return loading;
          if (who) await signIn(who.login, who.password).then(() => goTo('/office/items', true), () => setOver(true));
          else setOver(true);
          return null;
        }}
        loaded={<p class="remark good">{tell('archive_loaded')}</p>}
      />
    </div>
  );
}

function FirstRun({ taken, other }: { taken: () => void; other: () => void }) {
  const deed = useDeed();
  const [differ, setDiffer] = useState(false);
  const [site, setSite] = useState({ code: '', own: false });
  const [login, setLogin] = useState({ name: '', own: false });

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const said = Object.fromEntries(new FormData(event.currentTarget as HTMLFormElement)) as Record<string, string>;
    const { again, ...form } = said;
    setDiffer(again !== form['password']);
    if (again !== form['password']) return;
    await deed.run(async () => {
      try {
        await setUp(form);
      } catch (problem) {
        // Somebody was quicker: whoever has a login signs in.
        if (problem instanceof Problem && problem.code === 'site_exists') taken();
        throw problem;
      }
      await signIn(form['login'] ?? '', form['password'] ?? '');
      goTo('/office/items', true);
    });
  }

  const zones = Intl.supportedValuesOf('timeZone');
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <form class="desk desk-first-run" data-page="first-run" onSubmit={(event) => void submit(event)}>
      <h1>{tell('first_run_title')}</h1>
      <p class="hint">{tell('first_run_why')}</p>
      <p class="hint">
        <button type="button" class="link" data-action="saved-site" onClick={other}>
          {tell('archive_have_one')}
        </button>
      </p>
      <label>
        {tell('setup_code')}
        <input name="setup_code" required maxLength={20} autofocus autocomplete="off" autocapitalize="characters" spellcheck={false} class="code" placeholder="ABCD-2345" />
      </label>
      <fieldset>
        <legend>{tell('part_company')}</legend>
        <label>
          {tell('company')}
          <input name="company" required maxLength={80} autocomplete="organization" />
        </label>
        <label>
          {tell('address')}
          <textarea name="address" rows={3} maxLength={400} autocomplete="street-address" />
        </label>
      </fieldset>
      <fieldset>
        <legend>{tell('part_site')}</legend>
        <label>
          {tell('site_name')}
          <input name="site_name" required maxLength={80} onInput={(event) => !site.own && setSite({ code: shortOf(event.currentTarget.value), own: false })} />
          <span class="hint">{tell('site_name_hint')}</span>
        </label>
        <label>
          {tell('site_code')}
          <input name="site_code" required maxLength={12} class="code" value={site.code} onInput={(event) => setSite({ code: event.currentTarget.value, own: true })} />
        </label>
        <label>
          {tell('timezone')}
          <select name="timezone" defaultValue={here}>
            {(zones.includes(here) ? zones : [here, ...zones]).map((zone) => (
              <option key={zone} value={zone} selected={zone === here}>
                {zone.replaceAll('_', ' ')}
              </option>
            ))}
          </select>
        </label>
      </fieldset>
      <fieldset>
        <legend>{tell('part_manager')}</legend>
        <label>
          {tell('manager_name')}
          <input name="manager" required maxLength={80} autocomplete="name" onInput={(event) => !login.own && setLogin({ name: (event.currentTarget.value.split(' ')[0] ?? '').toLowerCase(), own: false })} />
        </label>
        <label>
          {tell('login')}
          <input name="login" required maxLength={80} autocomplete="username" autocapitalize="none" spellcheck={false} value={login.name} onInput={(event) => setLogin({ name: event.currentTarget.value, own: true })} />
        </label>
        <label>
          {tell('password')}
          <input name="password" type="password" required minLength={8} maxLength={200} autocomplete="new-password" />
          <span class="hint">{tell('password_hint')}</span>
        </label>
        <label>
          {tell('password_again')}
          <input name="again" type="password" required maxLength={200} autocomplete="new-password" />
        </label>
      </fieldset>
      {(differ || deed.problem) && (
        <p class="remark wrong" role="alert">
          {differ ? tell('passwords_differ') : deed.problem}
        </p>
      )}
      <button type="submit" class="act primary" disabled={deed.busy} data-action="set-up">
        {tell('do_set_up')}
      </button>
    </form>
  );
}

/** “Hall 2, Leeds” is H2L or so: the first signs of one word, the initials of several. */
function shortOf(name: string): string {
  const words = name.toUpperCase().normalize('NFKD').replace(/[^A-Z0-9 ]/g, '').split(' ').filter(Boolean);
  return words.length > 1 ? words.map((word) => word[0]).join('').slice(0, 8) : (words[0] ?? '').slice(0, 5);
}
