import type { CanvasDoc } from '../document/model.ts'

/** Mask colors in the order of creation: distinct, and readable over most images. */
const tints = ['#ff4d5e', '#4da3ff', '#ffb02e', '#3ddc84', '#c77dff', '#ff7ac6', '#00c2c7', '#e0e04a'] as const

export function nextTint(doc: CanvasDoc): string {
  const used = new Set(doc.masks.map(({ tint }) => tint))
  return tints.find((tint) => !used.has(tint)) ?? tints[doc.masks.length % tints.length]!
}

/** Generates IDs that no surface of this document has or had, so that undo never restores a duplicate. */
export class SurfaceNames {
  #highest = 0

  next(doc: CanvasDoc, kind: 'mask' | 'layer'): { readonly id: string; readonly number: number } {
    const numbers = [...doc.masks, ...doc.layers].map(({ id }) => Number(/-(\d+)$/.exec(id)?.[1] ?? 0))
    this.#highest = Math.max(this.#highest, ...numbers) + 1
    const ofKind = kind === 'mask' ? doc.masks.length : doc.layers.length
    return { id: `${kind}-${this.#highest}`, number: ofKind + 1 }
  }
}
