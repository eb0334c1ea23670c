/** What stands on packing slips and invoices: edited beside a picture of the document, kept with who changed what. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import type { Documents as Known, DocumentTemplate, Template } from '../contract/documents';
import type { SettingChange } from '../contract/setup';
import { tell, tellAny, tellProblem } from '../messages/desk';
import { Problem } from '../contract';
import type { Words } from '../messages';
import { fetchDocuments, fetchTemplateChanges, keepLogo, keepTemplate, previewOf } from '../sync/documents';
import { Changes } from './changes';
import { Refused } from './form';
import { useFetched, useList } from './list';
import { Detail } from './listing';
import { route, goTo, address } from './route';
import { may } from './session';
import { Act } from './sure';

/** So long nobody types: then the picture is drawn again. */
const PAUSE_MS = 250;

export function Documents() {
  const found = useFetched<Known>('documents', fetchDocuments);
  const changes = useList<SettingChange>('', (cursor) => fetchTemplateChanges(cursor));
  const { query } = route.value;
  /** Which template was kept last, and not touched since. */
  const [kept, setKept] = useState('');
  /** How many logos were chosen here: with each, the picture is drawn again, though nothing that was written changed. */
  const [logos, setLogos] = useState(0);
  const again = (): void => {
    found.again();
    changes.again();
  };
  return (
    <>
      <Detail name="documents" found={found}>
        {({ items, logo }) => {
          const [first] = items;
          const one = items.find(({ document, language }) => document === (query.get('document') ?? first?.document) && language === (query.get('language') ?? first?.language)) ?? first;
          if (!one) return null;
          const name = `${one.document} ${one.language}`;
          const choose = (change: object): void => goTo(address('/office/documents', { document: one.document, language: one.language, ...change }), true);
          return (
            <>
              <header class="page-head">
                <h1>{tell('documents_title')}</h1>
                <p class="hint">{tell('documents_why')}</p>
              </header>
              <div class="filters">
                <Choose name="document" word={tell('document_which')} of={items.map(({ document }) => document)} now={one.document} say="document_" set={(document) => choose({ document })} />
                <Choose name="language" word={tell('document_language')} of={items.map(({ language }) => language)} now={one.language} say="language_" set={(language) => choose({ language })} />
              </div>
              <Edit key={`${name} ${JSON.stringify(one)}`} one={one} logos={logos} said={kept === name} touched={() => setKept('')} kept={() => (setKept(name), again())} />
              {may('documents.put_logo') && <Logo there={logo} changed={() => (setLogos((before) => before + 1), again())} />}
            </>
          );
        }}
      </Detail>
      <Changes name="document-changes" list={changes} title={tell('document_history')} none={tell('document_history_none')} about={[[tell('document_which'), ({ name }) => changed(name)]]} value={plain} />
    </>
  );
}

function Choose({ name, word, of, now, say, set }: { name: string; word: string; of: string[]; now: string; say: string; set: (value: string) => void }) {
  return (
    <label>
      {word}
      <select name={name} value={now} onChange={(event) => set(event.currentTarget.value)}>
        {[...new Set(of)].map((one) => (
          <option key={one} value={one}>
            {tellAny(say, one)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Edit({ one, logos, said, touched, kept }: { one: DocumentTemplate; logos: number; said: boolean; touched: () => void; kept: () => void }) {
  const [form, setForm] = useState<Template>({ columns: one.columns, head: one.head, foot: one.foot, words: one.words, logo: one.logo });
  const deed = useDeed();
  const mayChange = may('documents.put_template');
  const set = (change: Partial<Template>): void => {
    touched();
    setForm({ ...form, ...change });
  };
  const column = (name: string, on: boolean): void => set({ columns: one.knownColumns.filter((known) => (known === name ? on : form.columns.includes(known))) });

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (await deed.run(() => keepTemplate(one.document, one.language, form))) kept();
  }

  async function open(): Promise<void> {
    // Before the answer, since a browser opens a window only for a press.
    const shown = window.open('', '_blank');
    await deed.run(async () => {
      const address = URL.createObjectURL(await previewOf(one.document, one.language, form, 'pdf'));
      if (shown) shown.location.href = address;
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
    });
  }

  return (
    <div class="document-edit">
      <form data-form="template" onSubmit={(event) => void submit(event)}>
        {(['head', 'foot'] as const).map((name) => (
          <label key={name}>
            {tell(`document_${name}`)}
            <textarea name={name} rows={name === 'head' ? 4 : 3} maxLength={name === 'head' ? 800 : 600} value={form[name]} disabled={!mayChange} onInput={(event) => set({ [name]: event.currentTarget.value })} />
          </label>
        ))}
        <p class="hint">
          {tell('document_placeholders', { names: one.placeholders.map((name) => `{${name}}`).join(' ') })}
        </p>
        <fieldset>
          <legend>{tell('document_columns')}</legend>
          {one.knownColumns.map((name) => (
            <label key={name} class="tick">
              <input type="checkbox" name={`column-${name}`} checked={form.columns.includes(name)} disabled={!mayChange || one.neededColumns.includes(name)} onChange={(event) => column(name, event.currentTarget.checked)} />
              {tellAny('column_', name)}
            </label>
          ))}
        </fieldset>
        <label class="tick">
          <input type="checkbox" name="logo" checked={form.logo} disabled={!mayChange} onChange={(event) => set({ logo: event.currentTarget.checked })} />
          {tell('document_logo_shown')}
        </label>
        <fieldset class="own-words">
          <legend>{tell('document_words')}</legend>
          {Object.entries(one.knownWords).map(([name, usual]) => (
            <label key={name}>
              {usual}
              <input name={`word-${name}`} value={form.words[name] ?? ''} placeholder={usual} maxLength={40} autocomplete="off" disabled={!mayChange} onInput={(event) => set({ words: worded(form.words, name, event.currentTarget.value) })} />
            </label>
          ))}
        </fieldset>
        <p class="hint">{tell('document_words_why')}</p>
        <Refused problem={deed.problem} />
        {said && (
          <p class="remark good" role="status">
            {tell('document_kept')}
          </p>
        )}
        <div class="actions">
          {mayChange && (
            <button type="submit" class="act primary" data-action="keep-template" disabled={deed.busy}>
              {tell('do_keep_template')}
            </button>
          )}
          <button type="button" class="act" data-action="open-preview" disabled={deed.busy} onClick={() => void open()}>
            {tell('do_open_preview')}
          </button>
        </div>
      </form>
      <Preview one={one} form={form} logos={logos} />
    </div>
  );
}

function worded(words: Record<string, string>, name: string, word: string): Record<string, string> {
  return Object.fromEntries(Object.entries({ ...words, [name]: word }).filter(([, said]) => said.trim()));
}

/** The document as it would be printed now; while something in it cannot be, the last picture, and why. */
function Preview({ one, form, logos }: { one: DocumentTemplate; form: Template; logos: number }) {
  const [picture, setPicture] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const asked = useRef(0);
  const told = JSON.stringify(form);
  useEffect(() => {
    const mine = ++asked.current;
    const timer = setTimeout(() => {
      previewOf(one.document, one.language, form, 'svg').then(
        (drawn) => {
          if (mine !== asked.current) return;
          setProblem(null);
          setPicture(URL.createObjectURL(drawn));
        },
        (why: unknown) => mine === asked.current && setProblem(why instanceof Problem ? tellProblem(why.code, why.params as Words) : String(why)),
      );
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [told, logos]);
  useEffect(() => () => URL.revokeObjectURL(picture), [picture]);
  return (
    <section class={problem ? 'paper stale' : 'paper'} data-role="preview" aria-live="polite">
      <h2>{tell('document_preview')}</h2>
      <Refused problem={problem} />
      {picture && <img src={picture} alt={tell('document_preview_alt')} />}
    </section>
  );
}

function Logo({ there, changed }: { there: boolean; changed: () => void }) {
  const deed = useDeed();
  const choose = async (file: File | undefined): Promise<void> => {
    if (file && (await deed.run(() => keepLogo(file)))) changed();
  };
  return (
    <section class="terms" data-form="logo">
      <h2>{tell('document_logo')}</h2>
      <p class="hint">{tell(there ? 'document_logo_there' : 'document_logo_none')}</p>
      <div class="actions">
        <input type="file" name="logo-file" aria-label={tell('document_logo')} accept="image/png,image/jpeg" disabled={deed.busy} onChange={(event) => void choose(event.currentTarget.files?.[0])} />
        {there && <Act action="take-logo-away" word={tell('do_take_logo_away')} act={() => keepLogo(new Blob([]))} then={changed} />}
      </div>
      <Refused problem={deed.problem} />
    </section>
  );
}

/** ``document.invoice.de.head`` in words. */
function changed(name: string): string {
  const [, document = '', language = '', part = ''] = name.split('.');
  if (!language) return tell('document_logo');
  return `${tellAny('document_', document)}, ${tellAny('language_', language)}: ${tellAny('document_', part)}`;
}

function plain(text: string): string {
  const value: unknown = JSON.parse(text);
  if (value === true) return tell('yes');
  if (value === false) return tell('no');
  if (Array.isArray(value)) return value.map((one) => tellAny('column_', String(one))).join(', ');
  if (typeof value === 'object' && value !== null) return Object.values(value).join(', ') || '–';
  return String(value) || '–';
}
