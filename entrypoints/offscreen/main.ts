import { answer, ask } from '../../lib/browser/messages';
import { serveRoom } from '../../lib/place/serve-room';
import { watchPageAt } from '../../lib/sites/watch-page-at';

/** Chrome's room place: all it has is `runtime`, so what shows outside is told to the background. */
const tell = (said: Promise<unknown>) => {
  said.catch((error: unknown) => console.warn('lockstep: the background did not hear', error));
};
const service = serveRoom({
  changed: (view) => tell(ask('changed', view)),
  keep: (record) => tell(ask('keep', record)),
  go: (url, also) => tell(ask('go', { url, ...(also ? { also } : {}) })),
  watchPage: watchPageAt,
  rest: () => tell(ask('rest', null)),
});
answer('place', {
  perform: async (command) => {
    await service.perform(command);
    return { ok: true };
  },
  idle: () => ({ idle: service.isIdle }),
  redeem: ({ ticket, config }) => {
    void service.redeem(ticket, config).then((outcome) => outcome && tell(ask('redeemed', outcome)));
    return { ok: true };
  },
  resume: (record) => ({ ok: service.resume(record) }),
});
