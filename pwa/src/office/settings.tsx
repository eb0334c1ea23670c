/** How the site works: each setting in a sentence with its safe default, and who changed what. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import type { Json } from '../contract';
import type { Setting, SettingChange } from '../contract/setup';
import { tell, tellAny } from '../messages/desk';
import { changeSettings, fetchSettingChanges, fetchSettings } from '../sync/setup';
import { Changes } from './changes';
import { useFetched, useList } from './list';
import { Detail } from './listing';
import { may } from './session';

export function Settings() {
  const found = useFetched<Setting[]>('settings', fetchSettings);
  const changes = useList<SettingChange>('', (cursor) => fetchSettingChanges({ cursor }));
  return (
    <>
      <Detail name="settings" found={found}>
        {(settings) => (
          <SettingsForm
            key={JSON.stringify(settings)}
            settings={settings}
            saved={() => {
              found.again();
              changes.again();
            }}
          />
        )}
      </Detail>
      <Changes name="setting-changes" list={changes} title={tell('settings_history')} none={tell('settings_history_none')} about={[[tell('settings'), ({ name }) => tellAny('set_', name)]]} value={(kept) => shown(parsed(kept))} />
    </>
  );
}

/** What is said in a list. */
const LONG = new Set(['return_grades', 'dunnage', 'service_goals']);

let lastSaved = false;

function SettingsForm({ settings, saved }: { settings: Setting[]; saved: () => void }) {
  const [changed, setChanged] = useState<Record<string, Json>>({});
  const [said, setSaid] = useState(lastSaved);
  lastSaved = false;
  const deed = useDeed();
  const mayChange = may('locations.change_settings');

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (await deed.run(() => changeSettings(changed))) {
      lastSaved = true;
      saved();
    }
  }

  return (
    <form class="settings-form" onSubmit={(event) => void submit(event)}>
      <header class="page-head">
        <h1>{tell('settings')}</h1>
        <p class="hint">{tell('settings_why')}</p>
        <p class="actions">
          {may('tokens.list_tokens') && (
            <a class="act" href="/office/tokens" data-action="to-tokens">
              {tell('tokens_title')}
            </a>
          )}
          {may('documents.list_templates') && (
            <a class="act" href="/office/documents" data-action="to-documents">
              {tell('documents_title')}
            </a>
          )}
          {may('archive.download_site') && (
            <a class="act" href="/office/archive" data-action="to-archive">
              {tell('archive_title')}
            </a>
          )}
        </p>
      </header>
      {settings.map((one) => {
        const now = changed[one.name] ?? one.value;
        const set = (value: Json): void => {
          setSaid(false);
          setChanged(Object.fromEntries(Object.entries({ ...changed, [one.name]: value }).filter(([name, to]) => to !== settings.find((other) => other.name === name)?.value)));
        };
        return (
          <div key={one.name} class={`setting ${one.name in changed ? 'changed' : ''}`} data-setting={one.name}>
            <label>
              <b>{tellAny('set_', one.name)}</b>
              <Field one={one} now={now} set={set} disabled={!mayChange} />
            </label>
            <p class="hint">
              {tellAny('say_', one.name)} {tell('setting_default', { value: shown(one.standard) })}
              {mayChange && now !== one.standard && (
                <>
                  {' '}
                  <button type="button" class="link" onClick={() => set(one.standard)}>
                    {tell('do_default')}
                  </button>
                </>
              )}
            </p>
          </div>
        );
      })}
      {deed.problem && (
        <p class="remark wrong" role="alert">
          {deed.problem}
        </p>
      )}
      {said && (
        <p class="remark good" role="status">
          {tell('settings_saved')}
        </p>
      )}
      {mayChange && (
        <button type="submit" class="act primary" data-action="save-settings" disabled={deed.busy || Object.keys(changed).length === 0}>
          {tell('do_save_settings')}
        </button>
      )}
    </form>
  );
}

function Field({ one, now, set, disabled }: { one: Setting; now: Json; set: (value: Json) => void; disabled: boolean }) {
  if (typeof one.standard === 'boolean') return <input type="checkbox" name={one.name} checked={now === true} disabled={disabled} onChange={(event) => set(event.currentTarget.checked)} />;
  if (typeof one.standard === 'number') {
    return (
      <input
        type="number"
        name={one.name}
        min={one.least ?? undefined}
        max={one.most ?? undefined}
        value={Number(now)}
        required
        disabled={disabled}
        onInput={(event) => Number.isSafeInteger(event.currentTarget.valueAsNumber) && set(event.currentTarget.valueAsNumber)}
      />
    );
  }
  return <input name={one.name} class="code" maxLength={LONG.has(one.name) ? 240 : 40} value={String(now)} disabled={disabled} onInput={(event) => set(event.currentTarget.value)} />;
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function shown(value: Json): string {
  if (value === true) return tell('yes');
  if (value === false) return tell('no');
  return value === '' || value === null ? '–' : String(value);
}
