/** Printers, and what is to be printed: seen, tried again, moved to another printer, or left. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import type { PrintJob, Printer } from '../contract/printing';
import { tell, tellAny } from '../messages/desk';
import { endJob, fetchJobs, fetchPrinters, makePrinter, paperOf, printAgain, testPrinter, usePrinter } from '../sync/printing';
import { Refused, StatesAndLook } from './form';
import { count, dayTime } from './format';
import { useFetched, useList, type Listed } from './list';
import { Detail, Listing } from './listing';
import { may } from './session';
import { Act } from './sure';

const STATES = ['open', 'printed', 'cancelled', ''] as const;

export function Printing() {
  const [state, setState] = useState('open');
  const found = useFetched<Printer[]>('printers', fetchPrinters);
  const list = useList<PrintJob>(`print-jobs ${state}`, (cursor) => fetchJobs(state, cursor));
  const look = (): void => {
    found.again();
    list.again();
  };
  return (
    <>
      <Detail name="printing" found={found}>
        {(known) => (
          <>
            <header class="page-head">
              <h1>{tell('printing_title')}</h1>
              <p class="hint">{tell('printing_why')}</p>
              {may('documents.list_templates') && (
                <p class="actions">
                  <a class="act" href="/office/documents" data-action="to-documents">
                    {tell('documents_title')}
                  </a>
                </p>
              )}
            </header>
            {known.length === 0 ? <p class="empty">{tell('printers_none')}</p> : <Known known={known} look={look} />}
            {may('printing.create_printer') && <NewPrinter done={look} />}
          </>
        )}
      </Detail>
      <Jobs list={list} printers={found.value ?? []} state={state} setState={setState} look={look} />
    </>
  );
}

function Known({ known, look }: { known: Printer[]; look: () => void }) {
  return (
    <table class="rows">
      <thead>
        <tr>
          <th>{tell('printer_name')}</th>
          <th>{tell('printer_takes')}</th>
          <th>{tell('printer_host')}</th>
          <th>{tell('printer_place')}</th>
          <th class="number">{tell('job_waiting')}</th>
          <th>{tell('printer_printed')}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {known.map((one) => (
          <tr key={one.id} data-printer={one.name}>
            <td class="main">
              {one.name}
              {!one.active && <p class="remark">{tell('printer_off')}</p>}
              {one.active && one.problem && <p class="remark wrong">{tellAny('jam_', one.problem)}</p>}
            </td>
            <td>{tellAny('printer_', one.takes)}</td>
            <td class="code">{one.kind === 'raw' ? `${one.host}:${one.port}` : tell('printer_browser')}</td>
            <td class="code">{one.place || tell('printer_everywhere')}</td>
            <td class="number">{count(one.waiting)}</td>
            <td>{one.printedAt ? dayTime(one.printedAt) : ''}</td>
            <td>
              <div class="actions wrap">
                {one.active && <Act action="test-printer" word={tell('do_test_printer')} act={() => testPrinter(one.id)} then={look} />}
                {may('printing.change_printer') && <Act key={String(one.active)} action="use-printer" word={tell(one.active ? 'do_printer_off' : 'do_printer_on')} act={() => usePrinter(one.id, !one.active)} then={look} />}
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const NEW = { name: '', kind: 'raw', takes: 'labels', host: '', port: 9100, dpi: 203, place: '' };

function NewPrinter({ done }: { done: () => void }) {
  const [form, setForm] = useState(NEW);
  const deed = useDeed();
  const set = (change: Partial<typeof NEW>): void => setForm({ ...form, ...change });
  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const ok = await deed.run(() => makePrinter({ ...form, name: form.name.trim(), host: form.host.trim(), place: form.place.trim().toUpperCase() }));
    if (!ok) return;
    setForm(NEW);
    done();
  }
  const choice = (name: 'kind' | 'takes', words: readonly string[]) => (
    <label>
      {tell(`printer_${name}`)}
      <select name={name} value={form[name]} onChange={(event) => set({ [name]: event.currentTarget.value })}>
        {words.map((one) => (
          <option key={one} value={one}>
            {tellAny('printer_', one)}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <form data-role="new-printer" onSubmit={(event) => void submit(event)}>
      <div class="filters">
        <h2>{tell('printer_new')}</h2>
        <label>
          {tell('printer_name')}
          <input name="name" value={form.name} required maxLength={40} autocomplete="off" onInput={(event) => set({ name: event.currentTarget.value })} />
        </label>
        {choice('takes', ['labels', 'documents'])}
        {choice('kind', ['raw', 'browser'])}
        {form.kind === 'raw' && (
          <>
            <label>
              {tell('printer_host')}
              <input name="host" value={form.host} required maxLength={120} autocomplete="off" placeholder="192.168.1.40" onInput={(event) => set({ host: event.currentTarget.value })} />
            </label>
            <label>
              {tell('printer_port')}
              <input name="port" type="number" min={1024} max={65535} value={form.port} required onInput={(event) => set({ port: Number(event.currentTarget.value) })} />
            </label>
          </>
        )}
        {form.takes === 'labels' && (
          <label>
            {tell('printer_dpi')}
            <select name="dpi" value={String(form.dpi)} onChange={(event) => set({ dpi: Number(event.currentTarget.value) })}>
              <option value="203">203</option>
              <option value="300">300</option>
            </select>
          </label>
        )}
        <label>
          {tell('printer_place')}
          <input name="place" value={form.place} maxLength={40} autocomplete="off" placeholder={tell('printer_everywhere')} onInput={(event) => set({ place: event.currentTarget.value })} />
        </label>
        <button type="submit" class="act primary" data-action="make-printer" disabled={deed.busy}>
          {tell('do_make_printer')}
        </button>
      </div>
      <Refused problem={deed.problem} />
    </form>
  );
}

interface JobsProps {
  list: Listed<PrintJob>;
  printers: Printer[];
  state: string;
  setState: (state: string) => void;
  look: () => void;
}

function Jobs({ list, printers, state, setState, look }: JobsProps) {
  return (
    <Listing
      name="print-jobs"
      list={list}
      empty={tell('jobs_none')}
      filters={
        <>
          <h2>{tell('jobs_title')}</h2>
          <StatesAndLook states={STATES} state={state} setState={setState} word={(one) => tellAny('job_', one)} look={look} />
        </>
      }
      head={
        <>
          <th>{tell('job_paper')}</th>
          <th>{tell('job_parcel')}</th>
          <th>{tell('printer_name')}</th>
          <th>{tell('job_state')}</th>
          <th class="number">{tell('job_tries')}</th>
          <td />
        </>
      }
      row={(job) => <Job key={job.id} job={job} printers={printers} look={look} />}
    />
  );
}

function Job({ job, printers, look }: { job: PrintJob; printers: Printer[]; look: () => void }) {
  const open = job.state === 'waiting' || job.state === 'failed';
  const takes = printers.find(({ id }) => id === job.printer)?.takes;
  const others = printers.filter((one) => one.active && one.id !== job.printer && one.takes === takes);
  return (
    <tr data-job={job.id} data-state={job.state}>
      <td class="main">
        {tellAny('paper_', job.paper)}
        {open && job.problem && <p class="remark wrong">{tellAny('jam_', job.problem)}</p>}
      </td>
      <td>
        {job.orderId !== null && <a href={`/office/orders/${job.orderId}`}>{job.order}</a>} <span class="code">{job.container}</span>
      </td>
      <td>{job.printerName}</td>
      <td>{tellAny('job_', job.state)}</td>
      <td class="number">{count(job.attempts)}</td>
      <td>
        <div class="actions wrap">
          {open && job.kind === 'browser' && (
            <a class="act" href={paperOf(job.id)} target="_blank" rel="noopener" data-action="open-paper">
              {tell('do_print_open')}
            </a>
          )}
          {job.state !== 'printing' && <Act action="print-again" word={tell('do_print_again')} act={() => printAgain(job.id, null)} then={look} />}
          {open && others.map((one) => <Act key={one.id} action="print-on" word={tell('do_print_on', { name: one.name })} act={() => printAgain(job.id, one.id)} then={look} />)}
          {open && <Act action="note-printed" word={tell('do_note_printed')} act={() => endJob(job.id, 'printed')} then={look} />}
          {open && may('printing.cancel_job') && <Act action="cancel-job" word={tell('do_cancel_job')} act={() => endJob(job.id, 'cancel')} then={look} />}
        </div>
      </td>
    </tr>
  );
}
