import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { projectRoot } from '../../../scripts/setup/project.mjs'
import type { Promised } from './read-promises.ts'
import type { NamedTest, TestLevel } from './read-test-titles.ts'

const titlesSchema = z.array(z.string()).min(1)

/**
 * Why no test drives the window or the command line for a promise of the README or of the features: it needs the real
 * service, another system, or is about building and checking the project.
 */
const onlySchema = z.enum(['service', 'system', 'project'])

/**
 * What is known of a promise: the titles of its tests, the first of which is in every run of `npm test` (`isInEveryRun`), why
 * there are none yet, or why it promises nothing.
 */
const entrySchema = z.union([
  titlesSchema,
  z.strictObject({ only: onlySchema, tests: titlesSchema }),
  z.strictObject({ unproven: z.string().min(5) }),
  z.strictObject({ noPromise: z.enum(['advice', 'link', 'heading']) }),
])
const mapSchema = z.record(z.string(), entrySchema)

export type PromiseMap = z.infer<typeof mapSchema>
export type PromiseEntry = PromiseMap[string]

/** Kept by hand. @throws if it is not of the form above */
export async function readPromiseMap(): Promise<PromiseMap> {
  return mapSchema.parse(JSON.parse(await readFile(join(projectRoot, 'test/promises.json'), 'utf8')))
}

/** Of the README and the features; what the help says of them besides takes turns. */
export const isInEveryRun = (id: string): boolean => !id.startsWith('help/')

export function titlesOf(entry: PromiseEntry): readonly string[] {
  if (Array.isArray(entry)) return entry
  return 'tests' in entry ? entry.tests : []
}

interface MapWorld {
  readonly map: PromiseMap
  readonly promises: readonly Promised[]
  readonly tests: readonly NamedTest[]
}

/** What is wrong with the map, a line each. */
export function problemsOf({ map, promises, tests }: MapWorld): string[] {
  const known = new Set(promises.map(({ id }) => id))
  const byTitle = Map.groupBy(tests, ({ title }) => title)
  return [
    ...Object.keys(map).flatMap((id) => (known.has(id) ? [] : [`${id}: there is no such promise any more`])),
    ...promises.flatMap((promise) => {
      const entry = map[promise.id]
      if (entry === undefined) return [`${promise.id}: no test shows “${promise.text}”`]
      return problemsOfEntry(promise, entry, byTitle)
    }),
  ]
}

/** What drives the program as a person does. */
export const drivingLevels: readonly TestLevel[] = ['page', 'window', 'commands']

function problemsOfEntry(
  { id, file }: Promised,
  entry: PromiseEntry,
  byTitle: ReadonlyMap<string, readonly NamedTest[]>,
): string[] {
  const titles = titlesOf(entry)
  const problems = titles.flatMap((title) => {
    const count = byTitle.get(title)?.length ?? 0
    return count === 1 ? [] : [`${id}: ${count} tests have the title “${title}”`]
  })
  if (!Array.isArray(entry) || file.startsWith('docs/help/')) return problems
  const levels = titles.flatMap((title) => byTitle.get(title)?.map(({ level }) => level) ?? [])
  if (levels.some((level) => drivingLevels.includes(level))) return problems
  return [...problems, `${id}: no test of a page, the window or the command line shows it`]
}
