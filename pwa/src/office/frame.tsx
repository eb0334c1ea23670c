/** The frame around every page of board and office: where one can go, whether what is shown is live, who is signed in. */
import type { ComponentChildren } from 'preact';
import type { Session } from '../contract';
import { tell, type DeskCode } from '../messages/desk';
import { Find } from './find';
import { Keys, keysShown } from './keys';
import { Menu } from './menu';
import { follow, route } from './route';
import { useKeys } from './rows';
import { may, signOut } from './session';
import { TroubleCount } from './troubles';

export type Group = 'goods' | 'buying_group' | 'floor_group' | 'house';

export interface Target {
  name: DeskCode;
  to: string;
  needs: string;
  /** The menu that it stands in; what is used all day stands in none. */
  group?: Group;
  /** A list that begins with its filters: its name stands in the bar, and is said to whoever does not see that. */
  unnamed?: boolean;
  /** Pages that stand in no menu and are found from this one. */
  also?: readonly string[];
}

/** The first that somebody may see is where the office opens. */
export const TARGETS: readonly Target[] = [
  { name: 'board', to: '/board', needs: 'insight.show_board', unnamed: true },
  { name: 'journal', to: '/board/journal', needs: 'insight.list_scans', unnamed: true },
  { name: 'items', to: '/office/items', needs: 'catalog.list_items', group: 'goods', unnamed: true },
  { name: 'orders', to: '/office/orders', needs: 'orders.list_orders', unnamed: true },
  { name: 'returns', to: '/office/returns', needs: 'returns.list_returns', group: 'goods', unnamed: true },
  { name: 'kits', to: '/office/kits', needs: 'kits.list_kits', group: 'goods' },
  { name: 'work_orders', to: '/office/work-orders', needs: 'kits.make_work_order', group: 'goods' },
  { name: 'inspections', to: '/office/inspections', needs: 'inspections.list_inspections', group: 'goods' },
  { name: 'counts', to: '/office/counts', needs: 'counts.list_rounds', group: 'goods', also: ['/office/count-rounds'] },
  { name: 'watch', to: '/office/watch', needs: 'watch.show_sums', group: 'goods' },
  { name: 'stock_alerts', to: '/office/stock-alerts', needs: 'alerts.list_alerts', group: 'goods', also: ['/office/stock-rules'] },
  { name: 'value', to: '/office/value', needs: 'costs.show_value', group: 'goods' },
  { name: 'buying', to: '/office/buying', needs: 'planning.show_buying', group: 'buying_group' },
  { name: 'purchase_orders', to: '/office/purchase-orders', needs: 'purchasing.list_purchase_orders', group: 'buying_group', unnamed: true },
  { name: 'deliveries', to: '/office/deliveries', needs: 'deliveries.list_deliveries', group: 'buying_group', unnamed: true },
  { name: 'suppliers', to: '/office/suppliers', needs: 'purchasing.show_supplier', group: 'buying_group', unnamed: true },
  { name: 'departures', to: '/office/departures', needs: 'departures.create_departure', group: 'floor_group' },
  { name: 'carriers', to: '/office/carriers', needs: 'carriers.create_carrier', group: 'floor_group' },
  { name: 'printing', to: '/office/printing', needs: 'printing.test_printer', group: 'floor_group' },
  { name: 'documents', to: '/office/documents', needs: 'documents.list_templates', group: 'floor_group' },
  { name: 'places', to: '/office/places', needs: 'locations.list_places', group: 'floor_group', unnamed: true, also: ['/office/transfers', '/office/cartons'] },
  { name: 'faces', to: '/office/pick-faces', needs: 'faces.create_face', group: 'floor_group' },
  { name: 'relocations', to: '/office/relocations', needs: 'relocations.list_relocations', group: 'floor_group' },
  { name: 'containers', to: '/office/containers', needs: 'locations.list_containers', group: 'floor_group', unnamed: true },
  { name: 'floor', to: '/office/floor', needs: 'setup.preview_floor', group: 'floor_group' },
  { name: 'people', to: '/office/people', needs: 'people.list_people', group: 'house', unnamed: true },
  { name: 'devices', to: '/office/devices', needs: 'people.list_devices', group: 'house', unnamed: true },
  { name: 'clients', to: '/office/clients', needs: 'owners.list_owners', group: 'house' },
  { name: 'imports', to: '/office/imports', needs: 'imports.upload', group: 'house' },
  { name: 'tokens_short', to: '/office/tokens', needs: 'tokens.list_tokens', group: 'house' },
  { name: 'channels', to: '/office/channels', needs: 'channels.list_channels', group: 'house' },
  { name: 'webhooks', to: '/office/webhooks', needs: 'webhooks.list_webhooks', group: 'house' },
  { name: 'archive', to: '/office/archive', needs: 'archive.download_site', group: 'house' },
  { name: 'settings', to: '/office/settings', needs: 'locations.known_settings', group: 'house' },
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
  const current = shown.filter(({ to, also }) => path === to || path.startsWith(`${to}/`) || also?.includes(path)).sort((a, b) => b.to.length - a.to.length)[0];
  return (
    <div class="desk" onClick={follow}>
      <a class="skip" href="#page">
        {tell('skip_to_content')}
      </a>
      <header class="desk-bar">
        <Menu shown={shown} current={current} />
        {may('insight.find') && <Find />}
        <div class="desk-who">
          {may('insight.list_troubles') && <TroubleCount />}
          {light}
          <span class="who-name">{tell('signed_in_as', { name: who.person.name, role: who.person.role })}</span>
          <button type="button" class="act quiet" onClick={() => void signOut()}>
            {tell('sign_out')}
          </button>
        </div>
      </header>
      <main id="page" tabIndex={-1}>
        {current?.unnamed && path === current.to && <h1 class="unseen">{tell(current.name)}</h1>}
        {children}
      </main>
      <footer class="desk-keys">
        {tell('keys_hint')}{' '}
        <button type="button" class="act quiet" data-action="keys" onClick={() => (keysShown.value = true)}>
          {tell('do_show_keys')}
        </button>
      </footer>
      <Keys />
    </div>
  );
}
