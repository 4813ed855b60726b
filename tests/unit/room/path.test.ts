import { expect, test } from 'vitest';
import { pathOver } from '../../../lib/room/path';
import type { Transport } from '../../../lib/transport/transport';

const over = (way: string, usesTurn: Transport['usesTurn']) => ({
  way,
  transport: { usesTurn } as unknown as Transport,
});

test.each<[string, Transport['usesTurn'], ReturnType<typeof pathOver>]>([
  ['peerjs', () => false, { path: 'direct', by: 'peerjs' }],
  ['peerjs', () => true, { path: 'turn', by: 'peerjs' }],
  ['trystero', () => undefined, undefined],
  ['manual', () => false, { path: 'direct', by: 'manual' }],
  ['relay', undefined, { path: 'relay', by: 'relay' }],
  ['public-relay-2', undefined, { path: 'public-relay', by: 'public-relay' }],
  ['memory', undefined, { path: 'direct', by: 'peerjs' }],
])('DR-6: how a member is reached by %s', (way, usesTurn, reached) => {
  expect(pathOver(over(way, usesTurn), 'peer')).toEqual(reached);
});
