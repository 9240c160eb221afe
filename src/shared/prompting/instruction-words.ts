/** The languages whose words are known. What is said in another one is compared as it is. */
export type InstructionLanguage = 'en' | 'de' | 'fr' | 'es'

interface LanguageWords {
  /** Words of grammar, making, changing, keeping and undoing, colors and sizes: never what an instruction is about. */
  readonly describing: ReadonlySet<string>
  /** End the first noun phrase: what follows says where, of what, or into what. */
  readonly prepositions: ReadonlySet<string>
  /** Ask that something stays as it is. */
  readonly keeping: ReadonlySet<string>
  /**
   * Which of several other words is the noun. `last`: adjectives come before it. `capital`: the last one written with a
   * capital, and none where no word is. `first`: adjectives follow.
   */
  readonly noun: 'last' | 'capital' | 'first'
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/u))

export const languageWords: Readonly<Record<InstructionLanguage, LanguageWords>> = {
  en: {
    describing: words(
      `a an the this that these those some any more less much many very bit little slightly too so really even still just
      her his its their my your our it she he they them him please can you could would i want like look looks looking
      and or but not make makes give gives add put set turn change replace remove delete erase drop keep leave preserve
      maintain undo revert restore without no use have has with let show draw paint bring take get be is are should only
      as same completely fully back again instead unchanged exactly
      red orange yellow green blue purple violet pink brown black white gray golden silver beige teal turquoise
      big small large tiny huge tall short long wide narrow thick thin new old young fluffy
      bigger larger smaller taller shorter longer wider narrower thicker thinner younger older
      first second third left right top bottom upper lower`,
    ),
    prepositions: words(
      `on in at of to into from behind under over above below beside near by for around between against through like
      across along onto inside outside toward towards than`,
    ),
    keeping: words('keep leave preserve maintain unchanged'),
    noun: 'last',
  },
  de: {
    describing: words(
      `ein eine einen einem einer eines der die das den dem des dieser diese dieses diesen jener jene mehr weniger viel sehr
      etwas bisschen wenig noch zu so auch nur ihr ihre ihren ihrem sein seine seinen mein meine dein deine es sie er ihn
      bitte kannst du könntest ich möchte will und oder aber nicht kein keine keinen mach mache machen machst gib füge hinzu
      setze dreh ändere ändern ersetze ersetzen entferne entfernen lösche weg nimm behalte behalten lass lasse lassen bewahre
      bewahren erhalte beibehalten zurück rückgängig wieder stattdessen ohne benutze nutze zeig zeige male zeichne
      wie gleich gleiche unverändert genau ganz komplett völlig werden wird soll sollen ist sind
      rot rote roten roter rotes orange gelb gelbe gelben gelber gelbes grün grüne grünen grüner grünes blau blaue blauen
      blauer blaues lila violett rosa braun braune braunen schwarz schwarze schwarzen weiß weiße weißen grau graue golden
      goldene silbern beige türkis groß große großen größer klein kleine kleinen kleiner lang lange kurz kurze kürzer länger
      breit breite schmal schmale dick dünn neu neue alt alte jung junge links rechts oben unten erste zweite`,
    ),
    prepositions: words(
      `auf in im ins an am bei beim von vom aus hinter unter unterm über überm neben vor für um zwischen gegen durch entlang
      innerhalb außerhalb zum zur als statt`,
    ),
    keeping: words('behalte behalten lass lasse lassen bewahre bewahren erhalte beibehalten unverändert'),
    noun: 'capital',
  },
  fr: {
    describing: words(
      `un une des le la les l du au aux ce cet cette ces plus moins très peu trop si même encore son sa ses mon ma mes ton ta
      tes leur leurs il elle on lui s'il plaît peux tu pourrais je veux voudrais et ou mais ne pas fais fait faire rends
      rendre donne ajoute ajouter mets mettre change changer remplace remplacer enlève enlever supprime supprimer retire
      efface garde garder conserve conserver laisse laisser préserve annule annuler rétablis reviens sans utilise montre
      dessine peins comme pareil inchangé exactement tout toute complètement soit est sont
      rouge rouges orange jaune jaunes vert verte verts vertes bleu bleue bleus bleues violet violette rose brun brune marron
      noir noire noirs noires blanc blanche blancs gris grise doré dorée argenté beige turquoise
      grand grande grands petit petite petits long longue court courte large étroit épais fin fine nouveau nouvelle vieux
      vieille jeune joli jolie beau bel belle bon bonne gros grosse autre vrai magnifique gauche droite haut bas premier première deuxième`,
    ),
    prepositions: words(
      `sur dans à de d' en derrière sous devant dessus dessous près pour autour entre contre vers par avec que chez`,
    ),
    keeping: words('garde garder conserve conserver laisse laisser préserve inchangé'),
    noun: 'first',
  },
  es: {
    describing: words(
      `un una unos unas el la los las lo este esta estos estas ese esa más menos muy poco demasiado tan mismo misma aún su sus
      mi mis tu tus él ella ellos por favor puedes podrías yo quiero quisiera y o pero no haz hacer hazlo pon poner
      da añade añadir agrega cambia cambiar reemplaza sustituye quita quitar elimina eliminar borra mantén mantener conserva
      conservar deja dejar preserva deshaz deshacer restaura vuelve sin usa muestra dibuja pinta como igual exactamente todo
      toda completamente sea es son
      rojo roja rojos rojas naranja amarillo amarilla verde verdes azul azules morado morada violeta rosa marrón negro negra
      negros blanco blanca blancos gris dorado dorada plateado beige turquesa
      grande grandes pequeño pequeña largo larga corto corta ancho estrecho grueso fino nuevo nueva viejo vieja joven gran buen buena otro otra hermoso hermosa lindo linda
      izquierda derecha arriba abajo primero primera segundo`,
    ),
    prepositions: words(
      `sobre en a al de del desde detrás bajo encima debajo junto para alrededor entre contra hacia con que`,
    ),
    keeping: words('mantén mantener conserva conservar deja dejar preserva igual'),
    noun: 'first',
  },
}

/** Names of one thing in every language, by their first. Measures, such as "darker", are about what they measure. */
export const sameThing: readonly (readonly string[])[] = [
  ['light', 'lighting', 'lights', 'illumination', 'sunlight', 'licht', 'beleuchtung', 'lumière', 'éclairage', 'luz'],
  ['background', 'backdrop', 'backgrounds', 'hintergrund', 'fond', 'arrière-plan', 'fondo'],
  [
    'color',
    'colors',
    'colour',
    'colours',
    'tones',
    'tone',
    'palette',
    'farbe',
    'farben',
    'couleur',
    'couleurs',
    'colores',
  ],
  [
    'time',
    'night',
    'day',
    'sunset',
    'sunrise',
    'dusk',
    'dawn',
    'noon',
    'morning',
    'evening',
    'nacht',
    'sonnenuntergang',
  ].concat(['abend', 'morgen', 'nuit', 'soir', 'matin', 'noche', 'atardecer', 'amanecer']),
  [
    'weather',
    'rain',
    'rainy',
    'snow',
    'snowy',
    'fog',
    'foggy',
    'sunny',
    'cloudy',
    'storm',
    'stormy',
    'regen',
    'schnee',
  ].concat(['nebel', 'sturm', 'pluie', 'neige', 'brouillard', 'orage', 'lluvia', 'nieve', 'niebla', 'tormenta']),
  ['face', 'gesicht', 'visage', 'cara', 'rostro'],
  ['hair', 'haar', 'haare', 'cheveux', 'pelo', 'cabello'],
  ['sky', 'himmel', 'ciel', 'cielo'],
]

export const measures: readonly (readonly string[])[] = [
  [
    'brightness',
    'bright',
    'brighter',
    'dark',
    'darker',
    'darken',
    'brighten',
    'exposure',
    'lighten',
    'lighter',
    'hell',
  ].concat([
    'heller',
    'dunkel',
    'dunkler',
    'clair',
    'claire',
    'sombre',
    'lumineux',
    'claro',
    'clara',
    'oscuro',
    'oscura',
  ]),
  [
    'warmth',
    'warm',
    'warmer',
    'cool',
    'cooler',
    'cold',
    'colder',
    'temperature',
    'wärmer',
    'kühler',
    'kälter',
    'chaud',
  ].concat(['chaude', 'froid', 'froide', 'cálido', 'cálida', 'frío', 'fría']),
  [
    'sharpness',
    'sharp',
    'sharper',
    'soft',
    'softer',
    'blurry',
    'blurrier',
    'blur',
    'sharpen',
    'schärfer',
    'weicher',
    'unscharf',
  ].concat(['net', 'nette', 'flou', 'floue', 'nítido', 'nítida', 'borroso', 'suave']),
  [
    'saturation',
    'saturated',
    'muted',
    'vivid',
    'colorful',
    'colourful',
    'desaturated',
    'vibrant',
    'paler',
    'bunter',
    'blasser',
  ].concat(['kräftiger', 'vif', 'vive', 'pâle', 'vivo', 'viva', 'pálido']),
  ['distance', 'closer', 'close-up', 'zoom', 'farther', 'further', 'näher', 'weiter', 'loin', 'cerca', 'lejos'],
]

/**
 * Languages without spaces: an instruction names its subject before a particle (Japanese), or between the words of doing
 * (Chinese).
 */
export const japanese = {
  /** What stands before the first of these is the subject. */
  particles: /[をはがも]/u,
  keeping: /そのまま|維持|保っ|残し|キープ/u,
  /** Only where the instruction begins with one: "brighter", not "a brighter sky". */
  measures: [
    ['brightness', /^(?:明る|暗く|暗い)/u],
    ['warmth', /^(?:暖か|温か|涼し|寒)/u],
    ['sharpness', /^(?:くっきり|ぼか|シャープ)/u],
    ['saturation', /^(?:鮮やか|彩度)/u],
    ['distance', /^(?:近く|遠く|アップ)/u],
  ],
  degree: /^(?:もっと|もう少し|少し|より|全体的に|全体を)+/u,
} as const

export const chinese = {
  /** Words of doing: the subject follows the first kind and comes before the second, with or without 把. */
  before:
    /^(?:请|再|也|还|都)*(?:把|将|给|去掉|去除|删除|移除|删掉|拿掉|取消|撤销|恢复|保持|保留|维持|不要|添加|加上|增加|加|换|画|让|使)/u,
  after:
    /(?:改成|改为|改|变成|变为|变得|变|换成|换为|换|调成|调得|调|涂成|染成|去掉|去除|删除|移除|删掉|拿掉|不变|不要动|更|再|弄|放大|缩小)/u,
  counted: /^[一两几]?[个顶只条张件座朵棵片位点些]/u,
  keeping: /保持|保留|维持|不变|不要动/u,
  /** Only where the instruction is nothing else. */
  measures: [
    ['brightness', /^(?:调|变|弄)?(?:亮|暗)/u],
    ['warmth', /^(?:调|变|弄)?(?:暖|冷)/u],
    ['sharpness', /^(?:调|变|弄)?(?:清晰|模糊|锐)/u],
    ['saturation', /^(?:调|变|弄)?(?:鲜艳|饱和)/u],
    ['distance', /^(?:拉|放)?(?:近|远)/u],
  ],
  degree: /^(?:整体|画面|再|更|稍微|稍|加|多|很)+/u,
} as const

/** In both: names of one thing, by the English one. */
export const sameThingWithoutSpaces: readonly (readonly [string, RegExp])[] = [
  ['light', /^(?:光|光线|灯光|光照|照明|ライト|光の当たり方)$/u],
  ['background', /^背景$/u],
  ['color', /^(?:颜色|色彩|色)$/u],
  ['face', /^(?:脸|脸部|面部|顔)$/u],
  ['hair', /^(?:头发|髪|髪の毛)$/u],
  ['sky', /^(?:天空|空)$/u],
]

/** Join instructions of one sentence. */
export const conjunctions =
  /^(?:(?:and|but|then|und|aber|dann|et|mais|puis|y|pero|luego)\s+|そして|それから|でも|然后|并且|但是|而且)/iu
