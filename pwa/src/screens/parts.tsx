/** What a step beyond a plain pick shows: totes on a cart, lines of a delivery, answers to choose, the carton to take. One file: it is loaded as one. */
export { Deal, Deals } from '../components/position';
export { Choices, Lines } from './lines';
export { Packing } from './packing';
