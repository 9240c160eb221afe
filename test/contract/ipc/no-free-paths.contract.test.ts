import { expect, it } from 'vitest'
import { z } from 'zod'
import { contract } from '../../../src/shared/contract/index.ts'
import {
  droppedHandleSchema,
  folderHandleSchema,
  writtenHandleSchema,
} from '../../../src/shared/domain/file-handles.ts'

/** Names of fields that refer to a file or folder. */
const pathName = /(?:path|folder|director|file|destination|location|^(?:target|dir|root|home|startIn)s?$)/i
const handles: ReadonlySet<unknown> = new Set([droppedHandleSchema, folderHandleSchema, writtenHandleSchema])

/** String fields with such a name that are not paths, each with the reason. */
const harmless: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      'grids.create draft.axes.path',
      'grids.create draft.request.loras.path',
      'grids.plan axes.path',
      'grids.plan request.loras.path',
      'jobs.generate loras.path',
      'jobs.run requests.loras.path',
      'money.cheaper loras.path',
      'providers.plan loras.path',
    ].map((field) => [field, 'a name or address at the service, sent to it as it is; main opens no file of it']),
  ),
  'agents.removeFolder path': 'compared with the folders in the list, and opened by nobody',
  'local.forgetFolder path': 'compared with the folders in the list, and opened by nobody',
  'prompts.saveStyle shown.file': 'the name of an image that ships with the pages; main never opens it',
}

type Found = readonly [place: string, name: string]

/** Finds every plain string in a schema with its field path. Handles and enumerations do not count as plain strings. */
function findStrings(schema: unknown, trail: readonly string[] = [], seen: ReadonlySet<unknown> = new Set()): Found[] {
  if (!(schema instanceof z.ZodType) || handles.has(schema) || seen.has(schema)) return []
  const within = new Set([...seen, schema])
  const into = (next: unknown, name?: string) =>
    findStrings(next, name === undefined ? trail : [...trail, name], within)
  if (schema instanceof z.ZodString) return [[trail.join('.'), trail.at(-1) ?? '']]
  if (schema instanceof z.ZodObject) return Object.entries(schema.shape).flatMap(([name, field]) => into(field, name))
  if (schema instanceof z.ZodArray) return into(schema.element)
  if (schema instanceof z.ZodTuple) return schema.def.items.flatMap((item) => into(item))
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => into(option))
  if (schema instanceof z.ZodIntersection) return [...into(schema.def.left), ...into(schema.def.right)]
  if (schema instanceof z.ZodRecord) return into(schema.valueType)
  if (schema instanceof z.ZodPipe) return [...into(schema.def.in), ...into(schema.def.out)]
  if (schema instanceof z.ZodLazy) return into(schema.def.getter())
  const { innerType } = schema.def as { innerType?: unknown }
  return innerType === undefined ? [] : into(innerType)
}

const named = ([, name]: Found) => pathName.test(name)

it('finds path fields in any wrapper', () => {
  const wrapped = z.object({
    id: z.string(),
    targets: z.array(z.object({ outputFolder: z.string().max(9).nullish().default('') })),
    by: z.discriminatedUnion('type', [z.object({ type: z.literal('a'), maskFile: z.string() })]),
    paths: z.array(z.string()).optional(),
    record: z.record(z.string(), z.object({ startIn: z.preprocess((value) => value, z.string()) })),
    folder: z.object({ handle: folderHandleSchema }),
    file: droppedHandleSchema.nullable(),
  })
  expect(
    findStrings(wrapped)
      .filter(named)
      .map(([field]) => field),
  ).toEqual(['targets.outputFolder', 'by.maskFile', 'paths', 'record.startIn'])
})

it('no route takes a path or file name from the window', () => {
  const found = Object.entries(contract).flatMap(([route, entry]) =>
    entry.kind === 'event'
      ? []
      : findStrings(entry.input)
          .filter(named)
          .map(([field]) => `${route} ${field}`),
  )
  expect(found.filter((field) => !(field in harmless))).toEqual([])
})
