import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Asset } from '../../../../shared/domain/asset.ts'
import { automaticBlend, type BlendSettings } from '../../../../shared/domain/edit.ts'
import type { AssetId, DocumentId, JobId } from '../../../../shared/domain/ids.ts'
import { debounce } from '../../../../shared/util/debounce.ts'
import type { Rect } from '../../../../shared/util/geometry.ts'
import type { Client } from '../../../client/index.ts'

/** How a response is blended in: the edge of its mask, and the blend. */
export interface Blend extends Omit<BlendSettings, 'isForced'> {
  readonly growPx: number
  readonly featherPx: number
}

export interface BlendState {
  /** The edit being blended again; null = nothing changed yet. */
  readonly assetId: AssetId | null
  readonly blend: Blend | null
  /** A low-resolution preview of it at `box`; null until there is one. */
  readonly look: { readonly url: string; readonly box: Rect } | null
  readonly error: unknown
}

export interface Blender {
  readonly store: StoreApi<BlendState>
  /** Previews the blend with a change. */
  change(edit: Asset, change: Partial<Blend>): void
  /** Resets to the edit's original blend. */
  drop(): void
  /** Saves the blend as a new result next to the old one. null = nothing was changed. */
  keep(edit: Asset, documentId: DocumentId | null): Promise<JobId | null>
}

/** Interval between two previews while a slider moves. */
const pauseMs = 60

const nothing: BlendState = { assetId: null, blend: null, look: null, error: null }

/** Blends edits again from their kept responses. Sends nothing and costs nothing. */
export function createBlender(client: Client): Blender {
  const store = createStore<BlendState>(() => nothing)
  let abort = new AbortController()

  function stop(): void {
    previewSoon.cancel()
    abort.abort()
  }

  async function preview(edit: Asset, blend: Blend, { signal }: AbortController): Promise<void> {
    try {
      const seen = await client.call('edits.preview', inputOf(edit, blend), { signal })
      if (!signal.aborted) store.setState({ look: seen, error: null })
    } catch (error) {
      if (!signal.aborted) store.setState({ look: null, error })
    }
  }

  const previewSoon = debounce((...args: Parameters<typeof preview>) => void preview(...args), pauseMs)

  return {
    store,
    change(edit, change) {
      stop()
      const previous = store.getState()
      const base = previous.assetId === edit.id ? previous : nothing
      const blend = { ...(base.blend ?? blendOf(edit)), ...change }
      if (isSameBlend(blend, blendOf(edit))) return store.setState(nothing)
      // The last preview stays until the next one is ready.
      store.setState({ ...base, assetId: edit.id, blend })
      abort = new AbortController()
      previewSoon(edit, blend, abort)
      return undefined
    },
    drop() {
      stop()
      store.setState(nothing)
    },
    async keep(edit, documentId) {
      const { assetId, blend } = store.getState()
      if (assetId !== edit.id || blend === null) return null
      const { id } = await client.call('edits.reblend', { ...inputOf(edit, blend), documentId })
      stop()
      store.setState(nothing)
      return id
    },
  }
}

/** The edit's original blend. */
export function blendOf({ recipe }: Asset): Blend {
  const edge = { growPx: recipe.growPx ?? 0, featherPx: recipe.featherPx ?? 0 }
  const { isForced: _, ...blend } = recipe.edit?.blend ?? automaticBlend('fill', edge)
  return { ...edge, ...blend }
}

/** Whether the edit can be blended again: it has its raw response and the necessary request data. */
export function canBlend(asset: Asset | null | undefined): asset is Asset {
  return asset?.hasRawAnswer === true && asset.recipe.edit !== undefined && asset.recipe.edit !== null
}

function isSameBlend(first: Blend, second: Blend): boolean {
  return (Object.keys(first) as (keyof Blend)[]).every((field) => first[field] === second[field])
}

function inputOf({ id }: Asset, { growPx, featherPx, ...blend }: Blend) {
  // A user at the sliders sees how it fits, and decides.
  return { assetId: id, growPx, featherPx, blend: { ...blend, isForced: true }, maskPng: null }
}
