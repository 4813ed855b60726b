import { render } from 'preact';
import { readSettings } from '../../lib/browser/settings';
import { t } from '../../lib/browser/words';
import { parseRoomCode } from '../../lib/core/wire/invite';
import { declareLanguage } from '../../lib/ui/language';
import { Words } from '../../lib/ui/words';
import '../../lib/ui/styles.css';
import './trial.css';
import { App } from './App';

declareLanguage(document, t);
const asked = new URLSearchParams(location.search);
const side = asked.get('side') === 'friend' ? 'friend' : 'own';
const code = parseRoomCode(asked.get('code') ?? '');
document.title = t(side === 'own' ? 'tryOwn' : 'tryFriends');
const root = document.getElementById('app');
void readSettings().then(({ name }) => {
  if (root === null || !code.ok) return;
  const own = name || t('tryOwnName');
  render(
    <Words.Provider value={t}>
      <App code={code.code} side={side} name={side === 'own' ? own : t('tryFriendName')} />
    </Words.Provider>,
    root,
  );
});
