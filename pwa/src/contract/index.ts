/** Everything that enters from outside passes here: typed, validated, and turned from snake_case to camelCase. */
export * from './catalogue';
export * from './home';
export * from './live';
export * from './problem';
export * from './scans';
export * from './session';
export * from './shape';
export * from './work';
