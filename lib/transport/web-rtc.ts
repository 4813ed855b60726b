/** Whether this context can connect. Privacy extensions and settings take the constructor away, or make it throw. */
export function hasWebRtc(): boolean {
  try {
    new RTCPeerConnection().close();
    return true;
  } catch {
    return false;
  }
}
