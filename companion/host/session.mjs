// @ts-check
/** The conversation with the extension: what each of its messages does. */
import { parseMessage } from '../messages.mjs';

/** @typedef {import('../messages.mjs').ToExtension} ToExtension */
/** @typedef {import('../messages.mjs').FromExtension} FromExtension */
/** @typedef {ReturnType<typeof import('../discord/client.mjs').createDiscord>} Discord */

/**
 * @param {object} parts
 * @param {string} parts.version of the companion
 * @param {number} parts.pingMs
 * @param {(message: ToExtension) => void} parts.send
 * @param {(clientId: string, events: import('../discord/client.mjs').DiscordEvents) => Discord} parts.openDiscord
 * @param {() => void} parts.onSilence no ping came for `pingMs`
 */
export function createSession({ version, pingMs, send, openDiscord, onSilence }) {
  /** @type {Discord | undefined} */
  let discord;
  let silence = setTimeout(onSilence, pingMs);
  const awake = () => {
    clearTimeout(silence);
    silence = setTimeout(onSilence, pingMs);
  };

  /** @param {import('../messages.mjs').RefusalReason} reason @param {string} words */
  const refuse = (reason, words) => send({ type: 'refused', reason, words });

  /** @param {string} clientId */
  const hello = (clientId) => {
    awake();
    send({ type: 'hello', companion: version });
    discord = openDiscord(clientId, {
      onStatus: (status) => send({ type: 'status', ...status }),
      onRequest: (request) => send({ type: 'request', ...request }),
      onJoin: (secret) => send({ type: 'join', secret }),
      onRefused: (words) => refuse('presence', words),
    });
  };

  /** @param {Discord} on @param {string} userId @param {boolean} letIn */
  const answer = async (on, userId, letIn) => {
    if (!on.hasRequest(userId)) return refuse('unknown-request', 'Nobody of this id asks to join, or no longer.');
    const words = await on.answer(userId, letIn);
    send({ type: 'answered', userId, letIn, ...(words === undefined ? {} : { words }) });
  };

  /** @param {FromExtension} message */
  const take = (message) => {
    if (message.type === 'ping') {
      awake();
      return send({ type: 'pong' });
    }
    if (message.type === 'hello') {
      return discord ? refuse('order', 'There was a hello already.') : hello(message.clientId);
    }
    if (!discord) return refuse('order', 'The first message has to be a hello.');
    switch (message.type) {
      case 'presence':
        return discord.show(message.presence);
      case 'clear':
        return discord.show(undefined);
      case 'answer':
        return void answer(discord, message.userId, message.letIn);
      default:
        /** @satisfies {never} */ (message);
    }
  };

  return {
    /** @param {unknown} value parsed JSON; undefined when it was none */
    hear(value) {
      const parsed = parseMessage(value);
      if ('message' in parsed) take(parsed.message);
      else refuse(parsed.reason, parsed.words);
    },
    refuse,
    /** Takes the presence back. */
    async end() {
      clearTimeout(silence);
      await discord?.end();
    },
  };
}
