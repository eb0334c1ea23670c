/** An invitation that was opened on this device, by its QR code: it brings a name and a token. */
import { Problem } from '../contract';
import type { Device } from '../store';
import { enrol } from '../sync/beside';

/** The address of an invitation gives this device its name and its token; answers the code of what went wrong, or ''. */
export async function follow(device: Device): Promise<string> {
  const code = /^#enrol=([\w-]+)$/.exec(location.hash)?.[1];
  if (!code) return '';
  try {
    await device.rename(await enrol(code, device.id));
    return '';
  } catch (problem) {
    return problem instanceof Problem ? problem.code : 'internal';
  } finally {
    // It is good once, and nobody shall find it in this device's history.
    history.replaceState(history.state, '', location.pathname);
  }
}
