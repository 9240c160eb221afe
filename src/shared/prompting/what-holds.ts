/** Words that say how, how much or of which kind: never what an instruction is about. */
const describing = new Set(
  `a an the this that these those some any more less much many very bit little slightly too so really even still just
  her his its their my your our it she he they them him please can you could would i want like look looks looking
  and or but not make makes give gives add put set turn change replace remove delete erase drop keep leave preserve
  without no use have has with let show draw paint bring take get be is are should only as same completely fully
  red orange yellow green blue purple violet pink brown black white gray golden silver beige teal turquoise
  big small large tiny huge tall short long wide narrow thick thin new old young fluffy
  first second third left right top bottom upper lower`.split(/\s+/),
)

/** Ends the first noun phrase: what follows says where, of what, or into what. */
const prepositions = new Set(
  `on in at of to into from behind under over above below beside near by for around between against through like
  instead across along onto inside outside toward towards than`.split(/\s+/),
)

/** Names of one thing, by their first. */
const sameThing: readonly (readonly string[])[] = [
  ['light', 'lighting', 'lights', 'illumination', 'sunlight'],
  ['background', 'backdrop', 'backgrounds'],
  ['brightness', 'bright', 'brighter', 'dark', 'darker', 'darken', 'brighten', 'exposure', 'lighten', 'lighter'],
  ['warmth', 'warm', 'warmer', 'cool', 'cooler', 'cold', 'colder', 'temperature'],
  ['sharpness', 'sharp', 'sharper', 'soft', 'softer', 'blurry', 'blurrier', 'blur', 'sharpen'],
  ['saturation', 'saturated', 'muted', 'vivid', 'colorful', 'colourful', 'desaturated', 'vibrant', 'paler'],
  ['distance', 'closer', 'close-up', 'zoom', 'farther', 'further'],
  ['color', 'colors', 'colour', 'colours', 'tones', 'tone', 'palette'],
  ['time', 'night', 'day', 'sunset', 'sunrise', 'dusk', 'dawn', 'noon', 'morning', 'evening'],
  ['weather', 'rain', 'rainy', 'snow', 'snowy', 'fog', 'foggy', 'sunny', 'cloudy', 'storm', 'stormy'],
]
const thingOf = new Map(sameThing.flatMap((names) => names.map((name) => [name, names[0]!] as const)))

/**
 * Splits what was said into single instructions: at line breaks, semicolons, commas and the ends of sentences, never
 * inside quotation marks.
 */
export function splitInstructions(words: string): readonly string[] {
  return words
    .split(/(?:[;\n]+|,|[.!?](?=\s|$))(?=(?:[^"“”]*["“”][^"“”]*["“”])*[^"“”]*$)/u)
    .map((part) => part.trim().replace(/^(?:and|but|then)\s+/iu, ''))
    .filter((part) => part !== '')
}

/**
 * What an instruction is about: the last noun before a preposition, so that "make the hat blue" and "remove the hat" are
 * both about the hat. Where only an adjective is left ("darker"), what it measures. Words that are not English are about
 * themselves: such an instruction is replaced only by the same one.
 */
export function subjectOf(instruction: string): string {
  const words = instruction.toLowerCase().match(/[\p{L}\p{N}'’@-]+/gu) ?? []
  const nouns: string[] = []
  const measures: string[] = []
  for (const word of words) {
    if (prepositions.has(word)) {
      if (nouns.length > 0 || measures.length > 0) break
      continue
    }
    if (describing.has(word)) continue
    const thing = thingOf.get(word)
    const isMeasure =
      thing !== undefined &&
      thing !== word &&
      /(?:er|en|y|ed|id|ful)$|^(?:bright|dark|warm|cool|cold|sharp|soft|blur)$/u.test(word)
    if (isMeasure) measures.push(thing)
    else if (!/(?:er|est)$/u.test(word) || word.length < 6) nouns.push(thing ?? singular(word))
  }
  return nouns.at(-1) ?? measures.at(-1) ?? words.join(' ')
}

function singular(word: string): string {
  if (word.endsWith('ss') || word.length < 4) return word
  return word.endsWith('ies') ? `${word.slice(0, -3)}y` : word.replace(/s$/u, '')
}

/**
 * The instructions of earlier turns that still hold, oldest first: of several about one subject only the last, and none
 * about a subject that the newest turn speaks of. Pure.
 *
 * @param earlier what was said, oldest first
 * @param newest what is said now
 */
export function whatHolds(earlier: readonly string[], newest: string): readonly string[] {
  const replaced = new Set(splitInstructions(newest).map(subjectOf))
  const holding: string[] = []
  for (const instruction of earlier.flatMap(splitInstructions).toReversed()) {
    const subject = subjectOf(instruction)
    if (replaced.has(subject)) continue
    replaced.add(subject)
    holding.unshift(instruction)
  }
  return holding
}

export interface ComposedTurns {
  /** What the first image was made with; empty = unknown. */
  readonly base: string
  readonly holding: readonly string[]
  readonly newest: string
}

/**
 * One prompt for a model that knows nothing of earlier turns. `instruction`: it changes the image it gets, so earlier
 * instructions are what it must not undo. `description`: it redraws by what the prompt describes, so everything is said
 * again.
 */
export function composeTurns({ base, holding, newest }: ComposedTurns, form: 'instruction' | 'description'): string {
  const now = newest.trim()
  if (form === 'description') {
    return [base.trim().replace(/[.\s]+$/u, ''), ...holding, now].filter((part) => part !== '').join(', ')
  }
  if (holding.length === 0) return now
  return `${now}\n\nStill applies from before: ${holding.join('; ')}.`
}
