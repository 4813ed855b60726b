import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig, VARIABLES } from '../../../server/config/config.mjs';

const SEED = 'SAANDLKMXL6CUS3CP52WIXBEDN6YJ545GDKC65U5JZPPV6WH6ESWUA6YAI';

/** What is said about an environment that will not do. */
function problemsOf(env: Record<string, string>, files: Record<string, string> = {}): string[] {
  try {
    readConfig(env, (path) => {
      if (files[path] === undefined) throw new Error('ENOENT');
      return files[path];
    });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

test('nothing set is a server with everything of its own', () => {
  expect(readConfig({})).toEqual({
    config: {
      port: 9000,
      host: undefined,
      proxyHops: 0,
      logFormat: 'plain',
      shutdownMs: 3_000,
      metricsToken: undefined,
      maxSockets: 10_000,
      maxSocketsPerAddress: 200,
      stunUrls: ['stun:stun.cloudflare.com:3478', 'stun:stun.l.google.com:19302'],
      turn: { provider: 'none' },
      relay: { kind: 'embedded' },
      nostrRelays: [],
      installUrl: undefined,
    },
    warnings: [],
  });
});

test('an empty variable is one that is not set, as compose files write them', () => {
  expect(readConfig(Object.fromEntries(VARIABLES.map((name) => [name, ' '])))).toEqual(readConfig({}));
});

test('everything set is taken', () => {
  const { config } = readConfig({
    PORT: '0',
    HOST: '::1',
    TRUST_PROXY: '1',
    LOG_FORMAT: 'json',
    SHUTDOWN_S: '10',
    METRICS_TOKEN: 'sesame',
    MAX_SOCKETS: '5',
    MAX_SOCKETS_PER_ADDRESS: '4',
    STUN_URLS: 'stun:a.example',
    TURN_PROVIDER: 'coturn',
    TURN_URLS: 'turn:a.example',
    TURN_SECRET: 'north',
    TURN_TTL_S: '600',
    RELAY_URL: 'wss://a.example/mqtt wss://b.example/mqtt',
    RELAY_AUTH: 'nats',
    RELAY_NATS_SEED: SEED,
    NOSTR_RELAYS: 'wss://nostr.example',
    INSTALL_URL: 'https://lockstep.example/get',
  });
  expect(config).toMatchObject({
    host: '::1',
    turn: { provider: 'coturn', urls: ['turn:a.example'], secret: 'north', ttlS: 600 },
    relay: {
      kind: 'cluster',
      urls: ['wss://a.example/mqtt', 'wss://b.example/mqtt'],
      auth: { kind: 'nats', seed: SEED },
    },
    installUrl: 'https://lockstep.example/get',
  });
  expect(readConfig({ RELAY_URL: 'off' }).config.relay).toEqual({ kind: 'off' });
});

describe('what will not do is said in words (SV-1)', () => {
  test.each<[Record<string, string>, string]>([
    [{ PORT: 'x' }, 'PORT must be a number from 0 to 65535, not "x".'],
    [{ PORT: '65536' }, 'PORT must be a number from 0 to 65535, not "65536".'],
    [{ PORT: '-1' }, 'PORT must be a number from 0 to 65535, not "-1".'],
    [{ PORT: '1e3' }, 'PORT must be a number from 0 to 65535, not "1e3".'],
    [{ TRUST_PROXY: 'true' }, 'TRUST_PROXY must be a number from 0 to 10, not "true".'],
    [{ MAX_SOCKETS: '0' }, 'MAX_SOCKETS must be a number from 1 to 1000000, not "0".'],
    [{ LOG_FORMAT: 'xml' }, 'LOG_FORMAT must be plain or json, not "xml".'],
    [
      { STUN_URLS: 'stun.example' },
      'STUN_URLS must list addresses as in stun:stun.example.org:3478; "stun.example" is none.',
    ],
    [{ TURN_PROVIDER: 'twilio' }, 'TURN_PROVIDER must be none, coturn, cloudflare or static, not "twilio".'],
    [
      { TURN_PROVIDER: 'coturn', TURN_URLS: 'turn:a.example' },
      'TURN_PROVIDER=coturn needs TURN_SECRET or TURN_SECRET_FILE.',
    ],
    [{ TURN_PROVIDER: 'coturn', TURN_SECRET: 'x' }, 'TURN_PROVIDER=coturn needs TURN_URLS.'],
    [
      { TURN_PROVIDER: 'coturn', TURN_SECRET: 'x', TURN_URLS: 'turn:a.example:53' },
      'TURN_PROVIDER=coturn needs TURN_URLS.',
    ],
    [
      { TURN_PROVIDER: 'static', TURN_URLS: 'turn:a', TURN_CREDENTIAL: 'x' },
      'TURN_PROVIDER=static needs TURN_USERNAME.',
    ],
    [
      { TURN_PROVIDER: 'cloudflare', CLOUDFLARE_TURN_TOKEN: 'x' },
      'TURN_PROVIDER=cloudflare needs CLOUDFLARE_TURN_KEY_ID.',
    ],
    [{ TURN_SECRET: 'x' }, 'TURN_SECRET is set, but TURN_PROVIDER=none does not use it.'],
    [{ RELAY_AUTH: 'nats', RELAY_NATS_SEED: SEED }, 'RELAY_AUTH=nats is for a relay elsewhere: set RELAY_URL.'],
    [
      { RELAY_URL: 'https://a.example' },
      'RELAY_URL must list addresses as in wss://relay.example.org/mqtt, or be "off"; "https://a.example" is none.',
    ],
    [
      { RELAY_URL: 'wss://user:pass@a.example' },
      'RELAY_URL must list addresses as in wss://relay.example.org/mqtt, or be "off"; "wss://…@a.example" is none.',
    ],
    [{ RELAY_URL: 'wss://a.example', RELAY_AUTH: 'jwt' }, 'RELAY_AUTH must be none, nats or emqx, not "jwt".'],
    [
      { RELAY_URL: 'wss://a.example', RELAY_AUTH: 'nats' },
      'RELAY_AUTH=nats needs RELAY_NATS_SEED or RELAY_NATS_SEED_FILE.',
    ],
    [
      { RELAY_URL: 'wss://a.example', RELAY_AUTH: 'emqx', RELAY_EMQX_SECRET: 'short' },
      'RELAY_EMQX_SECRET must have at least 32 characters.',
    ],
    [
      { RELAY_URL: 'wss://a.example', RELAY_EMQX_SECRET: 'short' },
      'RELAY_EMQX_SECRET is set, but RELAY_AUTH=none does not use it.',
    ],
    [
      { NOSTR_RELAYS: 'nostr.example' },
      'NOSTR_RELAYS must list addresses as in wss://relay.example.org; "nostr.example" is none.',
    ],
    [{ INSTALL_URL: 'javascript:alert(1)' }, 'INSTALL_URL must be an http(s) address, not "javascript:alert(1)".'],
    [
      { TURN_SECRET: 'x', TURN_SECRET_FILE: '/secret', TURN_PROVIDER: 'coturn', TURN_URLS: 'turn:a' },
      'Set TURN_SECRET or TURN_SECRET_FILE, not both.',
    ],
    [{ METRICS_TOKEN_FILE: '/nowhere' }, 'METRICS_TOKEN_FILE names a file that cannot be read.'],
    [{ METRICS_TOKEN_FILE: '/empty' }, 'METRICS_TOKEN_FILE names an empty file.'],
    [{ RELAY_URLS: 'wss://a.example' }, 'RELAY_URLS is not known; did you mean RELAY_URL?'],
    [{ TURN_URL: 'turn:a' }, 'TURN_URL is not known; did you mean TURN_URLS?'],
    [{ TURN_PROVDIER: 'coturn' }, 'TURN_PROVDIER is not known; did you mean TURN_PROVIDER?'],
    [{ TRUST_PROXYS: '1' }, 'TRUST_PROXYS is not known; did you mean TRUST_PROXY?'],
    [{ MAX_SOCKET: '1' }, 'MAX_SOCKET is not known; did you mean MAX_SOCKETS?'],
  ])('%j', (env, problem) => {
    expect(problemsOf(env, { '/secret': 'x', '/empty': '\n' })).toContain(problem);
  });

  test('a key that is mistyped is named, and never repeated', () => {
    const mistyped = SEED.replace('SAAN', 'SAAM');
    const problems = problemsOf({
      RELAY_URL: 'wss://a.example',
      RELAY_AUTH: 'nats',
      RELAY_NATS_SEED: mistyped,
      RELAY_NATS_ACCOUNT: 'A',
    });
    expect(problems).toEqual([
      'RELAY_NATS_SEED must be the seed of a NATS account or of its signing key: SA and 56 more characters.',
      'RELAY_NATS_ACCOUNT must be the public key of a NATS account: A and 55 more characters, not "A".',
    ]);
    expect(problems.join()).not.toContain(mistyped);
  });

  test('everything at once, not one at a time', () => {
    expect(problemsOf({ PORT: 'x', LOG_FORMAT: 'xml', TURN_PROVIDER: 'coturn' })).toHaveLength(4);
  });

  test('and what others set is left alone', () => {
    expect(
      problemsOf({
        PATH: '/bin',
        HOSTNAME: 'a',
        SUPPORT: 'x',
        RELAY_PORT: 'tcp://10.0.0.1:1883',
        LOCKSTEP_SERVER: 'https://a',
      }),
    ).toEqual([]);
  });
});

test('secrets may lie in files', () => {
  const { config } = readConfig(
    { TURN_PROVIDER: 'coturn', TURN_URLS: 'turn:a', TURN_SECRET_FILE: '/run/secrets/turn' },
    (path) => (path === '/run/secrets/turn' ? 'north\n' : ''),
  );
  expect(config.turn).toMatchObject({ secret: 'north' });
});

test('port 53 is left out with a word', () => {
  const { config, warnings } = readConfig({ STUN_URLS: 'stun:a:53 stun:b' });
  expect(config.stunUrls).toEqual(['stun:b']);
  expect(warnings).toEqual(['STUN_URLS: addresses with port 53 are left out, browsers block it.']);
});
