import * as messages from '../../../../shared/messages/en/grids.ts'
import type { Services } from '../../../client/index.ts'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import type { GenerateState } from './derive-generate-state.ts'

interface GridNeeds {
  readonly services: Pick<Services, 'intents'>
  readonly canvas: () => CanvasSession | null
}

/** Opens the dialog for a grid of the first selected model's request. */
export async function makeGrid({ services: { intents }, canvas }: GridNeeds, state: GenerateState): Promise<void> {
  canvas()?.tools.finishStroke()
  const request = state.model?.request ?? null
  if (request === null) {
    const text = state.disabledReason ?? messages.selectModel
    return intents.send({ type: 'notify', notice: { level: 'info', text } })
  }
  intents.send({
    type: 'make-grid',
    request,
    async capture() {
      const open = canvas()
      const [maskPng, source] = await Promise.all([
        request.hasMask ? (open?.output.maskPng() ?? null) : null,
        request.sourceId === null ? null : (open?.output.compose() ?? null),
      ])
      return { maskPng, sourceId: source?.assetId ?? null }
    },
  })
}
