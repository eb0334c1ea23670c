/** What opens from a small button of a page, and closes by Escape or when somebody looks elsewhere. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { route } from './route';

interface PopupProps {
  name: string;
  word: string;
  children: ComponentChildren;
}

export function Popup({ name, word, children }: PopupProps) {
  const here = useRef<HTMLDetailsElement>(null);
  const close = (): void => here.current?.removeAttribute('open');
  const path = route.value.path.join('/');
  useEffect(close, [path]);
  useEffect(() => {
    const elsewhere = (event: Event): void => {
      if (!(event.target instanceof Node) || !here.current?.contains(event.target)) close();
    };
    document.addEventListener('pointerdown', elsewhere);
    document.addEventListener('focusin', elsewhere);
    return () => {
      document.removeEventListener('pointerdown', elsewhere);
      document.removeEventListener('focusin', elsewhere);
    };
  }, []);

  function onKey(event: KeyboardEvent): void {
    // The page's own keys are for its rows.
    event.stopPropagation();
    if (event.key !== 'Escape') return;
    close();
    here.current?.querySelector('summary')?.focus();
  }
  return (
    <details ref={here} name="list-tool" class="popup" data-popup={name} onKeyDown={onKey}>
      <summary class="act">{word}</summary>
      <div class="popup-body">{children}</div>
    </details>
  );
}
