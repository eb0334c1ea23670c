/** What a task is called, in the person's language. */
import type { JsonObject, Task } from '../contract';
import { isCode, say, type Words } from '../messages';

/** English is as the server wrote it, until the rest of the words is learnt; so is what an older server has sent. */
export function titleOf({ title, titled }: Pick<Task, 'title'> & Partial<Pick<Task, 'titled'>>): string {
  return titled && isCode(titled.code) ? say(titled.code, titled.params as Words) : title;
}

/** What the work that a refusal is about is called; nothing where it names none. */
export function titleIn({ title, titled }: JsonObject): string {
  return typeof title === 'string' ? titleOf({ title, titled: titled as Task['titled'] }) : '';
}
