/** The only folder that touches IndexedDB: outbox, keys, the work and the catalogue that a device holds. */
export * from './database';
export * from './device';
export * from './kept';
export * from './keys';
export * from './outbox';
export * from './room';
export * from './scanner';
export * from './tab';
export * from './uuid7';
export * from './photos-wait';
