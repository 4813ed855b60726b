import { expect, test } from 'vitest';
import { asJson } from '../helpers/as-json';

test('the simulated port carries what JSON would', () => {
  const message = {
    type: 'room',
    nothing: undefined,
    none: null,
    at: -1.5,
    names: ['a', undefined, Number.NaN],
    playback: { position: Number.NaN, rate: Number.POSITIVE_INFINITY, paused: false, live: undefined },
  };
  const copy = asJson(message);
  expect(copy).toStrictEqual(JSON.parse(JSON.stringify(message)));
  expect(Object.keys(copy)).toEqual(Object.keys(JSON.parse(JSON.stringify(message))));
  expect(copy.playback).not.toBe(message.playback);
});
