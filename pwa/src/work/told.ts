/** Which words an outcome is told in, of the reducer and of the server. */
import { Problem } from '../contract';
import { isCode, learnTheRest, say, sayAny, type Code, type Words } from '../messages';
import type { Deed } from './floor';
import { titleIn } from './title';

/** What is said of an answer: the end of a task has words of its own, as has leaving some of it; and so has a bin that is short and has no other. */
export function toldOf(kind: string, deed: Deed, code: string): string {
  const own = `${code === 'task_done' ? 'done' : code}_${kind}`;
  if (isCode(own)) return own;
  return code === 'step_done' && deed.kind === 'action' && deed.action === 'short' ? 'short_told' : code;
}

/** A failed request as a sentence that says what to do. */
export async function sentenceOf(error: unknown, words: Words = {}): Promise<string> {
  if (!(error instanceof Problem)) return say('not_understood');
  if (!isCode(error.code)) await learnTheRest();
  const otherwise: Code = error.status >= 500 ? 'server_unavailable' : error.status === 403 ? 'not_allowed' : error.status === 404 ? 'not_found' : 'not_understood';
  return sayAny(error.code, otherwise, { ...words, ...(error.params as Words), title: titleIn(error.params) });
}
