/** The task in the name of its result. */
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
  'cutout',
  'depth',
  'pose',
] as const
export type ResultTask = (typeof tasks)[number]

/**
 * The name of a result: the family's name and a number are determined when it is stored, so that no two get the same.
 */
export interface DerivedName {
  /** Name of the source image. */
  readonly from: string
  readonly task: ResultTask
}

/** Returns the name to use until it is stored. */
export function provisionalName(name: string | DerivedName): string {
  return typeof name === 'string' ? name : name.from
}

/** The fields of an image that its name depends on. */
export interface NamedImage {
  readonly name: string
  readonly operation: string
}

const ending = new RegExp(` – (?:${tasks.join('|')}) (\\d+)$`, 'u')
/** Endings of results named before they were numbered; with a seed, if known. */
const earlierEnding = / (?:(?:fill|edit|expand) [0-9a-f]{4,16}|edit|merge|cropped|composed|edited)$/u
/** Images of these operations are named by a person. */
const isNamedByPerson: ReadonlySet<string> = new Set(['import', 'generate', 'variations'])

/** Returns `coffee – fill 2`. */
export function resultName(base: string, task: ResultTask, number: number): string {
  return `${base} – ${task} ${number}`
}

/**
 * Returns the name that results share: that of the nearest image not named after another one.
 * @param line the image they are made from, preceded by its own ancestors
 */
export function baseName(line: readonly NamedImage[]): string {
  const [named] = line.flatMap((image) => (withoutEnding(image) === image.name ? [image.name] : []))
  const first = line.at(-1)
  return named ?? (first === undefined ? '' : withoutEnding(first))
}

function withoutEnding({ name, operation }: NamedImage): string {
  const stripped = name.replace(ending, '')
  return stripped !== name || isNamedByPerson.has(operation) ? stripped : name.replace(earlierEnding, '')
}

/** Returns the lowest number greater than any in a family. */
export function nextNumber(names: Iterable<string>): number {
  let highest = 0
  for (const name of names) highest = Math.max(highest, Number(ending.exec(name)?.[1] ?? 0))
  return highest + 1
}
