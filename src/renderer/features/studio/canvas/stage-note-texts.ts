import * as messages from '../../../../shared/messages/en/canvas.ts'
import { joinList } from '../../../../shared/messages/formats.ts'
import type { CanvasState } from '../../../editor/session/create-canvas-store.ts'

/** In order from the target to how it is displayed: nothing that is sent may be invisible without a note. */
export function stageNoteTexts(state: CanvasState): readonly string[] {
  if (state.isOriginalHeld) return [messages.originalShown]
  return [
    samplingNote(state),
    analyzingNote(state),
    busyNote(state),
    hiddenNote(state),
    offNote(state),
    turnNote(state),
  ].filter((note) => note !== null)
}

function samplingNote({ targetKind, hasSampling }: CanvasState): string | null {
  if (targetKind !== 'sampling') return null
  return hasSampling ? messages.paintingSamplingArea : messages.paintSamplingArea
}

function analyzingNote({ isAnalyzing, busyWith }: CanvasState): string | null {
  return isAnalyzing && busyWith === null ? messages.analyzingImage : null
}

function busyNote({ busyWith }: CanvasState): string | null {
  return busyWith === null ? null : messages.busy({ step: busyWith })
}

function hiddenNote({ overlay, hasMask, hasSampling, sampling }: CanvasState): string | null {
  const hasArea = sampling === 'painted' && hasSampling
  if (overlay !== 'off' || (!hasMask && !hasArea)) return null
  if (hasMask && hasArea) return messages.maskAndSamplingHidden
  return hasMask ? messages.maskHidden : messages.samplingHidden
}

function offNote({ masks, layers }: CanvasState): string | null {
  const off = masks.filter((mask) => !mask.isOn).length
  const hidden = layers.filter((layer) => !layer.isVisible || layer.opacity === 0).length
  const parts = [
    off > 0 && (off === masks.length ? messages.allMasksOff : messages.masksOff({ count: off })),
    hidden > 0 && messages.layersHidden({ count: hidden }),
  ].filter((part) => part !== false)
  return parts.length === 0 ? null : messages.notSent({ parts: joinList(parts) })
}

function turnNote({ viewport: { rotationDeg, isMirrored } }: CanvasState): string | null {
  const degrees = Math.round(rotationDeg)
  const parts = [isMirrored && messages.mirrored, degrees !== 0 && messages.rotatedDegrees({ degrees })].filter(
    (part) => part !== false,
  )
  return parts.length === 0 ? null : messages.view({ parts: joinList(parts) })
}
