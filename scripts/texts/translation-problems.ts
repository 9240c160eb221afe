import { IntlMessageFormat } from 'intl-messageformat'
import { queryFields } from '../../src/shared/search/query.ts'

type Elements = ReturnType<IntlMessageFormat['getAst']>

/** What a message needs: its arguments by name, with the branches of those that have some. */
interface Shape {
  readonly names: ReadonlySet<string>
  readonly plurals: ReadonlyMap<string, ReadonlySet<string>>
  readonly selects: ReadonlyMap<string, ReadonlySet<string>>
}

/** What one types as it is, in every language: fields of the search, options of commands, variables, and code. */
const typedWords = new RegExp(
  `(?<![\\p{L}\\d/])(?:${queryFields.join('|')}|looks):(?=[\\p{L}\\d"<>*])|--[a-z-]+|\\b[A-Z]+_[A-Z_]+\\b|\`[^\`]+\``,
  'gu',
)

/** What is wrong with a translation of an English text; empty = nothing. @param language BCP 47 */
export function translationProblems(english: string, translation: string, language: string): string[] {
  const [wanted, found] = [shapeOf(english), shapeOf(translation)]
  if (wanted === null || found === null) return ['it is not a message of ICU MessageFormat']
  return [
    ...argumentProblems(wanted, found),
    ...branchProblems(wanted, found, language),
    ...(isPlain(english) && !isPlain(translation) ? ['it has a plural where English has none'] : []),
    ...(english.endsWith('…') === translation.endsWith('…') ? [] : ['the ellipsis at the end differs']),
    ...(edges(english) === edges(translation) ? [] : ['spaces at an end differ']),
    ...missingWords(english, translation),
  ]
}

function argumentProblems(wanted: Shape, found: Shape): string[] {
  const missing = [...wanted.names].filter((name) => !found.names.has(name))
  const unknown = [...found.names].filter((name) => !wanted.names.has(name))
  return [...missing.map((name) => `{${name}} is missing`), ...unknown.map((name) => `{${name}} is not in English`)]
}

function branchProblems(wanted: Shape, found: Shape, language: string): string[] {
  const rules = new Intl.PluralRules(language).resolvedOptions().pluralCategories
  // Of millions in French and Spanish; `other` serves for them.
  const needed = rules.filter((rule) => rule !== 'many')
  const plurals = [...found.plurals].flatMap(([name, branches]) => [
    ...needed.filter((rule) => !branches.has(rule)).map((rule) => `the plural of {${name}} lacks ${rule}`),
    ...[...branches]
      .filter((branch) => !/^=\d+$/.test(branch) && !rules.some((rule) => rule === branch))
      .map((branch) => `the plural of {${name}} has ${branch}, which the language does not know`),
  ])
  const unformatted = [...wanted.plurals.keys()]
    .filter((name) => found.names.has(name) && !found.plurals.has(name))
    .map((name) => `{${name}} is a plural in English: without one, its number is not formatted`)
  const selects = [...wanted.selects].flatMap(([name, branches]) =>
    [...branches]
      .filter((branch) => found.selects.get(name)?.has(branch) !== true)
      .map((branch) => `{${name}} lacks ${branch}`),
  )
  return [...plurals, ...unformatted, ...selects]
}

function missingWords(english: string, translation: string): string[] {
  const words = new Set(english.match(typedWords))
  return [...words].filter((word) => !translation.includes(word)).map((word) => `${word} is typed as it is`)
}

const isPlain = (text: string) => !/\{\w+, (?:plural|select),/.test(text)

const edges = (text: string) => `${/^\s/.test(text)} ${/\s$/.test(text)}`

function shapeOf(text: string): Shape | null {
  try {
    const shape = {
      names: new Set<string>(),
      plurals: new Map<string, Set<string>>(),
      selects: new Map<string, Set<string>>(),
    }
    collect(new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).getAst(), shape)
    return shape
  } catch {
    return null
  }
}

interface CollectedShape {
  readonly names: Set<string>
  readonly plurals: Map<string, Set<string>>
  readonly selects: Map<string, Set<string>>
}

function collect(elements: Elements, shape: CollectedShape): void {
  for (const element of elements) {
    if (!('value' in element) || (element.type as number) === 0) continue
    shape.names.add(element.value)
    if (!('options' in element)) continue
    const branches = (element.type as number) === 6 ? shape.plurals : shape.selects
    const known = branches.get(element.value) ?? new Set<string>()
    for (const [name, option] of Object.entries(element.options)) {
      known.add(name)
      collect(option.value, shape)
    }
    branches.set(element.value, known)
  }
}
