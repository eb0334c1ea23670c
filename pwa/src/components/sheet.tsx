/** A sheet that rises from the thumb's side; what it covers stays visible above it. */
import type { ComponentChildren } from 'preact';
import { say } from '../messages';
import { Button } from './button';

interface SheetProps {
  title: string;
  name: string;
  onClose: () => void;
  children: ComponentChildren;
}

export function Sheet({ title, name, onClose, children }: SheetProps) {
  return (
    <section class="sheet" data-sheet={name} role="dialog" aria-label={title}>
      <header class="sheet-head">
        <h2>{title}</h2>
        <Button action="close" look="quiet" onTap={onClose}>
          {say('do_back')}
        </Button>
      </header>
      {children}
    </section>
  );
}
