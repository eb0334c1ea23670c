/** The only folder that talks to the server. */
export * as api from './api';
export * as papers from './papers';
export * from './drainer';
export * from './rebase';
export * from './sync';
export * from './work';
