import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { SIGNS, type Sign } from '../../lib/core/wire/chat-words';
import { SIGN_PICTURES } from '../../lib/ui/signs';
import { useWords } from '../../lib/ui/words';

/** Six signs, with a key each while the menu is open: 1 to 6. It stays open: people clap more than once. */
export function React({ react }: { readonly react: (sign: Sign) => void }): JSX.Element {
  const t = useWords();
  const [open, setOpen] = useState(false);
  const menu = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (open) menu.current?.querySelector('button')?.focus();
  }, [open]);
  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  const onKey = (event: KeyboardEvent) => {
    const items = [...(menu.current?.querySelectorAll('button') ?? [])];
    const at = items.indexOf(document.activeElement as HTMLButtonElement);
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const sign = SIGNS[Number(event.key) - 1];
    if (event.key === 'Escape') close();
    else if (by !== undefined) items[(at + by + items.length) % items.length]?.focus();
    else if (sign) react(sign);
    else return;
    event.preventDefault();
  };
  return (
    <div class="react">
      <button
        type="button"
        ref={opener}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => (open ? close() : setOpen(true))}
      >
        {t('react')}
      </button>
      {open ? (
        <div ref={menu} class="signs" role="menu" tabIndex={-1} aria-label={t('react')} onKeyDown={onKey}>
          {SIGNS.map((sign, index) => (
            <button
              key={sign}
              type="button"
              role="menuitem"
              class="plain"
              tabIndex={index === 0 ? 0 : -1}
              aria-label={t(SIGN_PICTURES[sign].name)}
              title={`${t(SIGN_PICTURES[sign].name)} (${index + 1})`}
              onClick={() => react(sign)}
            >
              {SIGN_PICTURES[sign].picture}
            </button>
          ))}
        </div>
      ) : null}
    </div>
  );
}
