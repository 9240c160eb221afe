import { dirname, basename, extname, join } from 'node:path'
import type { Settings } from '../shared/domain/settings.ts'
import { createEngine, type LocalEngine } from './engine/index.ts'
import {
  architectureLabels,
  familyOf,
  localModelCard,
  scanFolders,
  suits,
  type ScanCache,
} from './local-models/index.ts'
import { startUtilityChild } from './platform/start-utility-child.ts'
import type { LocalNeeds, LocalSupply } from './providers/registry.ts'
import { environmentNameOf, keyIds } from './secrets/index.ts'

export interface OpenedLocal {
  readonly engine: LocalEngine
  /** null = no engine was chosen. */
  needs(): Promise<LocalNeeds | null>
}

interface LocalOptions {
  /** Where the built child entries lie. */
  readonly builtFolder: string
  readonly settings: { get(): Settings }
}

/** The engine and the models of this computer. The library runs in a process of its own, started when it is needed. */
export function openLocal({ builtFolder, settings }: LocalOptions): OpenedLocal {
  const engine = createEngine({
    start: (libraryPath) =>
      startUtilityChild(join(builtFolder, 'engine.js'), {
        name: 'Atelier Engine',
        args: [libraryPath],
        // Where the library looks for its parts for each kind of processor and device.
        folder: dirname(libraryPath),
        env: engineEnvironment(process.env),
        isOverheard: true,
      }),
  })
  const cache: ScanCache = new Map()
  const findSupply = (signal: AbortSignal) => supplyOf(settings.get().modelFolders, signal, cache)
  return {
    engine,
    async needs() {
      const { enginePath } = settings.get()
      if (enginePath === null) return null
      // Folders and files that cannot be read are left out; `models list` says why.
      const supply = await findSupply(new AbortController().signal)
      return { engine, libraryPath: enginePath, supply, findSupply }
    },
  }
}

async function supplyOf(folders: readonly string[], signal: AbortSignal, cache: ScanCache): Promise<LocalSupply> {
  const { models, files } = await scanFolders(folders, signal, cache)
  const loras = files.flatMap(({ path, recognized }) =>
    recognized.kind === 'lora' ? [{ name: basename(path, extname(path)), path, madeFor: recognized.architecture }] : [],
  )
  return {
    models: models
      .filter(({ isReady }) => isReady)
      .map((model) => {
        const { architecture } = familyOf(model.family)
        const fitting = loras.filter(({ madeFor }) => suits(madeFor, architecture))
        const names = fitting.map(({ name }) => name)
        return {
          card: localModelCard(model, names),
          files: model.files,
          architecture: architectureLabels[architecture],
          loras: fitting,
        }
      }),
    loras: loras.map(({ name, madeFor }) => ({ name, architecture: madeFor && architectureLabels[madeFor] })),
  }
}

/** The library is not ours: no key of a service is any of its business. */
function engineEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const secret = new Set(keyIds.map(environmentNameOf))
  const rest = Object.entries(env).filter((entry): entry is [string, string] => {
    return entry[1] !== undefined && !secret.has(entry[0])
  })
  // An abort would otherwise look for a debugger, which takes seconds.
  return { ...Object.fromEntries(rest), GGML_NO_BACKTRACE: '1' }
}
