import * as messages from '../../shared/messages/en/window-samples.ts'
import type { SessionPool } from './create-session-pool.ts'
import { goTo, type ShellParts } from './create-shell-store.ts'

interface Parts extends ShellParts {
  readonly pool: Pick<SessionPool, 'flush'>
}

/** Opens the project that comes with the program, as a new document. */
export async function openSampleProject(parts: Parts): Promise<void> {
  const { client, documents, intents } = parts.services
  try {
    await parts.pool.flush()
    const { baseId } = await client.call('canvas.openSample', { sample: 'project' })
    await documents.load()
    goTo(parts, 'studio')
    const show = () => intents.send({ type: 'show-in-gallery', assetId: baseId })
    intents.send({
      type: 'notify',
      notice: { level: 'done', text: messages.sampleOpened, action: { label: messages.showInGallery, run: show } },
    })
  } catch (error) {
    intents.send({ type: 'report', error })
  }
}
