// @ts-check
/** Frames of a page that share its process: they are no target of their own, but a context of the page's session. */

/** @typedef {import('puppeteer').CDPSession} CDPSession */
/** @typedef {{ frame: { id: string, url: string }, childFrames?: FrameTree[] }} FrameTree */

/** The page's own world of each frame, by the frame's id. @type {WeakMap<CDPSession, Promise<Map<string, number>>>} */
const contexts = new WeakMap();

/** @param {CDPSession} session */
function contextsOf(session) {
  const known = contexts.get(session) ?? watch(session);
  contexts.set(session, known);
  return known;
}

/** @param {CDPSession} session */
async function watch(session) {
  /** @type {Map<string, number>} */
  const byFrame = new Map();
  session.on('Runtime.executionContextCreated', ({ context }) => {
    const { isDefault, frameId } = context.auxData ?? {};
    if (isDefault) byFrame.set(frameId, context.id);
  });
  await session.send('Runtime.enable');
  return byFrame;
}

/**
 * @param {CDPSession} session of the page
 * @param {string} address a piece of the frame's
 * @returns {Promise<number | undefined>} for `Runtime.evaluate`; undefined while there is no such frame
 */
export async function contextOfFrame(session, address) {
  const byFrame = await contextsOf(session);
  const { frameTree } = await session.send('Page.getFrameTree');
  const found = framesOf(frameTree).find(({ url }) => url.includes(address));
  return found && byFrame.get(found.id);
}

/** @param {FrameTree} tree @returns {{ id: string, url: string }[]} */
function framesOf({ frame, childFrames = [] }) {
  return [frame, ...childFrames.flatMap(framesOf)];
}
