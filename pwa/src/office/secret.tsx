/** A secret that is shown this once, with a button that copies it. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { tell } from '../messages/desk';

export function OneTimeSecret({ says, secret }: { says: string; secret: string }) {
  const [copied, setCopied] = useState(false);
  const shown = useRef<HTMLElement>(null);
  useEffect(() => shown.current?.scrollIntoView({ block: 'center' }), [secret]);
  return (
    <section ref={shown} class="remark good secret" data-role="secret" role="status">
      <p>{says}</p>
      <p class="actions">
        <code data-role="secret-text">{secret}</code>
        <button type="button" class="act" data-action="copy-secret" onClick={() => void navigator.clipboard.writeText(secret).then(() => setCopied(true), () => undefined)}>
          {tell(copied ? 'token_copied' : 'do_copy')}
        </button>
      </p>
    </section>
  );
}
