/** Whether photos may wait on this device, asked at each start without loading what sends them. */
export const PHOTOS = 'pickface-photos';

export const photosWait = async (): Promise<boolean> => (await indexedDB.databases()).some(({ name }) => name === PHOTOS);
