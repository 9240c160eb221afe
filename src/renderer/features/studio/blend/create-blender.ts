import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Asset } from '../../../../shared/domain/asset.ts'
import { automaticBlend } from '../../../../shared/domain/edit-defaults.ts'
import type { BlendSettings } from '../../../../shared/domain/edit.ts'
import type { AssetId, DocumentId, JobId } from '../../../../shared/domain/ids.ts'
import type { Rect } from '../../../../shared/util/geometry.ts'
import type { Client } from '../../../client/index.ts'

/** How an answer is to be laid in: the edge of its mask, and the blend. */
export interface Blend extends Omit<BlendSettings, 'isForced'> {
  readonly growPx: number
  readonly featherPx: number
}

export interface BlendState {
  /** The edit that is being blended anew; null = none has been touched. */
  readonly assetId: AssetId | null
  readonly blend: Blend | null
  /** A coarse look at it, lying at `box`; null until there is one. */
  readonly look: { readonly url: string; readonly box: Rect } | null
  readonly error: unknown
}

export interface Blender {
  readonly store: StoreApi<BlendState>
  /** Looks at the blend with something else about it. */
  change(edit: Asset, change: Partial<Blend>): void
  /** Back to how the edit was laid in. */
  drop(): void
  /** Files the blend as a new result beside the old one. null = nothing was changed. */
  keep(edit: Asset, documentId: DocumentId | null): Promise<JobId | null>
}

/** Between two looks while a slider is moved. */
const pauseMs = 60

const nothing: BlendState = { assetId: null, blend: null, look: null, error: null }

/** Blends edits anew from their kept answers. Nothing is sent anywhere, and nothing costs anything. */
export function createBlender(client: Client): Blender {
  const store = createStore<BlendState>(() => nothing)
  let abort = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined

  function stop(): void {
    clearTimeout(timer)
    abort.abort()
  }

  async function look(edit: Asset, blend: Blend, { signal }: AbortController): Promise<void> {
    try {
      const seen = await client.call('edits.preview', inputOf(edit, blend), { signal })
      if (!signal.aborted) store.setState({ look: seen, error: null })
    } catch (error) {
      if (!signal.aborted) store.setState({ look: null, error })
    }
  }

  return {
    store,
    change(edit, change) {
      stop()
      const before = store.getState()
      const own = before.assetId === edit.id ? before : nothing
      const blend = { ...(own.blend ?? blendOf(edit)), ...change }
      if (isSameBlend(blend, blendOf(edit))) return store.setState(nothing)
      // The last look stays until the next one is there.
      store.setState({ ...own, assetId: edit.id, blend })
      abort = new AbortController()
      const current = abort
      timer = setTimeout(() => void look(edit, blend, current), pauseMs)
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

/** How the edit was laid in. */
export function blendOf({ recipe }: Asset): Blend {
  const edge = { growPx: recipe.growPx ?? 0, featherPx: recipe.featherPx ?? 0 }
  const { isForced: _, ...blend } = recipe.edit?.blend ?? automaticBlend('fill', edge)
  return { ...edge, ...blend }
}

/** Whether there is something to blend anew: the answer as it came, and what is known of how it was asked for. */
export function canBlend(asset: Asset | null | undefined): asset is Asset {
  return asset?.hasRawAnswer === true && asset.recipe.edit !== undefined && asset.recipe.edit !== null
}

function isSameBlend(one: Blend, other: Blend): boolean {
  return (Object.keys(one) as (keyof Blend)[]).every((field) => one[field] === other[field])
}

function inputOf({ id }: Asset, { growPx, featherPx, ...blend }: Blend) {
  // Whoever moves the sliders sees how it fits, and decides.
  return { assetId: id, growPx, featherPx, blend: { ...blend, isForced: true }, maskPng: null }
}
