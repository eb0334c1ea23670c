/** Handhelds: enrolling one, who works on which, what each still holds, and taking a lost one out of service. */
import type { DeviceRow } from '../contract/office';
import { tell } from '../messages/desk';
import { fetchDevices, restoreDevice, revokeDevice } from '../sync/office';
import { count, dayTime } from './format';
import { Invite } from './invite';
import { useList } from './list';
import type { Column } from './columns';
import { ListPage } from './list-page';
import { may } from './session';
import { Act, Sure } from './sure';

export function Devices() {
  const list = useList<DeviceRow>('', (cursor) => fetchDevices({ cursor }));
  return (
    <ListPage
      name="devices"
      list={list}
      filters={may('setup.invite_device') && <Invite done={list.again} />}
      empty={tell('devices_none')}
      columns={columns(list.again)}
      keyOf={({ id }) => id}
      named={({ name }) => name}
      marks={({ id }) => ({ 'data-device': id })}
    />
  );
}

function columns(again: () => void): readonly Column<DeviceRow>[] {
  return [
    { name: 'device', word: tell('device'), fixed: true, look: 'main', cell: ({ name }) => name },
    { name: 'person', word: tell('in_use_by'), cell: ({ person }) => person?.name ?? '–' },
    { name: 'seen', word: tell('last_seen'), cell: ({ lastSeenAt }) => dayTime(lastSeenAt) },
    { name: 'scanner', word: tell('scanner'), cell: ({ scanner }) => (scanner ? reading(scanner) : '–') },
    { name: 'unsent', word: tell('unsent'), number: true, cell: ({ unsent }) => (unsent === null ? tell('unsent_unknown') : <span class={unsent ? 'due' : ''}>{count(unsent)}</span>) },
    { name: 'state', word: tell('state'), cell: ({ revokedAt }) => tell(revokedAt === null ? 'in_service' : 'out_of_service') },
    {
      name: 'do',
      word: '',
      look: 'change',
      cell: ({ id, name, revokedAt }) =>
        revokedAt === null
          ? may('people.revoke_device') && (
              <Sure action="revoke" word={tell('do_revoke')} question={tell('sure_revoke', { name })} yes={tell('do_yes_revoke')} act={() => revokeDevice(id)} then={again} />
            )
          : may('people.restore_device') && <Act action="restore" word={tell('do_restore')} act={() => restoreDevice(id)} then={again} />,
    },
  ];
}

/** How a scanner reads: only what is wrong is worth a word beside the number. */
function reading({ scans, split, short, unreadable }: NonNullable<DeviceRow['scanner']>): string {
  const wrong = [
    split && tell('scans_split', { count: split }),
    short && tell('scans_short', { count: short }),
    unreadable && tell('scans_unreadable', { count: unreadable }),
  ].filter(Boolean);
  return [tell('scans_today', { count: scans }), ...wrong].join(', ');
}
