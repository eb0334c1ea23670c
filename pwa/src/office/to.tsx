/** A link for whoever may open what it leads to; for others its words alone. */
import type { ComponentChildren } from 'preact';
import { may } from './session';

interface ToProps {
  needs: string;
  href: string;
  class?: string;
  tabIndex?: number;
  children: ComponentChildren;
}

export function To({ needs, href, class: look, tabIndex, children }: ToProps) {
  if (!may(needs)) return look ? <span class={look}>{children}</span> : <>{children}</>;
  return (
    <a class={look} href={href} tabIndex={tabIndex}>
      {children}
    </a>
  );
}
