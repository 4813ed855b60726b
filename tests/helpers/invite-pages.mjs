// @ts-check
/** The server's invite page in each of its states, on a real server. */
import { startServer } from '../../server/index.mjs';

const FILM =
  'https://a-rather-long-host-name.films.example/watch/big-buck-bunny-the-complete-film?list=favourites&index=12';

/** @returns {{ readonly name: string, readonly path: string }[]} */
export function invitePages() {
  const film = encodeURIComponent(`${FILM}#lockstep=0000-0000-0000-0000`);
  return [
    { name: 'invite-film', path: `/j#${film}` },
    { name: 'invite-refused', path: '/j#javascript%3Aalert(1)' },
    { name: 'invite-none', path: '/j' },
  ];
}

/** @returns {Promise<{ url: string, close: () => Promise<void> }>} */
export async function serveInvitePages() {
  return startServer({ port: 0, host: '127.0.0.1', env: { INSTALL_URL: 'https://get.example/' } });
}
