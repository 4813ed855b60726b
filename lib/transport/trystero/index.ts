export { openTrystero } from './trystero';
