/** What a supervisor may do with a task: give it to somebody, hold it, let it go on, end it. */
import { useEffect, useState } from 'preact/hooks';
import type { BoardPerson, BoardTask, Unsynced } from '../contract/board';
import { tell, tellAny } from '../messages/desk';
import { clockTime } from '../office/format';
import { assignTask, cancelTask, fetchUnsynced, holdTask, releaseTask } from '../sync/office';
import { useDeed } from './deed';

interface TaskActionsProps {
  task: BoardTask;
  people: BoardPerson[];
  /** Something was done: look again, in case the news does not come by itself. */
  onDone: () => void;
}

/** What taking the work back may leave behind, in a sentence; '' when nobody has it. */
function warning({ person, device, unsent, lastSeen }: Unsynced): string {
  if (!person) return '';
  const words = { person: person.name, device };
  if (lastSeen === null) return tell('unsynced_unknown', words);
  return tell(unsent ? 'unsynced_some' : 'unsynced_none', { ...words, n: unsent, time: clockTime(lastSeen) });
}

/** Asked for again whenever the task changes hands or goes on, since each scan says what is left behind it. */
function useWarning(task: BoardTask): string {
  const [sentence, setSentence] = useState('');
  const holder = task.person?.id ?? null;
  useEffect(() => {
    let shown = true;
    setSentence('');
    // A warning that cannot be had must not keep anybody from acting.
    if (holder !== null) void fetchUnsynced(task.id).then((said) => shown && setSentence(warning(said)), () => undefined);
    return () => void (shown = false);
  }, [task.id, holder, task.state, task.progress.done]);
  return sentence;
}

export function TaskActions({ task, people, onDone }: TaskActionsProps) {
  const deed = useDeed();
  const [sure, setSure] = useState(false);
  const [person, setPerson] = useState(String(task.person?.id ?? ''));
  const unsynced = useWarning(task);
  const act = (action: () => Promise<unknown>) => void deed.run(action).then((done) => done && onDone());

  if (sure) {
    return (
      <div class="actions" role="group">
        <span class="question">{tell('sure_cancel', { title: task.title })}</span>
        {unsynced && <p class="remark">{unsynced}</p>}
        <button type="button" class="act danger" disabled={deed.busy} onClick={() => act(() => cancelTask(task.id))}>
          {tell('do_yes_cancel')}
        </button>
        <button type="button" class="act" autofocus onClick={() => setSure(false)}>
          {tell('do_keep')}
        </button>
        {deed.problem && <p class="remark wrong">{deed.problem}</p>}
      </div>
    );
  }
  return (
    <div class="actions" role="group" data-actions={task.id}>
      <label class="inline">
        {tell('assign_to')}
        <select value={person} onChange={(event) => setPerson(event.currentTarget.value)}>
          {task.state !== 'begun' && <option value="">{tell('everybody')}</option>}
          {people.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name} · {one.online ? (one.task ? tellAny('kind_', one.task.kind) : tell('idle')) : tell('away')}
            </option>
          ))}
        </select>
      </label>
      <button
        type="button"
        class="act"
        data-action="assign"
        disabled={deed.busy || person === String(task.person?.id ?? '')}
        onClick={() => act(() => assignTask(task.id, person ? Number(person) : null))}
      >
        {tell('do_assign')}
      </button>
      {task.state === 'held' ? (
        <button type="button" class="act" data-action="release" disabled={deed.busy} onClick={() => act(() => releaseTask(task.id))}>
          {tell('do_release')}
        </button>
      ) : (
        <button type="button" class="act" data-action="hold" disabled={deed.busy} onClick={() => act(() => holdTask(task.id))}>
          {tell('do_hold')}
        </button>
      )}
      <button type="button" class="act" data-action="cancel" onClick={() => setSure(true)}>
        {tell('do_cancel')}
      </button>
      {unsynced && (
        <p class="remark" data-unsynced>
          {unsynced}
        </p>
      )}
      {deed.problem && (
        <p class="remark wrong" role="alert">
          {deed.problem}
        </p>
      )}
    </div>
  );
}
