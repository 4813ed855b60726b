import type { JSX } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { cleanName, NAME_MAX } from '../../lib/core/wire/fields';
import { useWords } from '../../lib/ui/words';

interface OwnNameProps {
  readonly name: string;
  readonly rename: (name: string) => void;
}

/** The name by which the others know the member here; it counts when the person has finished. */
export function OwnName({ name, rename }: OwnNameProps): JSX.Element {
  const t = useWords();
  const id = useId();
  const [typed, setTyped] = useState(name);
  useEffect(() => setTyped(name), [name]);
  const commit = () => {
    const cleaned = cleanName(typed);
    setTyped(cleaned || name);
    if (cleaned !== '' && cleaned !== name) rename(cleaned);
  };
  return (
    <form
      class="row"
      onSubmit={(event) => {
        event.preventDefault();
        commit();
      }}
    >
      <label for={id}>{t('yourName')}</label>
      <input
        id={id}
        type="text"
        autocomplete="off"
        value={typed}
        maxLength={NAME_MAX}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onBlur={commit}
      />
    </form>
  );
}
