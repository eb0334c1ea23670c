/** The board's page: the desk app, which opens on the board by its address. */
export { default } from '../office';
