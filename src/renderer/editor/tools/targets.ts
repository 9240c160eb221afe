import * as messages from '../../../shared/messages/en/editor.ts'
import type { Effect, Scene } from './tool.ts'

/** Why a tool that makes coverage can do nothing with this target; null = it can. */
export function refuseCoverage({ target }: Scene): Effect | null {
  if (target === 'mask' || target === 'sampling') return null
  return { do: 'hint', text: messages.masksOnly }
}

/** Why a tool that lays down color can do nothing with this target; null = it can. */
export function refuseColor({ target }: Scene): Effect | null {
  if (target === 'paint') return null
  return { do: 'hint', text: messages.paintLayersOnly }
}
