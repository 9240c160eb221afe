import {
  chinese,
  conjunctions,
  japanese,
  languageWords,
  measures,
  sameThing,
  sameThingWithoutSpaces,
  type InstructionLanguage,
} from './instruction-words.ts'

const byName = (groups: readonly (readonly string[])[]) =>
  new Map(groups.flatMap((names) => names.map((name) => [name, names[0]!] as const)))
const thingOf = byName(sameThing)
const measureOf = byName(measures)
const languages = Object.keys(languageWords) as InstructionLanguage[]

/** What closes a quotation that one of these opens. */
const closing: Readonly<Record<string, string>> = { '"': '"', '“': '”', '„': '“', '«': '»', '「': '」', '『': '』' }

/**
 * Splits what was said into single instructions: at line breaks, semicolons, commas and the ends of sentences, never
 * inside quotation marks.
 */
export function splitInstructions(said: string): readonly string[] {
  const parts: string[] = []
  let from = 0
  for (let at = 0; at < said.length; at++) {
    const closer = closing[said[at]!]
    const end = closer === undefined ? -1 : said.indexOf(closer, at + 1)
    if (end !== -1) at = end
    else if (isBorder(said, at)) {
      parts.push(said.slice(from, at))
      from = at + 1
    }
  }
  parts.push(said.slice(from))
  return parts.map((part) => part.trim().replace(conjunctions, '').trim()).filter((part) => part !== '')
}

function isBorder(said: string, at: number): boolean {
  const char = said[at]!
  if (/[;,\n；，、。！？]/u.test(char)) return true
  return /[.!?]/u.test(char) && /^(?:\s|$)/u.test(said.slice(at + 1, at + 2))
}

interface Instruction {
  readonly text: string
  /** What it is about; equal for "make the hat blue" and "remove the hat". */
  readonly subject: string
  /** It asks that its subject stays as it is. */
  readonly isKeeping: boolean
}

/**
 * What an instruction is about: the noun of its first phrase, or, where only an adjective is left ("darker"), what that
 * measures. Where the language or the noun is not recognized, the instruction as a whole: it is then replaced only by the
 * same one.
 *
 * @param usual the language of the conversation, for instructions without a word of grammar; null = unknown
 */
export function subjectOf(instruction: string, usual: InstructionLanguage | null = null): string {
  return read(instruction, usual).subject
}

function read(text: string, usual: InstructionLanguage | null): Instruction {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return readJapanese(text)
  if (/\p{Script=Han}/u.test(text)) return readChinese(text)
  const said = wordsOf(text)
  const language = languageOf(said) ?? usual
  const whole = said.map((word) => word.toLowerCase()).join(' ')
  if (language === null) return { text, subject: knownSubject(said) ?? (whole === '' ? text : whole), isKeeping: false }
  const isKeeping = said.some((word) => languageWords[language].keeping.has(word.toLowerCase()))
  return { text, subject: nounOf(said, language) ?? whole, isKeeping }
}

/** Where every word is the name of a thing or a measure, in whatever language: "warmer light". null = one is neither. */
function knownSubject(said: readonly string[]): string | null {
  const lower = said.map((word) => word.toLowerCase())
  if (!lower.every((word) => thingOf.has(word) || measureOf.has(word))) return null
  const things = lower.filter((word) => thingOf.has(word))
  return thingOf.get(things.at(-1) ?? '') ?? measureOf.get(lower.at(-1) ?? '') ?? null
}

function wordsOf(text: string): readonly string[] {
  // l'arbre, d'un: the article is a word of its own.
  return text.replaceAll(/\b([ldLD])['’]/gu, '$1 ').match(/[\p{L}\p{N}'’@-]+/gu) ?? []
}

/** The language most of whose words of grammar occur; null = none occurs, or several equally. English wins over others. */
function languageOf(said: readonly string[]): InstructionLanguage | null {
  const counts = languages.map((language) => {
    const { describing, prepositions } = languageWords[language]
    const isKnown = (word: string) => describing.has(word) || prepositions.has(word)
    return { language, count: said.filter((word) => isKnown(word.toLowerCase())).length }
  })
  const best = Math.max(...counts.map(({ count }) => count))
  const found = counts.filter(({ count }) => count === best)
  if (best === 0) return null
  return found.length === 1 || found[0]!.language === 'en' ? found[0]!.language : null
}

/** null = it cannot be told. */
function nounOf(said: readonly string[], language: InstructionLanguage): string | null {
  const { describing, prepositions, noun } = languageWords[language]
  const nouns: string[] = []
  const measured: string[] = []
  for (const word of said) {
    const lower = word.toLowerCase()
    if (prepositions.has(lower)) {
      if (nouns.length > 0 || measured.length > 0) break
      continue
    }
    if (describing.has(lower)) continue
    const measure = measureOf.get(lower)
    if (measure !== undefined && measure !== lower) measured.push(measure)
    else if (language !== 'en' || !/(?:er|est)$/u.test(lower) || lower.length < 6) nouns.push(word)
  }
  const found = chooseNoun(nouns, noun)
  if (found === null) return nouns.length > 0 ? null : (measured.at(-1) ?? null)
  const lower = found.toLowerCase()
  return thingOf.get(lower) ?? measureOf.get(lower) ?? (language === 'en' ? singular(lower) : lower)
}

function chooseNoun(nouns: readonly string[], order: 'last' | 'capital' | 'first'): string | null {
  if (nouns.length <= 1) return nouns[0] ?? null
  if (order === 'first') return nouns[0]!
  if (order === 'last') return nouns.at(-1)!
  return nouns.findLast((word) => /^\p{Lu}/u.test(word)) ?? null
}

function singular(word: string): string {
  if (word.endsWith('ss') || word.length < 4) return word
  return word.endsWith('ies') ? `${word.slice(0, -3)}y` : word.replace(/s$/u, '')
}

function readJapanese(text: string): Instruction {
  const isKeeping = japanese.keeping.test(text)
  const rest = text.replace(japanese.degree, '')
  const at = rest.search(japanese.particles)
  // 彼女の顔: of several joined nouns the last one.
  const noun = at <= 0 ? null : rest.slice(0, at).split('の').at(-1)!
  return { text, subject: withoutSpaces(noun, { text, rest }, japanese.measures), isKeeping }
}

function readChinese(text: string): Instruction {
  const isKeeping = chinese.keeping.test(text)
  const bare = text.replace(chinese.degree, '')
  const rest = text.replace(chinese.before, '')
  const at = rest.search(chinese.after)
  const named = at === -1 ? (rest === text ? null : rest) : rest.slice(0, at)
  // 她的脸, 红色的帽子: of several joined nouns the last one.
  const noun = named?.split('的').at(-1)?.replace(chinese.counted, '').trim() ?? null
  return { text, subject: withoutSpaces(noun === '' ? null : noun, { text, rest: bare }, chinese.measures), isKeeping }
}

function withoutSpaces(
  noun: string | null,
  { text, rest }: { readonly text: string; readonly rest: string },
  measured: readonly (readonly [string, RegExp])[],
): string {
  if (noun !== null) return sameThingWithoutSpaces.find(([, names]) => names.test(noun))?.[0] ?? noun
  return measured.find(([, names]) => names.test(rest))?.[0] ?? text
}

/** The language in which most was said; null = most is in none that is known. */
function usualLanguage(said: readonly string[]): InstructionLanguage | null {
  const found = said.map((text) => languageOf(wordsOf(text)))
  const counts = languages.map((language) => ({ language, count: found.filter((each) => each === language).length }))
  const [most] = counts.toSorted((a, b) => b.count - a.count)
  const unknown = found.filter((each) => each === null).length
  return most !== undefined && most.count > 0 && most.count >= unknown ? most.language : null
}

export interface HeldInstructions {
  /** Oldest first. */
  readonly holding: readonly string[]
  /** Earlier instructions that later ones are about, oldest first. */
  readonly replaced: readonly string[]
}

/**
 * The instructions of earlier turns that still hold: of several about one subject only the last, and none about a subject
 * that the newest turn speaks of. What only asks to keep something replaces nothing but the same request. Every earlier
 * instruction is in one of the lists. Pure.
 *
 * @param earlier what was said, oldest first
 * @param newest what is said now
 */
export function whatHolds(earlier: readonly string[], newest: string): HeldInstructions {
  const said = earlier.flatMap(splitInstructions)
  const now = splitInstructions(newest)
  const usual = usualLanguage([...said, ...now])
  const changed = new Set<string>()
  const kept = new Set<string>()
  const note = ({ subject, isKeeping }: Instruction) => (isKeeping ? kept : changed).add(subject)
  for (const text of now) note(read(text, usual))
  const holding: string[] = []
  const replaced: string[] = []
  for (const text of said.toReversed()) {
    const instruction = read(text, usual)
    const { subject, isKeeping } = instruction
    const isOver = changed.has(subject) || (isKeeping && kept.has(subject))
    ;(isOver ? replaced : holding).unshift(text)
    note(instruction)
  }
  return { holding, replaced }
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
