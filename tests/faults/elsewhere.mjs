// @ts-check
/**
 * What goes wrong in real life and needs no browser to be seen: where it is tested instead. `test` is a piece of the test's
 * name, which `tests/unit/faults.test.ts` looks up.
 *
 * @type {readonly { fault: string, file: string, test: string }[]}
 */
export const ELSEWHERE = [
  {
    fault: 'a member that lies about itself, the host or the room',
    file: 'tests/unit/room/live-room-strangers.test.ts',
    test: 'a lie about a later term costs nobody anything',
  },
  {
    fault: 'a member that lies in a party that has other troubles',
    file: 'tests/simulation/succession.test.ts',
    test: 'somebody who has the code and %s',
  },
  {
    fault: 'messages that come 30 s late, twice, and out of order',
    file: 'tests/unit/room/live-room.test.ts',
    test: 'what comes 30 s late, twice, and after what was said later moves nobody',
  },
  {
    fault: 'messages that somebody on the way says again',
    file: 'tests/contract/sealing.test.ts',
    test: 'drop what is sent again, in this session or another',
  },
  {
    fault: 'two hosts after a network was in two',
    file: 'tests/simulation/succession.test.ts',
    test: 'a network that was in two',
  },
  {
    fault: 'a host that dies for good',
    file: 'tests/simulation/succession.test.ts',
    test: 'and everybody is together again within ten seconds, while the film plays on',
  },
  {
    fault: 'a member that floods',
    file: 'tests/unit/room/live-room-strangers.test.ts',
    test: 'a member that floods is parted from after seconds, and nobody else notices',
  },
  {
    fault: 'members, hosts and strangers that say anything at all',
    file: 'tests/unit/fuzz/hostile/hostile.test.ts',
    test: 'hostile messages: nothing throws, nothing passes unparsed, and what is kept stays bounded',
  },
  {
    fault: 'a guest that does not read what it is sent: over a data channel',
    file: 'tests/unit/transport/channel.test.ts',
    test: 'an end that takes nothing is parted from before its share fills the memory',
  },
  {
    fault: 'a member that does not read what it is sent: over the relay',
    file: 'tests/contract/server/relay-abuse.test.ts',
    test: 'and never reads is dropped, while the others hear all',
  },
  {
    fault: 'storage that fails while in a room',
    file: 'tests/unit/background/start.test.ts',
    test: 'is kept and taken up again in a browser whose storage has begun to fail',
  },
  {
    fault: 'a wall clock that is wrong from the beginning',
    file: 'tests/e2e/wrong-clock.test.ts',
    test: 'a guest whose clock is 40 s wrong',
  },
];
