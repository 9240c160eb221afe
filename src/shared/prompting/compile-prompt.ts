import type { CompiledPrompt, Dialect, PromptParts } from '../domain/prompts.ts'
import type { PromptTarget } from './dialect-of.ts'
import { leadPhrase, phrasePart, promptPartNames, type PromptPartName } from './phrase-part.ts'
import { splitTerms, termKey, tidyCommas } from './terms.ts'
import { hasWeights, withoutWeights } from './without-weights.ts'

export type GivenParts = Pick<PromptParts, 'base'> & Partial<PromptParts>

/**
 * Composes a prompt the way a practiced person writes for that model: one sentence of phrases for models with a language
 * model, a list of phrases for the others. Deterministic, without network. Nothing is repeated, an empty part leaves no
 * trace, and what did not fit is in `notes`.
 */
export function compilePrompt(parts: GivenParts, target: PromptTarget): CompiledPrompt {
  const notes: string[] = []
  const { dialect } = target
  const read = createReader(dialect, notes)
  const base = dialect === 'sentence' ? readProse(parts.base, read) : asPieces('base', read.terms(parts.base))
  const described = promptPartNames.map((name) => ({
    name,
    terms: read.terms(parts[name] ?? ''),
    written: parts[name] ?? '',
  }))
  const negative = createReader(dialect, notes).terms(parts.negative ?? '', withoutNo)
  noteConflicts(read.seen, negative, notes)
  const isEmulated = !target.hasNegativePrompt && negative.length > 0
  if (isEmulated) notes.push(emulationNotes[dialect])
  const pieces = dialect === 'sentence' ? asSentence(base, described) : asList(base, described)
  return {
    prompt: fitPieces([...pieces, ...(isEmulated ? avoiding(dialect, negative) : [])], target.charsMax, notes),
    negativePrompt: target.hasNegativePrompt ? negative.join(', ') : null,
    dialect,
    notes,
  }
}

interface DescribedPart {
  readonly name: PromptPartName
  readonly terms: readonly string[]
  readonly written: string
}

interface TermReader {
  /** Keys of everything said so far. */
  readonly seen: ReadonlySet<string>
  /** The terms of a text that have not been said before. */
  terms(text: string, prepare?: (term: string) => string): string[]
  /** A text without weights where the model knows none. */
  plain(text: string): string
  /** Marks as said what stands in prose. */
  remember(text: string): void
}

function createReader(dialect: Dialect, notes: string[]): TermReader {
  const seen = new Set<string>()

  function plain(text: string): string {
    if (dialect === 'weights') return text
    if (hasWeights(text)) note(notes, 'Weights are taken out: this model would draw the numbers.')
    return withoutWeights(text)
  }

  return {
    seen,
    plain,
    terms(text, prepare = (term) => term) {
      const fresh: string[] = []
      for (const raw of splitTerms(tidyCommas(plain(text)))) {
        const term = prepare(raw.replace(/(?<!\.)\.$/u, '').trim())
        const key = termKey(term)
        if (key === '') continue
        if (seen.has(key)) note(notes, `“${term}” was said twice and is kept once.`)
        else fresh.push(term)
        seen.add(key)
      }
      return fresh
    },
    remember(text) {
      for (const term of splitTerms(text.replace(/[.!?…;:]+(?=\s|$)/gu, ','))) seen.add(termKey(term))
    },
  }
}

function note(notes: string[], words: string): void {
  if (!notes.includes(words)) notes.push(words)
}

function asPieces(what: string, terms: readonly string[]): PromptPiece[] {
  return terms.map((text) => ({ what, text }))
}

/** A sentence of the person's stays as it is written. */
function readProse(text: string, read: TermReader): PromptPiece[] {
  const prose = tidyCommas(read.plain(text))
  read.remember(prose)
  return prose === '' ? [] : [{ what: 'base', text: prose }]
}

function asList(base: readonly PromptPiece[], described: readonly DescribedPart[]): PromptPiece[] {
  return [...base, ...described.flatMap(({ name, terms }) => asPieces(name, phraseEach(name, terms)))]
}

/** Each term by itself, so that none is lost with another; a noun goes behind the last. A style is a tag as it is. */
function phraseEach(name: PromptPartName, terms: readonly string[]): string[] {
  if (name === 'style') return [...terms]
  return terms.map((term, at) => (at === terms.length - 1 ? phrasePart(name, [term]) : term))
}

/** One sentence: what it is an image of, then how it looks. What a person wrote as sentences stays as written. */
function asSentence(base: readonly PromptPiece[], described: readonly DescribedPart[]): PromptPiece[] {
  const said = described.filter(({ terms }) => terms.length > 0)
  if (said.length === 0) return [...base]
  const sentences = said.filter(({ written }) => /[.!?…](\s|$)/u.test(written))
  const phrases = said.filter((part) => !sentences.includes(part))
  const phraseOf = (name: PromptPartName) => phrases.find((part) => part.name === name)?.terms.join(', ') ?? ''
  const subject = base[0]?.text ?? ''
  const lead = leadPhrase(subject, phraseOf('style'), phraseOf('medium'))
  const first = lead ?? subject
  const isProse = lead === null && /[.!?…。！？]["”’)]?$/u.test(first)
  const rest = lead === null ? phrases : phrases.filter(({ name }) => name !== 'style' && name !== 'medium')
  return joined([
    ...(first === '' ? [] : [{ what: 'base', text: first, isSentence: isProse }]),
    ...rest.map(({ name, terms }) => ({ what: name, text: phrasePart(name, terms), isSentence: false })),
    ...sentences.map(({ name, terms }) => ({ what: name, text: ended(terms.join(', ')), isSentence: true })),
  ])
}

interface Clause extends PromptPiece {
  readonly isSentence: boolean
}

/** Commas between phrases, a stop before a sentence, a capital after a stop. */
function joined(clauses: readonly Clause[]): PromptPiece[] {
  return clauses.map(({ what, text, isSentence }, at) => {
    const before = clauses[at - 1]
    const begins = before === undefined || before.isSentence || isSentence
    const joiner = before === undefined ? '' : begins ? (before.isSentence ? ' ' : '. ') : ', '
    return { what, text: begins ? capitalized(text) : text, joiner }
  })
}

function capitalized(text: string): string {
  return text.replace(/^\p{Ll}(?!\p{Lu})/u, (letter) => letter.toUpperCase())
}

function ended(text: string): string {
  return /[.!?…。！？]["”’)]?$/u.test(text) ? text : `${text}.`
}

const emulationNotes: Readonly<Record<Dialect, string>> = {
  sentence: 'This model has no negative prompt: what is to be left out stands in the prompt, behind “Avoid”.',
  tags: 'This model has no negative prompt: what is to be left out stands in the prompt, behind “without”.',
  weights: 'This model has no negative prompt: what is to be left out stands in the prompt, behind “without”.',
}

function avoiding(dialect: Dialect, negative: readonly string[]): PromptPiece[] {
  if (dialect === 'sentence') return [{ what: 'negative', text: `Avoid: ${negative.join(', ')}.`, joiner: '. ' }]
  return negative.map((term) => ({ what: 'negative', text: `without ${term}` }))
}

/** “No text” in a list of what is to be left out would ask for text. */
function withoutNo(term: string): string {
  return term.replace(/^(?:(?:no|without|avoid)\b:?\s*)+(?=\S)/iu, '')
}

function noteConflicts(said: ReadonlySet<string>, negative: readonly string[], notes: string[]): void {
  for (const term of negative) {
    if (said.has(termKey(term))) note(notes, `“${term}” is both asked for and to be left out.`)
  }
}

/** A sentence or a term, and the part it comes from. */
interface PromptPiece {
  readonly what: string
  readonly text: string
  /** What stands between it and the one before; a comma where it is left out. */
  readonly joiner?: string
}

const namedMax = 8

/** Joins as many pieces as there is room for, from the first one on, and notes what is left out. */
function fitPieces(pieces: readonly PromptPiece[], charsMax: number | null, notes: string[]): string {
  let prompt = ''
  let count = 0
  for (const { text, joiner = ', ' } of pieces) {
    const longer = count === 0 ? text : `${prompt}${afterStop(prompt, joiner)}${text}`
    if (charsMax !== null && longer.length > charsMax) break
    prompt = longer
    count += 1
  }
  const left = pieces.slice(count)
  if (charsMax === null || left.length === 0) return prompt
  const cut = count === 0 ? cutAtWord(left[0]?.text ?? '', charsMax) : null
  notes.push(leftOutNote(cut === null ? left : left.slice(1), cut, charsMax))
  return cut ?? prompt
}

/** A stop that is there already is not written again. */
function afterStop(text: string, joiner: string): string {
  return joiner === '. ' && /[.!?…。！？]["”’)]?$/u.test(text) ? ' ' : joiner
}

/** As much of a text as fits, up to the end of a word where there is one. */
function cutAtWord(text: string, charsMax: number): string {
  const start = text.slice(0, charsMax)
  const atWord = /\s/u.test(text[charsMax] ?? ' ') ? start : start.replace(/\s\S*$/u, '')
  // A character of two units is not cut in half.
  return (atWord.trim() === '' ? start : atWord).replace(/[\ud800-\udbff]$/u, '').replace(/[\s,]+$/u, '')
}

function leftOutNote(left: readonly PromptPiece[], cut: string | null, charsMax: number): string {
  const limit = `The model takes ${charsMax} characters`
  const ending = cut === null ? '' : 'the end of the prompt is cut off'
  if (left.length === 0) return `${limit}: ${ending}.`
  const named = left.slice(0, namedMax).map(({ what, text }) => `${what} “${text}”`)
  const more = left.length > namedMax ? ` and ${left.length - namedMax} more` : ''
  return `${limit}: ${ending === '' ? '' : `${ending}, and `}left out: ${named.join(', ')}${more}.`
}
