import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { MemberView } from '../core/ports/room-view';
import { useWords } from './words';

/** Says politely who came and who left; numbers that change each second are not news. */
export function MemberAnnouncer({ members }: { readonly members: readonly MemberView[] }): JSX.Element {
  const t = useWords();
  const known = useRef<ReadonlyMap<string, string> | undefined>(undefined);
  const [news, setNews] = useState('');
  useEffect(() => {
    const before = known.current;
    const now = new Map(members.map((member) => [member.id, member.name]));
    known.current = now;
    if (before === undefined) return;
    const joined = [...now].filter(([id]) => !before.has(id)).map(([, name]) => t('toastJoined', name));
    const left = [...before].filter(([id]) => !now.has(id)).map(([, name]) => t('toastLeft', name));
    if (joined.length + left.length > 0) setNews([...joined, ...left].join('. '));
  }, [members, t]);
  return (
    <div class="unseen" role="status">
      {news}
    </div>
  );
}
