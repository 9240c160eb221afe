import { documentStateSchema, type DocumentState, type LayerInfo } from '../../../shared/domain/canvas-document.ts'
import { samplingSurfaceId } from '../../../shared/domain/surfaces.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/database.ts'
import type { Size } from '../../../shared/util/geometry.ts'

/** @throws storage/corrupt where it is not a valid saved state */
export function parseState(json: string, name: string): DocumentState {
  const parsed = documentStateSchema.safeParse(JSON.parse(json))
  if (parsed.success) return parsed.data
  throw new AppError('storage/corrupt', messages.documentDamaged({ name }), {
    detail: { issue: parsed.error.issues[0]?.path.join('.') ?? '' },
  })
}

/** Drops a frame and a box drawn on an image of another size. */
export function fitState(state: DocumentState, { widthPx, heightPx }: Size): DocumentState {
  if (isSameSize(state.size, { widthPx, heightPx })) return state
  return { ...state, size: { widthPx, heightPx }, frame: null, edit: { ...state.edit, box: null } }
}

/** @throws request/invalid where base and state differ in size */
export function requireSize(base: Size, state: Size): void {
  if (isSameSize(base, state)) return
  throw new AppError(
    'request/invalid',
    messages.documentSizeDiffers({
      width: base.widthPx,
      height: base.heightPx,
      documentWidth: state.widthPx,
      documentHeight: state.heightPx,
    }),
  )
}

/** Ids of everything in a document that has tiles. */
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
