import { readFile } from 'node:fs/promises'
import { arch, cpus, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { app, screen } from 'electron'
import { z } from 'zod'
import type { HandlerContext } from '../ipc/index.ts'
import { availableMemory } from '../platform/available-memory.ts'
import { diagnosticsText, problemsOf, type DiagnosticFacts } from './diagnostics-text.ts'
import type { WindowProgram } from './window/window-program.ts'

const licensesSchema = z.array(
  z.object({ name: z.string(), version: z.string(), license: z.string(), text: z.string().nullable() }),
)

/** What the window shows of the program itself. */
export function createSupport(program: WindowProgram): HandlerContext['support'] {
  return {
    diagnostics: () => readDiagnostics(program),
    // Written by the build, beside the pages.
    licenses: async () =>
      licensesSchema.parse(JSON.parse(await readFile(join(program.folders.pages, '..', 'licenses.json'), 'utf8'))),
  }
}

/** What cannot be read is left out: diagnostics are asked for when something is broken. */
async function readDiagnostics(program: WindowProgram): Promise<string> {
  const { about, settings, paths } = program
  const [gpu, library, providers, engines, loaded, log] = await Promise.all([
    orNull(app.getGPUInfo('basic')),
    orNull(libraryOf(program)),
    orNull(providersOf(program)),
    orNull(enginesOf(program)),
    orNull(settings.load()),
    orNull(readFile(join(paths.logs, 'atelier.log'), 'utf8')),
  ])
  return diagnosticsText({
    version: about.version,
    isPackaged: app.isPackaged,
    versions: process.versions,
    system: { platform: process.platform, release: release(), arch: arch(), locale: app.getLocale() },
    processors: { model: cpus()[0]?.model.trim() ?? 'unknown', count: cpus().length },
    memory: { totalBytes: totalmem(), freeBytes: availableMemory() },
    displays: screen.getAllDisplays().map(({ size, scaleFactor }) => ({ ...size, scaleFactor })),
    gpu: { devices: devicesOf(gpu), features: { ...app.getGPUFeatureStatus() } },
    library,
    providers,
    engines,
    settings: loaded,
    problems: log === null ? null : problemsOf(log),
  })
}

async function orNull<T>(reading: Promise<T>): Promise<T | null> {
  return reading.catch(() => null)
}

async function libraryOf({ services }: WindowProgram): Promise<DiagnosticFacts['library']> {
  const { assets, storage } = await services()
  const [{ count }, { freeBytes }] = await Promise.all([assets.search.newest('library', 1), storage.usage()])
  return { images: count, freeBytes }
}

async function providersOf({ services }: WindowProgram): Promise<DiagnosticFacts['providers']> {
  const manager = await (await services()).providers()
  return (await manager.list()).map(({ id, isEnabled, key, baseUrl, health }) => ({
    id,
    isEnabled,
    hasKey: key.source !== null,
    hasOwnAddress: baseUrl !== null,
    health: health.state,
  }))
}

async function enginesOf({ services }: WindowProgram): Promise<readonly string[]> {
  const { installed } = await (await (await services()).engineReleases()).overview()
  return installed.map(({ name }) => name)
}

const gpuInfoSchema = z.object({
  gpuDevice: z.array(z.object({ vendorId: z.number(), deviceId: z.number() })),
})

const hex = (id: number) => id.toString(16).padStart(4, '0')

/** Vendor and device of each, in the hexadecimal form that lists of devices use. */
function devicesOf(info: unknown): readonly string[] {
  const { data } = gpuInfoSchema.safeParse(info)
  return (data?.gpuDevice ?? []).map(({ vendorId, deviceId }) => `${hex(vendorId)}:${hex(deviceId)}`)
}
