import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { closeOwnWindow, openTrialWindow, screenRoom, type TrialSide } from '../../lib/browser/trial';
import type { RoomView } from '../../lib/core/ports/room-view';
import { driveFilm } from './film';
import { takeSeat } from './seat';
import { Trial } from './Trial';

/** A window that has been opened is there within so long, ms. */
const COMES_MS = 8_000;

interface AppProps {
  readonly code: string;
  readonly side: TrialSide;
  /** Of the member here. */
  readonly name: string;
}

/** One of the two windows, wired to a room service and a film of its own. */
export function App({ code, side, name }: AppProps): JSX.Element {
  const [view, setView] = useState<RoomView>({ state: 'none' });
  const [late, setLate] = useState(false);
  const video = useRef<HTMLVideoElement | null>(null);
  const together = view.state === 'room' && view.members.length > 1;
  /** Both windows hear when one is done. */
  const both = useRef<BroadcastChannel | undefined>(undefined);

  useEffect(() => {
    let driving = new AbortController();
    const seat = takeSeat({ code, side, name }, setView, (serve) => {
      driving.abort();
      driving = new AbortController();
      if (video.current) driveFilm(video.current, serve, driving.signal);
    });
    addEventListener('pagehide', seat.leave);
    both.current = new BroadcastChannel(`lockstep trial ${code}`);
    both.current.addEventListener('message', () => void closeOwnWindow());
    return undefined;
  }, []);
  useEffect(() => {
    setLate(false);
    if (together) return undefined;
    const timer = setTimeout(() => setLate(true), COMES_MS);
    return () => clearTimeout(timer);
  }, [together]);

  return (
    <Trial
      side={side}
      view={view}
      lost={late}
      film={(element) => {
        video.current = element;
      }}
      reopen={() => {
        setLate(false);
        void openTrialWindow(code, side === 'own' ? 'friend' : 'own', screenRoom());
      }}
      done={() => {
        both.current?.postMessage('done');
        void closeOwnWindow();
      }}
    />
  );
}
