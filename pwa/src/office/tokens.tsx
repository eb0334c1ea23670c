/** Software that is let in: who made which token, what it may and when it was last used; making one, and ending it. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import type { Scope, TokenMade, TokenRow } from '../contract/tokens';
import { tell, tellAny } from '../messages/desk';
import { fetchScopes, fetchTokens, makeToken, revokeToken } from '../sync/tokens';
import { dayTime, fullTime } from './format';
import { useFetched, useList } from './list';
import { Detail, Listing } from './listing';
import { OwnerChoice } from './owner-choice';
import { Sure } from './sure';

const ROLES = ['buyer', 'supervisor', 'manager', 'client'] as const;
const DAYS = [30, 90, 365, 730] as const;

export function Tokens() {
  const list = useList<TokenRow>('', fetchTokens);
  const scopes = useFetched<Scope[]>('scopes', fetchScopes);
  return (
    <>
      <Detail name="new-token" found={scopes}>
        {(known) => <NewToken known={known} done={list.again} />}
      </Detail>
      <Listing
        name="tokens"
        list={list}
        filters={<h2>{tell('tokens_before')}</h2>}
        empty={tell('tokens_none')}
        head={
          <>
            <th>{tell('name')}</th>
            <th>{tell('token_beginning')}</th>
            <th>{tell('role')}</th>
            <th>{tell('token_may')}</th>
            <th>{tell('token_last_used')}</th>
            <th>{tell('token_until')}</th>
            <td />
          </>
        }
        row={(one) => (
          <tr key={one.id} data-token={one.id} class={over(one) ? 'quiet-word' : ''}>
            <td class="main">{one.name}</td>
            <td class="code">{one.beginning}…</td>
            <td>{one.owner ? `${one.role} ${one.owner}` : one.role}</td>
            <td>
              <details>
                <summary>{endpointsOf(one.scopes.length)}</summary>
                <span class="code">{one.scopes.join(', ')}</span>
              </details>
            </td>
            <td>{one.lastUsedAt ? dayTime(one.lastUsedAt) : tell('token_never')}</td>
            <td>{one.revokedAt !== null ? tell('token_revoked', { when: fullTime(one.revokedAt) }) : fullTime(one.expiresAt)}</td>
            <td>
              {!over(one) && (
                <Sure action="revoke-token" word={tell('do_revoke_token')} question={tell('sure_revoke_token', { name: one.name })} yes={tell('do_yes_revoke_token')} act={() => revokeToken(one.id)} then={list.again} />
              )}
            </td>
          </tr>
        )}
      />
    </>
  );
}

const over = (one: TokenRow): boolean => one.revokedAt !== null || one.expiresAt <= Date.now();

function NewToken({ known, done }: { known: Scope[]; done: () => void }) {
  const [name, setName] = useState('');
  const [role, setRole] = useState<string>('buyer');
  const [owner, setOwner] = useState('');
  const [days, setDays] = useState<number>(365);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [made, setMade] = useState<TokenMade | null>(null);
  const deed = useDeed();
  const allowed = known.filter((one) => one.roles.includes(role));
  const wanted = chosen.filter((name) => allowed.some((one) => one.name === name));
  const folders = [...new Set(allowed.map((one) => folderOf(one.name)))].sort((one, other) => tellAny('scope_', one).localeCompare(tellAny('scope_', other)));

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const ok = await deed.run(async () => setMade(await makeToken({ name: name.trim(), role, scopes: [...wanted], days, ...(role === 'client' ? { owner } : {}) })));
    if (!ok) return;
    setName('');
    setChosen([]);
    done();
  }

  return (
    <>
      <header class="page-head">
        <h1>{tell('tokens_title')}</h1>
        <p class="hint">{tell('tokens_why')}</p>
      </header>
      {made && <Secret made={made} />}
      <form class="token-form" data-role="new-token" onSubmit={(event) => void submit(event)}>
        <div class="filters">
          <label class="search">
            {tell('token_name')}
            <input name="name" value={name} required maxLength={80} autocomplete="off" placeholder="Webshop" onInput={(event) => setName(event.currentTarget.value)} />
          </label>
          <label class="search">
            {tell('token_role')}
            <select name="role" onChange={(event) => setRole(event.currentTarget.value)}>
              {ROLES.map((one) => (
                <option key={one} value={one} selected={one === role}>
                  {one}
                </option>
              ))}
            </select>
          </label>
          {role === 'client' && <OwnerChoice chosen={owner} needed look="search" choose={setOwner} />}
          <label class="search">
            {tell('token_days')}
            <select name="days" onChange={(event) => setDays(Number(event.currentTarget.value))}>
              {DAYS.map((one) => (
                <option key={one} value={one} selected={one === days}>
                  {tell('token_days_of', { n: one })}
                </option>
              ))}
            </select>
          </label>
        </div>
        <h2>{tell('token_may')}</h2>
        <div class="token-folders">
          {folders.map((folder) => (
            <Folder key={folder} name={folder} scopes={allowed.filter((one) => folderOf(one.name) === folder)} chosen={wanted} choose={setChosen} />
          ))}
        </div>
        <p class="actions">
          <button type="submit" class="act primary" data-action="make-token" disabled={wanted.length === 0 || deed.busy}>
            {tell('do_make_token')}
          </button>
          <span class="hint">{wanted.length === 0 ? tell('token_choose') : endpointsOf(wanted.length)}</span>
        </p>
        {deed.problem && (
          <p class="remark wrong" role="alert">
            {deed.problem}
          </p>
        )}
      </form>
    </>
  );
}

const endpointsOf = (n: number): string => tell(n === 1 ? 'token_endpoint' : 'token_endpoints', { n });
const folderOf = (endpoint: string): string => endpoint.split('.')[0] ?? '';

interface FolderProps {
  name: string;
  scopes: Scope[];
  chosen: readonly string[];
  choose: (all: readonly string[]) => void;
}

function Folder({ name, scopes, chosen, choose }: FolderProps) {
  const here = scopes.map((one) => one.name);
  const some = here.filter((one) => chosen.includes(one)).length;
  const set = (names: string[], on: boolean): void => choose(on ? [...new Set([...chosen, ...names])] : chosen.filter((one) => !names.includes(one)));
  const reading = scopes.filter((one) => one.reads).map((one) => one.name);
  return (
    <details data-folder={name}>
      <summary>
        {tellAny('scope_', name)} <span class="quiet-word">{some ? `${some} / ${here.length}` : here.length}</span>
      </summary>
      <p class="actions">
        {reading.length > 0 && (
          <button type="button" class="act quiet" onClick={() => set(reading, true)}>
            {tell('do_all_reading')}
          </button>
        )}
        <button type="button" class="act quiet" onClick={() => set(here, some < here.length)}>
          {tell(some < here.length ? 'do_all_of_it' : 'do_none_of_it')}
        </button>
      </p>
      {scopes.map((one) => (
        <label key={one.name} class="tick">
          <input type="checkbox" checked={chosen.includes(one.name)} data-scope={one.name} onChange={(event) => set([one.name], event.currentTarget.checked)} />
          <span>
            {one.says} <span class="code">{one.name}</span>
          </span>
        </label>
      ))}
    </details>
  );
}

/** What is shown this once: the token, and a first request with it. */
function Secret({ made }: { made: TokenMade }) {
  const [copied, setCopied] = useState(false);
  const shown = useRef<HTMLElement>(null);
  // The button that made it is a long way down.
  useEffect(() => shown.current?.scrollIntoView({ block: 'center' }), [made.id]);
  const first = `curl ${location.origin}/api/v1/session -H "Authorization: Bearer ${made.token}"`;
  return (
    <section ref={shown} class="remark good secret" data-role="secret" role="status">
      <p>{tell('token_once', { name: made.name })}</p>
      <p class="actions">
        <code data-role="token">{made.token}</code>
        <button type="button" class="act" data-action="copy-token" onClick={() => void navigator.clipboard.writeText(made.token).then(() => setCopied(true), () => undefined)}>
          {tell(copied ? 'token_copied' : 'do_copy')}
        </button>
      </p>
      <p class="hint">{tell('token_first')}</p>
      <code>{first}</code>
    </section>
  );
}
