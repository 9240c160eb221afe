import type { CompiledPrompt, Dialect, PromptParts } from '../domain/prompts.ts'
import type { PromptTarget } from './dialect-of.ts'
import { fitPieces, type PromptPiece } from './fit-pieces.ts'
import { splitTerms, termKey, tidyCommas } from './terms.ts'
import { hasWeights, withoutWeights } from './without-weights.ts'

/** In the order they are written in; the last ones go first where there is no room. */
export const promptPartNames = ['style', 'mood', 'lighting', 'composition', 'camera', 'palette', 'medium'] as const
export type PromptPartName = (typeof promptPartNames)[number]

export type GivenParts = Pick<PromptParts, 'base'> & Partial<PromptParts>

/**
 * Puts a prompt together in the words a model likes: the base, then every part that says something. Deterministic, with no
 * network. Nothing is said twice, an empty part leaves no trace, and what did not fit is in `notes`.
 */
export function compilePrompt(parts: GivenParts, target: PromptTarget): CompiledPrompt {
  const notes: string[] = []
  const { dialect } = target
  const read = createReader(dialect, notes)
  const base = dialect === 'sentence' ? readProse(parts.base, read) : asPieces('base', read.terms(parts.base))
  const described = promptPartNames.flatMap((name) => {
    const terms = read.terms(parts[name] ?? '')
    return dialect === 'sentence' ? asSentence(name, terms, parts[name] ?? '') : asPieces(name, terms)
  })
  const negative = createReader(dialect, notes).terms(parts.negative ?? '', withoutNo)
  noteConflicts(read.seen, negative, notes)
  const isEmulated = !target.hasNegativePrompt && negative.length > 0
  if (isEmulated) notes.push(emulationNotes[dialect])
  const pieces = [...base, ...described, ...(isEmulated ? avoiding(dialect, negative) : [])]
  const joiner = dialect === 'sentence' ? ' ' : ', '
  return {
    prompt: fitPieces(finished(pieces, dialect), joiner, target.charsMax, notes),
    negativePrompt: target.hasNegativePrompt ? negative.join(', ') : null,
    dialect,
    notes,
  }
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

const subjects: Readonly<Record<PromptPartName, { readonly says: RegExp; readonly begin: string }>> = {
  style: { says: /\bstyled?\b/iu, begin: 'The style is' },
  mood: { says: /\b(mood|atmosphere|feel(s|ing)?)\b/iu, begin: 'The mood is' },
  lighting: { says: /\b(\w*light(s|ing)?|lit)\b/iu, begin: 'The lighting is' },
  composition: { says: /\b(compos\w+|framed|framing|view|shot)\b/iu, begin: 'The composition is' },
  camera: { says: /\b(camera|lens|shot|photographed|filmed)\b/iu, begin: 'The camera is' },
  palette: { says: /\b(palette|colou?r(s|ed|ing)?|tones?)\b/iu, begin: 'The colours are' },
  medium: { says: /\b(medium|painting|drawing|photo(graph)?|print|render(ing)?)\b/iu, begin: 'The medium is' },
}

function asSentence(name: PromptPartName, terms: readonly string[], written: string): PromptPiece[] {
  const text = terms.join(', ')
  if (text === '') return []
  const { says, begin } = subjects[name]
  // What is a sentence by itself, or names its subject, needs no words around it.
  const isWhole = says.test(text) || /[.!?…](\s|$)/u.test(written)
  return [{ what: name, text: isWhole ? text : `${begin} ${text}` }]
}

/** The base alone stays as it is; with sentences behind it, it becomes one. */
function finished(pieces: readonly PromptPiece[], dialect: Dialect): PromptPiece[] {
  if (dialect !== 'sentence' || pieces.every(({ what }) => what === 'base')) return [...pieces]
  return pieces.map(({ what, text }) => ({ what, text: ended(capitalised(text)) }))
}

function capitalised(text: string): string {
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
  if (dialect === 'sentence') return [{ what: 'negative', text: `Avoid: ${negative.join(', ')}` }]
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
