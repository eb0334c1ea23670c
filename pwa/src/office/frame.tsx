/** The frame around every page of board and office: where one can go, whether what is shown is live, who is signed in. */
import type { ComponentChildren } from 'preact';
import type { Session } from '../contract';
import { tell, type DeskCode } from '../messages/desk';
import { Find } from './find';
import { follow, route } from './route';
import { useKeys } from './rows';
import { may, signOut } from './session';

interface Target {
  name: DeskCode;
  to: string;
  needs: string;
}

export const TARGETS: readonly Target[] = [
  { name: 'board', to: '/board', needs: 'insight.show_board' },
  { name: 'journal', to: '/board/journal', needs: 'insight.list_scans' },
  { name: 'items', to: '/office/items', needs: 'catalog.list_items' },
  { name: 'orders', to: '/office/orders', needs: 'orders.list_orders' },
  { name: 'buying', to: '/office/buying', needs: 'planning.show_buying' },
  { name: 'purchase_orders', to: '/office/purchase-orders', needs: 'purchasing.list_purchase_orders' },
  { name: 'deliveries', to: '/office/deliveries', needs: 'deliveries.list_deliveries' },
  { name: 'watch', to: '/office/watch', needs: 'watch.show_sums' },
  { name: 'value', to: '/office/value', needs: 'costs.show_value' },
  { name: 'places', to: '/office/places', needs: 'locations.list_places' },
  { name: 'floor', to: '/office/floor', needs: 'setup.preview_floor' },
  { name: 'counts', to: '/office/counts', needs: 'counts.list_rounds' },
  { name: 'people', to: '/office/people', needs: 'people.list_people' },
  { name: 'devices', to: '/office/devices', needs: 'people.list_devices' },
  { name: 'imports', to: '/office/imports', needs: 'imports.upload' },
  { name: 'settings', to: '/office/settings', needs: 'locations.known_settings' },
];

interface FrameProps {
  who: Session;
  /** The connection's light, where there is one. */
  light?: ComponentChildren;
  children: ComponentChildren;
}

export function Frame({ who, light, children }: FrameProps) {
  useKeys();
  const path = `/${route.value.path.join('/')}`;
  const shown = TARGETS.filter(({ needs }) => may(needs));
  const current = shown.filter(({ to }) => path === to || path.startsWith(`${to}/`)).sort((a, b) => b.to.length - a.to.length)[0];
  return (
    <div class="desk" onClick={follow}>
      <a class="skip" href="#page">
        {tell('skip_to_content')}
      </a>
      <header class="desk-bar">
        <nav>
          {shown.map(({ name, to }) => (
            <a key={to} href={to} aria-current={current?.to === to ? 'page' : undefined}>
              {tell(name)}
            </a>
          ))}
        </nav>
        {may('insight.find') && <Find />}
        <div class="desk-who">
          {light}
          <span class="who-name">{tell('signed_in_as', { name: who.person.name, role: who.person.role })}</span>
          <button type="button" class="act quiet" onClick={() => void signOut()}>
            {tell('sign_out')}
          </button>
        </div>
      </header>
      <main id="page" tabIndex={-1}>
        {children}
      </main>
      <footer class="desk-keys">{tell('keys_hint')}</footer>
    </div>
  );
}
