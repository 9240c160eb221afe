import type { EngineFacts } from '../../../shared/domain/local-setup.ts'
import { loadedAs, type EngineModel } from '../engine-calls.ts'
import type { SdContext, SdLibrary } from './sd-library.ts'

type Devices = EngineFacts['devices']

/** The one loaded model and how much of each device it uses, measured as the drop in free memory. */
export function createLoadedModel(library: SdLibrary) {
  let loaded: { readonly name: string; readonly context: SdContext; hasDrawn: boolean } | null = null
  let devicesBefore: Devices = []
  let heldBytes: readonly number[] = []
  const measure = () => {
    const { devices } = library.facts()
    heldBytes = devices.map(({ freeBytes }, at) => Math.max(0, (devicesBefore[at]?.freeBytes ?? 0) - (freeBytes ?? 0)))
  }
  return {
    async load(model: EngineModel, onLoading: () => void): Promise<SdContext> {
      const name = loadedAs(model)
      if (loaded?.name === name) return loaded.context
      onLoading()
      await loaded?.context.close()
      loaded = null
      heldBytes = []
      devicesBefore = library.facts().devices
      const context = await library.open(model)
      loaded = { name, context, hasDrawn: false }
      measure()
      return context
    },
    /** Working buffers are allocated at the first image; a later drop in free memory may be due to other programs. */
    hasDrawn(): void {
      if (loaded === null || loaded.hasDrawn) return
      loaded.hasDrawn = true
      measure()
    },
    /** Returns the current devices with the loaded model's share counted as free: it makes room for the next one. */
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
