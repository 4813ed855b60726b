export { openPeerjs } from './peerjs';
