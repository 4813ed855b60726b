/** Hands a link to the machine's own way of sharing; undefined: this browser has none (Firefox, Chrome on Linux). */
export const share: ((url: string) => Promise<void>) | undefined =
  typeof navigator.share === 'function'
    ? async (url) => {
        // Who turns away from it has shared nothing, and that is all.
        await navigator.share({ url }).catch(() => {});
      }
    : undefined;
