/** Pages of a site that puts its visitors into a room: each makes an invite in its own way, as soon as it is there. */

/** The page makes it after this: nobody has touched it, and it has loaded. */
const MADE_AFTER_MS = 400;
const later = (script: string) => `setTimeout(() => { ${script} }, ${MADE_AFTER_MS})`;
const page = (script: string, head = '') => `<!doctype html>
<html lang="en"><head><title>Hostile</title><link rel="icon" href="data:," />${head}</head>
<body><p>Hello</p><script>${script}</script></body></html>`;
/** Inside of a string in a script. */
const inScript = (text: string) => JSON.stringify(text).replaceAll('</', '<\\/');

/**
 * @param film an address of the film with an invite
 * @param fragment that invite alone, as `#lockstep=…`
 * @returns pages by what they do
 */
export function madeInvites(film: string, fragment: string) {
  const go = `location.assign(${inScript(film)})`;
  return {
    'sets the fragment': page(later(`location.hash = ${inScript(fragment)}`)),
    'sets the fragment again and again': page(
      `setInterval(() => { location.hash = ${inScript(fragment)} + '&' + Math.random() }, 50)`,
    ),
    'goes there': page(later(go)),
    'goes there while it is loading': page(go),
    'goes there in its own place': page(later(`location.replace(${inScript(film)})`)),
    'goes there by the Navigation API': page(later(`navigation.navigate(${inScript(film)})`)),
    'clicks a link by itself': page(
      later(
        `const link = document.createElement('a'); link.href = ${inScript(film)}; document.body.append(link); link.click()`,
      ),
    ),
    'sends a form by itself': page(
      later(
        `const form = document.createElement('form'); form.action = ${inScript(film)}; document.body.append(form); form.submit()`,
      ),
    ),
    'is refreshed to there': page('', `<meta http-equiv="refresh" content="0;url=${film.replaceAll('&', '&amp;')}" />`),
    'has a frame go there': page(
      later(
        `const frame = document.createElement('iframe'); frame.srcdoc = ${inScript(`<script>top.${go}</script>`)}; document.body.append(frame)`,
      ),
    ),
    'has a frame set the fragment': page(
      later(
        `const frame = document.createElement('iframe'); frame.srcdoc = ${inScript(`<script>top.location.hash = ${inScript(fragment)}</script>`)}; document.body.append(frame)`,
      ),
    ),
    'goes there out of a page made of nothing': page(
      later(
        `location.assign(URL.createObjectURL(new Blob([${inScript(`<p>Blob<script>${later(go)}</script>`)}], { type: 'text/html' })))`,
      ),
    ),
    'loads itself again with it': page(
      later(
        `if (!sessionStorage.been) { sessionStorage.been = 1; history.replaceState(null, '', ${inScript(fragment)}); location.reload(); }`,
      ),
    ),
    'goes back to it': page(
      later(
        `history.pushState(null, '', ${inScript(fragment)}); history.pushState(null, '', '#over'); setTimeout(() => history.back(), 100)`,
      ),
    ),
  };
}

/** What its visitors meet that the browser itself keeps from being made. */
export function preventedInvites(film: string) {
  return {
    'opens a window with it': page(later(`window.open(${inScript(film)})`)),
    'opens an empty window and sends that there': page(
      later(`const made = window.open('about:blank'); if (made) made.location = ${inScript(film)}`),
    ),
  };
}

/** Has the browser prepare the film's page, and then goes there. */
export function prerenderedInvite(film: string): string {
  const rules = { prerender: [{ source: 'list', urls: [film] }] };
  return page(
    `setTimeout(() => location.assign(${inScript(film)}), 2500)`,
    `<script type="speculationrules">${JSON.stringify(rules)}</script>`,
  );
}

/** Links and buttons for a person to press. */
export function pressedInvites(film: string): string {
  const quoted = film.replaceAll('&', '&amp;');
  return page('', '').replace(
    '<p>Hello</p>',
    `<p><a id="link" href="${quoted}">Watch with me</a></p>
    <p><a id="window" href="${quoted}" target="_blank">Watch with me there</a></p>
    <p><button id="button" type="button" onclick='location.assign(${inScript(film)})'>Watch</button></p>`,
  );
}
