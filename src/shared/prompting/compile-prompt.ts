import type { CompiledPrompt, Dialect, PromptParts } from '../domain/prompts.ts'
import * as messages from '../messages/en/prompt-notes.ts'
import type { PromptTarget } from './dialect-of.ts'
import { leadPhrase, phrasePart, promptPartNames, type PromptPartName } from './phrase-part.ts'
import { splitTerms, termKey, tidyCommas } from './terms.ts'
import { hasWeights, withoutWeights } from './without-weights.ts'

export type GivenParts = Pick<PromptParts, 'base'> & Partial<PromptParts>

/**
 * Composes a prompt the way an experienced user writes for that model: one sentence of phrases for models with a
 * language model, a list of phrases for the others. Deterministic and offline. Nothing is repeated, an empty part
 * leaves no trace, and what did not fit is in `notes`.
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
  /** Keys of all terms used so far. */
  readonly seen: ReadonlySet<string>
  /** Returns the terms of a text that have not been used before. */
  terms(text: string, prepare?: (term: string) => string): string[]
  /** Returns a text without weights if the model does not support them. */
  plain(text: string): string
  /** Marks the terms in prose as used. */
  remember(text: string): void
}

function createReader(dialect: Dialect, notes: string[]): TermReader {
  const usedKeys = new Set<string>()

  function plain(text: string): string {
    if (dialect === 'weights') return text
    if (hasWeights(text)) note(notes, messages.weightsRemoved)
    return withoutWeights(text)
  }

  return {
    seen: usedKeys,
    plain,
    terms(text, prepare = (term) => term) {
      const fresh: string[] = []
      for (const raw of splitTerms(tidyCommas(plain(text)))) {
        const term = prepare(raw.replace(/(?<!\.)\.$/u, '').trim())
        const key = termKey(term)
        if (key === '') continue
        if (usedKeys.has(key)) note(notes, messages.usedOnce({ term }))
        else fresh.push(term)
        usedKeys.add(key)
      }
      return fresh
    },
    remember(text) {
      for (const term of splitTerms(text.replace(/[.!?…;:]+(?=\s|$)/gu, ','))) usedKeys.add(termKey(term))
    },
  }
}

function note(notes: string[], text: string): void {
  if (!notes.includes(text)) notes.push(text)
}

function asPieces(name: PieceName, terms: readonly string[]): PromptPiece[] {
  return terms.map((text) => ({ what: name, text }))
}

/** A sentence written by the user stays unchanged. */
function readProse(text: string, read: TermReader): PromptPiece[] {
  const prose = tidyCommas(read.plain(text))
  read.remember(prose)
  return prose === '' ? [] : [{ what: 'base', text: prose }]
}

function asList(base: readonly PromptPiece[], described: readonly DescribedPart[]): PromptPiece[] {
  return [...base, ...described.flatMap(({ name, terms }) => asPieces(name, phraseEach(name, terms)))]
}

/**
 * Phrases each term separately, so that none is lost with another; a noun follows the last. A style is a tag as it is.
 */
function phraseEach(name: PromptPartName, terms: readonly string[]): string[] {
  if (name === 'style') return [...terms]
  return terms.map((term, at) => (at === terms.length - 1 ? phrasePart(name, [term]) : term))
}

/** Composes one sentence: what it is an image of, then how it looks. Sentences written by the user stay unchanged. */
function asSentence(base: readonly PromptPiece[], described: readonly DescribedPart[]): PromptPiece[] {
  const filled = described.filter(({ terms }) => terms.length > 0)
  if (filled.length === 0) return [...base]
  const sentences = filled.filter(({ written }) => /[.!?…](\s|$)/u.test(written))
  const phrases = filled.filter((part) => !sentences.includes(part))
  const phraseOf = (name: PromptPartName) => phrases.find((part) => part.name === name)?.terms.join(', ') ?? ''
  const subject = base[0]?.text ?? ''
  const lead = leadPhrase(subject, phraseOf('style'), phraseOf('medium'))
  const first = lead ?? subject
  const isProse = lead === null && /[.!?…。！？]["”’)]?$/u.test(first)
  const otherPhrases = lead === null ? phrases : phrases.filter(({ name }) => name !== 'style' && name !== 'medium')
  return joined([
    ...(first === '' ? [] : [{ what: 'base' as const, text: first, isSentence: isProse }]),
    ...otherPhrases.map(({ name, terms }) => ({ what: name, text: phrasePart(name, terms), isSentence: false })),
    ...sentences.map(({ name, terms }) => ({ what: name, text: withPeriod(terms.join(', ')), isSentence: true })),
  ])
}

interface Clause extends PromptPiece {
  readonly isSentence: boolean
}

/** Puts commas between phrases, a period before a sentence, a capital after a period. */
function joined(clauses: readonly Clause[]): PromptPiece[] {
  return clauses.map(({ what, text, isSentence }, at) => {
    const previous = clauses[at - 1]
    const begins = previous === undefined || previous.isSentence || isSentence
    const joiner = previous === undefined ? '' : begins ? (previous.isSentence ? ' ' : '. ') : ', '
    return { what, text: begins ? capitalized(text) : text, joiner }
  })
}

function capitalized(text: string): string {
  return text.replace(/^\p{Ll}(?!\p{Lu})/u, (letter) => letter.toUpperCase())
}

function withPeriod(text: string): string {
  return /[.!?…。！？]["”’)]?$/u.test(text) ? text : `${text}.`
}

const emulationNotes: Readonly<Record<Dialect, string>> = {
  sentence: messages.negativeAfterAvoid,
  tags: messages.negativeAfterWithout,
  weights: messages.negativeAfterWithout,
}

function avoiding(dialect: Dialect, negative: readonly string[]): PromptPiece[] {
  if (dialect === 'sentence') return [{ what: 'negative', text: `Avoid: ${negative.join(', ')}.`, joiner: '. ' }]
  return negative.map((term) => ({ what: 'negative', text: `without ${term}` }))
}

/** In a negative prompt, “no text” would ask for text. */
function withoutNo(term: string): string {
  return term.replace(/^(?:(?:no|without|avoid)\b:?\s*)+(?=\S)/iu, '')
}

function noteConflicts(used: ReadonlySet<string>, negative: readonly string[], notes: string[]): void {
  for (const term of negative) {
    if (used.has(termKey(term))) note(notes, messages.inBoth({ term }))
  }
}

type PieceName = PromptPartName | 'base' | 'negative'

/** A sentence or a term, and the part it belongs to. */
interface PromptPiece {
  readonly what: PieceName
  readonly text: string
  /** Separator from the previous piece; default: a comma. */
  readonly joiner?: string
}

const partLabels: Readonly<Record<PieceName, string>> = {
  base: messages.base,
  style: messages.style,
  mood: messages.mood,
  lighting: messages.lighting,
  composition: messages.composition,
  camera: messages.camera,
  palette: messages.palette,
  medium: messages.medium,
  negative: messages.negative,
}

const namedMax = 8

/** Joins as many pieces as fit, from the first one on, and notes what is left out. */
function fitPieces(pieces: readonly PromptPiece[], charsMax: number | null, notes: string[]): string {
  let prompt = ''
  let count = 0
  for (const { text, joiner = ', ' } of pieces) {
    const longer = count === 0 ? text : `${prompt}${afterStop(prompt, joiner)}${text}`
    if (charsMax !== null && longer.length > charsMax) break
    prompt = longer
    count += 1
  }
  const dropped = pieces.slice(count)
  if (charsMax === null || dropped.length === 0) return prompt
  const cut = count === 0 ? cutAtWord(dropped[0]?.text ?? '', charsMax) : null
  notes.push(leftOutNote(cut === null ? dropped : dropped.slice(1), cut, charsMax))
  return cut ?? prompt
}

/** Does not repeat existing end punctuation. */
function afterStop(text: string, joiner: string): string {
  return joiner === '. ' && /[.!?…。！？]["”’)]?$/u.test(text) ? ' ' : joiner
}

/** Returns as much of a text as fits, cut at a word boundary if there is one. */
function cutAtWord(text: string, charsMax: number): string {
  const start = text.slice(0, charsMax)
  const atWord = /\s/u.test(text[charsMax] ?? ' ') ? start : start.replace(/\s\S*$/u, '')
  // Does not split a surrogate pair.
  return (atWord.trim() === '' ? start : atWord).replace(/[\ud800-\udbff]$/u, '').replace(/[\s,]+$/u, '')
}

function leftOutNote(dropped: readonly PromptPiece[], cut: string | null, max: number): string {
  if (dropped.length === 0) return messages.promptCut({ max })
  const named = dropped.slice(0, namedMax).map(({ what, text }) => messages.partText({ part: partLabels[what], text }))
  const list = named.join(', ')
  const parts = dropped.length > namedMax ? messages.moreParts({ parts: list, count: dropped.length - namedMax }) : list
  return cut === null ? messages.partsLeftOut({ max, parts }) : messages.promptCutAndPartsLeftOut({ max, parts })
}
