import { isAsAnnounced, suggestedModels } from '../../../shared/domain/suggested-models.ts'
import type { VisionTask } from '../../../shared/domain/vision.ts'
import * as messages from '../../../shared/messages/en/get-model.ts'
import type { Services } from '../../client/index.ts'
import { formatBytes } from '../../lib/format.ts'

/**
 * Downloads the model that was offered with its size and license. Terms that its authors have set since are read under
 * Models; a size far beyond the offered one is confirmed first. The end is told by `downloadNotices`.
 */
export async function getModel(
  { client, intents }: Pick<Services, 'client' | 'intents'>,
  task: VisionTask,
): Promise<void> {
  const model = suggestedModels[task]
  const { mustAccept, missingBytes } = await client.call('downloads.plan', { id: model.id })
  if (mustAccept) return intents.send({ type: 'show-models', provider: 'local' })
  if (isAsAnnounced(model, missingBytes)) return start()
  const size = formatBytes(missingBytes)
  intents.send({
    type: 'notify',
    notice: {
      level: 'lasting',
      text: messages.largerThanAnnounced({ name: model.name, size }),
      action: { label: messages.downloadAnyway({ size }), run: start },
    },
  })

  async function start(): Promise<void> {
    await client.call('downloads.start', { id: model.id, hasAccepted: false })
    intents.send({ type: 'notify', notice: { level: 'info', text: messages.downloadStarted({ name: model.name }) } })
  }
}
