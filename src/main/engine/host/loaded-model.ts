import type { EngineFacts } from '../../../shared/domain/local-setup.ts'
import { loadedAs, type EngineModel } from '../engine-calls.ts'
import type { SdContext, SdLibrary } from './sd-library.ts'

type Devices = EngineFacts['devices']

/** The one model that is loaded, and what it takes of each device: what is free less than before. */
export function createLoadedModel(library: SdLibrary) {
  let loaded: { readonly name: string; readonly context: SdContext; hasDrawn: boolean } | null = null
  let before: Devices = []
  let heldBytes: readonly number[] = []
  const measure = () => {
    const { devices } = library.facts()
    heldBytes = devices.map(({ freeBytes }, at) => Math.max(0, (before[at]?.freeBytes ?? 0) - (freeBytes ?? 0)))
  }
  return {
    async load(model: EngineModel, onLoading: () => void): Promise<SdContext> {
      const name = loadedAs(model)
      if (loaded?.name === name) return loaded.context
      onLoading()
      await loaded?.context.close()
      loaded = null
      heldBytes = []
      before = library.facts().devices
      const context = await library.open(model)
      loaded = { name, context, hasDrawn: false }
      measure()
      return context
    },
    /** What it works with is taken at the first image; later others may take what is free less. */
    hasDrawn(): void {
      if (loaded === null || loaded.hasDrawn) return
      loaded.hasDrawn = true
      measure()
    },
    /** As they are now, but without what it takes: it makes room for the next one. */
    facts(): EngineFacts {
      const facts = library.facts()
      const devices = facts.devices.map((device, at) => {
        const { freeBytes, totalBytes } = device
        if (freeBytes === null) return device
        return { ...device, freeBytes: Math.min(freeBytes + (heldBytes[at] ?? 0), totalBytes ?? Infinity) }
      })
      return { ...facts, devices }
    },
  }
}
