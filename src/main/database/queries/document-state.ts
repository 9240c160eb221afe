import { documentStateSchema, type DocumentState, type LayerInfo } from '../../../shared/domain/canvas-document.ts'
import { samplingSurfaceId } from '../../../shared/domain/surfaces.ts'
import { AppError } from '../../../shared/errors/index.ts'
import type { Size } from '../../../shared/util/geometry.ts'

/** @throws storage/corrupt where it is not what was once saved */
export function parseState(json: string, name: string): DocumentState {
  const parsed = documentStateSchema.safeParse(JSON.parse(json))
  if (parsed.success) return parsed.data
  throw new AppError(
    'storage/corrupt',
    `What is kept of the open image “${name}” is damaged. The image itself is not affected: close its tab and open it again.`,
    { detail: { issue: parsed.error.issues[0]?.path.join('.') ?? '' } },
  )
}

/** A frame and a box drawn on a picture of another size mean nothing. */
export function fitState(state: DocumentState, { widthPx, heightPx }: Size): DocumentState {
  if (isSameSize(state.size, { widthPx, heightPx })) return state
  return { ...state, size: { widthPx, heightPx }, frame: null, edit: { ...state.edit, box: null } }
}

/** @throws request/invalid where base and state are not of one size */
export function requireSize(base: Size, state: Size): void {
  if (isSameSize(base, state)) return
  throw new AppError(
    'request/invalid',
    `An image of ${base.widthPx} × ${base.heightPx} cannot be the base of a document of ${state.widthPx} × ${state.heightPx}: masks and layers would not fit.`,
  )
}

/** Everything of a document that has tiles. */
export function surfaceIds({ masks, layers }: DocumentState): string[] {
  const painted = layers.filter(({ kind }) => kind === 'paint')
  return [samplingSurfaceId, ...masks.map(({ id }) => id), ...painted.map(({ id }) => id)]
}

export function visibleLayers({ layers }: DocumentState): LayerInfo[] {
  return layers.filter(({ isVisible, opacity }) => isVisible && opacity > 0)
}

function isSameSize(a: Size, b: Size): boolean {
  return a.widthPx === b.widthPx && a.heightPx === b.heightPx
}
