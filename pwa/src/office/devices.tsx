/** Handhelds: enrolling one, who works on which, what each still holds, and taking a lost one out of service. */
import type { DeviceRow } from '../contract/office';
import { tell } from '../messages/desk';
import { fetchDevices, restoreDevice, revokeDevice } from '../sync/office';
import { count, dayTime } from './format';
import { Invite } from './invite';
import { useList } from './list';
import { Listing } from './listing';
import { may } from './session';
import { Act, Sure } from './sure';

export function Devices() {
  const list = useList<DeviceRow>('', (cursor) => fetchDevices({ cursor }));
  return (
    <Listing
      name="devices"
      list={list}
      filters={may('setup.invite_device') && <Invite done={list.again} />}
      empty={tell('devices_none')}
      head={
        <>
          <th>{tell('device')}</th>
          <th>{tell('in_use_by')}</th>
          <th>{tell('last_seen')}</th>
          <th>{tell('scanner')}</th>
          <th class="number">{tell('unsent')}</th>
          <th>{tell('state')}</th>
          <td />
        </>
      }
      row={(device) => (
        <tr key={device.id} data-device={device.id}>
          <td class="main">{device.name}</td>
          <td>{device.person?.name ?? '–'}</td>
          <td>{dayTime(device.lastSeenAt)}</td>
          <td data-cell="scanner">{device.scanner ? reading(device.scanner) : '–'}</td>
          <td class={`number ${device.unsent ? 'due' : ''}`} data-cell="unsent">
            {device.unsent === null ? tell('unsent_unknown') : count(device.unsent)}
          </td>
          <td>{device.revokedAt === null ? tell('in_service') : tell('out_of_service')}</td>
          <td>
            {device.revokedAt === null
              ? may('people.revoke_device') && (
                  <Sure
                    action="revoke"
                    word={tell('do_revoke')}
                    question={tell('sure_revoke', { name: device.name })}
                    yes={tell('do_yes_revoke')}
                    act={() => revokeDevice(device.id)}
                    then={list.again}
                  />
                )
              : may('people.restore_device') && <Act action="restore" word={tell('do_restore')} act={() => restoreDevice(device.id)} then={list.again} />}
          </td>
        </tr>
      )}
    />
  );
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
