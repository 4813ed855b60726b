import { render } from 'preact';
import { watchWords } from '../../lib/browser/language';
import { readSettings } from '../../lib/browser/settings';
import { parseRoomCode } from '../../lib/core/wire/invite';
import { declareLanguage } from '../../lib/ui/language';
import { Words } from '../../lib/ui/words';
import '../../lib/ui/styles.css';
import './trial.css';
import { App } from './App';

const asked = new URLSearchParams(location.search);
const side = asked.get('side') === 'friend' ? 'friend' : 'own';
const code = parseRoomCode(asked.get('code') ?? '');
const root = document.getElementById('app');
const settings = readSettings();
watchWords(async (t) => {
  declareLanguage(document, t);
  document.title = t(side === 'own' ? 'tryOwn' : 'tryFriends');
  const { name } = await settings;
  if (root === null || !code.ok) return;
  const own = name || t('tryOwnName');
  render(
    <Words.Provider value={t}>
      <App code={code.code} side={side} name={side === 'own' ? own : t('tryFriendName')} />
    </Words.Provider>,
    root,
  );
});
