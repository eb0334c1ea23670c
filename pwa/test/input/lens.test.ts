// @vitest-environment happy-dom
/** A device's lens: what it can do is used, what was chosen is remembered, and a lens that is gone is not waited for. */
import { beforeEach, describe, expect, it } from 'vitest';
import { chooseNext, openLens, shine } from '../../src/input/lens';

const wishes: object[] = [];
let asked: MediaStreamConstraints[] = [];
let there: string[] = [];

function stream(deviceId: string, abilities: object): MediaStream {
  const track = {
    getCapabilities: () => abilities,
    getSettings: () => ({ deviceId }),
    applyConstraints: (wish: { advanced: object[] }) => Promise.resolve(void wishes.push(...wish.advanced)),
    stop: () => undefined,
  };
  return { getTracks: () => [track], getVideoTracks: () => [track] } as unknown as MediaStream;
}

function device(abilities: object): void {
  const mediaDevices = {
    enumerateDevices: () => Promise.resolve(there.map((deviceId) => ({ kind: 'videoinput', deviceId }))),
    getUserMedia: (wanted: MediaStreamConstraints) => {
      asked.push(wanted);
      const { deviceId } = wanted.video as { deviceId?: { exact: string } };
      if (deviceId && !there.includes(deviceId.exact)) return Promise.reject(new Error('OverconstrainedError'));
      return Promise.resolve(stream(deviceId?.exact ?? there[0]!, abilities));
    },
  };
  Object.defineProperty(navigator, 'mediaDevices', { value: mediaDevices, configurable: true });
}

beforeEach(() => {
  localStorage.clear();
  wishes.length = 0;
  asked = [];
  there = ['back', 'wide'];
});

describe('a lens', () => {
  it('has what its track says, and focuses by itself where it can', async () => {
    device({ torch: true, focusMode: ['continuous', 'single-shot'] });
    expect(await openLens()).toMatchObject({ light: false, focuses: true, lenses: 2 });
    expect(wishes).toEqual([{ focusMode: 'continuous' }]);
  });

  it('has neither light nor focus where the track tells of none', async () => {
    device({});
    expect(await openLens()).toMatchObject({ light: null, focuses: false });
    expect(wishes).toEqual([]);
  });

  it('opens with the light and the lens that were chosen last', async () => {
    device({ torch: true });
    const first = await openLens();
    await shine(first, true);
    await chooseNext(first);
    wishes.length = 0;
    expect((await openLens()).light).toBe(true);
    expect(wishes).toEqual([{ torch: true }]);
    expect(asked[1]).toMatchObject({ video: { deviceId: { exact: 'wide' } } });
  });

  it('takes the one at the back when the chosen one is gone', async () => {
    device({});
    await chooseNext(await openLens());
    there = ['back'];
    expect((await openLens()).lenses).toBe(1);
    expect(asked.at(-1)).toMatchObject({ video: { facingMode: 'environment' } });
  });
});
