/** Who sits at this desk, and what happens when the session ends. */
import { signal } from '@preact/signals';
import { Problem, type Session } from '../contract';
import { tellProblem } from '../messages/desk';
import { api } from '../sync';
import { fetchSession, signInAtDesk } from '../sync/office';
import { zone } from './format';

/** `asking`: not known yet; null: nobody. */
export const session = signal<Session | 'asking' | null>('asking');

function welcome(who: Session): void {
  zone.value = who.site.timezone;
  session.value = who;
}

/** Ask the server who is signed in; tries again by itself while it cannot be reached. */
export async function findSession(): Promise<void> {
  try {
    welcome(await fetchSession());
  } catch (problem) {
    if (problem instanceof Problem && problem.passing) setTimeout(() => void findSession(), 3_000);
    else session.value = null;
  }
}

/** Sign in with login and password; throws `Problem`. */
export async function signIn(login: string, password: string): Promise<void> {
  welcome(await signInAtDesk(login, password));
}

/** Sign out. What fails is tried by the next request anyway. */
export async function signOut(): Promise<void> {
  await api.signOut().catch(() => undefined);
  session.value = null;
}

/** Whether the person's role may use an endpoint. */
export function may(endpoint: string): boolean {
  const who = session.value;
  return who !== null && who !== 'asking' && who.person.permissions.includes(endpoint);
}

/** Whether somebody of the house sits here: a client is not told who did what. */
export function ours(): boolean {
  const who = session.value;
  return who !== null && who !== 'asking' && who.person.role !== 'client';
}

/** The sentence for what a request threw; an ended session asks for a new one. */
export function explain(problem: unknown): string {
  if (!(problem instanceof Problem)) {
    console.error(problem);
    return tellProblem('');
  }
  if (problem.status === 401) session.value = null;
  const words = Object.fromEntries(Object.entries(problem.params).filter(([, value]) => typeof value === 'string' || typeof value === 'number'));
  return tellProblem(problem.code, words as Record<string, string | number>);
}
