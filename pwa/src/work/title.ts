/** What a task is called, in the person's language. */
import type { JsonObject, Task } from '../contract';
import { isCode, say, sayAny, type Words } from '../messages';

/** English is as the server wrote it, until the rest of the words is learnt; so is what an older server has sent. */
export function titleOf({ title, titled }: Pick<Task, 'title'> & Partial<Pick<Task, 'titled'>>): string {
  return titled && isCode(titled.code) ? say(titled.code, titled.params as Words) : title;
}

/** What stands over work: a plate, a place or a number alone does not say what is to be done there. `whole`: nor does an order to who begins. */
export function headingOf(task: Task, whole = false): string {
  const title = titleOf(task);
  return task.titled && !whole ? title : `${sayAny(`kind_${task.kind}`, 'kind_move')} · ${title}`;
}

/** What the work that a refusal is about is called; nothing where it names none. */
export function titleIn({ title, titled }: JsonObject): string {
  return typeof title === 'string' ? titleOf({ title, titled: titled as Task['titled'] }) : '';
}
