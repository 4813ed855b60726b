import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PairView } from '../../lib/core/ports/pair-port';
import { Mark } from '../../lib/ui/Mark';
import { Notice } from '../../lib/ui/Notice';
import { TextField } from '../../lib/ui/TextField';
import { useWords } from '../../lib/ui/words';
import { Countdown, OwnCode } from './OwnCode';
import { pairProblemText } from './problem';
import { Scan } from './Scan';

/** What a person does here, carried out by whoever knows the browser. */
export interface PairActions {
  /** Makes a room for the film's tab. */
  readonly create: () => void;
  /** A host's code for one more friend; a joining end's once more. */
  readonly newCode: () => void;
  readonly take: (text: string) => void;
  readonly copy: (text: string) => Promise<boolean>;
  readonly goToRoomTab: () => void;
}

export interface PairProps {
  /** Undefined: not heard from the room place yet. */
  readonly view: PairView | undefined;
  /** Why no code can be made here at all. */
  readonly obstacle?: 'no-tab' | 'relay-only' | undefined;
  readonly actions: PairActions;
}

/** So long is every code of ours at least: what is pasted anywhere and is shorter is meant for something else. */
const CODE_MIN = 40;

/** Two people carry two codes to each other; nobody else is needed (SPEC TR-33). */
export function Pair({ view, obstacle, actions }: PairProps): JSX.Element {
  const t = useWords();
  return (
    <main class="pair">
      <header class="pair-head">
        <Mark />
        <h1>{t('connectByHand')}</h1>
      </header>
      {obstacle ? (
        <Notice>{t(obstacle === 'no-tab' ? 'pairNoTab' : 'pairRelayOnly')}</Notice>
      ) : view ? (
        <State view={view} actions={actions} />
      ) : null}
    </main>
  );
}

function State({ view, actions }: { readonly view: PairView; readonly actions: PairActions }): JSX.Element {
  const t = useWords();
  switch (view.room) {
    case 'none':
      return (
        <>
          <p>{t('pairHelp')}</p>
          <button type="button" class="primary" onClick={actions.create}>
            {t('createRoom')}
          </button>
          <p class="divider">{t('orJoin')}</p>
          <FriendCode view={view} take={actions.take} />
        </>
      );
    case 'opening':
      return <p role="status">{t('pairMaking')}</p>;
    case 'host':
      return <Host view={view} actions={actions} />;
    case 'joining':
      return <Joining view={view} actions={actions} />;
    case 'guest':
      return (
        <>
          <p role="status">{t('pairIn')}</p>
          <GoToFilm go={actions.goToRoomTab} />
        </>
      );
  }
}

function Host({ view, actions }: { readonly view: PairView; readonly actions: PairActions }): JSX.Element {
  const t = useWords();
  const { code, came } = view;
  // The first code is what the page was opened for.
  useEffect(() => {
    if (code === undefined && came === 0) actions.newCode();
  }, []);
  return (
    <>
      <p role="status">{came > 0 ? t('pairCame') : ''}</p>
      {code === undefined ? null : <OwnCode code={code} help={t('pairHostGive')} copy={actions.copy} />}
      {code === undefined ? null : <FriendCode view={view} take={actions.take} />}
      {code === undefined ? <Wrong view={view} /> : null}
      <div class="buttons">
        <button type="button" class={came > 0 && code === undefined ? 'primary' : ''} onClick={actions.newCode}>
          {t('newCode')}
        </button>
        <GoToFilm go={actions.goToRoomTab} />
      </div>
    </>
  );
}

function Joining({ view, actions }: { readonly view: PairView; readonly actions: PairActions }): JSX.Element {
  const t = useWords();
  const { code, leftMs } = view;
  const [copied, setCopied] = useState(false);
  // It is to be sent on at once.
  useEffect(() => {
    if (code !== undefined) void actions.copy(code).then(setCopied);
  }, [code]);
  if (code === undefined) return <p role="status">{t('pairMaking')}</p>;
  return (
    <>
      <OwnCode code={code} help={t('pairGuestGive')} copy={actions.copy} />
      <p role="status">{copied ? t('copied') : ''}</p>
      <Countdown code={code} leftMs={leftMs ?? 0} />
      <button type="button" onClick={actions.newCode}>
        {t('newCode')}
      </button>
    </>
  );
}

function GoToFilm({ go }: { readonly go: () => void }): JSX.Element {
  const t = useWords();
  return (
    <button type="button" onClick={go}>
      {t('goToRoomTab')}
    </button>
  );
}

function Wrong({ view }: { readonly view: PairView }): JSX.Element | null {
  const t = useWords();
  const text = pairProblemText(view.wrong, t);
  return text ? <Notice role="alert">{text}</Notice> : null;
}

interface FriendCodeProps {
  readonly view: PairView;
  readonly take: (text: string) => void;
}

/** Where a friend's code goes in: typed, pasted anywhere in the page, or seen by the camera. */
function FriendCode({ view, take }: FriendCodeProps): JSX.Element {
  const t = useWords();
  const [typed, setTyped] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const use = (text: string) => {
    setTyped(text);
    take(text);
  };
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const text = event.clipboardData?.getData('text').trim() ?? '';
      if (text.length < CODE_MIN) return;
      event.preventDefault();
      use(text);
    };
    document.addEventListener('paste', paste);
    return () => document.removeEventListener('paste', paste);
  }, [take]);
  return (
    <form
      class="friend-code"
      onSubmit={(event) => {
        event.preventDefault();
        take(typed.trim());
        input.current?.focus();
      }}
    >
      <TextField
        label={t('friendCode')}
        value={typed}
        literal
        inputRef={input}
        error={pairProblemText(view.wrong, t)}
        onInput={setTyped}
      >
        <button type="submit" class="primary" disabled={view.busy === true}>
          {t('connect')}
        </button>
      </TextField>
      <Scan found={use} />
      <p role="status">{view.busy ? t('pairConnecting') : ''}</p>
    </form>
  );
}
