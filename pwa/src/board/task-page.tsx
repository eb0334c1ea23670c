/** One task: where it stands, what can be done with it, and every scan of it. */
import { useEffect, useState } from 'preact/hooks';
import type { JournalEntry, Page } from '../contract/board';
import { tell, tellAny } from '../messages/desk';
import { span } from '../office/format';
import { explain } from '../office/session';
import { fetchJournal } from '../sync/office';
import { JournalTable } from './journal-table';
import type { LiveBoard } from './live-board';
import { peopleInOrder } from './state';
import { TaskActions } from './task-actions';
import { Progress, TaskState } from './tasks';

export function TaskPage({ board, id }: { board: LiveBoard; id: number }) {
  const stamped = board.held.value.tasks.get(id);
  const task = stamped?.row;
  const [journal, setJournal] = useState<Page<JournalEntry> | null>(null);
  const [problem, setProblem] = useState('');

  // A row that came anew means that somebody scanned.
  useEffect(() => {
    let wanted = true;
    fetchJournal({ task: id, limit: 200 }).then(
      (found) => {
        if (!wanted) return;
        setJournal(found);
        setProblem('');
      },
      (error: unknown) => wanted && setProblem(explain(error)),
    );
    return () => void (wanted = false);
  }, [id, stamped?.at]);

  const now = board.now.value;
  const open = task && task.state !== 'done' && task.state !== 'cancelled';
  return (
    <div class="page" data-page="task">
      {task ? (
        <header class="page-head">
          <h1>
            <span class="kind">{tellAny('kind_', task.kind)}</span> {task.title}
          </h1>
          <p class="facts-line">
            <TaskState task={task} now={now} />
            <span>{task.person?.name ?? tell('nobody')}</span>
            <Progress task={task} />
            <span>{span(task.begunAt ?? task.createdAt, now)}</span>
            {task.walk && <span data-role="walk">{tell('walk', { ...task.walk })}</span>}
          </p>
          {open && <TaskActions key={`${task.id} ${task.state} ${task.person?.id}`} task={task} people={peopleInOrder(board.held.value)} onDone={() => void board.pull()} />}
        </header>
      ) : (
        <p class="empty">{board.loaded.value ? tell('task_gone') : tell('reading')}</p>
      )}
      <h2>{tell('scans_of_task')}</h2>
      {problem ? (
        <p class="remark wrong">{problem}</p>
      ) : !journal ? (
        <p class="empty">{tell('reading')}</p>
      ) : journal.items.length === 0 ? (
        <p class="empty">{tell('journal_none')}</p>
      ) : (
        <JournalTable entries={journal.items} withTask={false} />
      )}
    </div>
  );
}
