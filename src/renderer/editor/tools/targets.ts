import * as messages from '../../../shared/messages/en/editor.ts'
import type { Effect, Scene } from './tool.ts'

/** Why a coverage tool cannot work on this target; null = it can. */
export function refuseCoverage({ target }: Scene): Effect | null {
  if (target === 'mask' || target === 'sampling') return null
  return { type: 'hint', text: messages.masksOnly }
}

/** Why a color tool cannot work on this target; null = it can. */
export function refuseColor({ target }: Scene): Effect | null {
  if (target === 'paint') return null
  return { type: 'hint', text: messages.paintLayersOnly }
}
