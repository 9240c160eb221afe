/** The parts of a prompt that describe its look, in written order; the last are dropped first. */
export const promptPartNames = ['style', 'mood', 'lighting', 'composition', 'camera', 'palette', 'medium'] as const
export type PromptPartName = (typeof promptPartNames)[number]

/** Terms that already name their part, and so need no noun after them. */
const namesItself: Readonly<Record<PromptPartName, RegExp>> = {
  style: /\b(styled?|aesthetic|look|inspired)\b/iu,
  mood: /\b(moods?|atmosphere|vibes?|feel(s|ing)?|ambian?ce)\b/iu,
  lighting:
    /\b(\w*li(ght(s|ing|ed)?|t)|sun|sunshine|shadows?|glow(ing)?|chiaroscuro|silhouettes?|exposure|rays|flash)\b/iu,
  composition:
    /\b(compos\w+|framed|framing|views?|shots?|angles?|close-?ups?|perspective|portrait|landscape|panorama|symmetr\w+|thirds|space|foreground|background|from (above|below|behind)|overhead)\b/iu,
  camera:
    /\b(camera|lens|shot|photographed|filmed|bokeh|depth of field|exposure|macro|telephoto|wide-?angle|fisheye|tilt-?shift|blur)\b/iu,
  palette: /\b(palettes?|colou?r(s|ed|ing)?|tones?|hues?|monochrome|black and white|grayscale|sepia)\b/iu,
  medium: /./u,
}

const nouns: Readonly<Partial<Record<PromptPartName, string>>> = {
  style: 'style',
  mood: 'mood',
  lighting: 'lighting',
  composition: 'composition',
  palette: 'color palette',
}

/** A medium as a noun: an image can be an "oil painting", but not "oil". */
const media: readonly (readonly [RegExp, string])[] = [
  [/^(oils?|acrylics?|gouache|tempera|fresco|impasto)$/iu, 'painting'],
  [/^(charcoal|ink|pencil|chalk|pastels?|crayon|graphite|marker|pen and ink|pen)$/iu, 'drawing'],
  [/^(digital|vector|pixel|line|concept|3d)$/iu, 'art'],
  [/^(film|analog|35 ?mm|polaroid|black and white)$/iu, 'photograph'],
]

/** Joins terms into one natural phrase: "golden hour" becomes "golden hour lighting". */
export function phrasePart(name: PromptPartName, terms: readonly string[]): string {
  const text = listed(name, terms)
  if (text === '' || hasBrackets(text) || !/\p{Script=Latin}|\d/u.test(text) || clauseVerbs.test(text)) return text
  if (name === 'medium') return mediumNoun(text)
  if (namesItself[name].test(text) || (name === 'style' && isImage(text))) return text
  if (name === 'camera') return phraseCamera(text)
  return `${text} ${nouns[name] ?? ''}`
}

/** Weights apply only to their own words. */
function hasBrackets(text: string): boolean {
  return /[()[\]{}<>]/u.test(text)
}

function listed(name: PromptPartName, terms: readonly string[]): string {
  const isOneThing = (name === 'mood' || name === 'palette') && terms.length > 1
  if (!isOneThing || terms.some((term) => hasBrackets(term) || /\band\b/iu.test(term))) return terms.join(', ')
  return `${terms.slice(0, -1).join(', ')} and ${terms.at(-1)}`
}

function mediumNoun(text: string): string {
  const noun = media.find(([pattern]) => pattern.test(text))?.[1]
  return noun === undefined ? text : `${text} ${noun}`
}

function phraseCamera(text: string): string {
  if (/^f ?\/?\d[\d.]*$/iu.test(text)) return `shot at ${text}`
  if (/^\d+(-\d+)? ?mm\b/iu.test(text)) return `${text} lens`
  return `shot on ${text}`
}

const images =
  /\b(paintings?|drawings?|photo(graph(y|s)?)?s?|illustrations?|sketch(es)?|renders?|renderings?|prints?|portraits?|posters?|art|artwork|wate?rcolou?rs?|images?|images?|etchings?|engravings?|woodcuts?|collages?|mosaics?|sculptures?|cartoons?|comics?|murals?|stills?|snapshots?|polaroids?|icons?|logos?)$/iu

/** Whether it names a type of image, as "oil painting" does. */
export function isImage(text: string): boolean {
  return images.test(text)
}

const adjective =
  /(ic|al|ist|ish|ive|ed|ous|ant|ent|ian|ful|less|able|ible|y|ern|esque|modern|retro|vintage|minimal|abstract|anime|noir|clean|bold|flat|dark|bright|raw|epic)$/iu

/**
 * Returns the subject of the prompt, preceded by style and medium: "Photorealistic image of a cat". Null where the text
 * is not a noun phrase and is better left unchanged.
 */
export function leadPhrase(base: string, style: string, medium: string): string | null {
  if (style === '' && medium === '') return null
  if (!isNounPhrase(base) || hasBrackets(style) || hasBrackets(medium)) return null
  if (medium === '' && isImage(headNoun(base)) && !isImage(style) && !/^in\b/iu.test(style)) {
    return `${describing(style, 'image')} ${base.replace(/^(an?|the)\s/iu, '')}`
  }
  const kind = medium === '' ? (isImage(style) ? '' : 'image') : mediumNoun(medium)
  const manner = /^in\b/iu.test(style) ? '' : describing(style, kind)
  const suffix = /^in\b/iu.test(style) ? ` ${style}` : ''
  const head = [manner, kind].filter((words) => words !== '').join(' ')
  return `${head} of ${withArticle(base)}${suffix}`
}

function describing(style: string, kind: string): string {
  if (style === '' || kind === '' || namesItself.style.test(style) || isImage(style)) return style
  return adjective.test(style) || style.includes(',') ? style : `${style} style`
}

const clauseVerbs =
  /\b(is|are|was|were|has|have|sits|stands|walks|runs|looks|holds|wears|flies|jumps|plays|rides|reads|drinks|eats|swims|wades|sleeps|rests|dances|smiles|stares|watches|leans|lies|rises|falls|floats|shines|glows|grows|hangs|makes|shows|stretches|sings|works|paints|carries|crosses|climbs|waits|sit|stand|walk|run|play)\b/iu
const mostWords = 14

/** Whether a text is short, without sentence-ending punctuation or a finite verb. */
function isNounPhrase(text: string): boolean {
  if (text === '' || /[.!?…;:\n。！？]/u.test(text) || hasBrackets(text)) return false
  return (
    text.split(/\s+/u).length <= mostWords &&
    !clauseVerbs.test(text.split(',')[0] ?? '') &&
    /^[\p{Script=Latin}\d“"']/u.test(text)
  )
}

const hasDeterminer =
  /^(a|an|the|one|two|three|four|five|six|seven|eight|nine|ten|some|many|several|few|my|his|her|its|their|our|your|this|that|these|those|no|each|every|another|both|all|someone|something|nothing|people|children|men|women|cattle|sheep|deer|fish)\b/iu
const massNouns =
  /^(water|fog|mist|rain|snow|grass|sand|fire|smoke|light|food|hair|space|music|furniture|lightning|ice|dust|gold|silver|wood|steel|glass|fabric|bread|cheese|coffee|tea|wine|fruit|nature|chaos|love|hope|time|life|death|peace|war|art|architecture|scenery|foliage|moss|ivy|traffic|jewelry|clothing)$/iu

/** "cat" → "a cat"; text with an article, plurals, names and mass nouns stay unchanged. */
function withArticle(base: string): string {
  if (hasDeterminer.test(base) || /^[\p{Lu}\d“"']/u.test(base) || isGerund(base)) return lowerArticle(base)
  const head = headNoun(base)
  if ((massNouns.test(head) && !base.startsWith(`${head} of `)) || (/s$/iu.test(head) && !/(ss|us|is)$/iu.test(head)))
    return base
  return `${(/^([aeio]|u(?!ni|s[aei]|t[ei]|ki|b))/iu.test(base) && !/^(one|eu)/iu.test(base)) || /^(hour|honest|heir|herb)/iu.test(base) ? 'an' : 'a'} ${base}`
}

/** "walking in the rain", but not "running dog". */
function isGerund(base: string): boolean {
  return /^\w+ing(\s(a|an|the|in|on|at|through|with|over|under|along|into|from|by|to|his|her|its|their)\b|$)/iu.test(
    base,
  )
}

/** Lowercases the article of "A cat" for use within a sentence. */
function lowerArticle(base: string): string {
  return base.replace(/^(A|An|The|One|Two|Three|Some|Many|Several|My|His|Her|Their|Our)\b/u, (word) =>
    word.toLowerCase(),
  )
}

/** Returns the last word before any modifiers that follow it. */
function headNoun(base: string): string {
  const phrase =
    base.split(
      /,|\s(?:of|in|on|at|with|without|under|over|by|near|from|for|and|behind|before|beside|between|through|during|against|inside|into|wearing|holding|sitting|standing|\w+ing)\s/u,
    )[0] ?? ''
  return phrase.split(/\s+/u).at(-1) ?? ''
}
