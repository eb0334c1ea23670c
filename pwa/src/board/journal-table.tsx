/** Scans as rows: when, who, on what, what was scanned, and what became of it. */
import { useState } from 'preact/hooks';
import type { JournalEntry } from '../contract/board';
import { amount } from '../messages';
import { tell, tellAny } from '../messages/desk';
import { clockTime, dayTime, moment } from '../office/format';
import { Photos } from './photos';
import { StateWord } from './state-word';

interface JournalTableProps {
  entries: JournalEntry[];
  withTask?: boolean;
  /** The scan whose particulars are shown at first. */
  open?: string | undefined;
}

export function JournalTable({ entries, withTask = true, open: first = '' }: JournalTableProps) {
  const [open, setOpen] = useState(first);
  return (
    <table class="rows journal">
      <thead>
        <tr>
          <th>{tell('when')}</th>
          <th>{tell('person')}</th>
          {withTask && <th>{tell('task')}</th>}
          <th>{tell('scanned')}</th>
          <th>{tell('verdict')}</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((one) => [
          <tr
            key={one.id}
            data-row
            tabIndex={0}
            aria-expanded={open === one.id}
            class={open === one.id ? 'chosen' : ''}
            onClick={() => setOpen(open === one.id ? '' : one.id)}
            onKeyDown={(event) => event.key === 'Enter' && event.target === event.currentTarget && setOpen(open === one.id ? '' : one.id)}
          >
            <td class="when" title={dayTime(one.receivedAt)}>
              {moment(one.receivedAt)}
            </td>
            <td class="person">{one.person?.name || '–'}</td>
            {withTask && (
              <td>{one.task ? <a href={`/board/tasks/${one.task.id}`}>{`${tellAny('kind_', one.task.kind)} ${one.task.id}`}</a> : '–'}</td>
            )}
            <td class="main">
              <span class="kind">{tellAny('event_', one.kind)}</span> {scanned(one)}
            </td>
            <td>
              {one.verdict ? <StateWord state={one.verdict} word={tellAny('verdict_', one.verdict)} /> : '–'}
              {one.verdict !== 'booked' && one.verdictCode && <span class="hint"> {tellAny('why_', one.verdictCode)}</span>}
            </td>
          </tr>,
          open === one.id && (
            <tr key={`${one.id}-more`} class="changing">
              <td colSpan={withTask ? 5 : 4}>
                {one.photo && <Photos photos={[one.photo]} />}
                <dl class="particulars">
                  <dt>{tell('device')}</dt>
                  <dd>{one.device ?? one.source}</dd>
                  <dt>{tell('when')}</dt>
                  <dd>
                    {clockTime(one.receivedAt)} · {tell('device_clock', { time: clockTime(one.deviceAt) })}
                  </dd>
                  <dt>{tell('step')}</dt>
                  <dd>
                    {one.step || '–'} · {tell('scan_number', { seq: one.seq })}
                  </dd>
                  <dt>{tell('verdict')}</dt>
                  <dd>
                    {one.verdictCode ?? '–'} {Object.keys(one.params).length > 0 && <code>{JSON.stringify(one.params)}</code>}
                  </dd>
                  {one.of && (
                    <>
                      <dt>{tell('photo_of')}</dt>
                      <dd>
                        <a href={`/board/journal?event=${one.of}`}>{tell('photo_of_scan')}</a>
                      </dd>
                    </>
                  )}
                  <dt>Id</dt>
                  <dd>
                    <code>{one.id}</code>
                  </dd>
                </dl>
              </td>
            </tr>
          ),
        ])}
      </tbody>
    </table>
  );
}

/** What was scanned, typed or tapped, with its quantity. */
function scanned(one: JournalEntry): string {
  const qty = one.qty === null ? '' : one.pack ? amount(one.qty, one.pack) : String(one.qty);
  if (one.photo && one.kind === 'photo') return tellAny('shows_', one.photo.shows);
  const what = one.action && one.action !== one.code ? tellAny('did_', one.action) : one.code;
  return [what, qty].filter(Boolean).join(' · ');
}
