export { CodeError, type CodeProblem, type Offer, readOffer } from './code';
export { type Answering, answerTo } from './guest';
export { type ManualHost, type ManualRoom, openManualHost } from './host';
