/** Saved views of a list: opened, kept under a name, shared with a role, forgotten. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import type { SavedView } from '../contract/views';
import { tell } from '../messages/desk';
import { fetchViews, forgetView, keepView, shareView } from '../sync/views';
import { useFetched } from './list';
import { Popup } from './popup';
import { route } from './route';
import { may } from './session';

const ROLES = ['picker', 'packer', 'receiver', 'supervisor', 'buyer', 'manager'] as const;

/** A query in one order of its words, so that two that ask the same are the same. */
function plain(query: string): string {
  const words = new URLSearchParams(query);
  words.sort();
  return words.toString();
}

export function ViewTool({ list }: { list: string }) {
  const found = useFetched<SavedView[]>(`views ${list}`, () => fetchViews(list));
  const [name, setName] = useState('');
  const deed = useDeed();
  const path = `/${route.value.path.join('/')}`;
  const asked = plain(route.value.query.toString());
  const views = found.value ?? [];
  const current = asked ? views.find((one) => plain(one.query) === asked) : undefined;

  async function keep(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (!(await deed.run(() => keepView(list, name.trim(), asked)))) return;
    setName('');
    found.again();
  }
  const change = (act: () => Promise<unknown>): void => void deed.run(act).then((done) => done && found.again());

  return (
    <Popup name="views" word={current?.name ?? tell('views')}>
      <p class="hint">{tell('views_say')}</p>
      <ul class="views">
        <li>
          <a href={path} aria-current={asked ? undefined : 'true'}>
            {tell('view_whole')}
          </a>
        </li>
        {views.map((one) => (
          <li key={one.id} data-view={one.name}>
            <a href={one.query ? `${path}?${one.query}` : path} aria-current={one === current ? 'true' : undefined}>
              {one.name}
            </a>
            {!one.mine && <span class="hint">{tell('view_by', { name: one.by })}</span>}
            {one.mine && may('views.share_view') && (
              <select aria-label={tell('view_shared_with', { name: one.name })} value={one.role} disabled={deed.busy} onChange={(event) => change(() => shareView(one.id, event.currentTarget.value))}>
                <option value="">{tell('view_nobody')}</option>
                {ROLES.map((role) => (
                  <option key={role} value={role}>
                    {role}
                  </option>
                ))}
              </select>
            )}
            {one.mine && (
              <button type="button" class="act quiet" data-action="forget-view" aria-label={tell('do_forget_view', { name: one.name })} title={tell('do_forget_view', { name: one.name })} disabled={deed.busy} onClick={() => change(() => forgetView(one.id))}>
                ✕
              </button>
            )}
          </li>
        ))}
      </ul>
      {views.length === 0 && <p class="hint">{found.problem || tell('views_none')}</p>}
      <form class="keep-view" onSubmit={(event) => void keep(event)}>
        <label>
          {tell('view_name')}
          <input name="view-name" value={name} required maxLength={60} autocomplete="off" onInput={(event) => setName(event.currentTarget.value)} />
        </label>
        <button type="submit" class="act" data-action="keep-view" disabled={deed.busy}>
          {tell('do_keep_view')}
        </button>
      </form>
      {deed.problem && (
        <p class="remark wrong" role="alert">
          {deed.problem}
        </p>
      )}
    </Popup>
  );
}
