/** What was done, in the name of what came of it. */
const tasks = [
  'fill',
  'add',
  'remove',
  'background',
  'expand',
  'edit',
  'variation',
  'upscale',
  'blend',
  'merge',
  'crop',
  'composite',
] as const
export type ResultTask = (typeof tasks)[number]

/** Of a result: the family's name and a number are found where it is filed, so that no two get the same. */
export interface DerivedName {
  /** What the image it was made from is called. */
  readonly from: string
  readonly task: ResultTask
}

/** Until it is filed. */
export function provisionalName(name: string | DerivedName): string {
  return typeof name === 'string' ? name : name.from
}

/** An image, as far as its name goes. */
export interface NamedImage {
  readonly name: string
  readonly operation: string
}

const ending = new RegExp(` – (?:${tasks.join('|')}) (\\d+)$`, 'u')
/** How results were named before they were numbered; by a seed, where it was known. */
const earlierEnding = / (?:(?:fill|edit|expand) [0-9a-f]{4,16}|edit|merge|cropped|composed|edited)$/u
/** What these are called was said by a person. */
const isNamedByPerson: ReadonlySet<string> = new Set(['import', 'generate', 'variations'])

/** `coffee – fill 2`. */
export function resultName(base: string, task: ResultTask, number: number): string {
  return `${base} – ${task} ${number}`
}

/**
 * The name that results share: that of the nearest image that was not named after another one.
 * @param line the image they are made from, and before it what it was made from itself
 */
export function baseName(line: readonly NamedImage[]): string {
  const [named] = line.flatMap((image) => (withoutEnding(image) === image.name ? [image.name] : []))
  const first = line.at(-1)
  return named ?? (first === undefined ? '' : withoutEnding(first))
}

function withoutEnding({ name, operation }: NamedImage): string {
  const short = name.replace(ending, '')
  return short !== name || isNamedByPerson.has(operation) ? short : name.replace(earlierEnding, '')
}

/** The first number that none of a family has. */
export function nextNumber(names: Iterable<string>): number {
  let last = 0
  for (const name of names) last = Math.max(last, Number(ending.exec(name)?.[1] ?? 0))
  return last + 1
}
