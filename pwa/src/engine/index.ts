/** The engine: scripts, their reducer and what the screen shows of them. Pure; imports nothing outside this folder. */
export { byForm, normalKey, parse, type Parsed } from './barcodes';
export { linesDone } from './lines';
export { knowsKinds, learnKinds, reduce } from './reducer';
export { replay, run, type OwnEvent } from './runner';
export {
  currentStep, emptyState, SCRIPT_VERSION,
  type CollectStep, type Effect, type Event, type Params, type Result, type Script, type State, type Step, type Thing,
} from './steps';
export {
  progress, view, type ItemView, type LineView, type Need, type PlaceView, type Preview, type Verb, type View,
} from './view';
