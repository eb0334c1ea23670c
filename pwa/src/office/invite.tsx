/** Inviting a handheld: a QR code for one device and ten minutes; the page sees when it has come. */
import { useEffect, useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import type { Invitation } from '../contract/setup';
import { tell } from '../messages/desk';
import { fetchInvitation, inviteDevice } from '../sync/setup';

const LOOK_MS = 2_000;
const ONLY_HERE = ['localhost', '127.0.0.1', '[::1]'];

export function Invite({ done }: { done: () => void }) {
  const [open, setOpen] = useState<Invitation | null>(null);
  const [end, setEnd] = useState('');
  const deed = useDeed();

  useEffect(() => {
    if (!open) return undefined;
    const timer = setInterval(() => {
      fetchInvitation(open.id).then(
        (state) => {
          if (state.usedAt === null && Date.now() < open.expiresAt) return;
          setEnd(state.usedAt === null ? tell('invite_over') : tell('invite_done', { name: open.name }));
          setOpen(null);
          done();
        },
        () => undefined,
      );
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, [open]);

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const name = String(new FormData(form).get('name') ?? '').trim();
    setEnd('');
    if (name && (await deed.run(async () => setOpen(await inviteDevice(name))))) form.reset();
  }

  return (
    <section class="invite" data-role="invite">
      <h2>{tell('invite_title')}</h2>
      <form class="filters" onSubmit={(event) => void submit(event)}>
        <label class="search">
          {tell('invite_name')}
          <input name="name" required maxLength={40} autocomplete="off" placeholder="Dock 2" />
        </label>
        <button type="submit" class="act" data-action="invite" disabled={deed.busy}>
          {tell('do_invite')}
        </button>
      </form>
      {ONLY_HERE.includes(location.hostname) && <p class="remark">{tell('invite_here', { host: location.host })}</p>}
      {deed.problem && <p class="remark wrong">{deed.problem}</p>}
      {end && (
        <p class="remark good" role="status">
          {end}
        </p>
      )}
      {open && (
        <figure data-role="invitation" data-address={open.address}>
          <img alt={open.address} src={`data:image/svg+xml,${encodeURIComponent(open.qr)}`} />
          <figcaption>
            <b>{open.name}</b>
            <span class="hint">{tell('invite_why')}</span>
          </figcaption>
        </figure>
      )}
    </section>
  );
}
