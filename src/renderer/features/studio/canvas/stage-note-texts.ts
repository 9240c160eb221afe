import type { CanvasState } from '../../../editor/session/create-canvas-store.ts'

/** From what is worked on to how it is seen: nothing that is sent may be out of sight without a word. */
export function stageNoteTexts(state: CanvasState): readonly string[] {
  if (state.isOriginalHeld) return ['Original']
  return [samplingNote(state), busyNote(state), hiddenNote(state), offNote(state), turnNote(state)].filter(
    (note) => note !== null,
  )
}

function samplingNote({ targetKind, hasSampling }: CanvasState): string | null {
  if (targetKind !== 'sampling') return null
  return hasSampling ? 'Painting where the fill may copy from' : 'Paint where the fill may copy from'
}

function busyNote({ busyWith }: CanvasState): string | null {
  return busyWith === null ? null : `${busyWith} …`
}

function hiddenNote({ overlay, hasMask, hasSampling, sampling }: CanvasState): string | null {
  const hasArea = sampling === 'painted' && hasSampling
  if (overlay !== 'off' || (!hasMask && !hasArea)) return null
  if (hasMask && hasArea) return 'Mask and sampling area hidden, they still apply'
  return hasMask ? 'Mask hidden, it still applies' : 'Sampling area hidden, it still applies'
}

function offNote({ masks, layers }: CanvasState): string | null {
  const off = masks.filter((mask) => !mask.isOn).length
  const hidden = layers.filter((layer) => !layer.isVisible || layer.opacity === 0).length
  const parts = [
    off > 0 && (off === masks.length ? 'All masks are off' : `${count(off, 'mask')} off`),
    hidden > 0 && `${count(hidden, 'layer')} hidden`,
  ].filter((part) => part !== false)
  return parts.length === 0 ? null : `${parts.join(', ')}: not sent`
}

function turnNote({ viewport: { rotationDeg, isMirrored } }: CanvasState): string | null {
  const degrees = Math.round(rotationDeg)
  const parts = [isMirrored && 'mirrored', degrees !== 0 && `turned ${degrees}°`].filter((part) => part !== false)
  return parts.length === 0 ? null : `View ${parts.join(', ')}`
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}
