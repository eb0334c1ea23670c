/** Where one can go: what is used all day as links, the rest in menus that a keyboard opens, walks and closes. */
import { useEffect, useRef } from 'preact/hooks';
import { tell } from '../messages/desk';
import type { Group, Target } from './frame';
import { route } from './route';

interface MenuProps {
  shown: readonly Target[];
  current: Target | undefined;
}

export function Menu({ shown, current }: MenuProps) {
  const nav = useRef<HTMLElement>(null);
  const close = (): void => nav.current?.querySelectorAll('details[open]').forEach((one) => one.removeAttribute('open'));

  // Whoever has chosen, or looks elsewhere, wants no menu in front of the page.
  useEffect(close, [route.value]);
  useEffect(() => {
    const elsewhere = (event: Event): void => {
      if (!(event.target instanceof Node) || !nav.current?.contains(event.target)) close();
    };
    document.addEventListener('pointerdown', elsewhere);
    document.addEventListener('focusin', elsewhere);
    return () => {
      document.removeEventListener('pointerdown', elsewhere);
      document.removeEventListener('focusin', elsewhere);
    };
  }, []);

  const groups = [...new Set(shown.map(({ group }) => group))].filter((group): group is Group => group !== undefined);
  return (
    <nav ref={nav} aria-label={tell('where_to')}>
      {shown.filter(({ group }) => !group).map((one) => (
        <Link key={one.to} one={one} current={current} />
      ))}
      {groups.map((group) => {
        const inside = shown.filter((one) => one.group === group);
        const [only] = inside;
        if (inside.length === 1 && only) return <Link key={group} one={only} current={current} />;
        return (
          <details key={group} name="desk-menu" data-menu={group} onKeyDown={onKey}>
            <summary aria-current={current?.group === group ? 'true' : undefined}>{tell(group)}</summary>
            <div class="menu" onClick={close}>
              {inside.map((one) => (
                <Link key={one.to} one={one} current={current} />
              ))}
            </div>
          </details>
        );
      })}
    </nav>
  );
}

function Link({ one, current }: { one: Target; current: Target | undefined }) {
  return (
    <a href={one.to} aria-current={current?.to === one.to ? 'page' : undefined}>
      {tell(one.name)}
    </a>
  );
}

/** In a menu the arrows go from link to link, and Escape closes it and stays where it was opened. */
function onKey(event: KeyboardEvent): void {
  const menu = event.currentTarget as HTMLDetailsElement;
  const links = Array.from(menu.querySelectorAll('a'));
  const at = links.findIndex((one) => one === document.activeElement);
  if (event.key === 'Escape' && menu.open) {
    menu.open = false;
    menu.querySelector('summary')?.focus();
  } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    menu.open = true;
    const to = event.key === 'ArrowDown' ? Math.min(at + 1, links.length - 1) : Math.max(at - 1, 0);
    links[to]?.focus();
  } else {
    return;
  }
  event.preventDefault();
  // The page's own arrows and Escape are for its rows.
  event.stopPropagation();
}
