import { readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { z } from 'zod'
import { AppError, toFileError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/engine.ts'
import { parseJson } from '../../shared/util/parse-json.ts'
import { writeFileAtomic } from '../platform/pure/atomic-file.ts'
import { isSafeName, isSafePath } from './plan-unpacking.ts'
import { type Backend, backends } from './release.ts'

/** One archive from which an engine was unpacked. */
export interface InstalledArchive {
  readonly name: string
  readonly sizeBytes: number
  readonly sha256: string
}

export interface InstalledEngine {
  /** Also the name of its folder. */
  readonly name: string
  /** null = from an unknown archive. */
  readonly tag: string | null
  readonly backend: Backend | null
  readonly archives: readonly InstalledArchive[]
  /** Unpacked size. */
  readonly bytes: number
  readonly installedAt: string
  readonly libraryPath: string
  readonly isCurrent: boolean
}

/** Written last, into the folder of an engine that has drawn: a folder without it is ignored. */
const recordName = 'atelier-engine.json'

const recordSchema = z.object({
  version: z.literal(1),
  tag: z.string().nullable(),
  backend: z.enum(backends).nullable(),
  archives: z.array(z.object({ name: z.string(), sizeBytes: z.int(), sha256: z.string() })),
  bytes: z.int(),
  installedAt: z.string(),
  /** Relative to the folder, since the home may be moved. */
  library: z.string().refine(isSafePath),
})
export type EngineRecord = z.output<typeof recordSchema>

export function writeRecord(folder: string, record: EngineRecord): Promise<void> {
  return writeFileAtomic(join(folder, recordName), JSON.stringify(record, null, 2))
}

/** Returns installed engines, newest first. Other folders are skipped. */
export async function listInstalled(enginesFolder: string, enginePath: string | null): Promise<InstalledEngine[]> {
  const names = await readdir(enginesFolder).catch(() => [])
  const engines = await Promise.all(names.map((name) => readInstalled(enginesFolder, name, enginePath)))
  return engines.filter((each) => each !== null).toSorted((a, b) => b.installedAt.localeCompare(a.installedAt))
}

async function readInstalled(
  enginesFolder: string,
  name: string,
  enginePath: string | null,
): Promise<InstalledEngine | null> {
  const folder = join(enginesFolder, name)
  const text = await readFile(join(folder, recordName), 'utf8').catch(() => null)
  if (text === null || name.startsWith('.')) return null
  const parsed = recordSchema.safeParse(parseJson(text))
  if (!parsed.success) return null
  const { version: _version, library, ...record } = parsed.data
  const libraryPath = join(folder, library)
  return { name, ...record, libraryPath, isCurrent: libraryPath === enginePath }
}

/** @throws storage/not-found listing the existing ones */
export function requireInstalled(installed: readonly InstalledEngine[], name: string): InstalledEngine {
  const engine = installed.find((each) => each.name === name)
  if (engine) return engine
  const hint =
    installed.length === 0
      ? messages.noneInstalled
      : messages.installedEngines({ names: installed.map((each) => each.name).join(', ') })
  throw new AppError('storage/not-found', messages.engineNotInstalledOf({ name, known: hint }))
}

/** Renames the folder first, so that a half-deleted engine never counts as installed. */
export async function removeInstalled(enginesFolder: string, name: string): Promise<void> {
  if (!isSafeName(name)) throw new AppError('storage/not-found', messages.engineNotInstalled({ name }))
  const folder = join(enginesFolder, name)
  const doomed = join(enginesFolder, `.removed-${name}`)
  try {
    await rm(doomed, { recursive: true, force: true, maxRetries: 5 })
    await rename(folder, doomed)
    await rm(doomed, { recursive: true, force: true, maxRetries: 5 })
  } catch (thrown) {
    throw toFileError(thrown, messages.cannotRemoveEngine({ name }))
  }
}

const libraryNames: Readonly<Record<string, RegExp>> = {
  win32: /^(lib)?stable-diffusion\.dll$/i,
  darwin: /^libstable-diffusion(\.[\d.]+)?\.dylib$/,
  linux: /^libstable-diffusion\.so(\.[\d.]+)?$/,
}
const depthMax = 4

/** Finds the engine's library in an unpacked folder; relative, with `/`. @throws engine/unusable */
export async function findLibrary(folder: string): Promise<string> {
  const pattern = libraryNames[process.platform] ?? libraryNames['linux']!
  const paths = await readdir(folder, { recursive: true })
  const libraries = paths
    .map((path) => path.split(sep))
    .filter((segments) => segments.length <= depthMax && pattern.test(segments.at(-1) ?? ''))
    .toSorted((a, b) => a.length - b.length || a.join('/').length - b.join('/').length)
  const [first] = libraries
  if (first) return first.join('/')
  throw new AppError('engine/unusable', messages.noLibraryInArchive)
}

export async function measureFolder(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size)
  return (await Promise.all(sizes)).reduce((total, size) => total + size, 0)
}
