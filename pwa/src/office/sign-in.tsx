/** Signing in at a desk: login and password. */
import { useState } from 'preact/hooks';
import { Problem } from '../contract';
import { tell, tellProblem } from '../messages/desk';
import { signIn } from './session';

export function SignIn() {
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    setBusy(true);
    setProblem('');
    try {
      await signIn(String(form.get('login') ?? '').trim(), String(form.get('password') ?? ''));
    } catch (error) {
      const code = error instanceof Problem ? error.code : '';
      const retry = error instanceof Problem ? error.params['retry_s'] : null;
      const wrong = code === 'sign_in_failed' || code === 'bad_request';
      setProblem(wrong ? tell('desk_sign_in_failed') : tellProblem(code, { retry_s: typeof retry === 'number' ? retry : null }));
    } finally {
      setBusy(false);
    }
  }

  return (
    <form class="desk-sign-in" onSubmit={(event) => void submit(event)}>
      <h1>{tell('sign_in_title')}</h1>
      <p class="hint">{tell('sign_in_why')}</p>
      <label>
        {tell('login')}
        <input name="login" autocomplete="username" autocapitalize="none" spellcheck={false} required autofocus maxLength={80} />
      </label>
      <label>
        {tell('password')}
        <input name="password" type="password" autocomplete="current-password" required maxLength={200} />
      </label>
      {problem && (
        <p class="remark wrong" role="alert">
          {problem}
        </p>
      )}
      <button type="submit" class="act primary" disabled={busy}>
        {tell('do_sign_in')}
      </button>
    </form>
  );
}
