// @ts-check
/** The invite page's words, in the languages that the extension speaks. */

/**
 * @typedef {object} Words
 * @property {string} title
 * @property {string} what what Lockstep is
 * @property {string} noScript
 * @property {string} filmAt before the name of the film's site
 * @property {string} go the link that leads on
 * @property {string} goHint
 * @property {string} refused the fragment holds something that is no invite to a web page
 * @property {string} none the fragment is empty
 * @property {string} getTitle
 * @property {string} getLink the link to where Lockstep can be had
 * @property {string} getAsk where this server's owner names no such place
 */

/** @type {Record<string, Words>} by language tag; the first is for everybody else */
export const WORDS = {
  en: {
    title: 'Watch together with Lockstep',
    what: 'A friend invites you to watch a film together, each at home. Lockstep is a browser extension for Chrome, Edge and Firefox that keeps the video in step. It is free and needs no account.',
    noScript: 'This page needs JavaScript to read where the film is: that part of the link never reaches this server.',
    filmAt: 'The film is at',
    go: 'Go to the film',
    goHint: 'With Lockstep installed you join your friend there. Without it you only see the page.',
    refused: 'This link holds no invite to a web page, so it is not opened. Ask your friend to send it again.',
    none: 'No film in this link. A messenger may have cut it off: ask your friend for the whole link.',
    getTitle: 'You do not have Lockstep yet?',
    getLink: 'Get Lockstep',
    getAsk: 'Ask your friend where to get it, install it, and open the invite again.',
  },
  de: {
    title: 'Gemeinsam schauen mit Lockstep',
    what: 'Ein Freund lädt dich ein, zusammen einen Film zu schauen, jeder bei sich zu Hause. Lockstep ist eine Browser-Erweiterung für Chrome, Edge und Firefox, die das Video im Takt hält. Sie ist kostenlos und braucht kein Konto.',
    noScript:
      'Diese Seite braucht JavaScript, um zu lesen, wo der Film ist: Dieser Teil des Links erreicht den Server nie.',
    filmAt: 'Der Film ist auf',
    go: 'Zum Film',
    goHint: 'Mit Lockstep trittst du dort deinem Freund bei. Ohne Lockstep siehst du nur die Seite.',
    refused:
      'Dieser Link enthält keine Einladung zu einer Webseite und wird nicht geöffnet. Bitte deinen Freund, ihn noch einmal zu schicken.',
    none: 'In diesem Link steht kein Film. Vielleicht hat ihn ein Messenger abgeschnitten: Bitte deinen Freund um den ganzen Link.',
    getTitle: 'Du hast Lockstep noch nicht?',
    getLink: 'Lockstep holen',
    getAsk: 'Frag deinen Freund, wo es Lockstep gibt, installiere es und öffne die Einladung noch einmal.',
  },
  es: {
    title: 'Ver juntos con Lockstep',
    what: 'Un amigo te invita a ver una película juntos, cada uno en su casa. Lockstep es una extensión para Chrome, Edge y Firefox que mantiene el vídeo sincronizado. Es gratis y no necesita cuenta.',
    noScript:
      'Esta página necesita JavaScript para leer dónde está la película: esa parte del enlace nunca llega a este servidor.',
    filmAt: 'La película está en',
    go: 'Ir a la película',
    goHint: 'Con Lockstep instalado te unes allí a tu amigo. Sin él solo verás la página.',
    refused:
      'Este enlace no contiene una invitación a una página web, así que no se abre. Pide a tu amigo que lo envíe otra vez.',
    none: 'No hay ninguna película en este enlace. Quizá un mensajero lo ha cortado: pide a tu amigo el enlace completo.',
    getTitle: '¿Aún no tienes Lockstep?',
    getLink: 'Obtener Lockstep',
    getAsk: 'Pregunta a tu amigo dónde conseguirlo, instálalo y abre la invitación otra vez.',
  },
  fr: {
    title: 'Regarder ensemble avec Lockstep',
    what: 'Un ami vous invite à regarder un film ensemble, chacun chez soi. Lockstep est une extension pour Chrome, Edge et Firefox qui garde la vidéo synchronisée. Elle est gratuite et ne demande pas de compte.',
    noScript:
      'Cette page a besoin de JavaScript pour lire où se trouve le film : cette partie du lien n’atteint jamais ce serveur.',
    filmAt: 'Le film est sur',
    go: 'Aller au film',
    goHint: 'Avec Lockstep installé, vous y rejoignez votre ami. Sans Lockstep, vous ne verrez que la page.',
    refused:
      'Ce lien ne contient pas d’invitation vers une page web ; il n’est donc pas ouvert. Demandez à votre ami de l’envoyer à nouveau.',
    none: 'Aucun film dans ce lien. Une messagerie l’a peut-être coupé : demandez le lien entier à votre ami.',
    getTitle: 'Vous n’avez pas encore Lockstep ?',
    getLink: 'Obtenir Lockstep',
    getAsk: 'Demandez à votre ami où le trouver, installez-le, puis ouvrez l’invitation à nouveau.',
  },
  ja: {
    title: 'Lockstep で一緒に観る',
    what: '友だちから、離れた場所で一緒に映画を観るお誘いです。Lockstep は動画を同期させる Chrome、Edge、Firefox 用の拡張機能です。無料で、アカウントは不要です。',
    noScript: '映画の場所を読み取るには JavaScript が必要です。リンクのその部分はこのサーバーには届きません。',
    filmAt: '映画のあるサイト：',
    go: '映画を開く',
    goHint: 'Lockstep が入っていれば、そこで友だちに合流します。入っていなければ、ページが表示されるだけです。',
    refused: 'このリンクにはウェブページへの招待がないため、開きません。友だちにもう一度送ってもらってください。',
    none: 'このリンクには映画がありません。途中で切れているかもしれません。友だちにリンク全体を送ってもらってください。',
    getTitle: 'Lockstep をまだお持ちでない場合',
    getLink: 'Lockstep を入手',
    getAsk: '入手先を友だちに聞いてインストールし、招待をもう一度開いてください。',
  },
  'pt-BR': {
    title: 'Assista junto com o Lockstep',
    what: 'Um amigo convida você para assistir a um filme juntos, cada um na sua casa. O Lockstep é uma extensão para Chrome, Edge e Firefox que mantém o vídeo sincronizado. É grátis e não precisa de conta.',
    noScript:
      'Esta página precisa de JavaScript para ler onde está o filme: essa parte do link nunca chega a este servidor.',
    filmAt: 'O filme está em',
    go: 'Ir para o filme',
    goHint: 'Com o Lockstep instalado, você se junta ao seu amigo lá. Sem ele, você só verá a página.',
    refused:
      'Este link não contém um convite para uma página da web, por isso não é aberto. Peça ao seu amigo que o envie de novo.',
    none: 'Não há filme neste link. Um mensageiro pode tê-lo cortado: peça ao seu amigo o link inteiro.',
    getTitle: 'Ainda não tem o Lockstep?',
    getLink: 'Obter o Lockstep',
    getAsk: 'Pergunte ao seu amigo onde obtê-lo, instale-o e abra o convite de novo.',
  },
  'zh-CN': {
    title: '用 Lockstep 一起看',
    what: '朋友邀请你一起看影片，各自在家。Lockstep 是适用于 Chrome、Edge 和 Firefox 的浏览器扩展，让大家的视频保持同步。免费，无需帐号。',
    noScript: '此页面需要 JavaScript 才能读取影片的位置：链接的这一部分不会发送到服务器。',
    filmAt: '影片位于',
    go: '前往影片',
    goHint: '安装了 Lockstep，就会在那里加入朋友的房间。没有安装，则只会看到页面。',
    refused: '此链接不包含指向网页的邀请，因此不会打开。请让朋友重新发送。',
    none: '此链接中没有影片。可能被聊天软件截断了：请向朋友索取完整链接。',
    getTitle: '还没有 Lockstep？',
    getLink: '获取 Lockstep',
    getAsk: '问问朋友在哪里获取，安装后再次打开邀请。',
  },
  ar: {
    title: 'شاهدوا معًا مع Lockstep',
    what: 'يدعوك صديق إلى مشاهدة فيلم معًا، كلٌّ في بيته. Lockstep إضافة لمتصفحات Chrome وEdge وFirefox تُبقي الفيديو متزامنًا. وهي مجانية ولا تحتاج إلى حساب.',
    noScript: 'تحتاج هذه الصفحة إلى JavaScript لتقرأ مكان الفيلم: فذلك الجزء من الرابط لا يصل إلى هذا الخادم أبدًا.',
    filmAt: 'الفيلم في',
    go: 'الذهاب إلى الفيلم',
    goHint: 'إن كان Lockstep مثبّتًا انضممت هناك إلى صديقك، وإلا رأيت الصفحة وحدها.',
    refused: 'لا يحمل هذا الرابط دعوة إلى صفحة ويب، لذا لا يُفتح. اطلب من صديقك إرساله مرة أخرى.',
    none: 'لا فيلم في هذا الرابط. ربما قطعه تطبيق المراسلة: اطلب من صديقك الرابط كاملًا.',
    getTitle: 'ليس لديك Lockstep بعد؟',
    getLink: 'الحصول على Lockstep',
    getAsk: 'اسأل صديقك من أين تحصل عليه، ثم ثبّته وافتح الدعوة مرة أخرى.',
  },
};

/** Languages that are written from right to left. @param {string} language */
export const directionOf = (language) => (language === 'ar' ? 'rtl' : 'ltr');

/**
 * The best of our languages for a reader.
 *
 * @param {string} accepted `Accept-Language`, as in `de-AT,de;q=0.9,en;q=0.5`
 */
export function languageFor(accepted) {
  const ours = Object.keys(WORDS);
  const wanted = accepted
    .slice(0, 200)
    .split(',')
    .map((entry) => {
      const [tag = '', quality] = entry.trim().toLowerCase().split(';q=');
      return { language: tag.split('-')[0], quality: quality === undefined ? 1 : Number(quality) || 0 };
    })
    .sort((a, b) => b.quality - a.quality);
  for (const { language, quality } of wanted) {
    const found = quality > 0 && ours.find((tag) => tag.split('-')[0] === language);
    if (found) return found;
  }
  return ours[0] ?? 'en';
}
